package engagement

import (
	"slices"
	"sync"
)

// finder knows where the documents of an engagement are in its list, which only
// grows. Branches share it, and one document may lie at another place in each,
// so it knows all places of each; what lies there says which is meant.
type finder struct {
	mu       sync.RWMutex
	byID     places[DocumentID]
	byKey    places[string]
	versions places[EventID]
}

// places is where something is; nearly always in one place.
type places[K comparable] struct {
	at   map[K]int
	also map[K][]int
}

func (p *places[K]) add(k K, at int) {
	was, known := p.at[k]
	switch {
	case !known && p.at == nil:
		p.at = map[K]int{k: at}
	case !known:
		p.at[k] = at
	case was != at && !slices.Contains(p.also[k], at):
		if p.also == nil {
			p.also = map[K][]int{}
		}
		p.also[k] = append(p.also[k], at)
	}
}

// first asks of each place until is says yes.
func (p *places[K]) first(k K, is func(at int) bool) bool {
	at, known := p.at[k]
	return known && (is(at) || slices.ContainsFunc(p.also[k], is))
}

// manyDocuments is how long a list is before it is not just searched.
const manyDocuments = 64

// index makes or keeps the finder of a long list. Whoever calls it may change
// the engagement.
func (e *Engagement) index() {
	if e.finder != nil || len(e.Documents) < manyDocuments {
		return
	}
	f := &finder{}
	for at, d := range e.Documents {
		f.add(d, at)
	}
	e.finder = f
}

func (f *finder) add(d *Document, at int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.byID.add(d.ID, at)
	if d.Lane == ToClient && d.Key != "" {
		f.byKey.add(d.Key, at)
	}
	for _, v := range d.Versions {
		f.versions.add(v.ID, at)
	}
}

// version notes a new version of a document that is known.
func (f *finder) version(id EventID, of DocumentID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.byID.first(of, func(at int) bool { f.versions.add(id, at); return false })
}

// position is where in a list a document of it is, or -1.
func (f *finder) position(list []*Document, d *Document) int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	position := -1
	f.byID.first(d.ID, func(at int) bool {
		if at < len(list) && list[at] == d {
			position = at
		}
		return position >= 0
	})
	return position
}

// find answers the document of the list that is, looking where the finder points,
// or at all of a list without one. Of a finder there is no document in any branch
// that it does not know.
func (e *Engagement) find(in func(*finder, func(at int) bool) bool, is func(*Document) bool) (found *Document) {
	if e.finder == nil {
		for _, d := range e.Documents {
			if is(d) {
				return d
			}
		}
		return nil
	}
	e.finder.mu.RLock()
	defer e.finder.mu.RUnlock()
	in(e.finder, func(at int) bool {
		if at >= len(e.Documents) || !is(e.Documents[at]) {
			return false
		}
		found = e.Documents[at]
		return true
	})
	return found
}
