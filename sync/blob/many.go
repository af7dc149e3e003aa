package blob

import (
	"context"
	"fmt"
)

// Object is one sealed object to be stored.
type Object struct {
	Key  string
	Data []byte
}

// ManyObjects are Objects that store several at the price of few flushes.
type ManyObjects interface {
	Objects
	// PutEachIfAbsent is PutIfAbsent for each. Without an error all of them are
	// durable and whole; with one, some may be.
	PutEachIfAbsent(ctx context.Context, all []Object) (created []bool, err error)
}

// PutAll stores blobs of up to PartSize bytes each and returns their names.
// Without an error all of them are durable; with one, some may be.
func (s *Store) PutAll(ctx context.Context, scope Scope, blobs [][]byte) ([]Hash, error) {
	hashes := make([]Hash, len(blobs))
	for i, plain := range blobs {
		hashes[i] = Sum(plain)
	}
	return hashes, s.putAll(ctx, scope, hashes, blobs)
}

// PutNamed is PutAll for blobs whose names are announced. One that does not fit
// its name is not stored, and the answer says so.
func (s *Store) PutNamed(ctx context.Context, scope Scope, names []Hash, blobs [][]byte) (fits []bool, err error) {
	fits = make([]bool, len(blobs))
	var hashes []Hash
	var right [][]byte
	for i, plain := range blobs {
		if fits[i] = Sum(plain) == names[i]; fits[i] {
			hashes, right = append(hashes, names[i]), append(right, plain)
		}
	}
	return fits, s.putAll(ctx, scope, hashes, right)
}

func (s *Store) putAll(ctx context.Context, scope Scope, hashes []Hash, blobs [][]byte) error {
	l, err := s.enter(ctx, scope, true)
	if err != nil {
		return err
	}
	var all []Object
	first := map[Hash]int{} // the same bytes are stored once
	room := s.sealed.Get().(*[]byte)
	defer s.sealed.Put(room)
	free := grown(room, blobs)
	for i, plain := range blobs {
		if len(plain) > PartSize {
			return fmt.Errorf("%w: a whole blob of %d bytes", ErrTooLarge, len(plain))
		}
		if _, again := first[hashes[i]]; again {
			continue
		}
		first[hashes[i]] = i
		a := l.at(wholeKind, hashes[i])
		n := len(plain) + sealHeader + tagSize
		all = append(all, Object{a.key(), s.sealer.seal(free[:0:n], l.key, a, plain)})
		free = free[n:]
	}
	return l.putEach(ctx, all, hashes, first)
}

// grown is room for the sealed forms of blobs, used again by the next call.
func grown(room *[]byte, blobs [][]byte) []byte {
	n := 0
	for _, plain := range blobs {
		n += len(plain) + sealHeader + tagSize
	}
	if cap(*room) < n {
		*room = make([]byte, n)
	}
	return (*room)[:n]
}

// putEach stores objects that the store does not have. One that is there but
// damaged is replaced.
func (l lease) putEach(ctx context.Context, all []Object, hashes []Hash, first map[Hash]int) error {
	l.space.order.RLock()
	defer l.space.order.RUnlock()
	if !l.space.isNow(l.generation) {
		return ErrScopeDeleted
	}
	created, err := l.createEach(ctx, all)
	if err != nil {
		return err
	}
	at := 0
	for i, hash := range hashes {
		if first[hash] != i {
			continue
		}
		was := created[at]
		sealed := all[at].Data
		at++
		if was {
			continue
		}
		if _, err := l.get(ctx, wholeKind, hash); err == nil {
			continue
		} else if !lost(err) {
			return err
		}
		if err := l.replace(ctx, l.at(wholeKind, hash), sealed); err != nil {
			return err
		}
	}
	return nil
}

func (l lease) createEach(ctx context.Context, all []Object) ([]bool, error) {
	if many, ok := l.store.objects.(ManyObjects); ok {
		return many.PutEachIfAbsent(ctx, all)
	}
	created := make([]bool, len(all))
	for i, o := range all {
		var err error
		if created[i], err = l.store.objects.PutIfAbsent(ctx, o.Key, o.Data); err != nil {
			return nil, err
		}
	}
	return created, nil
}
