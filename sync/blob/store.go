package blob

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Store puts, opens and deletes blobs. It is safe for concurrent use, and
// every method is idempotent: repeating a call that may have succeeded is
// always right.
type Store struct {
	objects Objects
	keys    WrappedKeys
	ring    *Keyring
	sealer  sealer
	buffers sync.Pool // *[PartSize]byte
	sealed  sync.Pool // *[]byte

	mu     sync.Mutex
	spaces map[string]*space
}

// New returns a store over objects, with the data key of each scope kept in
// keys, wrapped by ring.
func New(objects Objects, keys WrappedKeys, ring *Keyring) (*Store, error) {
	sealer, err := newSealer()
	if err != nil {
		return nil, err
	}
	s := &Store{objects: objects, keys: keys, ring: ring, sealer: sealer, spaces: make(map[string]*space)}
	s.buffers.New = func() any { return new([PartSize]byte) }
	s.sealed.New = func() any { return new([]byte) }
	return s, nil
}

// Put stores what r yields up to io.EOF and returns its name and size in
// bytes. Any other error of r is returned, io.ErrUnexpectedEOF included: an
// upload cut short never becomes a shorter blob. It holds a few parts in memory.
// When it returns without error the blob is durable. After an error, parts
// already read of a large blob stay behind; a later Put or upload of the same
// bytes uses them and Sweep removes them.
func (s *Store) Put(ctx context.Context, scope Scope, r io.Reader) (Hash, int64, error) {
	return s.PutCut(ctx, scope, r, func(Hash, []byte) {})
}

// PutCut is Put, and hands out every part of a large blob as soon as it is read.
// The bytes are the caller's until cut returns.
func (s *Store) PutCut(ctx context.Context, scope Scope, r io.Reader, cut func(Hash, []byte)) (Hash, int64, error) {
	l, err := s.enter(ctx, scope, true)
	if err != nil {
		return Hash{}, 0, err
	}
	buf := s.buffers.Get().(*[PartSize]byte)
	defer s.buffers.Put(buf)
	in := bufio.NewReaderSize(r, 32<<10)
	n, last, err := fill(in, buf[:])
	if err != nil {
		return Hash{}, 0, err
	}
	if last {
		hash := Sum(buf[:n])
		if err := l.put(ctx, wholeKind, hash, buf[:n]); err != nil {
			return Hash{}, 0, err
		}
		return hash, int64(n), nil
	}
	held := l.space.hold()
	defer held.release()
	m, err := l.putParts(ctx, in, buf, held, cut)
	if err != nil {
		return Hash{}, 0, err
	}
	if err := l.putManifest(ctx, m); err != nil {
		return Hash{}, 0, err
	}
	return m.SHA256, m.Size, nil
}

// partsAtOnce is how many parts of one blob are sealed, written or read beside
// each other.
const partsAtOnce = 4

// putParts stores the full first part in buf and all that follow it. The whole
// is hashed in order while its parts are stored beside each other.
func (l lease) putParts(ctx context.Context, in *bufio.Reader, buf *[PartSize]byte, held *hold, cut func(Hash, []byte)) (Manifest, error) {
	m := Manifest{V: manifestVersion}
	storing, ctx := errgroup.WithContext(ctx)
	storing.SetLimit(partsAtOnce)
	whole, first := sha256.New(), buf
	for n, last := len(buf), false; ; {
		if len(m.Parts) == MaxParts {
			return Manifest{}, errors.Join(ErrTooLarge, storing.Wait())
		}
		part, whose := buf[:n], buf
		hash := Sum(part)
		held.add(hash)
		cut(hash, part)
		whole.Write(part)
		storing.Go(func() error {
			if whose != first {
				defer l.store.buffers.Put(whose)
			}
			return l.put(ctx, partKind, hash, part)
		})
		m.Parts = append(m.Parts, Part{int64(n), hash})
		m.Size += int64(n)
		if last {
			m.SHA256 = Hash(whole.Sum(nil))
			return m, storing.Wait()
		}
		var err error
		buf = l.store.buffers.Get().(*[PartSize]byte)
		if n, last, err = fill(in, buf[:]); err != nil {
			return Manifest{}, errors.Join(err, storing.Wait())
		}
		if ctx.Err() != nil {
			return Manifest{}, storing.Wait()
		}
	}
}

// fill reads until buf is full or in ends, and says whether in has ended. It
// is not io.ReadFull, which reports an end of its own making with the same
// error as a connection cut short.
func fill(in *bufio.Reader, buf []byte) (n int, last bool, err error) {
	for n < len(buf) {
		read, err := in.Read(buf[n:])
		n += read
		if err == io.EOF {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	if _, err := in.Peek(1); err == io.EOF {
		return n, true, nil
	} else if err != nil {
		return n, false, err
	}
	return n, false, nil
}

// Has reports whether the scope holds the blob. It looks for presence and does
// not read; Open and Walk verify. A part is not a blob until it was put as one.
func (s *Store) Has(ctx context.Context, scope Scope, hash Hash) (bool, error) {
	missing, err := s.Missing(ctx, scope, []Hash{hash})
	return err == nil && len(missing) == 0, err
}

// Missing returns those of hashes that are no blob of the scope, each once, in
// order.
func (s *Store) Missing(ctx context.Context, scope Scope, hashes []Hash) ([]Hash, error) {
	return s.missing(ctx, scope, hashes, wholeKind, manifestKind)
}

// MissingParts returns those of hashes that are no part of the scope, each
// once, in order: what an upload still has to send.
func (s *Store) MissingParts(ctx context.Context, scope Scope, hashes []Hash) ([]Hash, error) {
	return s.missing(ctx, scope, hashes, partKind)
}

func (s *Store) missing(ctx context.Context, scope Scope, hashes []Hash, kinds ...kind) ([]Hash, error) {
	l, err := s.enter(ctx, scope, false)
	noKey := errors.Is(err, ErrNotFound)
	if err != nil && !noKey {
		return nil, err
	}
	seen := make(map[Hash]bool, len(hashes))
	absent := []Hash{}
	for _, hash := range hashes {
		if seen[hash] {
			continue
		}
		seen[hash] = true
		found := false
		if !noKey {
			if found, err = l.has(ctx, hash, kinds...); err != nil {
				return nil, err
			}
		}
		if !found {
			absent = append(absent, hash)
		}
	}
	return absent, nil
}
