package folder

import (
	"cmp"
	"slices"
)

// Stopped counts the files of one work file that are not sent before somebody does something.
type Stopped struct {
	Mapping string
	Files   int // that cannot be sent as they are
	Unready int // that are empty, or look cut off: perhaps somebody is still at them
	// LaneGone says that the folder of what goes to the client is not there, with all that was in it.
	LaneGone bool
}

// Stopped counts them in every work file that has any, as they were at the last look. It looks at no folder.
func (f *Folders) Stopped() []Stopped {
	f.mu.Lock()
	all := make([]followed, 0, len(f.mappings))
	for _, m := range f.mappings {
		all = append(all, m)
	}
	f.mu.Unlock()
	var out []Stopped
	for _, m := range all {
		if f.cfg.rests(m.Mapping) { // what the board shows is old
			continue
		}
		if s := m.board.stopped(); s != (Stopped{}) {
			s.Mapping = m.ID
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Stopped) int { return cmp.Compare(a.Mapping, b.Mapping) })
	return out
}

func (b *board) stopped() (s Stopped) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, is := range b.states {
		switch is.State {
		case StateUnreadable:
			s.Files++
		case StateTwin:
			s.Files += 2 // they have one key
		case StateLaneGone:
			s.LaneGone = true
		case StateEmpty, StateUnfinished:
			s.Unready++
		}
	}
	return s
}
