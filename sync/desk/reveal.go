package desk

import (
	"context"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// reveal asks again for events that were hidden from this desk, after access to
// something changed. What comes is proven by the leaf that was counted when it
// was hidden, and by its author's signature.
func (l *Link) reveal(ctx context.Context) error {
	home, keeps := l.cfg.Home.(Revealer)
	if !keeps {
		return nil
	}
	ranges, err := home.Hidden()
	if err != nil || len(ranges) == 0 {
		return err
	}
	for _, h := range ranges {
		for at := h.From; at <= h.To; {
			reply, err := l.pullAfter(ctx, at-1)
			if err != nil {
				return err
			}
			if reply.Through < at {
				return distrust("event %d is missing", at)
			}
			records, events, err := l.proven(h, reply.Records)
			if err != nil {
				return err
			}
			if err := home.Reveal(records, events, false); err != nil {
				return err
			}
			at = reply.Through + 1
		}
	}
	return home.Reveal(nil, nil, true)
}

// proven answers those records that belong to a hidden range.
func (l *Link) proven(h wire.Hidden, all []engagement.Record) (records []engagement.Record, events []engagement.Event, err error) {
	keys, err := newKeyring(l.cfg.Home, &l.own, nil)
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		r := &all[i]
		if r.Seq < h.From || r.Seq > h.To {
			continue
		}
		if leaf := proof.LeafHash(r); string(leaf[:]) != string(h.Leaves[r.Seq-h.From]) {
			return nil, nil, distrust("event %d is not the one that was hidden", r.Seq)
		}
		e, err := keys.check(r)
		if err != nil {
			return nil, nil, distrust("event %d: %v", r.Seq, err)
		}
		records, events = append(records, *r), append(events, e)
	}
	return records, events, nil
}
