package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
)

// PutPart stores one part of an upload, 1 to PartSize bytes. Bytes that do not
// hash to hash are ErrMismatch. Parts may arrive in any order, any number of
// times, and over any time: what is there is never sent again. A part is no
// blob before Commit.
func (s *Store) PutPart(ctx context.Context, scope Scope, hash Hash, data []byte) error {
	if len(data) < 1 || len(data) > PartSize {
		return fmt.Errorf("%w: a part of %d bytes", ErrTooLarge, len(data))
	}
	if got := Sum(data); got != hash {
		return fmt.Errorf("%w: announced %s, got %s", ErrMismatch, hash, got)
	}
	l, err := s.enter(ctx, scope, true)
	if err != nil {
		return err
	}
	return l.put(ctx, partKind, hash, data)
}

// Commit makes a blob of parts that are there. It reads them all and compares
// their lengths and the hash of the whole; only then does the blob exist.
//
//   - *MissingPartsError: send those parts and commit again. Parts found
//     damaged are dropped and count as missing.
//   - ErrMismatch: the parts are sound but are not the blob m names.
//   - ErrManifest, ErrTooLarge: see Manifest.Check.
//
// Committing what is there already changes nothing and succeeds, also when it
// was cut differently or its parts are gone.
func (s *Store) Commit(ctx context.Context, scope Scope, m Manifest) error {
	if err := m.Check(); err != nil {
		return err
	}
	l, err := s.enter(ctx, scope, true)
	if err != nil {
		return err
	}
	held := l.space.hold()
	defer held.release()
	for _, part := range m.Parts {
		held.add(part.SHA256)
	}
	if done, err := l.committed(ctx, m.SHA256); err != nil || done {
		return err
	}
	small, err := l.verifyParts(ctx, m)
	if err != nil {
		return err
	}
	if m.Size <= PartSize {
		return l.put(ctx, wholeKind, m.SHA256, small)
	}
	return l.putManifest(ctx, m)
}

// committed reports whether the blob is there with all its parts.
func (l lease) committed(ctx context.Context, hash Hash) (bool, error) {
	_, err := l.get(ctx, wholeKind, hash)
	if err == nil {
		return true, nil
	}
	if errors.Is(err, ErrNotFound) {
		var m Manifest
		if m, err = l.manifest(ctx, hash); err == nil {
			absent, err := l.absentParts(ctx, m)
			return err == nil && len(absent) == 0, err
		}
	}
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged) {
		return false, nil
	}
	return false, err
}

func (l lease) absentParts(ctx context.Context, m Manifest) ([]Hash, error) {
	var absent []Hash
	for _, hash := range m.hashes() {
		found, err := l.has(ctx, hash, partKind)
		if err != nil {
			return nil, err
		}
		if !found {
			absent = append(absent, hash)
		}
	}
	return absent, nil
}

// verifyParts reads every part of m against it, and returns the bytes of a
// blob small enough to be one object.
func (l lease) verifyParts(ctx context.Context, m Manifest) (small []byte, err error) {
	missing, err := l.absentParts(ctx, m)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		return nil, &MissingPartsError{missing}
	}
	whole := sha256.New()
	ahead := l.readAhead(ctx, m.Parts)
	defer ahead.stop()
	for i, part := range m.Parts {
		plain, err := ahead.next()
		if errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotFound) {
			if err := l.dropDamaged(ctx, part.SHA256); err != nil {
				return nil, err
			}
			return nil, &MissingPartsError{[]Hash{part.SHA256}}
		}
		if err != nil {
			return nil, err
		}
		if int64(len(plain)) != part.Len {
			return nil, fmt.Errorf("%w: part %d has %d bytes, not %d", ErrManifest, i, len(plain), part.Len)
		}
		whole.Write(plain)
		if m.Size <= PartSize {
			small = append(small, plain...)
		}
	}
	if got := Hash(whole.Sum(nil)); got != m.SHA256 {
		return nil, fmt.Errorf("%w: announced %s, the parts make %s", ErrMismatch, m.SHA256, got)
	}
	return small, nil
}

// dropDamaged removes a part that cannot be read, so that MissingParts asks
// for it.
func (l lease) dropDamaged(ctx context.Context, hash Hash) error {
	l.space.repair.Lock()
	defer l.space.repair.Unlock()
	_, err := l.get(ctx, partKind, hash)
	if errors.Is(err, ErrDamaged) {
		return l.store.objects.Delete(ctx, l.at(partKind, hash).key())
	}
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
