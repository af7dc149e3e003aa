package engagement

import "sync"

// finder knows where the documents of an engagement are in its list, which only
// grows. Branches share it, and so do the worlds of one history; a document may
// lie at another place in each, so it knows all places of each. What lies there
// says which is meant.
type finder struct {
	mu    sync.RWMutex
	slots []slot // a hash table with open addressing, at most three quarters full
	used  int
}

// slot is a place under the hash of a key: the hash above, the place and one
// below. Keys are told apart by who asks: at each place lies what it is of.
type slot uint64

// What is found by which text.
const (
	byID      = "d"
	byKey     = "k"
	byVersion = "v"
)

// hash is FNV-1a.
func hash(by, text string) uint32 {
	h := uint32(2166136261)
	for _, s := range [...]string{by, text} {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	return h
}

// put notes a place under a hash, once.
func (f *finder) put(h uint32, at int) {
	if 4*(f.used+1) > 3*len(f.slots) {
		f.grow()
	}
	s := slot(h)<<32 | slot(at+1)
	for i := spread(h); ; i++ {
		switch has := &f.slots[i&uint32(len(f.slots)-1)]; *has {
		case s:
			return
		case 0:
			*has = s
			f.used++
			return
		}
	}
}

func (f *finder) grow() {
	was := f.slots
	f.slots, f.used = make([]slot, max(512, 2*len(was))), 0
	for _, s := range was {
		if s != 0 {
			f.put(uint32(s>>32), int(uint32(s))-1)
		}
	}
}

// spread makes neighbours of what FNV leaves close unlikely.
func spread(h uint32) uint32 { return (h ^ h>>15) * 0x2c1b3c6d }

// first asks of each place under the text until is says yes.
func (f *finder) first(by, text string, is func(at int) bool) bool {
	h := hash(by, text)
	for i := spread(h); len(f.slots) > 0; i++ {
		s := f.slots[i&uint32(len(f.slots)-1)]
		if s == 0 {
			return false
		}
		if uint32(s>>32) == h && is(int(uint32(s))-1) {
			return true
		}
	}
	return false
}

// manyDocuments is how long a list is before it is not just searched.
const manyDocuments = 64

// index makes or keeps the finder of a long list. Whoever calls it may change
// the engagement.
func (e *Engagement) index() {
	if e.finder != nil || e.Documents.Len() < manyDocuments {
		return
	}
	f := &finder{}
	for at, d := range e.Documents.All() {
		f.add(d, at)
	}
	e.finder = f
}

func (f *finder) add(d *Document, at int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.put(hash(byID, string(d.ID)), at)
	if d.Lane == ToClient && d.Key != "" {
		f.put(hash(byKey, d.Key), at)
	}
	for _, v := range d.Versions {
		f.put(hash(byVersion, string(v.ID)), at)
	}
}

// version notes a new version of a document that is known.
func (f *finder) version(id EventID, of DocumentID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var places []int // put may move the slots
	f.first(byID, string(of), func(at int) bool { places = append(places, at); return false })
	for _, at := range places {
		f.put(hash(byVersion, string(id)), at)
	}
}

// position is where in a list a document of it is, or -1.
func (f *finder) position(list Documents, d *Document) int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	position := -1
	f.first(byID, string(d.ID), func(at int) bool {
		if at < list.Len() && list.At(at) == d {
			position = at
		}
		return position >= 0
	})
	return position
}

// find answers the document of the list that is, looking where the finder points,
// or at all of a list without one. Of a finder there is no document in any branch
// that it does not know.
func (e *Engagement) find(by, text string, is func(*Document) bool) (found *Document) {
	if e.finder == nil {
		for _, d := range e.Documents.All() {
			if is(d) {
				return d
			}
		}
		return nil
	}
	e.finder.mu.RLock()
	defer e.finder.mu.RUnlock()
	e.finder.first(by, text, func(at int) bool {
		if at >= e.Documents.Len() || !is(e.Documents.At(at)) {
			return false
		}
		found = e.Documents.At(at)
		return true
	})
	return found
}
