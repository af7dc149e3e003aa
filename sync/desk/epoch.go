package desk

import (
	"context"
	"errors"

	"tieout/sync/wire"
)

// restore finds the last point that this desk and a relay restored from a
// backup have in common, and goes back to it. The point is proven: from there
// the relay's history must lead to a checkpoint by the pinned log key.
func (l *Link) restore(ctx context.Context, at Position, now wire.State) error {
	l.update(func(s *Status) { s.Restored = true })
	size := min(at.Frontier.Size, now.Head)
	for step := uint64(1); ; step *= 4 {
		front, err := l.cfg.Home.Frontier(size)
		if err != nil {
			return err
		}
		reply, err := l.pullAfter(ctx, size)
		if err != nil {
			return err
		}
		back := Position{Epoch: reply.Epoch, Frontier: front}
		_, err = l.verify(back, reply)
		if err == nil {
			return l.cfg.Home.Rewind(back)
		}
		if !errors.Is(err, ErrDistrusted) || size == 0 {
			return err
		}
		size -= min(size, step*16)
	}
}
