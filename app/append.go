package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
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
	if err := errors.Join(a.appendEach(proposal{&t, drafts})...); err != nil {
		return nil, err
	}
	return &t, nil
}

// proposal is an act before it is signed.
type proposal struct {
	act   *act
	facts []fact
}

// appendEach is append for many, which share one sync of the disk. They are checked in order, each after
// those before it; the errors are theirs. The caller holds the lock.
func (a *App) appendEach(all ...proposal) []error {
	failed := make([]error, len(all))
	if len(all) == 0 {
		return failed
	}
	if a.key == nil {
		err := failure(CodeNotConnected, "This computer is not connected to a firm yet.", "Enter the code that your administrator gave you.")
		for i := range failed {
			failed[i] = err
		}
		return failed
	}
	err := a.store.Append(func(next uint64) ([][]byte, error) {
		var acts []*act
		for i, p := range all {
			p.act.ID, p.act.At = engagement.ActionID(a.newID()), a.now()
			if failed[i] = a.build(p, next+uint64(len(acts))); failed[i] == nil {
				acts = append(acts, p.act)
			}
		}
		return a.sign(acts)
	})
	if err != nil {
		a.pending.again() // it shows what was not stored
		for i := range failed {
			failed[i] = err
		}
		return failed
	}
	var streams []engagement.Stream
	for i, p := range all {
		if failed[i] != nil {
			continue
		}
		a.pending.keep(p.act)
		for j := range p.act.events {
			streams = append(streams, p.act.events[j].Stream)
		}
	}
	a.news.changed(streams, nounSync)
	a.work += uint64(len(streams))
	if a.link != nil {
		a.link.Wake()
	}
	return failed
}

// build makes an act of its number that is not signed yet, and lays it over the view.
func (a *App) build(p proposal, n uint64) error {
	p.act.n = n
	if err := a.write(p.act, p.facts); err != nil {
		return err
	}
	view := a.pending.view()
	above, r := engagement.CheckAction(view, p.act.events)
	if !r.OK() {
		return r
	}
	view.Adopt(above)
	return nil
}

// write makes the records of an act, for [App.sign].
func (a *App) write(t *act, facts []fact) error {
	t.Records, t.events = nil, nil
	for i, f := range facts {
		h, private, err := a.header(t, f)
		if err != nil {
			return err
		}
		h.Part, h.Of = i+1, len(facts)
		salt := make([]byte, engagement.SaltSize)
		if _, err := io.ReadFull(a.cfg.Random, salt); err != nil {
			return err
		}
		rec, err := engagement.Unsigned(h, private, salt)
		if err != nil {
			return err
		}
		t.Records, t.events = append(t.Records, rec), append(t.events, sealed(h, rec))
	}
	return nil
}

// header answers the header of a fact, but for its part in the act, and its private part.
func (a *App) header(t *act, f fact) (engagement.Header, json.RawMessage, error) {
	h := engagement.Header{
		ID: f.ID, Stream: f.Stream, Action: t.ID, After: t.After,
		By: engagement.StaffActor(a.id.Staff), Device: a.id.Device, N: t.n, Seen: a.states.head,
		At: t.At.UTC().Round(0), Kind: f.Kind, Body: json.RawMessage("{}"),
	}
	if h.ID == "" {
		h.ID = engagement.EventID(a.newID())
	}
	var private json.RawMessage
	var err error
	if f.Body != nil {
		h.Body, err = json.Marshal(f.Body)
	}
	if err == nil && f.Private != nil {
		private, err = json.Marshal(f.Private)
	}
	if err != nil {
		return h, nil, fmt.Errorf("app: %s: %w", f.Kind, err)
	}
	return h, private, nil
}

// sign signs the records of acts together, and answers what is kept of each act.
func (a *App) sign(acts []*act) ([][]byte, error) {
	var records []*engagement.Record
	for _, t := range acts {
		for i := range t.Records {
			records = append(records, &t.Records[i])
		}
	}
	if err := engagement.Sign(a.key, records...); err != nil {
		return nil, err
	}
	kept := make([][]byte, len(acts))
	for i, t := range acts {
		var err error
		if kept[i], err = json.Marshal(t); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// sealed is what a record that was just made of the header says.
func sealed(h engagement.Header, rec engagement.Record) engagement.Event {
	e := engagement.Event{Header: h}
	if len(rec.Private) > 0 {
		sum := sha256.Sum256(rec.Private)
		e.Private, e.PrivateBody = hex.EncodeToString(sum[:]), rec.Private[engagement.SaltSize:]
	}
	return e
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
	if later := a.later(a.pending.newest()); later != "" {
		o.Words = done + ". Goes out " + later + "."
	}
	return o
}

// undone offers the act that takes a whole engagement's act back.
func undone(o Outcome, err error, id, act string) (Outcome, error) {
	if err == nil {
		o.ID, o.Undo = id, act
	}
	return o, err
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
