package relay

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// pull answers GET /v1/pull. A reply whose Through is below After says that the
// history here is shorter than the desk's (SPEC H11).
func (r *Relay) pull(ctx context.Context, c *caller, after uint64) (*wire.PullReply, error) {
	out := &wire.PullReply{State: c.t.state(), After: after, Records: []engagement.Record{}}
	rows, err := r.stretch(ctx, c.t, after, out.Head)
	if err != nil {
		return nil, err
	}
	out.Through = min(after, out.Head)
	seen := c.visible(rows)
	for i := range rows {
		row := &rows[i]
		out.Through = row.Seq
		if !seen[row.Stream] {
			out.Hidden = hide(out.Hidden, row)
			continue
		}
		rec, err := r.record(ctx, row)
		if err != nil {
			return nil, err
		}
		out.Records = append(out.Records, rec)
	}
	_, out.Checkpoint, err = c.t.checkpoint(ctx, out.Through, out.Epoch)
	return out, err
}

// stretch reads events up to a head, as many as one reply carries.
func (r *Relay) stretch(ctx context.Context, t *tenant, after, head uint64) ([]store.Event, error) {
	if after >= head {
		return nil, nil
	}
	limit := min(uint64(wire.MaxPull), head-after)
	rows, err := r.db.Events(ctx, string(t.id), after, int(limit))
	size := 0
	for i := range rows {
		size += len(rows[i].Header) + len(rows[i].Private) + len(rows[i].Sig)
		if size > wire.MaxBatch && i > 0 {
			return rows[:i], err
		}
	}
	return rows, err
}

// visible says which streams of the rows the caller may read now.
func (c *caller) visible(rows []store.Event) map[string]bool {
	seen := map[string]bool{}
	c.t.view(func(w *engagement.World) {
		for i := range rows {
			s := rows[i].Stream
			if _, known := seen[s]; !known {
				seen[s] = c.sees(w, engagement.Stream(s))
			}
		}
	})
	return seen
}

// hide adds a row to the hidden ranges by its leaf hash.
func hide(ranges []wire.Hidden, row *store.Event) []wire.Hidden {
	leaf := row.Nodes[:tlog.HashSize]
	if n := len(ranges); n > 0 && ranges[n-1].To+1 == row.Seq {
		last := &ranges[n-1]
		last.To, last.Leaves = row.Seq, append(last.Leaves, leaf)
		return ranges
	}
	return append(ranges, wire.Hidden{From: row.Seq, To: row.Seq, Leaves: [][]byte{leaf}})
}
