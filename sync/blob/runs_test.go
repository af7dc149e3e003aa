package blob

import (
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"
)

// A part that comes while a run ends is in no hash of it.
func TestARunEndsAsItIs(t *testing.T) {
	first, late := []byte("the first part"), []byte(" and one that comes late")
	l := lease{scope: "s"}
	m := Manifest{Parts: []Part{{int64(len(first)), Sum(first)}}}
	for range 20_000 {
		var r runs
		r.took(t.Context(), l, Run{"r", 0}, Sum(first), first)
		one := r.find(l, "r")
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { one.take(t.Context(), l, 1, earlyPart{hash: Sum(late), plain: late}) })
		}
		if got, ran := r.whole(l, m); ran && got != Sum(first) {
			t.Fatal("its hash is of more than its parts")
		}
		wg.Wait()
	}
}

// A run that goes on is followed however many others begin.
func TestARunThatGoesOnIsFollowed(t *testing.T) {
	var r runs
	l := lease{scope: "s"}
	whole, m := sha256.New(), Manifest{}
	for i := range 5 * maxRuns {
		part := fmt.Append(nil, "part ", i)
		whole.Write(part)
		m.Parts = append(m.Parts, Part{int64(len(part)), Sum(part)})
		r.took(t.Context(), l, Run{"mine", i}, Sum(part), part)
		r.took(t.Context(), l, Run{fmt.Sprint("another ", i), 0}, Sum(part), part)
	}
	if got, ran := r.whole(l, m); !ran || got != Hash(whole.Sum(nil)) {
		t.Errorf("its hash is %v, %v", got, ran)
	}
	if n := len(r.all); n >= maxRuns {
		t.Errorf("%d others are followed still", n)
	}
}

// A run that takes a part for long keeps nobody waiting.
func TestARunThatTakesAPartIsNotWaitedFor(t *testing.T) {
	var r runs
	l := lease{scope: "s"}
	part := []byte("a part")
	for _, id := range []string{"slow", "quick"} {
		r.took(t.Context(), l, Run{id, 0}, Sum(part), part)
	}
	slow := r.find(l, "slow")
	slow.mu.Lock()
	defer slow.mu.Unlock()
	if got, ran := r.whole(l, Manifest{Parts: []Part{{int64(len(part)), Sum(part)}}}); !ran || got != Sum(part) {
		t.Errorf("the other run: %v, %v", got, ran)
	}
}
