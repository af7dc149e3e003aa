package blob

import (
	"bytes"
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
	// maxRuns is how many runs are followed at once; the oldest gives way.
	maxRuns = 4
	// maxEarly is how many parts of a run may wait in memory for one before them.
	maxEarly = 8
)

// runs hash blobs while their parts come, so that Commit does not have to read
// what was in memory a moment ago. They are a help and no more: of a run that is
// not followed to its end Commit reads the parts.
type runs struct {
	mu  sync.Mutex
	all []*run // the oldest first
}

// run is the beginning of a blob, and what came of it too early.
type run struct {
	scope      string
	generation int
	id         string

	mu     sync.Mutex
	hash   hash.Hash
	parts  []Part
	early  map[int]earlyPart
	broken bool
}

type earlyPart struct {
	hash  Hash
	plain []byte
}

// took notes a part that was stored.
func (r *runs) took(l lease, of Run, hash Hash, plain []byte) {
	if of.ID != "" {
		r.find(l, of.ID).take(of.At, hash, plain)
	}
}

func (r *runs) find(l lease, id string) *run {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.all {
		if one.id == id && one.of(l) {
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

func (r *run) take(at int, hash Hash, plain []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.broken || at < len(r.parts): // it was sent again
	case at > len(r.parts) && len(r.early) == maxEarly:
		r.broken, r.early = true, nil
	case at > len(r.parts):
		r.early[at] = earlyPart{hash, bytes.Clone(plain)}
	default:
		for next := (earlyPart{hash, plain}); next.plain != nil; next = r.early[len(r.parts)] {
			delete(r.early, len(r.parts))
			r.hash.Write(next.plain)
			r.parts = append(r.parts, Part{int64(len(next.plain)), next.hash})
		}
	}
}

// whole answers the hash of the blob if a run had just its parts, and ends that
// run.
func (r *runs) whole(l lease, m Manifest) (Hash, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, one := range r.all {
		if one.of(l) && one.is(m.Parts) {
			r.all = slices.Delete(r.all, i, i+1)
			return Hash(one.hash.Sum(nil)), true
		}
	}
	return Hash{}, false
}

func (r *run) is(parts []Part) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.broken && slices.Equal(r.parts, parts)
}
