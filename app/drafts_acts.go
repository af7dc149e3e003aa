package app

import (
	"encoding/json"
	"math"
	"strings"

	"tieout/sync/engagement"
)

// number keeps what is not a number from the interface, which cannot be told it.
func number(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// about fills in what an act on a draft says of itself. The caller holds the lock.
func (a *App) aboutDraft(id, draft, did, retry string) (act, *engagement.Engagement, *engagement.Draft, error) {
	e, d, err := a.draft(id, draft)
	if err != nil {
		return act{}, nil, nil, err
	}
	t := act{Words: did + " " + draftName(d) + " of " + a.clientName(e.Client), Retry: retry, Draft: d.ID}
	t.After = a.pending.waitingFor(func(ev *engagement.Event) bool {
		return draftOf(ev) == d.ID && makesDraft[ev.Kind]
	})
	return t, e, d, nil
}

// makesDraft are the kinds that a later act on a draft stands on: refused, they take it with them.
var makesDraft = map[engagement.Kind]bool{
	engagement.DraftAssembled: true, engagement.DraftSubmitted: true, engagement.DraftApproved: true,
}

func (a *App) onDraft(id, draft, did, done, retry string, kind engagement.Kind, private any) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, _, d, err := a.aboutDraft(id, draft, did, retry)
	if err != nil {
		return Outcome{}, err
	}
	return a.doLocked(t, done, on(id, kind, engagement.DraftRef{Draft: d.ID}, private))
}

func (a *App) submitDraft(id, draft string) (Outcome, error) {
	return a.onDraft(id, draft, "Send to review:", "Sent to review", "submit-draft", engagement.DraftSubmitted, nil)
}

func (a *App) returnDraft(id, draft, why string) (Outcome, error) {
	return a.onDraft(id, draft, "Return", "Returned", "", engagement.DraftReturned, engagement.WhyPrivate{Why: strings.TrimSpace(why)})
}

func (a *App) discardDraft(id, draft string) (Outcome, error) {
	return a.onDraft(id, draft, "Put away", "Put away", "", engagement.DraftDiscarded, nil)
}

func (a *App) withdrawApproval(id, draft string) (Outcome, error) {
	return a.onDraft(id, draft, "Withdraw the approval of", "Approval withdrawn", "", engagement.ApprovalWithdrawn, nil)
}

// approveDraft approves what was in front of the person, never "the latest" (SPEC H6).
func (a *App) approveDraft(id, draft, sum string, settle bool) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, e, d, err := a.aboutDraft(id, draft, "Approve", "approve-draft")
	if err != nil {
		return Outcome{}, err
	}
	var drafts []fact
	for _, n := range d.Notes {
		if settle && !n.Settled {
			drafts = append(drafts, on(id, engagement.NoteSettled, engagement.ReviewNoteBody{Draft: d.ID, Note: n.ID}, nil))
		}
	}
	drafts = append(drafts, on(id, engagement.DraftApproved, engagement.ApprovalBody{
		Draft: d.ID, Sum: engagement.Digest(sum), Pages: d.Pages, Plan: d.Plan.Digest(),
	}, nil))
	o, err := a.doLocked(t, a.clientName(e.Client)+" approved", drafts...)
	if err == nil {
		o.ID, o.Undo = string(d.ID), "withdraw-approval"
	}
	return o, err
}

func (a *App) pinNote(id, draft string, page int, x, y float64, text string) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, _, d, err := a.aboutDraft(id, draft, "Pin a note to", "")
	if err != nil {
		return Outcome{}, err
	}
	body := engagement.ReviewNoteBody{Draft: d.ID, Note: engagement.NoteID(a.newID()), Page: page, X: number(x), Y: number(y)}
	o, err := a.doLocked(t, "Note pinned", on(id, engagement.NotePinned, body, engagement.TextPrivate{Text: strings.TrimSpace(text)}))
	o.ID = string(body.Note)
	return o, err
}

func (a *App) answerNote(id, draft, note, text string) (Outcome, error) {
	return a.onNote(id, draft, note, "Answer a note on", "Answered", engagement.NoteAnswered, engagement.TextPrivate{Text: strings.TrimSpace(text)})
}

func (a *App) settleNote(id, draft, note string) (Outcome, error) {
	return a.onNote(id, draft, note, "Settle a note on", "Settled", engagement.NoteSettled, nil)
}

func (a *App) onNote(id, draft, note, did, done string, kind engagement.Kind, private any) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	t, _, d, err := a.aboutDraft(id, draft, did, "")
	if err != nil {
		return Outcome{}, err
	}
	// A note that waits here goes first.
	if after := a.pending.waitingFor(func(ev *engagement.Event) bool {
		return ev.Kind == engagement.NotePinned && strings.Contains(string(ev.Body), `"`+note+`"`)
	}); after != "" {
		t.After = after
	}
	return a.doLocked(t, done, on(id, kind, engagement.ReviewNoteBody{Draft: d.ID, Note: engagement.NoteID(note)}, private))
}

// draftOf answers the draft that an event names, or "".
func draftOf(e *engagement.Event) engagement.DraftID {
	var b engagement.DraftRef
	if json.Unmarshal(e.Body, &b) != nil {
		return ""
	}
	return b.Draft
}
