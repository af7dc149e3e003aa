package blob

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"
)

// partsAtOnce is how many parts of one blob are sealed, written or read beside
// each other.
const partsAtOnce = 4

// Writer stores one blob as it is written: it is hashed in order while its parts
// are stored beside each other, a few of them in memory. There is no blob before
// Commit. Close it; parts of a large one that was not committed stay behind: a
// later Put or upload of the same bytes uses them and Sweep removes them. It is
// for one goroutine.
type Writer struct {
	*Cutter
	ctx     context.Context
	each    context.Context // of the parts: it ends when one of them fails
	stop    context.CancelFunc
	lease   lease
	held    *hold
	storing *errgroup.Group
	room    *[PartSize]byte // lent to the Cutter, nil once closed
	stored  map[Hash]bool   // parts that were there, and sound, when it went on
}

// Create begins a blob.
func (s *Store) Create(ctx context.Context, scope Scope) (*Writer, error) {
	l, err := s.enter(ctx, scope, true)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	storing, each := errgroup.WithContext(ctx)
	storing.SetLimit(partsAtOnce)
	w := &Writer{ctx: ctx, each: each, stop: stop, lease: l, held: l.space.hold(), storing: storing, room: s.buffers.Get().(*[PartSize]byte)}
	w.Cutter = newCutter(w.room[:], w.part)
	return w, nil
}

// Continue begins a blob that an interrupted Writer began, of which parts is what
// Leave or SoFar answered, and says how many bytes it has of them: up to the first
// that is not there any more, or not sound. What follows is to be written.
func (s *Store) Continue(ctx context.Context, scope Scope, parts []Hash) (w *Writer, from int64, err error) {
	if w, err = s.Create(ctx, scope); err != nil {
		return nil, 0, err
	}
	w.stored = make(map[Hash]bool, len(parts))
	for _, hash := range parts {
		w.held.add(hash)
		plain, err := w.lease.get(ctx, partKind, hash)
		if lost(err) || err == nil && len(plain) != PartSize {
			break
		}
		if err == nil {
			w.stored[hash] = true
			_, err = w.Write(plain)
		}
		if err != nil {
			return nil, 0, errors.Join(err, w.Close())
		}
		from += PartSize
	}
	return w, from, nil
}

// part stores a part while the next one is written.
func (w *Writer) part(hash Hash, data []byte) error {
	if w.each.Err() != nil {
		return w.failed()
	}
	w.held.add(hash)
	if w.stored[hash] {
		return nil
	}
	room := w.lease.store.buffers.Get().(*[PartSize]byte)
	part := room[:copy(room[:], data)]
	w.storing.Go(func() error {
		defer w.lease.store.buffers.Put(room)
		return w.lease.putLater(w.each, partKind, hash, part)
	})
	return nil
}

// failed is why no more parts are stored.
func (w *Writer) failed() error {
	if err := w.storing.Wait(); err != nil {
		return err
	}
	return w.ctx.Err()
}

// Commit ends the writing, makes it a durable blob and answers its name and its
// size in bytes.
func (w *Writer) Commit() (Hash, int64, error) {
	m, err := w.End()
	if err != nil {
		return Hash{}, 0, err
	}
	if len(m.Parts) == 0 {
		return m.SHA256, m.Size, w.lease.put(w.ctx, wholeKind, m.SHA256, w.room[:m.Size])
	}
	if err := w.failed(); err != nil {
		return Hash{}, 0, err
	}
	if err := w.lease.flush(w.ctx, m); err != nil {
		return Hash{}, 0, err
	}
	return m.SHA256, m.Size, w.lease.putManifest(w.ctx, m)
}

// Leave ends the writing before the blob is whole, once the parts under way are
// stored, and answers what to Continue with.
func (w *Writer) Leave() []Hash {
	_ = w.storing.Wait() // what was not stored is written again
	return w.SoFar()
}

// Close ends the Writer. It may be called again.
func (w *Writer) Close() error {
	if w.room == nil {
		return nil
	}
	w.stop()
	_ = w.storing.Wait() // whoever needed the parts was told
	w.held.release()
	w.lease.store.buffers.Put(w.room)
	w.room, w.buf = nil, nil
	return nil
}
