package relay

import (
	"context"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// push answers POST /v1/push: every action that was looked at, in order.
func (r *Relay) push(ctx context.Context, c *caller, in *wire.PushRequest) (*wire.PushReply, error) {
	if len(in.Actions) > wire.MaxPush {
		return nil, errTooLarge
	}
	actions := make([]*action, len(in.Actions))
	verdicts := make([]engagement.Refusal, len(in.Actions))
	var signatures engagement.Signatures
	for i := range in.Actions {
		actions[i], verdicts[i] = c.read(&in.Actions[i], &signatures)
	}
	if err := c.checkPackages(ctx, actions); err != nil {
		return nil, err
	}
	results, err := answer(ctx, c.t, func(b *batch) ([]wire.Result, error) {
		return b.pushAll(c.device, actions, verdicts)
	})
	if err != nil {
		return nil, err
	}
	for _, res := range results {
		r.metrics.actions.WithLabelValues(res.Outcome).Inc()
	}
	return &wire.PushReply{State: c.t.state(), Results: results}, nil
}

// pushAll decides the actions of one push in order.
func (b *batch) pushAll(device engagement.KeyID, actions []*action, verdicts []engagement.Refusal) ([]wire.Result, error) {
	if err := b.look(device, actions); err != nil {
		return nil, err
	}
	before := b.known.device
	results := make([]wire.Result, 0, len(actions))
	for i, a := range actions {
		if !verdicts[i].OK() {
			results = append(results, refused(a.id, verdicts[i]))
			continue
		}
		res, more, err := b.push(a)
		if err != nil {
			return nil, err
		}
		results = append(results, res)
		if !more {
			break
		}
	}
	after := b.known.device
	b.known = nil
	if after.N == before.N {
		return results, nil
	}
	return results, b.tx.PutDevice(b.ctx, after)
}

var (
	badSignature = engagement.Refusal{
		Code: engagement.CodeBadSignature, Message: "The signature of this change does not verify.", Hint: "Nothing was changed.",
	}
	notYours = engagement.Refusal{
		Code: engagement.CodeForbidden, Message: "This change is by another computer.", Hint: "Nothing was changed.",
	}
)

// read decodes an action and verifies what needs no state: that it is whole, by
// the caller's device, and signed with its key. A refusal here is not kept: the
// relay cannot know that the device means it.
func (c *caller) read(in *wire.Action, signatures *engagement.Signatures) (*action, engagement.Refusal) {
	a := &action{records: in.Records}
	ids := map[engagement.EventID]bool{}
	for i := range in.Records {
		rec := &in.Records[i]
		e, err := rec.Decode()
		if err != nil {
			return a, malformed("an event cannot be read")
		}
		if i == 0 {
			a.id, a.device, a.n, a.after = e.Action, e.Device, e.N, e.After
		}
		if r := c.readEvent(a, &e, i, len(in.Records)); !r.OK() {
			return a, r
		}
		if ids[e.ID] {
			return a, malformed("it says one thing twice")
		}
		ids[e.ID] = true
		if !signatures.Verify(rec, c.public) {
			return a, badSignature
		}
		a.events = append(a.events, e)
	}
	if len(a.events) == 0 {
		return a, malformed("it is empty")
	}
	return a, engagement.Refusal{}
}

// maxIDLength bounds ids that are not checked otherwise.
const maxIDLength = 128

func (c *caller) readEvent(a *action, e *engagement.Event, i, of int) engagement.Refusal {
	switch {
	case e.Device != c.device || e.By != engagement.StaffActor(c.staff):
		return notYours
	case e.Part != i+1 || e.Of != of || e.Action != a.id || e.N != a.n || e.After != a.after || e.N == 0:
		return malformed("its parts do not belong together")
	case !validStream(e.Stream):
		return malformed("the history it belongs to has no proper id")
	case len(e.ID) > maxIDLength || len(e.Action) > maxIDLength:
		return malformed("an id is too long")
	}
	return engagement.Refusal{}
}
