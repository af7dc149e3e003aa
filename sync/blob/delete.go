package blob

import (
	"context"
	"errors"
	"time"
)

// Delete removes a blob and those of its parts that no other blob of the scope
// names and no write under way relies on. Deleting what is not there is no
// error. When it returns without error the bytes are gone from the objects.
//
// A write interrupted by a crash, or a manifest that cannot be read any more,
// can leave parts that nothing names; Sweep removes them.
func (s *Store) Delete(ctx context.Context, scope Scope, hash Hash) error {
	l, err := s.enter(ctx, scope, false)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	l.space.order.Lock()
	defer l.space.order.Unlock()
	if !l.space.isNow(l.generation) {
		return nil
	}
	if err := s.objects.Delete(ctx, l.at(wholeKind, hash).key()); err != nil {
		return err
	}
	m, err := l.manifest(ctx, hash)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	return l.deleteManifest(ctx, hash, m)
}

// deleteManifest removes the manifest first: a crash then leaves parts without
// a manifest, never a manifest without parts.
func (l lease) deleteManifest(ctx context.Context, hash Hash, m Manifest) error {
	objects := l.store.objects
	if err := objects.Delete(ctx, l.at(manifestKind, hash).key()); err != nil {
		return err
	}
	named, _, err := l.named(ctx)
	if err != nil {
		return err
	}
	for _, part := range m.hashes() {
		if a := l.at(partKind, part); !named[a.name] && !l.space.pinned(part) {
			if err := objects.Delete(ctx, a.key()); err != nil {
				return err
			}
		}
	}
	return nil
}

// named returns the stored names of all parts that manifests of the scope
// name, and how many manifests could not be read.
func (l lease) named(ctx context.Context) (names map[string]bool, damaged int, err error) {
	names = make(map[string]bool)
	manifests, err := l.list(ctx, manifestKind)
	if err != nil {
		return nil, 0, err
	}
	for _, info := range manifests {
		plain, _, err := l.read(ctx, l.addressOf(manifestKind, info))
		if errors.Is(err, ErrDamaged) {
			damaged++
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		m, err := decodeManifest(plain)
		if err != nil {
			return nil, 0, err
		}
		for _, part := range m.hashes() {
			names[l.key.name(partKind, part)] = true
		}
	}
	return names, damaged, nil
}

// list returns the stored objects of one kind. It collects before anything is
// done with them, as List asks.
func (l lease) list(ctx context.Context, k kind) ([]Info, error) {
	var found []Info
	err := l.store.objects.List(ctx, folderOf(l.scope, k), func(info Info) error {
		found = append(found, info)
		return nil
	})
	return found, err
}

func (l lease) addressOf(k kind, info Info) address {
	return address{l.scope, k, info.Key[len(folderOf(l.scope, k)):]}
}

// Sweep removes parts stored before a moment that no blob of the scope names:
// what interrupted uploads leave behind. It returns how many. A sender who
// resumes after a sweep is asked for the parts again. While a manifest of the
// scope cannot be read it removes nothing and returns ErrDamaged, for its
// parts may still be saved.
func (s *Store) Sweep(ctx context.Context, scope Scope, before time.Time) (int, error) {
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
	keep, damaged, err := l.named(ctx)
	if err != nil {
		return 0, err
	}
	if damaged > 0 {
		return 0, ErrDamaged
	}
	for _, name := range l.pinnedNames() {
		keep[name] = true
	}
	parts, err := l.list(ctx, partKind)
	if err != nil {
		return 0, err
	}
	swept := 0
	for _, info := range parts {
		if keep[l.addressOf(partKind, info).name] || !info.Modified.Before(before) {
			continue
		}
		if err := s.objects.Delete(ctx, info.Key); err != nil {
			return swept, err
		}
		swept++
	}
	return swept, nil
}

func (l lease) pinnedNames() []string {
	l.space.pinMu.Lock()
	defer l.space.pinMu.Unlock()
	names := make([]string, 0, len(l.space.pins))
	for hash := range l.space.pins {
		names = append(names, l.key.name(partKind, hash))
	}
	return names
}

// DeleteScope forgets the scope's data key, which makes every copy of its
// objects unreadable, and then removes the objects. Scopes that start with
// this one are not touched. After an error call it again; it finishes the
// work. Writes under way return ErrScopeDeleted; later writes start anew
// under a new key.
func (s *Store) DeleteScope(ctx context.Context, scope Scope) error {
	name, sp, err := s.space(scope)
	if err != nil {
		return err
	}
	sp.changing.Lock() // until the objects are gone: nobody makes a new key before
	defer sp.changing.Unlock()
	err = s.keys.Delete(ctx, Scope(name))
	sp.order.Lock()
	defer sp.order.Unlock()
	sp.current.Store(&current{generation: sp.current.Load().generation + 1})
	if err != nil {
		return err // the key may be gone all the same
	}
	var keys []string
	err = s.objects.List(ctx, scopeFolder(name), func(info Info) error {
		keys = append(keys, info.Key)
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := s.objects.Delete(ctx, key); err != nil {
			return err
		}
	}
	return nil
}
