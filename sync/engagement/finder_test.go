package engagement

import (
	"fmt"
	"testing"
)

// A desk holds what is confirmed and, above it, what waits: ten thousand saves that are known above are
// confirmed below without a search through all of them for each, and lie there at places of their own.
func TestWhatWaitsAboveIsFoundAndMissedBelow(t *testing.T) {
	b := newBench(t)
	for i := range 2 * manyDocuments {
		e := b.saveEvent(DocumentID(fmt.Sprint("d", i)), fmt.Sprint("k", i), "", "v")
		b.ok(Apply(b.w, &e))
	}
	below := b.w.E["work"]
	above := NewFork(b.w)
	var late []Event
	for i := range 50 {
		e := b.saveEvent(DocumentID(fmt.Sprint("late", i)), fmt.Sprint("l", i), "", "v")
		b.ok(Apply(above, &e))
		late = append(late, e)
	}
	for i := range late {
		e := &late[len(late)-1-i] // below they come in another order
		id, key := DocumentID(fmt.Sprint("late", 49-i)), fmt.Sprint("l", 49-i)
		if below.Document(id) != nil || below.DocumentByKey(key) != nil {
			t.Fatalf("%s is below before it came", id)
		}
		asked := 0
		below.find(byID, string(id), func(*Document) bool { asked++; return false })
		if asked > 2 {
			t.Fatalf("%d documents were looked at for one that is not there", asked)
		}
		b.ok(Apply(b.w, e))
		for _, in := range []*Engagement{below, above.Engagement("work")} {
			if d := in.Document(id); d == nil || d.ID != id || in.DocumentByKey(key) != d || in.Documents.At(in.position(d)) != d {
				t.Fatalf("%s is found as %+v", id, d)
			}
			if d, v := in.Version(e.ID); d == nil || d.ID != id || v.ID != e.ID {
				t.Fatalf("the version of %s is found in %+v", id, d)
			}
		}
	}
}
