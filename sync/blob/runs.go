package blob

import (
	"context"
	"crypto/sha256"
	"hash"
	"slices"
	"sync"
)

// Run is the place of a part in a run of parts that its sender sends about in
// order. The zero value is of no run.
type Run struct {
	ID string // of the sender's choice, different for each run of a scope
	At int    // place in the run, from 0
}

const (
	// maxRuns is how many runs are followed at once; the one that was not heard of for
	// the longest time gives way.
	maxRuns = 16
	// maxEarly is how many parts of a run may wait in memory for one before them.
	maxEarly = 8
)

// runs hash blobs while their parts come, so that Commit does not have to read
// what was in memory a moment ago. They are a help and no more: of a run that is
// not followed to its end Commit reads the parts.
type runs struct {
	mu  sync.Mutex
	all []*run // the one last heard of last
}

// run is the beginning of a blob, and what came of it too early.
type run struct {
	scope      string
	generation int
	id         string

	mu      sync.Mutex
	hash    hash.Hash
	parts   []Part
	early   map[int]earlyPart
	waiting int // of them, those in memory
	broken  bool
}

// earlyPart is a part that came before its turn, or is only known to be in the
// store.
type earlyPart struct {
	hash  Hash
	plain []byte // nil: it is read when its turn comes
	// room, of the store's buffers, holds plain while it waits.
	room *[PartSize]byte
}

// took notes a part that was stored.
func (r *runs) took(ctx context.Context, l lease, of Run, hash Hash, plain []byte) {
	if of.ID != "" {
		r.find(l, of.ID).take(ctx, l, of.At, earlyPart{hash: hash, plain: plain})
	}
}

func (r *runs) find(l lease, id string) *run {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, one := range r.all {
		if one.id == id && one.of(l) {
			r.all = append(slices.Delete(r.all, i, i+1), one)
			return one
		}
	}
	if len(r.all) == maxRuns {
		r.all = slices.Delete(r.all, 0, 1)
	}
	one := &run{scope: l.scope, generation: l.generation, id: id, hash: sha256.New(), early: map[int]earlyPart{}}
	r.all = append(r.all, one)
	return one
}

func (r *run) of(l lease) bool { return r.scope == l.scope && r.generation == l.generation }

func (r *run) take(ctx context.Context, l lease, at int, p earlyPart) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, again := r.early[at]; again || r.broken || at < len(r.parts) {
		return
	}
	if at > len(r.parts) && p.plain != nil {
		if r.waiting++; r.waiting > maxEarly {
			r.broken, r.early = true, nil
			return
		}
		p.room = l.store.buffers.Get().(*[PartSize]byte)
		p.plain = p.room[:copy(p.room[:], p.plain)] // they are the caller's until now
	}
	r.early[at] = p
	for next, ok := p, at == len(r.parts); ok; next, ok = r.early[len(r.parts)] {
		delete(r.early, len(r.parts))
		if !r.follow(ctx, l, next) {
			r.broken, r.early = true, nil
		}
	}
}

// follow hashes the part whose turn it is.
func (r *run) follow(ctx context.Context, l lease, p earlyPart) bool {
	switch {
	case p.plain == nil:
		var err error
		if p.plain, err = l.get(ctx, partKind, p.hash); err != nil {
			return false
		}
	case p.room != nil:
		r.waiting--
		defer l.store.buffers.Put(p.room)
	}
	r.hash.Write(p.plain)
	r.parts = append(r.parts, Part{int64(len(p.plain)), p.hash})
	return true
}

// whole answers the hash of the blob if a run had just its parts, and ends that
// run.
func (r *runs) whole(l lease, m Manifest) (Hash, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, one := range r.all {
		if !one.of(l) {
			continue
		}
		if hash, had := one.just(m.Parts); had {
			r.all = slices.Delete(r.all, i, i+1)
			return hash, true
		}
	}
	return Hash{}, false
}

// just answers the hash of the parts if the run had these and no others. It waits
// for no part that is being taken: a sender commits when all of them were.
func (r *run) just(parts []Part) (Hash, bool) {
	if !r.mu.TryLock() {
		return Hash{}, false
	}
	defer r.mu.Unlock()
	if r.broken || !slices.Equal(r.parts, parts) {
		return Hash{}, false
	}
	return Hash(r.hash.Sum(nil)), true
}
