package blob

import "context"

// maxAheads is how many readers read ahead at once: each has a few parts in memory,
// whoever it is that takes them slowly.
const maxAheads = 8

// readAhead reads parts in order, a few beside each other.
type readAhead struct {
	ctx    context.Context
	cancel context.CancelFunc
	parts  chan chan partRead
}

type partRead struct {
	object
	err error
}

func newReadAhead(ctx context.Context, parts []Part, get getObject) *readAhead {
	ctx, cancel := context.WithCancel(ctx)
	r := &readAhead{ctx, cancel, make(chan chan partRead, partsAtOnce-1)}
	go func() {
		defer close(r.parts)
		for _, part := range parts {
			one := make(chan partRead, 1)
			select {
			case r.parts <- one:
			case <-ctx.Done():
				return
			}
			go func() {
				read, err := get(ctx, part.SHA256)
				one <- partRead{read, err}
			}()
		}
	}()
	return r
}

// next returns the next part; it must not be called more often than there are
// parts.
func (r *readAhead) next() (object, error) {
	one, more := <-r.parts
	if !more {
		return object{}, r.ctx.Err()
	}
	read := <-one
	return read.object, read.err
}

func (r *readAhead) stop() { r.cancel() }
