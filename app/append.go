package app

import (
	"encoding/json"
	"fmt"
	"io"

	"tieout/sync/engagement"
)

// fact is an event before it is signed. ID is for kinds with a derived identity, Private may be nil.
type fact struct {
	Stream  engagement.Stream
	Kind    engagement.Kind
	ID      engagement.EventID
	Body    any
	Private any
}

// append is how everything begins: the events of one act are checked against what the person sees,
// signed with the device's key, kept durably and folded on top. It fails with a Refusal when the act
// may not be. The caller holds the lock.
func (a *App) append(t act, drafts ...fact) (*act, error) {
	if a.key == nil {
		return nil, failure(CodeNotConnected, "This computer is not connected to a firm yet.", "Enter the code that your administrator gave you.")
	}
	t.ID, t.At = engagement.ActionID(a.newID()), a.now()
	kept, err := a.store.Append(func(n uint64) ([]byte, error) {
		if err := a.sign(&t, n, drafts); err != nil {
			return nil, err
		}
		if _, r := engagement.CheckAction(a.pending.view(), t.events); !r.OK() {
			return nil, r
		}
		return json.Marshal(&t)
	})
	if err != nil {
		return nil, err
	}
	t.n = kept.N
	a.pending.add(&t)
	streams := make([]engagement.Stream, 0, len(t.events))
	for i := range t.events {
		streams = append(streams, t.events[i].Stream)
	}
	a.news.changed(streams, nounSync)
	if a.link != nil {
		a.link.Wake()
	}
	return &t, nil
}

func (a *App) sign(t *act, n uint64, drafts []fact) error {
	for i, d := range drafts {
		h := engagement.Header{
			ID: d.ID, Stream: d.Stream, Action: t.ID, Part: i + 1, Of: len(drafts), After: t.After,
			By: engagement.StaffActor(a.id.Staff), Device: a.id.Device, N: n, Seen: a.states.head,
			At: t.At.UTC(), Kind: d.Kind, Body: json.RawMessage("{}"),
		}
		if h.ID == "" {
			h.ID = engagement.EventID(a.newID())
		}
		var err error
		if d.Body != nil {
			if h.Body, err = json.Marshal(d.Body); err != nil {
				return fmt.Errorf("app: %s: %w", d.Kind, err)
			}
		}
		var private json.RawMessage
		if d.Private != nil {
			if private, err = json.Marshal(d.Private); err != nil {
				return fmt.Errorf("app: %s: %w", d.Kind, err)
			}
		}
		salt := make([]byte, engagement.SaltSize)
		if _, err := io.ReadFull(a.cfg.Random, salt); err != nil {
			return err
		}
		rec, err := engagement.Seal(h, private, salt, a.key)
		if err != nil {
			return err
		}
		e, err := rec.Decode()
		if err != nil {
			return err
		}
		t.Records, t.events = append(t.Records, rec), append(t.events, e)
	}
	return nil
}

// do is an act of the person on one engagement, client or the firm, with the words for the toast.
func (a *App) do(t act, done string, drafts ...fact) (Outcome, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.doLocked(t, done, drafts...)
}

func (a *App) doLocked(t act, done string, drafts ...fact) (Outcome, error) {
	if _, err := a.append(t, drafts...); err != nil {
		return Outcome{}, err
	}
	return a.outcome(done), nil
}

// outcome says that an act is done, or that it goes out later.
func (a *App) outcome(done string) Outcome {
	o := Outcome{Pending: true, Words: done + "."}
	if !a.online() {
		o.Words = done + ". Goes out when you are back online."
	}
	return o
}

// on makes a fact of an engagement's history.
func on(id string, kind engagement.Kind, body, private any) fact {
	return fact{Stream: engagement.EngagementStream(engagement.EngagementID(id)), Kind: kind, Body: body, Private: private}
}

func onFirm(kind engagement.Kind, body, private any) fact {
	return fact{Stream: engagement.FirmStream, Kind: kind, Body: body, Private: private}
}

func onClient(id string, kind engagement.Kind, body, private any) fact {
	return fact{Stream: engagement.ClientStream(engagement.ClientID(id)), Kind: kind, Body: body, Private: private}
}
