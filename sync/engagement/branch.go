package engagement

import (
	"slices"
	"sync"
)

// lineage is what a branch of an engagement shares with the state it came from.
// Documents and the timeline only grow, and an engagement may have ten thousand
// of each, so a branch copies a document when it changes it and goes on writing
// behind the last element that its origin reads.
type lineage struct {
	documents, history *tail

	mu   sync.Mutex
	mine map[*Document]bool // copied here since the last branch: may be changed in place
	list bool               // so is the array of Documents
}

// tail says how much of an array is taken. Of several branches of one state the
// first may go on in the same array; the others copy it.
type tail struct {
	mu   sync.Mutex
	used int
}

func (t *tail) take(at int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.used != at {
		return false
	}
	t.used++
	return true
}

// branch returns a copy that can be changed without the original noticing.
func (e *Engagement) branch() *Engagement {
	rest := *e
	rest.Documents, rest.History, rest.line = nil, nil, nil
	c := deepCopy(&rest)
	if e.line != nil {
		e.line.shared()
		c.Documents, c.History = e.Documents, e.History
		c.line = &lineage{documents: e.line.documents, history: e.line.history}
	} else {
		c.Documents = append(make([]*Document, 0, roomy(len(e.Documents))), e.Documents...)
		c.History = append(make([]Moment, 0, roomy(len(e.History))), e.History...)
		c.line = &lineage{documents: &tail{used: len(e.Documents)}, history: &tail{used: len(e.History)}, list: true}
	}
	if len(e.Documents) == 0 {
		c.Documents = nil
	}
	if len(e.History) == 0 {
		c.History = nil
	}
	c.finder = e.finder
	return c
}

// roomy is a capacity that the next events fit into.
func roomy(n int) int { return n + n/4 + 8 }

// grow appends to a list that other branches may read. own is a tail of the
// copy's own when the list had to be copied.
func grow[T any](list []T, t *tail, v T) (grown []T, own *tail) {
	if len(list) < cap(list) && t.take(len(list)) {
		return append(list, v), t
	}
	grown = append(append(make([]T, 0, roomy(len(list))), list...), v)
	return grown, &tail{used: len(grown)}
}

// addDocument appends a new document.
func (e *Engagement) addDocument(d *Document) {
	at := len(e.Documents)
	if e.line == nil {
		e.Documents = append(e.Documents, d)
	} else {
		var own *tail
		if e.Documents, own = grow(e.Documents, e.line.documents, d); own != e.line.documents {
			e.line.documents = own
			e.line.ownList()
		}
		e.line.own(d)
	}
	if e.finder != nil {
		e.finder.add(d, at)
	}
}

// addMoment appends a line to the timeline.
func (e *Engagement) addMoment(m Moment) {
	if e.line == nil {
		e.History = append(e.History, m)
		return
	}
	e.History, e.line.history = grow(e.History, e.line.history, m)
}

// shared says that another branch reads everything from now on.
func (l *lineage) shared() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mine, l.list = nil, false
}

func (l *lineage) ownList() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = true
}

func (l *lineage) owns(d *Document) (document, list bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mine[d], l.list
}

func (l *lineage) own(d *Document) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.mine == nil {
		l.mine = map[*Document]bool{}
	}
	l.mine[d] = true
}

// change returns the document so that it can be changed here and nowhere else.
// What was found before by Document or Version is not it.
func (e *Engagement) change(d *Document) *Document {
	if e.line == nil {
		return d
	}
	mine, list := e.line.owns(d)
	if mine {
		return d
	}
	at := e.position(d)
	if !list {
		e.Documents = append(make([]*Document, 0, roomy(len(e.Documents))), e.Documents...)
		e.line.documents = &tail{used: len(e.Documents)}
		e.line.ownList()
	}
	c := deepCopy(d)
	e.Documents[at] = c
	e.line.own(c)
	return c
}

func (e *Engagement) position(d *Document) int {
	var at int
	if e.finder == nil {
		at = slices.Index(e.Documents, d)
	} else {
		at = e.finder.position(e.Documents, d)
	}
	if at < 0 {
		panic("engagement: a document of another engagement is changed") // every caller found it here
	}
	return at
}
