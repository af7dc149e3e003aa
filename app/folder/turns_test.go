package folder

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Whatever is put, moved and dropped in whatever order, the file whose turn it is is the one that a look
// at all of them would choose.
func TestTurnsAreWhatALookAtAllThatWaitWouldChoose(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 7))
		turns, start := newTurns(), time.Now()
		wf := &workFile{Mapping: Mapping{ID: "acme"}}
		var all []*pending
		moment := func() time.Time { return start.Add(time.Duration(random.IntN(20)) * time.Second) }
		now := start
		for range 100 {
			switch n := random.IntN(4); {
			case n == 0 || len(all) == 0:
				all = append(all, &pending{wf: wf, entry: entry{key: fmt.Sprint(len(all), random.IntN(9))}, due: moment()})
				turns.put(all[len(all)-1])
			case n == 1:
				p := all[random.IntN(len(all))]
				p.due, p.hintAt = moment(), moment()
				turns.put(p)
			case n == 2:
				p := all[random.IntN(len(all))]
				turns.drop(p)
				all = slices.DeleteFunc(all, func(o *pending) bool { return o == p })
			default:
				now = now.Add(time.Duration(random.IntN(2)) * time.Second)
				mustBeNext(t, &turns, all, now)
			}
		}
	}
}

func mustBeNext(t *testing.T, turns *turns, all []*pending, now time.Time) {
	t.Helper()
	var want *pending
	for _, p := range all {
		due := !now.Before(p.due) || p.heap == &turns.ready
		if due && (want == nil || turns.ready.less(p, want)) {
			want = p
		}
	}
	if got := turns.next(now); got != want {
		t.Fatalf("it is the turn of %+v instead of %+v", got, want)
	}
}
