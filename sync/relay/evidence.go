package relay

import (
	"context"
	"errors"
	"net/http"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// Evidence makes the evidence record of a sealed deliverable, with the seal and
// every proof against the newest checkpoint; see proof.Record.Encode for its
// one spelling. A deliverable that is not there or not sealed is ErrNoEvidence.
func (r *Relay) Evidence(
	ctx context.Context, firm engagement.FirmID, e engagement.EngagementID, d engagement.DeliverableID,
) (*proof.Record, error) {
	t, err := r.tenant(ctx, firm)
	if err != nil {
		return nil, err
	}
	return t.evidence(ctx, e, d, true)
}

// ErrNoEvidence says that there is no sealed deliverable to prove.
var ErrNoEvidence = errors.New("relay: there is no sealed deliverable of this id")

// evidence builds the record, with the seal or up to the last signature.
func (t *tenant) evidence(ctx context.Context, e engagement.EngagementID, id engagement.DeliverableID, sealed bool) (*proof.Record, error) {
	trail, seal, head, epoch := t.trailOf(e, id)
	if len(trail) == 0 || sealed && len(seal) == 0 {
		return nil, ErrNoEvidence
	}
	in := proof.Input{Firm: t.id, Path: func(seq uint64) ([]proof.Hash, error) {
		return tlog.ProveRecord(int64(head), int64(seq-1), logReader{ctx, t})
	}}
	var err error
	if in.Trail, err = t.records(ctx, trail); err != nil {
		return nil, err
	}
	if in.Keys, err = t.keyRecords(ctx, head); err != nil {
		return nil, err
	}
	if sealed {
		sealRecords, err := t.records(ctx, seal)
		if err != nil || len(sealRecords) != 1 {
			return nil, errors.Join(ErrNoEvidence, err)
		}
		in.Seal = &sealRecords[0]
	}
	if _, in.Checkpoint, err = t.checkpoint(ctx, head, epoch); err != nil {
		return nil, err
	}
	return proof.Build(in)
}

// trailOf lists the events that prove a deliverable, and the head they are
// proven against.
func (t *tenant) trailOf(e engagement.EngagementID, id engagement.DeliverableID) (
	trail, seal []engagement.EventID, head uint64, epoch engagement.EpochID,
) {
	t.view(func(w *engagement.World) {
		head, epoch = t.head, t.epoch
		eng := w.Engagement(e)
		if eng == nil {
			return
		}
		d := eng.Deliverable(id)
		if d == nil {
			return
		}
		trail = append([]engagement.EventID{d.Approval}, d.Trail...)
		if d.Seal != nil {
			seal = []engagement.EventID{d.Seal.Event}
		}
	})
	return trail, seal, head, epoch
}

func (t *tenant) records(ctx context.Context, ids []engagement.EventID) ([]engagement.Record, error) {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	rows, err := t.relay.db.EventsByID(ctx, string(t.id), names)
	if err != nil {
		return nil, err
	}
	all := make([]engagement.Record, len(rows))
	for i := range rows {
		if all[i], err = t.relay.record(ctx, &rows[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// keyRecords are the key.added events of the firm up to head.
func (t *tenant) keyRecords(ctx context.Context, head uint64) ([]engagement.Record, error) {
	rows, err := t.relay.db.StreamEvents(ctx, string(t.id), string(engagement.FirmStream), head)
	if err != nil {
		return nil, err
	}
	var all []engagement.Record
	for i := range rows {
		if rows[i].Kind != string(engagement.KeyAdded) {
			continue
		}
		rec, err := t.relay.record(ctx, &rows[i])
		if err != nil {
			return nil, err
		}
		all = append(all, rec)
	}
	return all, nil
}

// evidenceFor answers GET /v1/evidence/{engagement}/{deliverable}.
func (r *Relay) evidenceFor(w http.ResponseWriter, req *http.Request) error {
	c, e := callerOf(req.Context()), engagement.EngagementID(req.PathValue("engagement"))
	var sees bool
	c.t.view(func(w *engagement.World) {
		sees = w.Engagement(e) != nil && c.sees(w, engagement.EngagementStream(e))
	})
	if !sees {
		return errNotFound
	}
	rec, err := c.t.evidence(req.Context(), e, engagement.DeliverableID(req.PathValue("deliverable")), true)
	if errors.Is(err, ErrNoEvidence) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	text, err := rec.Encode()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text) // the caller may have left
	return nil
}
