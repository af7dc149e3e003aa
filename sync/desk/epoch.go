package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// restore brings this desk and a relay that was restored from a backup together
// again (SPEC H11): what the relay lost is given back, and only then does the
// desk go back to what both have in common. A desk that is interrupted does all
// of it again, which changes nothing.
func (l *Link) restore(ctx context.Context, at Position, now wire.State) error {
	l.update(func(s *Status) { s.Restored = true })
	back, err := l.common(ctx, at, now)
	if err != nil {
		return err
	}
	if err := l.giveBack(ctx, at, back.Frontier); err != nil {
		return fmt.Errorf("desk: giving back what the relay lost: %w", err)
	}
	return l.cfg.Home.Rewind(back)
}

// common finds the last point that both have in common. It is proven: from
// there the relay's history must lead to a checkpoint by the pinned log key.
func (l *Link) common(ctx context.Context, at Position, now wire.State) (Position, error) {
	size := min(at.Frontier.Size, now.Head)
	for step := uint64(1); ; step *= 4 {
		front, err := l.cfg.Home.Frontier(size)
		if err != nil {
			return Position{}, err
		}
		reply, err := l.pullAfter(ctx, size)
		if err != nil {
			return Position{}, err
		}
		back := Position{Epoch: reply.Epoch, Frontier: front}
		_, err = l.verify(back, reply)
		if err == nil {
			return back, nil
		}
		if !errors.Is(err, ErrDistrusted) || size == 0 {
			return Position{}, err
		}
		size -= min(size, step*16)
	}
}

// giveBack offers every event above the common point with its proof.
func (l *Link) giveBack(ctx context.Context, at Position, common proof.Frontier) error {
	tail := proof.NewTail(common)
	err := l.held(common.Size, at.Frontier.Size, func(_ *engagement.Record, leaf proof.Hash) error { return tail.Append(leaf) })
	if err != nil {
		return err
	}
	o := offering{link: l, ctx: ctx, in: wire.ReofferRequest{Checkpoint: at.Checkpoint}}
	if tail.Size() > common.Size {
		if at.Checkpoint == "" || tail.Root() != at.Frontier.Root() {
			return errors.New("the history on this computer is damaged")
		}
		err = l.held(common.Size, at.Frontier.Size, func(r *engagement.Record, _ proof.Hash) error { return o.add(r, tail) })
		if err != nil {
			return err
		}
	}
	o.in.Last = true
	return o.send()
}

// held visits what is kept above from up to to, in order; a hidden event has a
// leaf only.
func (l *Link) held(from, to uint64, visit func(*engagement.Record, proof.Hash) error) error {
	for from < to {
		records, hidden, err := l.cfg.Home.Held(from)
		if err != nil {
			return err
		}
		before := from
		if from, err = visitHeld(from, records, hidden, visit); err != nil {
			return err
		}
		if from == before {
			return fmt.Errorf("event %d is missing on this computer", from+1)
		}
	}
	return nil
}

// visitHeld visits what follows from without a gap and answers where that ends.
func visitHeld(
	from uint64, records []engagement.Record, hidden []wire.Hidden, visit func(*engagement.Record, proof.Hash) error,
) (uint64, error) {
	for {
		switch next := from + 1; {
		case len(records) > 0 && records[0].Seq == next:
			if err := visit(&records[0], proof.LeafHash(&records[0])); err != nil {
				return from, err
			}
			records, from = records[1:], next
		case len(hidden) > 0 && hidden[0].To < next:
			hidden = hidden[1:]
		case len(hidden) > 0 && hidden[0].From <= next:
			if err := visit(nil, proof.Hash(hidden[0].Leaves[next-hidden[0].From])); err != nil {
				return from, err
			}
			from = next
		default:
			return from, nil
		}
	}
}

// offering is events on their way back, as many to a call as it carries.
type offering struct {
	link *Link
	ctx  context.Context
	in   wire.ReofferRequest
	size int
}

func (o *offering) add(r *engagement.Record, tail *proof.Tail) error {
	if r == nil {
		return nil
	}
	path, err := tail.Prove(r.Seq)
	if err != nil {
		return err
	}
	offered := wire.Offered{Record: *r, Path: make([][]byte, len(path))}
	size := len(r.Header) + len(r.Private) + len(r.Sig) + len(path)*len(proof.Hash{})
	for i := range path {
		offered.Path[i] = path[i][:]
	}
	if len(o.in.Events) == wire.MaxReoffer || o.size+size > wire.MaxBatch && o.size > 0 {
		if err := o.send(); err != nil {
			return err
		}
	}
	o.in.Events = append(o.in.Events, offered)
	o.size += size
	return nil
}

func (o *offering) send() error {
	if o.in.Events == nil {
		o.in.Events = []wire.Offered{}
	}
	var reply wire.ReofferReply
	if err := o.link.call(o.ctx, http.MethodPost, "/v1/reoffer", o.in, &reply); err != nil {
		return err
	}
	if len(reply.Results) != len(o.in.Events) {
		return errors.New("the relay answered other events than were offered")
	}
	o.link.update(func(s *Status) {
		for _, r := range reply.Results {
			switch r.Outcome {
			case wire.Taken:
				s.GivenBack++
			case wire.Aside:
				s.Aside++
			}
		}
	})
	o.in.Events, o.size = nil, 0
	return nil
}

// sendWanted sends bytes that the relay lost with its history, as far as they
// are on this computer and sending is not paused. What is not here is counted
// for the person. One file that cannot be sent holds up no other.
func (l *Link) sendWanted(ctx context.Context) error {
	l.mu.Lock()
	wanted := l.wanted
	l.mu.Unlock()
	if !wanted {
		l.lost(0)
		return nil
	}
	if _, paused := l.pace.paused(); paused {
		return nil
	}
	var reply wire.WantedReply
	if err := l.call(ctx, http.MethodGet, "/v1/wanted", nil, &reply); err != nil {
		return err
	}
	lost := 0
	var unsent error
	for _, b := range reply.Blobs {
		err := l.upload(ctx, BlobKey{b.Client, b.Blob})
		switch _, paused := l.pace.paused(); {
		case errors.Is(err, errPaused):
			return unsent
		case errors.Is(err, ErrNoBytes):
			if finder, ok := l.cfg.Home.(Finder); !ok || !finder.Find(BlobKey{b.Client, b.Blob}) {
				lost++
			}
		case err != nil && (ctx.Err() != nil || stateOf(err) != Online):
			return err
		case err != nil:
			unsent = errors.Join(unsent, fmt.Errorf("desk: giving back bytes that the relay lost: %w", err))
		case paused:
			return unsent // the rest goes when sending is resumed
		}
	}
	l.lost(lost)
	return unsent
}

func (l *Link) lost(n int) {
	l.mu.Lock()
	changed := l.status.Lost != n
	l.mu.Unlock()
	if changed {
		l.update(func(s *Status) { s.Lost = n })
	}
}
