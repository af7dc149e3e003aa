package app

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"

	"tieout/app/desktop"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

const settingNotified = "notified"

// maxNotices is how many notices are shown one by one; more become one.
const maxNotices = 3

func (a *App) readNotified() error {
	raw, err := a.store.Settings.Get(settingNotified)
	if err != nil || raw == nil {
		return err
	}
	a.notified, err = strconv.ParseUint(string(raw), 10, 64)
	if err != nil {
		return fmt.Errorf("app: %s: %w", settingNotified, err)
	}
	return nil
}

// noticesFor answers what the person is to be told of a stretch of history, once. A new desk that reads
// the firm's past tells nobody: it begins with the present.
func (a *App) noticesFor(b desk.Batch, level bool) []desktop.Notice {
	a.mu.Lock()
	defer a.mu.Unlock()
	end := b.Position.Frontier.Size
	if a.notified == 0 && !level || end <= a.notified {
		return nil
	}
	var all []desktop.Notice
	for i := range b.Events {
		if e := &b.Events[i]; a.notified > 0 && e.Seq > a.notified {
			if n, ok := a.noticeOf(e); ok {
				all = append(all, n)
			}
		}
	}
	a.notified = end
	if err := a.store.Settings.Put(settingNotified, []byte(strconv.FormatUint(end, 10))); err != nil {
		slog.Error("app: what was told is not remembered", "error", err)
	}
	if len(all) > maxNotices {
		return []desktop.Notice{{Title: "Tieout", Body: fmt.Sprintf("%d things arrived for you.", len(all)), Tag: "today"}}
	}
	return all
}

// noticeOf says what an event means to the person at this desk. Amounts and texts stay out of it: it is
// read by whoever passes the screen.
func (a *App) noticeOf(e *engagement.Event) (desktop.Notice, bool) {
	mine := e.By == engagement.StaffActor(a.id.Staff)
	if mine && e.Kind != engagement.DocumentPulledBack {
		return desktop.Notice{}, false
	}
	eng := a.pending.view().Engagement(e.Stream.EngagementID())
	if eng == nil {
		return desktop.Notice{}, false
	}
	want := a.preferences().Notify
	n := desktop.Notice{Body: a.clientName(eng.Client) + " · " + eng.Title, Tag: "engagement/" + string(eng.ID)}
	if mine {
		n.Title = "A file was opened before it was pulled back"
		return n, openedMeanwhile(eng, e)
	}
	var wanted bool
	switch e.Kind {
	case engagement.MessageRouted:
		n.Title, wanted = "A client wrote to you", want.Messages && a.isFor(e)
	case engagement.ArrivalRouted:
		n.Title, wanted = "Something arrived from a client", want.Arrivals && a.isFor(e)
	case engagement.TaskAssigned:
		n.Title, wanted = a.actor(eng, e.By)+" handed something to you", want.Messages && a.isFor(e)
	case engagement.DraftSubmitted:
		n.Title, wanted = "A draft is ready for your review", want.Review && eng.People.Partner == a.id.Staff
	case engagement.DraftReturned:
		n.Title, wanted = "A draft came back to you", want.Review && a.isPreparer(eng)
	case engagement.DraftApproved:
		n.Title, wanted = "A draft was approved", want.Review && a.isPreparer(eng)
	case engagement.DeliverableSealed:
		n.Title, wanted = "Everybody has signed", want.Signatures && (a.isPreparer(eng) || eng.People.Partner == a.id.Staff)
	}
	return n, wanted
}

// openedMeanwhile says whether a version was opened between the press of Pull back at this desk and
// its arrival at the relay, as when the desk was offline.
func openedMeanwhile(eng *engagement.Engagement, e *engagement.Event) bool {
	var b engagement.DocumentRef
	if json.Unmarshal(e.Body, &b) != nil {
		return false
	}
	_, v := eng.Version(b.Version)
	return v != nil && slices.ContainsFunc(v.Views, func(view engagement.View) bool { return view.At.After(e.At) })
}

// isFor says whether an event names this person as the one to act.
func (a *App) isFor(e *engagement.Event) bool {
	var b struct {
		To engagement.StaffID `json:"to"`
	}
	return json.Unmarshal(e.Body, &b) == nil && b.To == a.id.Staff
}

func (a *App) isPreparer(e *engagement.Engagement) bool { return owner(e) == a.id.Staff }

// owner is who does the work: the preparer, else the manager, else the partner.
func owner(e *engagement.Engagement) engagement.StaffID {
	for _, id := range []engagement.StaffID{e.People.Preparer, e.People.Manager} {
		if id != "" {
			return id
		}
	}
	return e.People.Partner
}

// noticeClicked shows what a notice was about.
func (a *App) noticeClicked(tag string) { a.news.open(tag) }
