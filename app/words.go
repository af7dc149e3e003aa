package app

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// zone is the firm's; before it is known, this computer's. The caller holds the lock. The last answer is
// kept, because finding a zone reads files.
func (a *App) zone() *time.Location {
	name := a.states.Firm().Zone
	if name == "" {
		return time.Local
	}
	if a.zoned.name != name {
		l, err := time.LoadLocation(name)
		if err != nil {
			l = time.Local
		}
		a.zoned = zoned{name, l}
	}
	return a.zoned.at
}

type zoned struct {
	name string
	at   *time.Location
}

// moment puts a time in words, near times by the clock and far ones by the date.
func (a *App) moment(t time.Time) Moment {
	if t.IsZero() {
		return Moment{}
	}
	return Moment{At: t.UTC().Format(time.RFC3339), Words: whenWords(t.In(a.zone()), a.now().In(a.zone()))}
}

func (a *App) momentOf(t *time.Time) Moment {
	if t == nil {
		return Moment{}
	}
	return a.moment(*t)
}

func whenWords(t, now time.Time) string {
	switch days := daysBetween(t, now); {
	case days == 0:
		return t.Format("3:04 PM")
	case days == 1:
		return "Yesterday"
	}
	return dateWords(t, now)
}

// atWords ends a sentence about when something happened.
func (a *App) atWords(t time.Time) string {
	t, now := t.In(a.zone()), a.now().In(a.zone())
	switch daysBetween(t, now) {
	case 0:
		return "at " + t.Format("3:04 PM")
	case 1:
		return "yesterday at " + t.Format("3:04 PM")
	}
	return "on " + dateWords(t, now)
}

func dateWords(t, now time.Time) string {
	if t.Year() == now.Year() || t.Sub(now).Abs() < 150*24*time.Hour {
		return t.Format("Jan 2")
	}
	return t.Format("Jan 2, 2006")
}

// daysBetween counts midnights from t to now, both in the same zone.
func daysBetween(t, now time.Time) int {
	return int(math.Round(midnight(now).Sub(midnight(t)).Hours() / 24))
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// ago is how long ago something was: "2 s", "4 min", "3 h", "2 days".
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(0, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return counted(int(d.Hours()/24), "day", "days")
}

// lately is how long ago something was, as it stays true for half a minute: "just now", "3 min ago".
func lately(d time.Duration) string {
	if d < time.Minute {
		return "just now"
	}
	return ago(d) + " ago"
}

// clockOf is a moment of today with its zone, "6:02 PM (EST)", and another one by its date.
func (a *App) clockOf(m Moment) string {
	t, err := time.Parse(time.RFC3339, m.At)
	if err != nil {
		return m.Words
	}
	if t = t.In(a.zone()); daysBetween(t, a.now().In(a.zone())) == 0 {
		return t.Format("3:04 PM (MST)")
	}
	return m.Words
}

// dated is a moment as it can be read at any later time: "Nov 3, 2025, 6:02 PM (EST)".
func (a *App) dated(m Moment) string {
	t, err := time.Parse(time.RFC3339, m.At)
	if err != nil {
		return m.Words
	}
	return t.In(a.zone()).Format("Jan 2, 2006, 3:04 PM (MST)")
}

// due puts a due date in words; done says that the work is over.
func (a *App) due(date string, done bool) Due {
	t, err := time.ParseInLocation(time.DateOnly, date, a.zone())
	if err != nil {
		return Due{State: "none"}
	}
	now := a.now().In(a.zone())
	d := Due{Date: date, Words: dateWords(t, now), Days: -daysBetween(t, now), State: "ok"}
	d.Left = fmt.Sprintf("%d d", d.Days)
	switch {
	case done:
		d.State, d.Left = "done", "done"
	case d.Days < 0:
		d.State, d.Left = "late", fmt.Sprintf("%d d late", -d.Days)
	case d.Days <= 14:
		d.State = "soon"
	}
	return d
}

// dayOf puts a plain date in words.
func (a *App) dayOf(date string) string { return a.due(date, false).Words }

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func sizeWords(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 999_500:
		return fmt.Sprintf("%.0f KB", float64(n)/1000)
	case n < 999_500_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}

// shortSum is the beginning of a hash, for a person to compare.
func shortSum(sum string) string {
	if len(sum) < 8 {
		return sum
	}
	return sum[:4] + "·" + sum[4:8]
}

// initials takes the first letters of the first and the last word.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
	if len(words) == 0 {
		return "?"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if len(words) == 1 {
		return string(unicode.ToUpper(first))
	}
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return string(unicode.ToUpper(first)) + string(unicode.ToUpper(last))
}

// titles are skipped when a person is called by their first name.
var titles = map[string]bool{"Dr.": true, "Mr.": true, "Mrs.": true, "Ms.": true, "Prof.": true}

func firstName(name string) string {
	words := strings.Fields(name)
	for _, w := range words {
		if !titles[w] {
			return w
		}
	}
	return name
}

func list(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// draftName is "draft 2".
func draftName(d *engagement.Draft) string { return fmt.Sprintf("draft %d", d.Number) }

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// snippet is the beginning of a text in one line.
func snippet(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}

// shareWords says in a sentence why the share could not be used.
func shareWords(err error) string {
	var root *folder.RootError
	switch {
	case errors.As(err, &root):
		return root.Status.Reason
	case errors.Is(err, folder.ErrClaimed):
		return "Another computer is filing this right now."
	case errors.Is(err, folder.ErrNoWorkFile):
		return "The work-file folder is not where it was. Map it again."
	case errors.Is(err, folder.ErrDiskFull):
		return "The share has no room left."
	case errors.Is(err, folder.ErrUnknownRoot):
		return "This computer does not know where that share is. Choose its folder in Setup."
	case errors.Is(err, folder.ErrUnknownMapping):
		return "This engagement has no folder yet. Map its work file."
	}
	return fmt.Sprintf("It could not be filed: %v.", err)
}
