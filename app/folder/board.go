package folder

import (
	"maps"
	"sync"
)

// board shows the states of one work file's files. Its keeper writes, List reads.
type board struct {
	mu      sync.Mutex
	states  map[string]FileState // by key; absent is settled
	spelled map[string]string    // by key, as the last scan saw it
}

func newBoard() *board { return &board{states: map[string]FileState{}} }

// replace takes what a scan found and says whether anything shows differently.
func (b *board) replace(states map[string]FileState, spelled map[string]string) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	changed = !maps.Equal(states, b.states)
	b.states, b.spelled = states, spelled
	return changed
}

// set takes the state of one file, StateSettled included.
func (b *board) set(key string, s FileState) (changed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	changed = b.states[key] != s
	b.states[key] = s
	return changed
}

func (b *board) get(key string) FileState {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, ok := b.states[key]; ok {
		return s
	}
	return FileState{State: StateSettled}
}

// crowded is true when the last scan saw the key under another spelling: a twin, or a rename that only
// a listing can tell from one.
func (b *board) crowded(e entry) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	spelled, ok := b.spelled[e.key]
	return b.states[e.key].State == StateTwin || ok && spelled != e.rel
}
