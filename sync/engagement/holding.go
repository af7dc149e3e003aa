package engagement

import (
	"encoding/json"
	"iter"
	"slices"
)

// Holding lists the documents whose newest version waits to go out, in the
// order in which they were held. There may be a hundred thousand: copies share
// what they have in common, and a change copies a stretch of the list. The zero
// value is empty. No copy notices what is done to another.
type Holding struct{ stretches [][]DocumentID } // none is empty

// IsZero says that nothing waits.
func (h Holding) IsZero() bool { return len(h.stretches) == 0 }

// All goes through the list.
func (h Holding) All() iter.Seq[DocumentID] {
	return func(yield func(DocumentID) bool) {
		for _, s := range h.stretches {
			for _, id := range s {
				if !yield(id) {
					return
				}
			}
		}
	}
}

func (h *Holding) add(id DocumentID) {
	last := len(h.stretches) - 1
	if last < 0 || len(h.stretches[last]) >= SectionSize {
		h.stretches = append(slices.Clip(h.stretches), []DocumentID{id})
		return
	}
	h.stretches = slices.Clone(h.stretches)
	h.stretches[last] = append(slices.Clip(h.stretches[last]), id)
}

func (h *Holding) remove(id DocumentID) {
	for n, s := range h.stretches {
		at := slices.Index(s, id)
		if at < 0 {
			continue
		}
		switch {
		case len(s) > 1:
			h.stretches = slices.Clone(h.stretches)
			h.stretches[n] = slices.Delete(slices.Clone(s), at, at+1)
		case len(h.stretches) > 1:
			h.stretches = slices.Delete(slices.Clone(h.stretches), n, n+1)
		default:
			h.stretches = nil
		}
		return
	}
}

// MarshalJSON implements json.Marshaler.
func (h Holding) MarshalJSON() ([]byte, error) { return json.Marshal(slices.Collect(h.All())) }

// UnmarshalJSON implements json.Unmarshaler.
func (h *Holding) UnmarshalJSON(raw []byte) error {
	var all []DocumentID
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	h.stretches = slices.Collect(slices.Chunk(all, SectionSize))
	return nil
}

// Waits says whether the document's newest version waits to go out. It is in
// [Engagement.Holding] then.
func (d *Document) Waits() bool {
	v := d.Latest()
	return d.Withdrawn == nil && v.Held != nil && v.PulledBack == nil && !v.Erased
}
