package relay

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// Bytes go before the event that speaks of them (SPEC H2), so some stay that
// none ever spoke of: an upload that was given up, a push that was refused. They
// are swept once a day when they are older than every upload may take, by twice.
// Bytes of any event in the history are kept whatever became of it; only an
// erasure deletes these.
const (
	sweepAge   = 14 * 24 * time.Hour
	sweepBatch = 50 // how many the firm's writer waits for at once
	sweptMark  = "swept"
)

// stepSweep sweeps every firm once a day, but none that settles after a restore
// (SPEC H11).
func (r *Relay) stepSweep(ctx context.Context) error {
	firms, err := r.db.Firms(ctx)
	if err != nil {
		return err
	}
	today := r.now().Format(time.DateOnly)
	for _, f := range firms {
		last, err := r.db.Mark(ctx, f.ID, sweptMark)
		if err != nil {
			return err
		}
		t, err := r.tenant(ctx, engagement.FirmID(f.ID))
		if err != nil {
			return err
		}
		if last == today || t.holds() {
			continue
		}
		if err := t.sweep(ctx, r.now().Add(-sweepAge)); err != nil {
			return err
		}
		if err := r.db.SetMark(ctx, f.ID, sweptMark, today); err != nil {
			return err
		}
	}
	return nil
}

// named is which bytes the history speaks of, by whose they are, up to an event.
type named struct {
	through uint64
	bytes   map[engagement.ClientID]map[blob.Hash]bool
}

func (t *tenant) sweep(ctx context.Context, before time.Time) error {
	n := &named{bytes: map[engagement.ClientID]map[blob.Hash]bool{}}
	if err := n.follow(ctx, t); err != nil {
		return err
	}
	clients := []engagement.ClientID{""}
	t.view(func(w *engagement.World) {
		for id := range w.C {
			clients = append(clients, id)
		}
	})
	for _, client := range clients {
		if err := t.sweepClient(ctx, n, client, before); err != nil {
			return err
		}
	}
	return nil
}

// sweepClient removes in the writer what nobody speaks of, so that no event
// begins to speak of it meanwhile, and then the parts that are left over.
func (t *tenant) sweepClient(ctx context.Context, n *named, client engagement.ClientID, before time.Time) error {
	sc := scope{t.id, client}.blobs()
	// An object store may list for seconds, and there is nearly never anything:
	// the writer is asked only when there is.
	more, err := t.relay.blobs.Unkept(ctx, sc, n.bytes[client], before)
	if err != nil {
		return err
	}
	for more {
		done, err := answer(ctx, t, func(b *batch) (retained, error) {
			return b.retain(n, client, sc, before), nil // the other jobs of the batch stand
		})
		if err = errors.Join(err, done.failed); err != nil {
			return err
		}
		more = done.removed == sweepBatch
	}
	_, err = t.relay.blobs.Sweep(ctx, sc, before)
	return err
}

// retained is what one job of the writer removed.
type retained struct {
	removed int
	failed  error
}

func (b *batch) retain(n *named, client engagement.ClientID, sc blob.Scope, before time.Time) (done retained) {
	if b.t.holds() {
		return done
	}
	if done.failed = n.follow(b.ctx, b.t); done.failed != nil {
		return done
	}
	for i := range b.events { // of this batch, not committed yet
		e := &b.events[i]
		if sc, ok := scopeOf(b.t.id, b.states, e.Stream); ok {
			n.add(sc.client, e)
		}
	}
	done.removed, done.failed = b.t.relay.blobs.Retain(b.ctx, sc, n.bytes[client], before, sweepBatch)
	return done
}

// follow adds what the committed history speaks of since the last time, and
// what is kept aside.
func (n *named) follow(ctx context.Context, t *tenant) error {
	for {
		rows, err := t.relay.db.Events(ctx, string(t.id), n.through, 1000)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := n.addRow(&rows[i]); err != nil {
				return err
			}
			n.through = rows[i].Seq
		}
		if len(rows) == 0 {
			break
		}
	}
	aside, err := t.relay.db.Aside(ctx, string(t.id))
	if err != nil || len(aside) == 0 {
		return err
	}
	return n.addAside(ctx, t, aside)
}

func (n *named) addRow(row *store.Event) error {
	e, err := (&engagement.Record{Header: row.Header}).Decode()
	if err != nil {
		return err
	}
	n.add(engagement.ClientID(row.Scope), &e)
	return nil
}

func (n *named) add(client engagement.ClientID, e *engagement.Event) {
	for _, ref := range engagement.Blobs(e) {
		if hash, err := blob.Parse(string(ref)); err == nil {
			if n.bytes[client] == nil {
				n.bytes[client] = map[blob.Hash]bool{}
			}
			n.bytes[client][hash] = true
		}
	}
}

// addAside keeps what events without a place speak of, for every client: whose
// they are is not known yet.
func (n *named) addAside(ctx context.Context, t *tenant, aside []store.KeptAside) error {
	k, err := t.relay.vault.key(ctx, scope{firm: t.id})
	if err != nil {
		return err
	}
	clients := []engagement.ClientID{""}
	t.view(func(w *engagement.World) {
		for id := range w.C {
			clients = append(clients, id)
		}
	})
	for i := range aside {
		plain, err := k.open(asidePlace(aside[i].Firm, aside[i].ID), aside[i].Record)
		if err != nil {
			return err
		}
		var rec engagement.Record
		if err := json.Unmarshal(plain, &rec); err != nil {
			return err
		}
		e, err := rec.Decode()
		if err != nil {
			return err
		}
		for _, client := range clients {
			n.add(client, &e)
		}
	}
	return nil
}
