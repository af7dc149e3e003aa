package blob

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// space is what the store remembers of a scope while it runs.
type space struct {
	// order lets any number of object writes run, or one deletion. A write is
	// bounded by the disk, never by a sender.
	order sync.RWMutex

	// changing orders those who make, replace or forget the scope's wrapped key.
	// It is held while they wait for WrappedKeys, whose owner may be waiting for
	// a call of this store meanwhile: nothing else may wait for it, and order is
	// never held then.
	changing sync.Mutex
	// current is read without a lock, so that Has and Missing wait for no deletion.
	// A key is added at any time; the generation changes under order.
	current atomic.Pointer[current]

	pinMu sync.Mutex
	pins  map[Hash]int // parts a Put or Commit under way relies on
	// readers counts who reads a blob of parts; guarded by pinMu.
	readers map[Hash]int

	repair sync.Mutex
}

// current is a generation of a scope, which counts DeleteScope, and its key, nil
// until it is known.
type current struct {
	key        *dataKey
	generation int
}

// isNow says whether a generation is still the scope's. The caller holds order.
func (sp *space) isNow(generation int) bool { return sp.current.Load().generation == generation }

// lease is one call's use of a scope: its key, and the generation that must
// still hold when it writes.
type lease struct {
	store      *Store
	scope      string
	space      *space
	key        *dataKey
	generation int
}

// enter finds the scope's data key, and with create makes one. Without a key
// it is ErrNotFound.
func (s *Store) enter(ctx context.Context, scope Scope, create bool) (lease, error) {
	name, sp, err := s.space(scope)
	if err != nil {
		return lease{}, err
	}
	was := sp.current.Load()
	if was.key != nil {
		return lease{s, name, sp, was.key, was.generation}, nil
	}
	key, err := s.keyOf(ctx, name, sp, create)
	if err != nil {
		return lease{}, err
	}
	sp.current.CompareAndSwap(was, &current{key, was.generation}) // unless the scope was deleted meanwhile
	return lease{s, name, sp, key, was.generation}, nil
}

