package engagement

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// E1, E3: whatever bytes arrive as a record, folding them neither panics nor
// leaves half a change.
func FuzzApply(f *testing.F) {
	records := readRecords(f, "testdata/v1-tour.jsonl")
	for _, r := range records {
		f.Add(r.Header, r.Private)
	}
	world := foldedTour(f)
	f.Fuzz(func(t *testing.T, header, private []byte) {
		applies(t, world, Record{Header: header, Private: private})
	})
}

// FuzzBodies reaches deeper: every kind with any body, on a full engagement.
func FuzzBodies(f *testing.F) {
	all := sortedKinds()
	for i, r := range readRecords(f, "testdata/v1-tour.jsonl") {
		e, err := r.Decode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(slices.Index(all, e.Kind)), []byte(e.Body), []byte(e.PrivateBody), i%2 == 0)
	}
	world := foldedTour(f)
	f.Fuzz(func(t *testing.T, kind uint8, body, private []byte, byStaff bool) {
		e := Event{PrivateBody: private, Header: Header{ID: "fuzz", Stream: work, By: ann, Kind: all[int(kind)%len(all)], Body: body, At: monday}}
		if byStaff {
			e.By = pia
		}
		e.Stream = map[scope]Stream{onFirm: FirmStream, onClient: acme, onEngagement: work}[kinds[e.Kind].scope]
		foldsWhole(t, world, &e)
	})
}

func foldedTour(t testing.TB) *World {
	w := NewWorld()
	for _, r := range readRecords(t, "testdata/v1-tour.jsonl") {
		e, err := r.Decode()
		if err != nil {
			t.Fatal(err)
		}
		Apply(w, &e)
	}
	return w
}

// applies decodes and folds a record whose private part need not be the signed
// one, so that bytes that no author signed are met as well.
func applies(t testing.TB, w *World, r Record) {
	if e, err := r.Decode(); err == nil {
		foldsWhole(t, w, &e)
	}
	private := r.Private
	r.Private = nil
	if e, err := r.Decode(); err == nil {
		e.PrivateBody = private[min(len(private), SaltSize):]
		foldsWhole(t, w, &e)
	}
}

func foldsWhole(t reporter, w *World, e *Event) {
	t.Helper()
	fork := clone(w)
	refusesWhole(t, w, e)
	if Apply(fork, e).OK() && !reflect.DeepEqual(clone(fork), fork) {
		t.Fatalf("after %s the state does not survive its own JSON", e.Kind)
	}
	Blobs(e)
	if eng := fork.Engagement(e.Stream.EngagementID()); eng != nil {
		Consequences(w, fork, []Event{*e})
	}
}

// A seeded share of the fuzzing runs with the other tests.
func TestDamagedRecordsFoldWhole(t *testing.T) {
	w := foldedTour(t)
	records := readRecords(t, "testdata/v1-tour.jsonl")
	r := rand.New(rand.NewPCG(7, 7))
	for range 400 {
		rec := records[r.IntN(len(records))]
		rec.Header, rec.Private = damage(r, rec.Header), damage(r, rec.Private)
		applies(t, w, rec)
	}
}

// damage changes, drops, doubles or swaps a few bytes of JSON for others that
// often leave it JSON.
func damage(r *rand.Rand, b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	s := string(b)
	for range 1 + r.IntN(3) {
		i := r.IntN(len(s))
		j := min(len(s), i+r.IntN(8))
		swap := []string{"", "0", "-1", "1e308", `""`, "null", "[]", "{}", s[i:j] + s[i:j], "\xff", `"\u0000"`}
		s = s[:i] + swap[r.IntN(len(swap))] + s[j:]
		s = strings.Replace(s, []string{"d1", "p1", "u1", "ann"}[r.IntN(4)], []string{"d9", "p0", "u2", "zoe"}[r.IntN(4)], 1)
		if s == "" {
			break
		}
	}
	return []byte(s)
}
