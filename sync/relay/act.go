package relay

import (
	"context"
	"encoding/json"
	"fmt"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// Draft is an event before it is signed.
type Draft struct {
	// ID is for kinds with a derived identity; empty means a new one.
	ID     engagement.EventID
	Stream engagement.Stream
	Kind   engagement.Kind
	Body   any // what the kind's body is, or nil
	// Private is the private part, or nil.
	Private any
}

// act is one action that the relay signs with the firm's portal key: its own or
// a contact's.
type act struct {
	By     engagement.Actor
	ID     engagement.ActionID // makes it idempotent; empty means a new one
	Drafts []Draft
	// founding is the first action of a firm, whose keys nobody knows yet.
	founding bool
	// also stores something in the same transaction; its error undoes the
	// action alone and is returned. Its ctx is the writer's: a caller who leaves
	// must not undo the work of others.
	also func(ctx context.Context, tx *store.Tx) error
}

// append signs, checks and stores an act of the relay or a contact. The error
// is for what could not be decided; a refusal is in the result.
func (t *tenant) append(ctx context.Context, a act) (wire.Result, error) {
	type outcome struct {
		res  wire.Result
		also error
	}
	done, err := answer(ctx, t, func(b *batch) (out outcome, err error) {
		out.res, out.also, err = b.act(a)
		return out, err
	})
	if err != nil {
		return wire.Result{}, err
	}
	return done.res, done.also
}

func (b *batch) act(a act) (res wire.Result, alsoErr, err error) {
	if a.ID != "" {
		stored, err := b.tx.Action(b.ctx, string(b.t.id), string(a.ID))
		if err == nil {
			res, err := stored.Outcome()
			return res, nil, err
		}
	}
	before := *b
	signed, err := b.sign(a)
	if err != nil {
		return res, nil, err
	}
	err = b.attempt(func() error {
		if a.founding {
			res, err = b.found(signed)
		} else {
			res, err = b.decide(signed)
		}
		if err != nil || res.Outcome != wire.Accepted {
			return err
		}
		if a.also != nil {
			if alsoErr = a.also(b.ctx, b.tx); alsoErr != nil {
				return alsoErr
			}
		}
		if a.ID != "" {
			return b.remember(signed, res)
		}
		return nil
	})
	if alsoErr != nil {
		return wire.Result{}, alsoErr, nil
	}
	if res.Outcome != wire.Accepted {
		*b = before
	}
	return res, nil, err
}

// found stores the first action of a firm without asking who may do that.
func (b *batch) found(a *action) (wire.Result, error) {
	b.number(a)
	fork := engagement.NewFork(b.states)
	res := wire.Result{Action: a.id, Outcome: wire.Accepted}
	for i := range a.events {
		if r := engagement.Apply(fork, &a.events[i]); !r.OK() {
			return refused(a.id, r), nil
		}
		res.Seqs = append(res.Seqs, a.events[i].Seq)
	}
	return res, b.store(a.records, a.events, fork)
}

// sign makes records of the drafts, with the portal key's next count.
func (b *batch) sign(a act) (*action, error) {
	b.portalN++
	if a.ID == "" {
		a.ID = engagement.ActionID(newID(b.now))
	}
	out := &action{id: a.ID, device: b.t.keys.portal, n: b.portalN}
	for i, d := range a.Drafts {
		rec, err := b.seal(a, i, d)
		if err != nil {
			return nil, err
		}
		e, err := rec.Decode()
		if err != nil {
			return nil, err
		}
		out.records, out.events = append(out.records, rec), append(out.events, e)
	}
	return out, nil
}

func (b *batch) seal(a act, i int, d Draft) (engagement.Record, error) {
	h := engagement.Header{
		ID: d.ID, Stream: d.Stream, Action: a.ID, Part: i + 1, Of: len(a.Drafts), By: a.By,
		Device: b.t.keys.portal, N: b.portalN, Seen: b.head, At: b.now, Kind: d.Kind,
	}
	if h.ID == "" {
		h.ID = engagement.EventID(newID(b.now))
	}
	body, err := encode(d.Body)
	if err != nil {
		return engagement.Record{}, fmt.Errorf("relay: body of %s: %w", d.Kind, err)
	}
	if h.Body = body; body == nil {
		h.Body = json.RawMessage("{}")
	}
	private, err := encode(d.Private)
	if err != nil {
		return engagement.Record{}, fmt.Errorf("relay: private part of %s: %w", d.Kind, err)
	}
	return engagement.Seal(h, private, randomBytes(engagement.SaltSize), b.t.keys.portalKey)
}

func encode(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	return json.Marshal(v)
}
