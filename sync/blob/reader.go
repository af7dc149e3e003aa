package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"sync"
)

// Reader reads one blob. It verifies each part before it hands out a byte of
// it, and keeps one part in memory, or a few while it is read in order. Read and
// Seek share a position; ReadAt has none and may be called concurrently.
type Reader struct {
	ctx   context.Context
	get   getObject
	parts []Part
	ends  []int64 // ends[i] is the offset after part i
	size  int64
	done  func() // ends what Retain knows of it

	mu     sync.Mutex
	pos    int64
	held   int // index of the part in memory, -1 for none
	part   object
	closed bool
	// ahead reads the parts after held, once two were read one after the other and if
	// few others do that.
	ahead  *readAhead
	aheads chan struct{}
}

var (
	_ io.ReadSeekCloser = (*Reader)(nil)
	_ io.ReaderAt       = (*Reader)(nil)
)

// Open returns a reader of the blob, or ErrNotFound. The context bounds every
// later read too; close it. Reads of a damaged part return ErrDamaged, and what they
// return before that is right.
func (s *Store) Open(ctx context.Context, scope Scope, hash Hash) (*Reader, error) {
	l, err := s.enter(ctx, scope, false)
	if err != nil {
		return nil, err
	}
	plain, err := l.get(ctx, wholeKind, hash)
	if err == nil {
		r := newReader(ctx, l, wholeKind, []Part{{int64(len(plain)), hash}})
		r.held, r.part = 0, object{plain: plain}
		return r, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	done := l.space.reads(hash)
	m, err := l.manifest(ctx, hash)
	if err != nil {
		done()
		return nil, err
	}
	r := newReader(ctx, l, partKind, m.Parts)
	r.done = done
	return r, nil
}

// Get returns the verified bytes of a blob that is one object, of up to PartSize
// bytes, which the caller owns. One that is absent or of parts is ErrNotFound.
func (s *Store) Get(ctx context.Context, scope Scope, hash Hash) ([]byte, error) {
	l, err := s.enter(ctx, scope, false)
	if err != nil {
		return nil, err
	}
	return l.get(ctx, wholeKind, hash)
}

func newReader(ctx context.Context, l lease, k kind, parts []Part) *Reader {
	r := &Reader{ctx: ctx, get: l.getter(k, len(parts)), aheads: l.store.aheads, parts: parts, held: -1, ends: make([]int64, len(parts))}
	for i, part := range parts {
		r.size += part.Len
		r.ends[i] = r.size
	}
	return r
}

// Parts is how the blob is cut. It is not to be changed.
func (r *Reader) Parts() []Part { return r.parts }

// Part returns one part, verified. It may be called concurrently.
func (r *Reader) Part(i int) ([]byte, error) {
	r.mu.Lock()
	closed, held := r.closed, r.held == i
	var plain []byte
	if held {
		plain = r.part.keep()
	}
	r.mu.Unlock()
	switch {
	case closed:
		return nil, fs.ErrClosed
	case held:
		return plain, nil
	}
	one, err := r.read(i)
	return one.keep(), err
}

// Size is the length of the blob in bytes.
func (r *Reader) Size() int64 { return r.size }

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, err := r.readAt(p, r.pos)
	r.pos += int64(n)
	return n, err
}

// ReadAt implements io.ReaderAt.
func (r *Reader) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("blob: read at a negative offset")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	total := 0
	for total < len(p) {
		n, err := r.readAt(p[total:], off+int64(total))
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// readAt reads from one part.
func (r *Reader) readAt(p []byte, off int64) (int, error) {
	if r.closed {
		return 0, fs.ErrClosed
	}
	if len(p) == 0 {
		return 0, nil
	}
	if off >= r.size {
		return 0, io.EOF
	}
	i := sort.Search(len(r.ends), func(i int) bool { return r.ends[i] > off })
	if err := r.load(i); err != nil {
		return 0, err
	}
	return copy(p, r.part.plain[off-(r.ends[i]-r.parts[i].Len):]), nil
}

func (r *Reader) load(i int) error {
	if r.held == i {
		return nil
	}
	inOrder := r.held >= 0 && i == r.held+1
	r.held = -1
	r.part.spent()
	part, err := r.following(i, inOrder)
	if err != nil {
		return err
	}
	r.held, r.part = i, part
	return nil
}

// following reads a part, and those after it ahead while they are read in order.
func (r *Reader) following(i int, inOrder bool) (object, error) {
	if !inOrder {
		r.stopAhead()
	} else if r.ahead == nil {
		r.startAhead(i)
	}
	if r.ahead == nil {
		return r.read(i)
	}
	one, err := r.ahead.next()
	return r.sized(i, one, err)
}

func (r *Reader) startAhead(i int) {
	select {
	case r.aheads <- struct{}{}:
		r.ahead = newReadAhead(r.ctx, r.parts[i:], r.get)
	default:
	}
}

func (r *Reader) stopAhead() {
	if r.ahead != nil {
		r.ahead.stop()
		r.ahead = nil
		<-r.aheads
	}
}

func (r *Reader) read(i int) (object, error) {
	one, err := r.get(r.ctx, r.parts[i].SHA256)
	return r.sized(i, one, err)
}

// sized is a part as it was read, if it is what it should be.
func (r *Reader) sized(i int, one object, err error) (object, error) {
	part := r.parts[i]
	if errors.Is(err, ErrNotFound) {
		return object{}, fmt.Errorf("%w: part %s is gone", ErrDamaged, part.SHA256)
	}
	if err != nil {
		return object{}, err
	}
	if n := len(one.plain); int64(n) != part.Len {
		return object{}, fmt.Errorf("%w: part %s has %d bytes, not %d", ErrDamaged, part.SHA256, n, part.Len)
	}
	return one, nil
}

// Seek implements io.Seeker.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += r.pos
	case io.SeekEnd:
		offset += r.size
	default:
		return 0, fmt.Errorf("blob: whence %d", whence)
	}
	if offset < 0 {
		return 0, errors.New("blob: seek before the start")
	}
	r.pos = offset
	return offset, nil
}

// Close implements io.Closer. Reads after it return fs.ErrClosed.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed, r.held = true, -1
	r.part.spent()
	r.stopAhead()
	if r.done != nil {
		r.done()
	}
	return nil
}
