package engagement

import (
	"encoding/json"
	"iter"
	"slices"
)

// Documents is a list of documents that only grows. There may be a hundred
// thousand, and every act is tried on a state of its own: copies share what they
// have in common, and one that puts a document in another's place copies a
// stretch of the list and not all of it. The zero value is empty.
//
// A copy may be read while another is changed. Only the copy that was made last
// is added to, unless it was made by branch.
type Documents struct {
	full []*stretch
	rest []*Document // fewer than a stretch; nil rather than empty
}

// stretch is as many documents as are kept in one section.
type stretch [SectionSize]*Document

// Len is how many there are.
func (l Documents) Len() int { return len(l.full)*SectionSize + len(l.rest) }

// IsZero says that there are none. It is for encoding.
func (l Documents) IsZero() bool { return l.Len() == 0 }

// At is the document in a place, counted from 0.
func (l Documents) At(i int) *Document { return *l.slot(i) }

// All goes through the list as it is now.
func (l Documents) All() iter.Seq2[int, *Document] {
	return func(yield func(int, *Document) bool) {
		for n := range l.sections() {
			for i, d := range l.section(n) {
				if !yield(n*SectionSize+i, d) {
					return
				}
			}
		}
	}
}

// Slice is the list as a new slice.
func (l Documents) Slice() []*Document {
	all := make([]*Document, 0, l.Len())
	for n := range l.sections() {
		all = append(all, l.section(n)...)
	}
	return all
}

// sections is how many stretches there are, the last of which may be short.
func (l Documents) sections() int { return (l.Len() + SectionSize - 1) / SectionSize }

func (l Documents) section(n int) []*Document {
	if n < len(l.full) {
		return l.full[n][:]
	}
	return l.rest
}

// Add adds a document at the end.
func (l *Documents) Add(d *Document) {
	l.rest = append(l.rest, d)
	if len(l.rest) == SectionSize {
		l.full, l.rest = append(l.full, (*stretch)(slices.Clone(l.rest))), nil
	}
}

// branch is a copy that can be added to as well.
func (l Documents) branch() Documents {
	return Documents{slices.Clip(l.full), slices.Clip(l.rest)}
}

// put puts a document in the place of another. Copies that were made before do
// not notice.
func (l *Documents) put(i int, d *Document) {
	n := i / SectionSize
	if n == len(l.full) {
		l.rest = slices.Clone(l.rest)
		l.rest[i-n*SectionSize] = d
		return
	}
	changed := *l.full[n]
	changed[i%SectionSize] = d
	l.full = slices.Clone(l.full)
	l.full[n] = &changed
}

// slot is a place of the list, which nobody else reads yet.
func (l Documents) slot(i int) **Document {
	if n := i / SectionSize; n < len(l.full) {
		return &l.full[n][i%SectionSize]
	}
	return &l.rest[i-len(l.full)*SectionSize]
}

// MarshalJSON implements json.Marshaler.
func (l Documents) MarshalJSON() ([]byte, error) { return json.Marshal(l.Slice()) }

// UnmarshalJSON implements json.Unmarshaler.
func (l *Documents) UnmarshalJSON(raw []byte) error {
	var all []*Document
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	*l = Documents{}
	for _, d := range all {
		l.Add(d)
	}
	return nil
}
