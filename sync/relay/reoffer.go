package relay

import (
	"context"
	"fmt"
	"net/http"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

var errNotProven = problem(http.StatusUnprocessableEntity, wire.CodeNotProven,
	"What this computer gave back is not in the firm's log.", "Nothing was taken. Call your administrator.")

// reoffer answers POST /v1/reoffer. What it takes is proven by the firm's own
// log, so nobody's role is asked again; whether an event fits what stands now
// is decided by the rules that decided it then.
func (r *Relay) reoffer(ctx context.Context, c *caller, in *wire.ReofferRequest) (*wire.ReofferReply, error) {
	if len(in.Events) > wire.MaxReoffer {
		return nil, errTooLarge
	}
	offered, err := c.t.proven(in)
	if err != nil {
		return nil, err
	}
	var results []wire.Returned
	if len(offered) > 0 {
		results, err = answer(ctx, c.t, func(b *batch) ([]wire.Returned, error) {
			return b.takeBack(c.device, offered)
		})
	}
	if err != nil {
		return nil, err
	}
	for _, res := range results {
		r.metrics.actions.WithLabelValues("given back: " + res.Outcome).Inc()
	}
	if in.Last {
		if err := c.t.deskDone(ctx, c.device); err != nil {
			return nil, err
		}
	}
	if results == nil {
		results = []wire.Returned{}
	}
	return &wire.ReofferReply{State: c.t.state(), Results: results}, nil
}

// lost is one event of an earlier epoch.
type lost struct {
	record engagement.Record // with its old number
	event  engagement.Event
	epoch  engagement.EpochID
	// end says that the log ended with it as far as the desk knew: what followed
	// from it may be missing.
	end bool
	// stored says that it is kept aside already; taken, that its id is another
	// event's.
	stored, taken bool

	outcome string
	refusal engagement.Refusal
}

// proven holds what a desk gives back against its checkpoint.
func (t *tenant) proven(in *wire.ReofferRequest) ([]*lost, error) {
	if len(in.Events) == 0 {
		return nil, nil
	}
	c, err := proof.OpenCheckpoint(in.Checkpoint, publicOf(t.keys.logKey))
	if err != nil || c.Firm != t.id {
		return nil, errNotProven
	}
	if c.Epoch == t.state().Epoch {
		return nil, malformedRequest("These events are of the present history.")
	}
	all := make([]*lost, len(in.Events))
	var before uint64
	for i := range in.Events {
		rec := &in.Events[i].Record
		if rec.Seq <= before {
			return nil, malformedRequest("The events are not in their order.")
		}
		before = rec.Seq
		e, err := provenEvent(c, &in.Events[i])
		if err != nil {
			return nil, errNotProven
		}
		all[i] = &lost{record: *rec, event: e, epoch: c.Epoch, end: rec.Seq == c.Size}
	}
	return all, nil
}

func provenEvent(c proof.Checkpoint, o *wire.Offered) (engagement.Event, error) {
	path := make([]proof.Hash, len(o.Path))
	for i, step := range o.Path {
		if len(step) != len(proof.Hash{}) {
			return engagement.Event{}, fmt.Errorf("relay: step %d of a path is no hash", i)
		}
		path[i] = proof.Hash(step)
	}
	if err := proof.CheckInclusion(c, &o.Record, path); err != nil {
		return engagement.Event{}, err
	}
	return o.Record.Decode()
}
