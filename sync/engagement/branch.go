package engagement

import "sync"

// lineage is what a branch of an engagement shares with the state it came from.
// Documents and the timeline only grow, and an engagement may have a hundred
// thousand of each, so a branch copies a document when it changes it and goes on
// writing the timeline behind the last line that its origin reads.
type lineage struct {
	history *tail
	from    int // the length of the timeline when this branched off

	mu   sync.Mutex
	mine map[*Document]bool // copied here since the last branch: may be changed in place
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

// giveBack undoes what was taken from one place on, if nobody took more since.
func (t *tail) giveBack(from, to int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.used == to {
		t.used = from
	}
}

// branch returns a copy that can be changed without the original noticing.
func (e *Engagement) branch() *Engagement {
	rest := *e
	rest.Documents, rest.History, rest.line = Documents{}, nil, nil
	c := deepCopy(&rest)
	c.Documents = e.Documents.branch()
	if e.line != nil {
		e.line.shared()
		c.History, c.line = e.History, &lineage{history: e.line.history, from: len(e.History)}
	} else {
		c.History = append(make([]Moment, 0, roomy(len(e.History))), e.History...)
		c.line = &lineage{history: &tail{used: len(e.History)}, from: len(e.History)}
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
	at := e.Documents.Len()
	e.Documents.Add(d)
	if e.line != nil {
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
	l.mine = nil
}

func (l *lineage) owns(d *Document) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mine[d]
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
	if e.line == nil || e.line.owns(d) {
		return d
	}
	c := deepCopy(d)
	e.Documents.put(e.position(d), c)
	e.line.own(c)
	return c
}

func (e *Engagement) position(d *Document) int {
	at := -1
	if e.finder != nil {
		at = e.finder.position(e.Documents, d)
	} else {
		for i, o := range e.Documents.All() {
			if o == d {
				at = i
			}
		}
	}
	if at < 0 {
		panic("engagement: a document of another engagement is changed") // every caller found it here
	}
	return at
}
