package engagement

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
)

// A large engagement is kept in sections: to keep or read it takes neither the
// time nor the memory of all of it at once, and only sections that changed are
// kept again.

// SectionSize is how many documents, or lines of the timeline, one section has. It
// changes only with [FoldVersion].
const SectionSize = 256

// SectionList names a list that is kept in sections.
type SectionList string

// The lists, in the order in which their sections are read.
const (
	DocumentSections SectionList = "documents"
	HistorySections  SectionList = "history"
)

// Section is a stretch of a list as JSON; N counts from 0.
type Section struct {
	List  SectionList
	N     int
	State []byte
}

// Kept is what an engagement was when it was kept, to tell its sections apart from
// those of a later state. The zero value is of one that never was.
type Kept struct {
	documents Documents
	history   int
}

// inSections says whether the engagement is large.
func (e *Engagement) inSections() bool {
	return e.Documents.Len() >= manyDocuments || len(e.History) >= SectionSize
}

// Keep answers what e is now, if it is kept in sections. Forks change copies, so
// that later states tell by it what they changed; who changes e itself must not
// use it.
func (e *Engagement) Keep() (k Kept, large bool) {
	if e == nil || !e.inSections() {
		return Kept{}, false
	}
	return Kept{e.Documents, len(e.History)}, true
}

// Head is the JSON of what is in no section: all of a small engagement.
func (e *Engagement) Head() ([]byte, error) {
	if !e.inSections() {
		return json.Marshal(e)
	}
	head := *e
	head.Documents, head.History = Documents{}, nil
	return json.Marshal(&head)
}

// Twin is the same engagement in another world, that is kept and read first,
// and what that was when it was kept.
type Twin struct {
	*Engagement
	Kept
}

// Sections lists the sections that are not as they were kept. Documents that the twin
// holds as well are not said again, so what it changed counts as changed here.
func (e *Engagement) Sections(k Kept, twin Twin) iter.Seq2[Section, error] {
	return func(yield func(Section, error) bool) {
		if !e.inSections() {
			return
		}
		for n := range e.Documents.sections() {
			if k.has(e, n) && (twin.Engagement == nil || twin.has(twin.Engagement, n)) {
				continue
			}
			raw, err := json.Marshal(besides(e.Documents.section(n), twin.Engagement, n))
			if !yield(Section{DocumentSections, n, raw}, err) || err != nil {
				return
			}
		}
		if k.history == len(e.History) { // lines are added, never changed
			return
		}
		for from := k.history / SectionSize * SectionSize; from < len(e.History); from += SectionSize {
			raw, err := json.Marshal(e.History[from:min(from+SectionSize, len(e.History))])
			if !yield(Section{HistorySections, from / SectionSize, raw}, err) || err != nil {
				return
			}
		}
	}
}

// has says whether a section of the documents is as it was kept.
func (k Kept) has(e *Engagement, n int) bool {
	return n < k.documents.sections() && n < e.Documents.sections() &&
		slices.Equal(k.documents.section(n), e.Documents.section(n))
}

// besides is a section with nil for what the twin has in the same place.
func besides(section []*Document, twin *Engagement, n int) []*Document {
	if twin == nil || n >= twin.Documents.sections() {
		return section
	}
	section = slices.Clone(section)
	for i, d := range twin.Documents.section(n) {
		if i < len(section) && section[i] == d {
			section[i] = nil
		}
	}
	return section
}

// ReadHead reads an engagement from its head. The twin is read already, or nil.
func ReadHead(head []byte, twin *Engagement) (*Engagement, error) {
	e := new(Engagement)
	if err := json.Unmarshal(head, e); err != nil {
		return nil, fmt.Errorf("engagement: head: %w", err)
	}
	for _, d := range e.Documents.All() {
		d.compact()
	}
	if twin != nil {
		e.share(twin)
	}
	e.index()
	for i := range e.History {
		e.compact(&e.History[i])
	}
	return e, nil
}

// Take reads a section, after the head and the sections before it. The twin has all
// of its sections already.
func (e *Engagement) Take(p Section, twin *Engagement) error {
	have := e.Documents.Len()
	if p.List == HistorySections {
		have = len(e.History)
	}
	if have != p.N*SectionSize {
		return fmt.Errorf("engagement: section %d of %s comes after %d", p.N, p.List, have)
	}
	switch p.List {
	case DocumentSections:
		return e.takeDocuments(p.State, twin)
	case HistorySections:
		return e.takeHistory(p.State)
	}
	return fmt.Errorf("engagement: %s is kept in no sections", p.List)
}

func (e *Engagement) takeDocuments(state []byte, twin *Engagement) error {
	var list []*Document
	if err := json.Unmarshal(state, &list); err != nil {
		return fmt.Errorf("engagement: documents: %w", err)
	}
	for _, d := range list {
		at := e.Documents.Len()
		switch {
		case d != nil:
			d.compact()
		case twin == nil || at >= twin.Documents.Len():
			return fmt.Errorf("engagement: document %d was left to a twin that lacks it", at)
		default:
			d = twin.Documents.At(at)
		}
		e.addDocument(d)
	}
	e.index()
	return nil
}

func (e *Engagement) takeHistory(state []byte) error {
	var list []Moment
	if err := json.Unmarshal(state, &list); err != nil {
		return fmt.Errorf("engagement: timeline: %w", err)
	}
	for i := range list {
		e.compact(&list[i])
	}
	e.History = append(e.History, list...)
	return nil
}
