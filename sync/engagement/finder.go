package engagement

import "sync"

// finder knows where the documents of an engagement are in its list, which only
// grows. Branches share it: what another branch appended is recognised by what
// lies at that place, and then the list itself is searched.
type finder struct {
	mu       sync.RWMutex
	byID     map[DocumentID]int
	byKey    map[string]int
	versions map[EventID]int
}

// manyDocuments is how long a list is before it is not just searched.
const manyDocuments = 64

// index makes or keeps the finder of a long list. Whoever calls it may change
// the engagement.
func (e *Engagement) index() {
	if e.finder != nil || len(e.Documents) < manyDocuments {
		return
	}
	f := &finder{byID: map[DocumentID]int{}, byKey: map[string]int{}, versions: map[EventID]int{}}
	for at, d := range e.Documents {
		f.add(d, at)
	}
	e.finder = f
}

func (f *finder) add(d *Document, at int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.byID[d.ID] = at
	if d.Lane == ToClient && d.Key != "" {
		f.byKey[d.Key] = at
	}
	for _, v := range d.Versions {
		f.versions[v.ID] = at
	}
}

func (f *finder) version(id EventID, of DocumentID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at, ok := f.byID[of]; ok {
		f.versions[id] = at
	}
}

func (f *finder) document(id DocumentID) (int, bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	at, ok := f.byID[id]
	return at, ok
}

// find answers the first document of the list that is, looking where the finder
// points before it searches. at must answer false only for what is in no branch.
func (e *Engagement) find(at func(*finder) (int, bool), is func(*Document) bool) *Document {
	if e.finder != nil {
		e.finder.mu.RLock()
		i, known := at(e.finder)
		e.finder.mu.RUnlock()
		if !known {
			return nil
		}
		if i < len(e.Documents) && is(e.Documents[i]) {
			return e.Documents[i]
		}
	}
	for _, d := range e.Documents {
		if is(d) {
			return d
		}
	}
	return nil
}
