package blob

import (
	"context"
	"errors"
	"time"
)

// Retain removes blobs stored before a moment that are none of keep: what was
// sent and never spoken of. It stops after limit and returns how many it
// removed; parts that nothing names any more are for Sweep. A blob that somebody
// is reading stays until it is closed. Nothing of the scope is stored meanwhile,
// so whoever knows what is spoken of must keep that from changing until Retain
// returns.
func (s *Store) Retain(ctx context.Context, scope Scope, keep map[Hash]bool, before time.Time, limit int) (int, error) {
	l, err := s.enter(ctx, scope, false)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	l.space.order.Lock()
	defer l.space.order.Unlock()
	if !l.space.isNow(l.generation) {
		return 0, nil
	}
	removed := 0
	for _, k := range []kind{wholeKind, manifestKind} {
		old, err := l.unkept(ctx, k, keep, before)
		if err != nil {
			return removed, err
		}
		for _, info := range old {
			if removed == limit {
				return removed, nil
			}
			if err := s.objects.Delete(ctx, info.Key); err != nil {
				return removed, err
			}
			removed++
		}
	}
	return removed, nil
}

// Unkept says whether Retain would find anything to remove. It keeps nothing from
// being stored meanwhile.
func (s *Store) Unkept(ctx context.Context, scope Scope, keep map[Hash]bool, before time.Time) (bool, error) {
	l, err := s.enter(ctx, scope, false)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, k := range []kind{wholeKind, manifestKind} {
		if old, err := l.unkept(ctx, k, keep, before); err != nil || len(old) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// unkept lists the objects of one kind that are old and not to be kept.
func (l lease) unkept(ctx context.Context, k kind, keep map[Hash]bool, before time.Time) ([]Info, error) {
	names := make(map[string]bool, len(keep))
	for hash := range keep {
		names[l.key.name(k, hash)] = true
	}
	for _, hash := range l.space.beingRead() {
		names[l.key.name(k, hash)] = true
	}
	all, err := l.list(ctx, k)
	var old []Info
	for _, info := range all {
		if !names[l.addressOf(k, info).name] && info.Modified.Before(before) {
			old = append(old, info)
		}
	}
	return old, err
}

// reads notes that a blob of parts is being read, and answers how that ends. It
// is noted before the blob is looked for, under the lock that Retain excludes.
func (sp *space) reads(hash Hash) (end func()) {
	sp.order.RLock()
	defer sp.order.RUnlock()
	sp.pinMu.Lock()
	defer sp.pinMu.Unlock()
	if sp.readers == nil {
		sp.readers = map[Hash]int{}
	}
	sp.readers[hash]++
	ended := false
	return func() {
		sp.pinMu.Lock()
		defer sp.pinMu.Unlock()
		if ended {
			return
		}
		ended = true
		if sp.readers[hash]--; sp.readers[hash] == 0 {
			delete(sp.readers, hash)
		}
	}
}

func (sp *space) beingRead() []Hash {
	sp.pinMu.Lock()
	defer sp.pinMu.Unlock()
	all := make([]Hash, 0, len(sp.readers))
	for hash := range sp.readers {
		all = append(all, hash)
	}
	return all
}
