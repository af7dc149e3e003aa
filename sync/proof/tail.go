package proof

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Tail is a log of which the leaves after some size are at hand: enough to
// prove each of these against any checkpoint of the whole. It holds two hashes
// per leaf.
type Tail struct {
	edge  Frontier
	start uint64
	nodes map[int64]Hash // by tlog's numbering
}

// NewTail begins after the log that from is the edge of.
func NewTail(from Frontier) *Tail {
	t := &Tail{edge: from, start: from.Size, nodes: map[int64]Hash{}}
	at, next := int64(0), 0
	for level := 62; level >= 0; level-- {
		if from.Size>>level&1 == 1 && next < len(from.Nodes) {
			t.nodes[tlog.StoredHashIndex(level, at>>level)] = from.Nodes[next]
			at += 1 << level
			next++
		}
	}
	return t
}

// ReadHashes implements tlog.HashReader.
func (t *Tail) ReadHashes(indexes []int64) ([]Hash, error) {
	hashes := make([]Hash, len(indexes))
	for i, x := range indexes {
		h, ok := t.nodes[x]
		if !ok {
			return nil, fmt.Errorf("proof: node %d is not at hand", x)
		}
		hashes[i] = h
	}
	return hashes, nil
}

// Append adds a leaf.
func (t *Tail) Append(leaf Hash) error {
	n := int64(t.edge.Size)
	hashes, err := tlog.StoredHashesForRecordHash(n, leaf, t)
	if err != nil {
		return err
	}
	for i, h := range hashes {
		t.nodes[tlog.StoredHashIndex(0, n)+int64(i)] = h
	}
	t.edge.Append(leaf)
	return nil
}

// Size is how many leaves the whole log has.
func (t *Tail) Size() uint64 { return t.edge.Size }

// Root is the hash of the whole log.
func (t *Tail) Root() Hash { return t.edge.Root() }

// Prove answers the inclusion path of an event in the whole log, as
// [CheckInclusion] wants it. Events before the tail cannot be proven.
func (t *Tail) Prove(seq uint64) ([]Hash, error) {
	if seq <= t.start || seq > t.edge.Size {
		return nil, errors.New("proof: this event is not at hand")
	}
	return tlog.ProveRecord(int64(t.edge.Size), int64(seq-1), t)
}
