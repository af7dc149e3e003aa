package engagement

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is done to copies of a list of what waits, each is as if it were a
// slice of its own, and survives its own JSON.
func TestListsOfWhatWaitsDoNotNoticeEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type twin struct {
			list  Holding
			slice []DocumentID
		}
		all := []twin{{}}
		for step := range rapid.IntRange(1, 80).Draw(t, "steps") {
			x := &all[rapid.IntRange(0, len(all)-1).Draw(t, "copy")]
			switch what := rapid.IntRange(0, 3).Draw(t, "what"); {
			case what == 0:
				all = append(all, twin{x.list, slices.Clone(x.slice)})
			case what == 1 && len(x.slice) > 0:
				at := rapid.IntRange(0, len(x.slice)-1).Draw(t, "at")
				x.list.remove(x.slice[at])
				x.slice = slices.Delete(x.slice, at, at+1)
			default:
				for n := range rapid.SampledFrom([]int{1, 2, SectionSize}).Draw(t, "more") {
					id := DocumentID(fmt.Sprint(step, "-", n))
					x.list.add(id)
					x.slice = append(x.slice, id)
				}
			}
		}
		for _, x := range all {
			raw, err := json.Marshal(x.list)
			if err != nil {
				t.Fatal(err)
			}
			var again Holding
			if err := json.Unmarshal(raw, &again); err != nil {
				t.Fatal(err)
			}
			for _, list := range []Holding{x.list, again} {
				if got := slices.Collect(list.All()); !slices.Equal(got, x.slice) || list.IsZero() != (len(x.slice) == 0) {
					t.Fatalf("%d wait of %d, or others", len(got), len(x.slice))
				}
			}
		}
	})
}
