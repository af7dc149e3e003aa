package folder

import (
	"maps"
	"sync"
)

// board shows the states of one work file's files, and what is asked about it, for as long as it is kept at one place.
// Its keeper writes, List reads.
type board struct {
	mu     sync.Mutex
	states map[string]FileState // by key; absent is settled

	telling sync.Mutex
	asked   bool // something is held
	left    bool // it is kept there no more
}

func newBoard() *board { return &board{states: map[string]FileState{}} }

// hold tells what is held, unless the work file is kept there no more.
func (b *board) hold(sink Sink, h Hold) {
	b.telling.Lock()
	defer b.telling.Unlock()
	if !b.left {
		b.asked = len(h.Missing)+len(h.Changed) > 0
		sink.Held(h)
	}
}

// leave ends what is held: nobody looks there any more, and nobody is to be asked. A keeper may notice later.
func (b *board) leave(sink Sink, mapping string) {
	b.telling.Lock()
	defer b.telling.Unlock()
	if b.asked && !b.left {
		sink.Held(Hold{MappingID: mapping})
	}
	b.left = true
}

// leave ends what is held of the work files of a root, or with "" of all. Who keeps them next begins anew.
// The caller holds the lock.
func (f *Folders) leave(rootID string) {
	for id, m := range f.mappings {
		if rootID == "" || m.RootID == rootID {
			m.board.leave(f.cfg.Sink, id)
			f.mappings[id] = followed{m.Mapping, newBoard()}
		}
	}
}

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
