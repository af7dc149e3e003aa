package blob

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
)

// PutPart stores one part of an upload, 1 to PartSize bytes. Bytes that do not
// hash to hash are ErrMismatch. Parts may arrive in any order, any number of
// times, and over any time: what is there and sound is never sent again. A part is no
// blob before Commit, and need not be durable.
func (s *Store) PutPart(ctx context.Context, scope Scope, hash Hash, data []byte) error {
	return s.PutPartOf(ctx, scope, Run{}, hash, data)
}

// PutPartOf is PutPart for one of a run of parts that make a blob in the order of
// their places, from 0. Commit need not read those of a whole run again.
func (s *Store) PutPartOf(ctx context.Context, scope Scope, of Run, hash Hash, data []byte) error {
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
	if err := l.putLater(ctx, partKind, hash, data); err != nil {
		return err
	}
	s.runs.took(ctx, l, of, hash, data)
	return nil
}

// PartsOf is MissingParts for parts of a run, the first of which is at of: those
// that are there count as sent.
func (s *Store) PartsOf(ctx context.Context, scope Scope, of Run, hashes []Hash) ([]Hash, error) {
	missing, err := s.MissingParts(ctx, scope, hashes)
	if err != nil || of.ID == "" || len(missing) == len(hashes) {
		return missing, err
	}
	l, err := s.enter(ctx, scope, false)
	if errors.Is(err, ErrNotFound) { // nothing is there: some are asked for twice
		return missing, nil
	}
	if err != nil {
		return nil, err
	}
	lacks := map[Hash]bool{}
	for _, hash := range missing {
		lacks[hash] = true
	}
	for i, hash := range hashes {
		if !lacks[hash] {
			s.runs.took(ctx, l, Run{of.ID, of.At + i}, hash, nil)
		}
		delete(lacks, hash) // the same bytes again are not sent again
	}
	return missing, nil
}

// Commit makes a blob of parts that are there. It compares their lengths and the
// hash of the whole, for which it reads all that did not come in a run; only then
// does the blob exist, and is durable.
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
	err = l.flush(ctx, m)
	if errors.Is(err, ErrNotFound) { // one was found damaged by somebody else since it was looked for
		missing, err := l.absentParts(ctx, m)
		return cmp.Or(err, error(&MissingPartsError{missing}))
	}
	if err != nil {
		return err
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
	if whole, ran := l.store.runs.whole(l, m); ran && m.Size > PartSize {
		return nil, same(m, whole)
	}
	return l.readParts(ctx, m)
}

// readParts is verifyParts for parts that are there. It drops all that cannot be
// read, so that they are asked for together.
func (l lease) readParts(ctx context.Context, m Manifest) (small []byte, err error) {
	whole := sha256.New()
	var damaged Manifest
	ahead := newReadAhead(ctx, m.Parts, l.getter(partKind, len(m.Parts)))
	defer ahead.stop()
	for i, part := range m.Parts {
		read, err := ahead.next()
		if lost(err) {
			if err := l.dropDamaged(ctx, part.SHA256); err != nil {
				return nil, err
			}
			damaged.Parts = append(damaged.Parts, part)
			continue
		}
		if err != nil {
			return nil, err
		}
		if n := len(read.plain); int64(n) != part.Len {
			return nil, fmt.Errorf("%w: part %d has %d bytes, not %d", ErrManifest, i, n, part.Len)
		}
		whole.Write(read.plain)
		if m.Size <= PartSize {
			small = append(small, read.plain...)
		}
		read.spent()
	}
	if len(damaged.Parts) > 0 {
		return nil, &MissingPartsError{damaged.hashes()}
	}
	return small, same(m, Hash(whole.Sum(nil)))
}

func same(m Manifest, got Hash) error {
	if got != m.SHA256 {
		return fmt.Errorf("%w: announced %s, the parts make %s", ErrMismatch, m.SHA256, got)
	}
	return nil
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
