package engagement

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is done to copies of a list, each is as if it were a slice of its
// own, and survives its own JSON.
func TestListsOfDocumentsDoNotNoticeEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type twin struct {
			list  Documents
			slice []*Document
		}
		first := twin{}
		for i := range rapid.IntRange(0, 3*SectionSize).Draw(t, "first") {
			first.list.Add(&Document{ID: DocumentID(fmt.Sprint(i))})
			first.slice = append(first.slice, first.list.At(i))
		}
		all := []twin{first}
		for step := range rapid.IntRange(1, 60).Draw(t, "steps") {
			x := &all[rapid.IntRange(0, len(all)-1).Draw(t, "copy")]
			d := &Document{ID: DocumentID(fmt.Sprint("step", step))}
			switch what := rapid.IntRange(0, 2).Draw(t, "what"); {
			case what == 0:
				all = append(all, twin{x.list.branch(), slices.Clone(x.slice)})
			case what == 1 && len(x.slice) > 0:
				at := rapid.IntRange(0, len(x.slice)-1).Draw(t, "at")
				x.list.put(at, d)
				x.slice[at] = d
			default:
				for range rapid.SampledFrom([]int{1, 3, SectionSize}).Draw(t, "more") {
					x.list.Add(d)
					x.slice = append(x.slice, d)
				}
			}
		}
		for _, x := range all {
			holdsList(t, x.list, x.slice)
		}
	})
}

func holdsList(t *rapid.T, list Documents, want []*Document) {
	t.Helper()
	if list.Len() != len(want) || list.IsZero() != (len(want) == 0) || !slices.Equal(list.Slice(), want) {
		t.Fatalf("%d documents of %d, or others", list.Len(), len(want))
	}
	for at, d := range list.All() {
		if want[at] != d || list.At(at) != d {
			t.Fatalf("another document in place %d", at)
		}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	var again Documents
	if err := json.Unmarshal(raw, &again); err != nil || again.Len() != len(want) {
		t.Fatalf("of %d documents %d come back, %v", len(want), again.Len(), err)
	}
}

// A new version of one of many documents is tried without copying their list:
// an act on a large engagement takes little more memory than on a small one.
func TestAForkOfALargeEngagementCopiesLittle(t *testing.T) {
	const many, most = 40 * SectionSize, 24 << 10 // their list alone is 80 KB
	b := newBench(panics{})
	w := newEnds(b)
	w.take(t, b.newFiles(many)...)
	d := w.office.E["work"].Documents.At(many / 2)
	again := b.saveEvent(d.ID, d.Key, d.Tip, "again")
	if r := Check(w.office, &again); !r.OK() {
		t.Fatal(r)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const times = 50
	for range times {
		Check(w.office, &again)
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / times; each > most {
		t.Errorf("to try one save takes %d bytes", each)
	}
}
