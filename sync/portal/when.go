package portal

import (
	"fmt"
	"time"
)

// When is a moment in three forms: for sorting, for a sentence, and in full
// with its zone.
type When struct {
	At   time.Time `json:"at"`
	Text string    `json:"text" doc:"today at 2:28 PM, yesterday at 2:28 PM, Mar 6 at 2:28 PM"`
	Full string    `json:"full" doc:"Thursday, March 12, 2026, 9:18 AM EDT"`
}

// clock puts moments in the words of the firm's zone, as of now.
type clock struct {
	zone *time.Location
	now  time.Time
}

func (v *visit) clock() clock { return clock{v.zone, v.now} }

func (c clock) when(t time.Time) When {
	t = t.In(c.zone)
	return When{At: t.UTC(), Text: c.day(t) + " at " + t.Format("3:04 PM"), Full: t.Format("Monday, January 2, 2006, 3:04 PM MST")}
}

func (c clock) maybe(t *time.Time) *When {
	if t == nil {
		return nil
	}
	w := c.when(*t)
	return &w
}

// day is "today", "yesterday", "Mar 6" or "Mar 6, 2025".
func (c clock) day(t time.Time) string {
	t = t.In(c.zone)
	now := c.now.In(c.zone)
	switch {
	case sameDay(t, now):
		return "today"
	case sameDay(t, now.AddDate(0, 0, -1)):
		return "yesterday"
	case t.Year() == now.Year():
		return t.Format("Jan 2")
	}
	return t.Format("Jan 2, 2006")
}

// heading is a day as a title: "Today", "Yesterday", "Friday, March 6".
func (c clock) heading(t time.Time) string {
	switch d := c.day(t); d {
	case "today":
		return "Today"
	case "yesterday":
		return "Yesterday"
	default:
		t = t.In(c.zone)
		if t.Year() != c.now.In(c.zone).Year() {
			return t.Format("January 2, 2006")
		}
		return t.Format("Monday, January 2")
	}
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// date reads a due date, which is a day in the firm's zone.
func (c clock) date(s string) (time.Time, bool) {
	t, err := time.ParseInLocation(time.DateOnly, s, c.zone)
	return t, err == nil
}

// long is a due date for a sentence: "March 16", "March 16, 2027".
func (c clock) long(s string) string {
	t, ok := c.date(s)
	switch {
	case !ok:
		return ""
	case t.Year() == c.now.In(c.zone).Year():
		return t.Format("January 2")
	}
	return t.Format("January 2, 2006")
}

// by is a due date beside a request: "By Friday, Mar 6", "Was due Mar 6".
func (c clock) by(s string) (text string, late bool) {
	t, ok := c.date(s)
	now := c.now.In(c.zone)
	switch {
	case !ok:
		return "", false
	case sameDay(t, now):
		return "By today", false
	case t.Before(now):
		return "Was due " + c.day(t), true
	case sameDay(t, now.AddDate(0, 0, 1)):
		return "By tomorrow", false
	case t.Sub(now) < 7*24*time.Hour || t.Year() == now.Year():
		return "By " + t.Format("Monday, Jan 2"), false
	}
	return "By " + t.Format("Jan 2, 2006"), false
}

// greeting fits the hour in the firm's zone.
func (c clock) greeting(name string) string {
	part := "evening"
	switch h := c.now.In(c.zone).Hour(); {
	case h >= 4 && h < 12:
		part = "morning"
	case h >= 12 && h < 18:
		part = "afternoon"
	}
	return fmt.Sprintf("Good %s, %s", part, firstName(name))
}
