package blob

import (
	"context"
	"errors"
	"io"
	"sync"
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
	runs    runs
	aheads  chan struct{} // one for each reader that reads ahead

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
	s := &Store{objects: objects, keys: keys, ring: ring, sealer: sealer, spaces: make(map[string]*space), aheads: make(chan struct{}, maxAheads)}
	s.buffers.New = func() any { return new([PartSize]byte) }
	s.sealed.New = func() any { return new([]byte) }
	return s, nil
}

// Close lets go of files that are open for the next reader. Bytes are durable
// before, and the store may be used after it.
func (s *Store) Close() error {
	if open, ok := s.objects.(io.Closer); ok {
		return open.Close()
	}
	return nil
}

// Put stores what r yields up to io.EOF and returns its name and size in
// bytes. Any other error of r is returned, io.ErrUnexpectedEOF included: an
// upload cut short never becomes a shorter blob. It holds a few parts in memory.
// When it returns without error the blob is durable. After an error, parts
// already read of a large blob stay behind; a later Put or upload of the same
// bytes uses them and Sweep removes them.
func (s *Store) Put(ctx context.Context, scope Scope, r io.Reader) (Hash, int64, error) {
	w, err := s.Create(ctx, scope)
	if err != nil {
		return Hash{}, 0, err
	}
	defer w.Close()
	if _, err := io.Copy(w, r); err != nil {
		return Hash{}, 0, err
	}
	return w.Commit()
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
