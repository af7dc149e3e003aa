package folder

import (
	"errors"
	"sync"
)

// Watcher tells which paths may have changed. What it tells is a hint: it may be late, doubled or
// missing, and a scan decides. Safe for concurrent use.
type Watcher interface {
	// Deep is true when Add covers everything below a folder as well. Only roots are then added.
	Deep() bool
	// Add watches a folder; what changes there once it has returned is told. Adding a folder twice is
	// nothing. It fails with ErrWatchLimit when the system has no more watches to give, and with
	// ErrNoNotices where it has none at all.
	Add(dir string) error
	Remove(dir string)
	// Wake is readable when Take has something.
	Wake() <-chan struct{}
	// Take hands over the hints so far, each path once. overflow means that some were lost: only a
	// full scan knows more.
	Take() (hints []Hint, overflow bool)
	Close() error
}

// Hint is a path that may have changed.
type Hint struct {
	Path    string // absolute, as the system spells it
	Arrived bool   // the name appeared: created, or renamed to
	Wrote   bool   // bytes were written under the name since it was last taken
	Left    bool   // the name went away: removed, or renamed from
}

// Errors of Watcher.
var (
	ErrWatchLimit = errors.New("the system gives no more change notices")
	ErrNoNotices  = errors.New("this file system gives no change notices")
)

// maxHints is how many distinct paths are remembered before a full scan is the cheaper answer.
const maxHints = 1 << 17

// HintBox remembers hints until they are taken: the memory of every Watcher, here and in tests.
type HintBox struct {
	mu       sync.Mutex
	at       map[string]int
	hints    []Hint
	overflow bool
	wake     chan struct{}
}

// NewHintBox is empty.
func NewHintBox() *HintBox {
	return &HintBox{at: map[string]int{}, wake: make(chan struct{}, 1)}
}

// Add remembers a hint, or that hints were lost when there are too many. It never blocks.
func (b *HintBox) Add(h Hint) {
	b.mu.Lock()
	if i, ok := b.at[h.Path]; ok {
		b.hints[i].merge(h)
	} else if len(b.hints) < maxHints {
		b.at[h.Path] = len(b.hints)
		b.hints = append(b.hints, h)
	} else {
		b.overflow = true
	}
	b.mu.Unlock()
	b.signal()
}

// merge keeps what happened last to the name: a file that left and came back has arrived, and only
// writes since then count.
func (h *Hint) merge(next Hint) {
	switch {
	case next.Left:
		*h = Hint{Path: h.Path, Left: true}
	case next.Arrived:
		*h = next
	default:
		h.Wrote = h.Wrote || next.Wrote
	}
}

// Lose remembers that hints were lost.
func (b *HintBox) Lose() {
	b.mu.Lock()
	b.overflow = true
	b.mu.Unlock()
	b.signal()
}

func (b *HintBox) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// Wake implements Watcher.
func (b *HintBox) Wake() <-chan struct{} { return b.wake }

// Take implements Watcher.
func (b *HintBox) Take() ([]Hint, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	hints, overflow := b.hints, b.overflow
	b.hints, b.overflow = nil, false
	b.at = map[string]int{} // one that was large stays so
	return hints, overflow
}
