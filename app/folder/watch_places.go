package folder

import (
	"path"
	"strings"
)

// places finds the work file that a path belongs to. Case does not count, as it does not on the shares
// where a watcher tells of folders that nobody listed; where it does, a hint too many is only a look.
type places struct {
	at    map[string]*workFile // by folded path from the root
	above map[string]int       // how many work files are somewhere below a folder
}

func newPlaces() places {
	return places{at: map[string]*workFile{}, above: map[string]int{}}
}

func (p places) add(wf *workFile) {
	p.at[foldName(wf.Path)] = wf
	for dir := parentOf(foldName(wf.Path)); dir != ""; dir = parentOf(dir) {
		p.above[dir]++
	}
}

func (p places) remove(wf *workFile) {
	if at := foldName(wf.Path); p.at[at] == wf {
		delete(p.at, at)
	}
	for dir := parentOf(foldName(wf.Path)); dir != ""; dir = parentOf(dir) {
		if p.above[dir]--; p.above[dir] == 0 {
			delete(p.above, dir)
		}
	}
}

// parentOf is "" for the root.
func parentOf(dir string) string {
	if dir == "." {
		return ""
	}
	return path.Dir(dir)
}

// of returns the innermost work file that rel is or lies in, and where in it; nil when there is none.
func (p places) of(rel string) (wf *workFile, inside string) {
	for at := rel; at != ""; at = parentOf(at) {
		if wf := p.at[foldName(at)]; wf != nil && at == "." {
			return wf, rel
		} else if wf != nil {
			return wf, strings.TrimPrefix(rel[len(at):], "/")
		}
	}
	return nil, ""
}

// leadTo is true when work files are somewhere below rel.
func (p places) leadTo(rel string) bool { return p.above[foldName(rel)] > 0 }

// below is true for a work file that lies somewhere below rel.
func below(wf *workFile, rel string) bool {
	return rel == "." || strings.HasPrefix(foldName(wf.Path), foldName(rel)+"/")
}
