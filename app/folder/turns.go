package folder

import (
	"cmp"
	"container/heap"
	"time"
)

// turns says which of the files that wait is read next: of those that are due the one that somebody
// touched last, then the one that is due the longest. It costs the logarithm of how many wait.
type turns struct {
	later pendingHeap // not due when they were put here, by when they are
	ready pendingHeap // due, in the order of their turns
}

func newTurns() turns {
	return turns{
		later: pendingHeap{before: func(a, b *pending) int { return a.due.Compare(b.due) }},
		ready: pendingHeap{before: func(a, b *pending) int {
			return cmp.Or(b.hintAt.Compare(a.hintAt), a.due.Compare(b.due))
		}},
	}
}

// put takes a file that waits, or one whose time or hint changed.
func (t *turns) put(p *pending) {
	t.drop(p)
	if !p.running {
		heap.Push(&t.later, p)
	}
}

// drop forgets a file.
func (t *turns) drop(p *pending) {
	if p.heap != nil {
		heap.Remove(p.heap, p.at)
	}
}

// next is the file whose turn it is, which stays; nil when none is due.
func (t *turns) next(now time.Time) *pending {
	for len(t.later.all) > 0 && !now.Before(t.later.all[0].due) {
		heap.Push(&t.ready, heap.Pop(&t.later))
	}
	if len(t.ready.all) == 0 {
		return nil
	}
	return t.ready.all[0]
}

// due is when the next turn comes, at the latest then.
func (t *turns) due(then time.Time) time.Time {
	for _, h := range []*pendingHeap{&t.later, &t.ready} {
		if len(h.all) > 0 && h.all[0].due.Before(then) {
			then = h.all[0].due
		}
	}
	return then
}

// pendingHeap is a heap.Interface whose elements know where they are. Of equals the order is that of
// their work files and keys.
type pendingHeap struct {
	all    []*pending
	before func(a, b *pending) int
}

func (h *pendingHeap) Len() int { return len(h.all) }

func (h *pendingHeap) Less(i, j int) bool { return h.less(h.all[i], h.all[j]) }

func (h *pendingHeap) less(a, b *pending) bool {
	return cmp.Or(h.before(a, b), cmp.Compare(a.wf.ID, b.wf.ID), cmp.Compare(a.entry.key, b.entry.key)) < 0
}

func (h *pendingHeap) Swap(i, j int) {
	h.all[i], h.all[j] = h.all[j], h.all[i]
	h.all[i].at, h.all[j].at = i, j
}

// Push implements heap.Interface.
func (h *pendingHeap) Push(x any) {
	p := x.(*pending)
	p.heap, p.at = h, len(h.all)
	h.all = append(h.all, p)
}

// Pop implements heap.Interface.
func (h *pendingHeap) Pop() any {
	last := len(h.all) - 1
	p := h.all[last]
	h.all[last] = nil
	h.all = h.all[:last]
	if last == 0 {
		h.all = nil // its array may be large
	}
	p.heap = nil
	return p
}
