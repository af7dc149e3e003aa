package relay

import (
	"context"
	"time"

	"tieout/sync/engagement"
)

// Reminders go out from nine o'clock in the firm's zone, and not in the evening
// when the relay was off at nine.
const (
	remindFrom  = 9
	remindUntil = 17
	remindAhead = 3              // days before the due date
	remindEvery = 70 * time.Hour // every third day, never daily
)

// stepTime does what the clock brings: reminders, statuses that end, values
// that expire.
func (r *Relay) stepTime(ctx context.Context) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	if wrong, err := r.anyClockWrong(ctx, firms); err != nil || wrong {
		return err
	}
	if err := r.db.SweepValues(ctx, r.now().UnixMicro()); err != nil {
		return err
	}
	for _, f := range firms {
		t, err := r.tenant(ctx, engagement.FirmID(f.ID))
		if err != nil {
			return err
		}
		if t.isQuiet() {
			continue
		}
		if err := t.showWhatEnded(ctx); err != nil {
			return err
		}
		if err := t.remindOnceADay(ctx); err != nil {
			return err
		}
	}
	return nil
}

// showWhatEnded tells clients of statuses that a person set until now.
func (t *tenant) showWhatEnded(ctx context.Context) error {
	now := t.relay.now()
	var drafts []Draft
	t.view(func(w *engagement.World) {
		for id, eng := range w.E {
			if eng.Override == nil || eng.Override.Until == nil {
				continue
			}
			if body, differs := engagement.ToShow(eng, now); differs {
				drafts = append(drafts, Draft{Stream: engagement.EngagementStream(id), Kind: engagement.StatusShown, Body: body})
			}
		}
	})
	for _, d := range drafts {
		if _, err := t.append(ctx, act{By: engagement.Relay, Drafts: []Draft{d}}); err != nil {
			return err
		}
	}
	return nil
}

// remindOnceADay reminds clients of what is due, in the morning of the firm's
// zone.
func (t *tenant) remindOnceADay(ctx context.Context) error {
	zone, err := time.LoadLocation(t.firm().Zone)
	if err != nil {
		return err
	}
	here := t.relay.now().In(zone)
	today := here.Format(time.DateOnly)
	if here.Hour() < remindFrom || here.Hour() >= remindUntil {
		return nil
	}
	const mark = "reminded"
	if last, err := t.relay.db.Mark(ctx, string(t.id), mark); err != nil || last == today {
		return err
	}
	for _, d := range t.reminders(here) {
		// A refusal is an answer: somebody reminded them meanwhile.
		if _, err := t.append(ctx, act{By: engagement.Relay, Drafts: []Draft{d}}); err != nil {
			return err
		}
	}
	return t.relay.db.SetMark(ctx, string(t.id), mark, today)
}

func (t *tenant) reminders(here time.Time) []Draft {
	var drafts []Draft
	t.view(func(w *engagement.World) {
		for id, eng := range w.E {
			client := w.Client(eng.Client)
			if client == nil || client.RemindersPaused || !reminds(eng, here) {
				continue
			}
			if due := dueRequests(eng, here); len(due) > 0 {
				drafts = append(drafts, Draft{
					Stream: engagement.EngagementStream(id), Kind: engagement.RequestReminded, Body: engagement.RemindedBody{Requests: due},
				})
			}
		}
	})
	return drafts
}

// reminds says whether the engagement's client may be reminded at all: the work
// goes on, and the last reminder was some days ago.
func reminds(eng *engagement.Engagement, here time.Time) bool {
	status, _ := eng.StatusAt(here)
	if eng.Completed != nil || status == engagement.OnHold || status == engagement.Withdrawn {
		return false
	}
	last := eng.LastReminder()
	return last == nil || here.Sub(*last) >= remindEvery
}

// dueRequests are the open requests whose day is near or past: their own day,
// else the engagement's.
func dueRequests(eng *engagement.Engagement, here time.Time) []engagement.RequestID {
	horizon := here.AddDate(0, 0, remindAhead).Format(time.DateOnly)
	today := here.Format(time.DateOnly)
	var due []engagement.RequestID
	for _, q := range eng.Requests {
		day := q.Due
		if day == "" {
			day = eng.Due
		}
		askedToday := q.Asked.In(here.Location()).Format(time.DateOnly) == today
		if q.Open() && day != "" && day <= horizon && !askedToday {
			due = append(due, q.ID)
		}
	}
	return due
}
