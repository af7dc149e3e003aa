package app

import (
	"encoding/json"
	"time"

	"tieout/sync/engagement"
)

// FileReceipt is the proof of one step of a file: that it was filed on the share, or that the client
// could see it. An empty When means that there is none yet. Kind is "filed" or "shown".
type FileReceipt struct {
	Kind  string `json:"kind"`
	When  string `json:"when"` // with the zone: "Mar 3, 2026, 2:31:07 PM EST"
	At    string `json:"at"`
	Where string `json:"where"` // inside the work file
	Sum   string `json:"sum"`   // sha256, in full
	Short string `json:"short"` // its beginning, for the eye
	Desk  string `json:"desk"`  // "this computer", "Priya's laptop"
	By    string `json:"by"`
	Seen  string `json:"seen"` // of "shown": who opened it and when, or that nobody has
	// Released is who let a version out that waited, and PulledBack when and by whom it was taken back; or "".
	Released   string `json:"released"`
	PulledBack string `json:"pulledBack"`
}

// fullTime is a time that stands on its own.
func (a *App) fullTime(t time.Time) string {
	return t.In(a.zone()).Format("Jan 2, 2006, 3:04:05 PM MST")
}

// filedReceipt is the receipt of a placed file; event is the one that recorded it.
func (c comparison) filedReceipt(p *engagement.Placed, event engagement.EventID) FileReceipt {
	return FileReceipt{
		Kind: "filed", When: c.a.fullTime(p.At), At: c.a.moment(p.At).At, Where: p.Path,
		Sum: string(p.Sum), Short: shortSum(string(p.Sum)), Desk: c.deskOf(event, p.By), By: c.a.by(c.e.Client, p.By).Name,
	}
}

// shownReceipt says since when the client could see a version, and whether they opened it.
func (c comparison) shownReceipt(d *engagement.Document) FileReceipt {
	v := d.Latest()
	r := FileReceipt{
		Kind: "shown", When: c.a.fullTime(v.Sent()), At: c.a.moment(v.Sent()).At, Where: c.laneFolder("to-client") + "/" + d.Rel,
		Sum: string(v.Blob), Short: shortSum(string(v.Blob)), Desk: c.deskOf(v.ID, v.By), By: c.a.by(c.e.Client, v.By).Name,
		Seen: upperFirst(c.contact()) + " has not opened it yet",
	}
	if len(v.Views) > 0 {
		seen := v.Views[0]
		r.Seen = c.a.by(c.e.Client, seen.By).First + " opened it " + c.a.fullTime(seen.At)
	}
	if v.Released != nil && v.Released.By != engagement.Relay {
		r.Released = c.a.by(c.e.Client, v.Released.By).Name
	}
	if v.PulledBack != nil {
		r.PulledBack = c.a.fullTime(v.PulledBack.At) + ", by " + c.a.by(c.e.Client, v.PulledBack.By).Name
		r.Seen = c.a.openedWords(c.e, v)
	}
	return r
}

// deskOf is the computer that recorded an event. Where the event is not on this computer, it is the
// person's.
func (c comparison) deskOf(id engagement.EventID, by engagement.Actor) string {
	if c.a.pending.has(id) {
		return "this computer"
	}
	records, err := c.a.store.Stream(string(engagement.EngagementStream(c.e.ID)), 0, 0)
	if err == nil {
		for _, r := range records {
			var rec engagement.Record
			if json.Unmarshal(r.Data, &rec) != nil {
				continue
			}
			if e, err := rec.Decode(); err == nil && e.ID == id {
				return c.a.deskName(e.Device, by.Staff())
			}
		}
	}
	if staff := by.Staff(); staff != "" {
		return c.a.staffPerson(staff).First + "'s computer"
	}
	return ""
}
