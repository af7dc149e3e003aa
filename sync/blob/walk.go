package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Entry is one blob as Walk found it.
type Entry struct {
	Hash Hash   // zero when the object is too damaged to say
	Size int64  // bytes of plaintext; 0 when unknown
	Key  string // of the object, for repair by hand
	Err  error  // nil: every byte was read and is right
}

// Walk reads every blob of the scope and calls visit with each, sound or
// damaged, in no promised order. It stops at visit's first error and returns
// it. Blobs put or deleted meanwhile may be seen or not. Comparing what it saw
// with the hashes a history names tells what is lost.
func (s *Store) Walk(ctx context.Context, scope Scope, visit func(Entry) error) error {
	l, err := s.enter(ctx, scope, false)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, k := range []kind{wholeKind, manifestKind} {
		objects, err := l.list(ctx, k)
		if err != nil {
			return err
		}
		for _, info := range objects {
			entry, err := l.verify(ctx, l.addressOf(k, info))
			if errors.Is(err, ErrNotFound) {
				continue // deleted since it was listed
			}
			if err != nil && !errors.Is(err, ErrDamaged) {
				return err
			}
			entry.Key, entry.Err = info.Key, err
			if err := visit(entry); err != nil {
				return err
			}
		}
	}
	return nil
}

// verify reads all bytes of the blob at a. ErrNotFound speaks of a itself; a
// part that is gone is ErrDamaged.
func (l lease) verify(ctx context.Context, a address) (Entry, error) {
	plain, hash, err := l.read(ctx, a)
	if err != nil {
		return Entry{}, err
	}
	if a.kind == wholeKind {
		return Entry{Hash: hash, Size: int64(len(plain))}, nil
	}
	m, err := decodeManifest(plain)
	if err != nil {
		return Entry{}, err
	}
	entry := Entry{Hash: hash, Size: m.Size}
	whole := sha256.New()
	for _, part := range m.Parts {
		plain, err := l.get(ctx, partKind, part.SHA256)
		if errors.Is(err, ErrNotFound) {
			return entry, fmt.Errorf("%w: part %s is gone", ErrDamaged, part.SHA256)
		}
		if err != nil {
			return entry, err
		}
		whole.Write(plain)
	}
	if Hash(whole.Sum(nil)) != hash {
		return entry, fmt.Errorf("%w: the parts of %s make another blob", ErrDamaged, hash)
	}
	return entry, nil
}
