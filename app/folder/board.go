package folder

import (
	"maps"
	"sync"
)

// board shows the states of one work file's files. Its keeper writes, List reads.
type board struct {
	mu     sync.Mutex
	states map[string]FileState // by key; absent is settled
}

func newBoard() *board { return &board{states: map[string]FileState{}} }

// replace takes what a scan found and says whether anything shows differently.
func (b *board) replace(states map[string]FileState) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	changed = !maps.Equal(states, b.states)
	b.states = states
	return changed
}

// set takes the state of one file and says whether it shows differently.
func (b *board) set(key string, s FileState) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	was, shown := b.states[key]
	if settled := (FileState{State: StateSettled}); s == settled {
		delete(b.states, key)
		if len(b.states) == 0 {
			b.states = map[string]FileState{} // one that was large stays so
		}
		return shown && was != s
	}
	b.states[key] = s
	return was != s
}

func (b *board) get(key string) FileState {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, ok := b.states[key]; ok {
		return s
	}
	return FileState{State: StateSettled}
}