func (s *Store) space(scope Scope) (string, *space, error) {
	name, err := scope.canonical()
	if err != nil {
		return "", nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.spaces[name]
	if sp == nil {
		sp = &space{pins: make(map[Hash]int)}
		sp.current.Store(&current{})
		s.spaces[name] = sp
	}
	return name, sp, nil
}

func (s *Store) keyOf(ctx context.Context, scope string, sp *space, create bool) (*dataKey, error) {
	wrapped, err := s.keys.Load(ctx, Scope(scope))
	if errors.Is(err, ErrNotFound) && create {
		wrapped, err = s.makeKey(ctx, scope, sp)
	}
	if err != nil {
		return nil, err
	}
	material, err := s.ring.Unwrap(keyLabel(scope), wrapped)
	if err != nil {
		return nil, fmt.Errorf("data key of %s: %w", scope, err)
	}
	return newDataKey(material)
}

func (s *Store) makeKey(ctx context.Context, scope string, sp *space) (wrapped []byte, err error) {
	sp.changing.Lock()
	defer sp.changing.Unlock()
	return s.keys.Create(ctx, Scope(scope), s.ring.Wrap(keyLabel(scope), randomBytes(dataKeySize)))
}

func keyLabel(scope string) string { return "tieout blob data key 1\x00" + scope }

// Rewrap brings the wrapped key of scope under the current master key. Call it
// for every scope after a rotation; the objects stay as they are.
func (s *Store) Rewrap(ctx context.Context, scope Scope) error {
	name, sp, err := s.space(scope)
	if err != nil {
		return err
	}
	sp.changing.Lock()
	defer sp.changing.Unlock()
	wrapped, err := s.keys.Load(ctx, Scope(name))
	if err != nil {
		return err
	}
	if s.ring.Current(wrapped) {
		return nil
	}
	material, err := s.ring.Unwrap(keyLabel(name), wrapped)
	if err != nil {
		return fmt.Errorf("data key of %s: %w", name, err)
	}
	return s.keys.Replace(ctx, Scope(name), s.ring.Wrap(keyLabel(name), material))
}

func (l lease) at(k kind, hash Hash) address {
	return address{l.scope, k, l.key.name(k, hash)}
}

func (l lease) has(ctx context.Context, hash Hash, kinds ...kind) (bool, error) {
	for _, k := range kinds {
		_, err := l.store.objects.Stat(ctx, l.at(k, hash).key())
		if !errors.Is(err, ErrNotFound) {
			return err == nil, err
		}
	}
	return false, nil
}

// get returns the verified plaintext of one object. A part or a whole blob is not
// hashed once more: it was before it was sealed, and is sealed together with the
// name that only its hash makes.
func (l lease) get(ctx context.Context, k kind, hash Hash) ([]byte, error) {
	a := l.at(k, hash)
	if k != manifestKind {
		return l.open(ctx, a)
	}
	plain, found, err := l.read(ctx, a)
	if err == nil && found != hash {
		return nil, fmt.Errorf("%w: %s is not %s", ErrDamaged, a.key(), hash)
	}
	return plain, err
}

// read returns the plaintext at a and the hash it is the object of.
func (l lease) read(ctx context.Context, a address) ([]byte, Hash, error) {
	plain, err := l.open(ctx, a)
	if err != nil {
		return nil, Hash{}, err
	}
	hash := Sum(plain)
	if a.kind == manifestKind {
		m, err := decodeManifest(plain)
		if err != nil {
			return nil, Hash{}, fmt.Errorf("%w: %s: %w", ErrDamaged, a.key(), err)
		}
		hash = m.SHA256
	}
	if l.key.name(a.kind, hash) != a.name {
		return nil, Hash{}, fmt.Errorf("%w: %s holds other bytes", ErrDamaged, a.key())
	}
	return plain, hash, nil
}

func (l lease) open(ctx context.Context, a address) ([]byte, error) {
	sealed, err := l.store.objects.Get(ctx, a.key())
	if err != nil {
		return nil, err
	}
	return l.store.sealer.open(l.key, a, sealed)
}

// put makes sure that the object is stored and sound. One that is there but
// damaged is replaced.
func (l lease) put(ctx context.Context, k kind, hash Hash, plain []byte) error {
	return l.putBy(ctx, l.store.objects.PutIfAbsent, k, hash, plain)
}

type putIfAbsent func(ctx context.Context, key string, data []byte) (created bool, err error)

func (l lease) putBy(ctx context.Context, store putIfAbsent, k kind, hash Hash, plain []byte) error {
	a := l.at(k, hash)
	room := l.store.sealed.Get().(*[]byte)
	defer l.store.sealed.Put(room)
	sealed := l.store.sealer.seal(*room, l.key, a, plain)
	*room = sealed
	l.space.order.RLock()
	defer l.space.order.RUnlock()
	if !l.space.isNow(l.generation) {
		return ErrScopeDeleted
	}
	created, err := store(ctx, a.key(), sealed)
	if err != nil || created {
		return err
	}
	if _, err := l.get(ctx, k, hash); err == nil || !lost(err) {
		return err
	}
	return l.replace(ctx, a, sealed)
}

// replace swaps a damaged object for a sound one, unless another call already
// has.
func (l lease) replace(ctx context.Context, a address, sealed []byte) error {
	l.space.repair.Lock()
	defer l.space.repair.Unlock()
	if _, _, err := l.read(ctx, a); err == nil || !lost(err) {
		return err
	}
	if err := l.store.objects.Delete(ctx, a.key()); err != nil {
		return err
	}
	_, err := l.store.objects.PutIfAbsent(ctx, a.key(), sealed)
	return err
}

// lost says that an object is damaged or, since it was seen, was dropped for
// being damaged.
func lost(err error) bool { return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotFound) }

func (l lease) putManifest(ctx context.Context, m Manifest) error {
	plain, err := m.encode()
	if err != nil {
		return err
	}
	return l.put(ctx, manifestKind, m.SHA256, plain)
}

func (l lease) manifest(ctx context.Context, hash Hash) (Manifest, error) {
	plain, err := l.get(ctx, manifestKind, hash)
	if err != nil {
		return Manifest{}, err
	}
	return decodeManifest(plain)
}

// hold pins parts, so that no deletion takes one away between the moment it is
// found or stored and the moment a manifest names it.
type hold struct {
	space  *space
	hashes map[Hash]bool
}

func (sp *space) hold() *hold { return &hold{sp, make(map[Hash]bool)} }

// add pins a part before or after a deletion under way, which has looked at what is
// pinned already.
func (h *hold) add(hash Hash) {
	if h.hashes[hash] {
		return
	}
	h.hashes[hash] = true
	h.space.order.RLock()
	defer h.space.order.RUnlock()
	h.space.pinMu.Lock()
	defer h.space.pinMu.Unlock()
	h.space.pins[hash]++
}

func (h *hold) release() {
	h.space.pinMu.Lock()
	defer h.space.pinMu.Unlock()
	for hash := range h.hashes {
		if h.space.pins[hash]--; h.space.pins[hash] == 0 {
			delete(h.space.pins, hash)
		}
	}
}

func (sp *space) pinned(hash Hash) bool {
	sp.pinMu.Lock()
	defer sp.pinMu.Unlock()
	return sp.pins[hash] > 0
}
