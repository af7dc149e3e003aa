package engagement

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
)

// A fork shares the documents and the timeline of what is under it. Whatever
// happens on any of many forks, the others and what is under them do not notice:
// each is as if it were a whole copy (SPEC E3).
func TestForksDoNotNoticeEachOther(t *testing.T) {
	for seed := range uint64(20) {
		b := newBench(t)
		for i := range 70 {
			for _, e := range []Event{
				b.saveEvent(DocumentID(fmt.Sprint("d", i)), fmt.Sprint("k", i), "", fmt.Sprint("v", i)),
				b.event(ann, work, DocumentUploaded, DocumentBody{Document: DocumentID(fmt.Sprint("u", i)), Blob: blobOf("u"), Size: 9}, UploadPrivate{Name: "tb.xlsx"}),
			} {
				b.ok(Apply(b.w, &e))
			}
		}
		before := encodedState(t, b.w.E["work"])
		r := rand.New(rand.NewPCG(seed, 3))
		type twin struct {
			fork  *Fork
			whole *World
		}
		all := []twin{{NewFork(b.w), clone(b.w)}}
		for step := range 60 {
			at := all[r.IntN(len(all))]
			for range r.IntN(4) {
				e := b.anyFileEvent(r, at.whole.E["work"], step)
				if got, want := Apply(at.fork, &e), Apply(at.whole, &e); got != want {
					t.Fatalf("seed %d: a fork answers %v, a copy %v", seed, got, want)
				}
			}
			if r.IntN(3) == 0 {
				above := NewFork(at.fork)
				above.own(work) // from here on it is not a view of what is under it
				all = append(all, twin{above, clone(at.whole)})
			}
			if r.IntN(5) == 0 { // what is tried and dropped leaves nothing
				e := b.anyFileEvent(r, at.whole.E["work"], step)
				Apply(NewFork(at.fork), &e)
			}
			if r.IntN(3) == 0 { // and so does what is asked
				e := b.anyFileEvent(r, at.whole.E["work"], step)
				Check(at.fork, &e)
			}
		}
		for i, x := range all {
			if got, want := encodedState(t, x.fork.Engagement("work")), encodedState(t, x.whole.E["work"]); got != want {
				t.Fatalf("seed %d: fork %d is not what happened on it", seed, i)
			}
		}
		if encodedState(t, b.w.E["work"]) != before {
			t.Fatalf("seed %d: what is under the forks changed", seed)
		}
	}
}

func encodedState(t *testing.T, e *Engagement) string {
	t.Helper()
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// anyFileEvent is something about a file of the engagement as it stands.
func (b *bench) anyFileEvent(r *rand.Rand, e *Engagement, step int) Event {
	saved := e.DocumentByKey(fmt.Sprint("k", r.IntN(80)))
	sent := e.Document(DocumentID(fmt.Sprint("u", r.IntN(70))))
	switch r.IntN(6) {
	case 0:
		id := fmt.Sprint("new", step, r.IntN(1000))
		return b.saveEvent(DocumentID(id), id, "", id)
	case 1:
		if saved != nil {
			return b.saveEvent(saved.ID, saved.Key, saved.Tip, fmt.Sprint("again", step, r.IntN(1000)))
		}
	case 2:
		if saved != nil {
			return b.event(pia, work, DocumentWithdrawn, DocumentRef{Document: saved.ID}, nil)
		}
	case 3:
		if saved != nil {
			return b.event(ann, work, DocumentViewed, DocumentRef{saved.ID, saved.Latest().ID}, nil)
		}
	case 4:
		id := PlacedID(e.Salt, e.ID, sent.Latest().ID)
		return b.eventNamed(id, pia, work, DocumentPlaced, PlacedBody{sent.Latest().ID, Digest(sent.Latest().Blob)}, PlacedPrivate{"From client/x.pdf"})
	}
	return b.event(ann, work, MessagePosted, MessageBody{Message: MessageID(fmt.Sprint("m", step, r.IntN(1000)))}, TextPrivate{Text: "a", Via: via("ann")})
}

// BenchmarkActionOnALargeEngagement is one save tried and taken where ten
// thousand documents are already.
func BenchmarkActionOnALargeEngagement(b *testing.B) {
	m := newBench(panics{})
	fork := NewFork(m.w)
	for i := range 10000 {
		e := m.saveEvent(DocumentID(fmt.Sprint("d", i)), fmt.Sprint("k", i), "", fmt.Sprint("v", i))
		if r := Apply(fork, &e); !r.OK() {
			b.Fatal(r)
		}
	}
	events := make([]Event, b.N)
	for i := range events {
		id := fmt.Sprint("late", i)
		events[i] = m.saveEvent(DocumentID(id), id, "", id)
	}
	b.ResetTimer()
	for i := range events {
		above := NewFork(fork)
		if r := Apply(above, &events[i]); !r.OK() {
			b.Fatal(r)
		}
		fork.Adopt(above)
	}
}
