package foldersim

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func live(t *testing.T, seed uint64, dir string, b Broken) (r Report, err error) {
	t.Helper()
	synctest.Test(t, func(*testing.T) { r, err = Live(seed, dir, b) })
	return r, err
}

// spools is a folder for what the desks of a life have in their hands: in memory where there is such a
// place, since a life makes hundreds of files and no disk is under test.
func spools(t *testing.T) string {
	t.Helper()
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err != nil || !info.IsDir() || os.Getenv("TMPDIR") != "" {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp(memory, "foldersim-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// lessGarbage trades memory, of which a life needs next to none, for time.
func lessGarbage(t *testing.T) {
	before := debug.SetGCPercent(800)
	t.Cleanup(func() { debug.SetGCPercent(before) })
}

// number reads how much is asked for.
func number(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// Whatever happens to the share, the network, the clocks and the desks: every version that is reported is a
// state in which somebody left the file, every upload is in one place, nobody's bytes are replaced, and in
// the end the client has what is in To client. TIEOUT_SEEDS says how many lives are lived, TIEOUT_SEED
// lives one of them again, TIEOUT_FROM begins later, TIEOUT_WORKERS says how many are lived at once. A life
// that goes wrong is told and the others go on; after ten of them it ends.
func TestLives(t *testing.T) {
	lessGarbage(t)
	from, seeds := number(t, "TIEOUT_FROM", 0), number(t, "TIEOUT_SEEDS", 300)
	if os.Getenv("TIEOUT_SEED") != "" {
		from, seeds = number(t, "TIEOUT_SEED", 0), 1
	}
	var steps, lives, wrong, next atomic.Uint64
	next.Store(from)
	began := time.Now()
	t.Run("at once", func(t *testing.T) {
		for i := range number(t, "TIEOUT_WORKERS", uint64(runtime.GOMAXPROCS(0))) {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				dir := spools(t)
				for seed := next.Add(1) - 1; seed < from+seeds && wrong.Load() < 10; seed = next.Add(1) - 1 {
					r, err := live(t, seed, dir, Broken{})
					steps.Add(uint64(r.Steps))
					if err != nil {
						wrong.Add(1)
						t.Errorf("TIEOUT_SEED=%d: %v", seed, err)
					}
					if n := lives.Add(1); n%50_000 == 0 {
						fmt.Printf("%d lives, %d of them wrong, %d steps, %v\n", n, wrong.Load(), steps.Load(), time.Since(began).Round(time.Second))
					}
				}
			})
		}
	})
	t.Logf("%d lives, %d of them wrong, %d steps, %v", lives.Load(), wrong.Load(), steps.Load(), time.Since(began).Round(time.Second))
}

// A seed is one interleaving: lived twice, everything happens in the same order.
func TestASeedIsOneLife(t *testing.T) {
	dir := spools(t)
	for seed := range uint64(25) {
		one, _ := live(t, seed, dir, Broken{})
		two, _ := live(t, seed, dir, Broken{})
		if one != two {
			t.Errorf("seed %d: %+v, then %+v", seed, one, two)
		}
	}
}

// The world notices each guard that is missing.
func TestAMissingGuardIsNoticed(t *testing.T) {
	for _, c := range []struct {
		name   string
		broken Broken
		says   string
		from   uint64 // the first seed that noticed, to lose no time; a change of the engine moves it
	}{
		{"claims exclude nobody", Broken{NoClaims: true}, "", 0},
		{"names are claimed by many", Broken{NoNames: true}, "replaced", 630},
		{"what a claim says is lost", Broken{NoNotes: true}, "second time", 7},
		{"flushing does nothing", Broken{NoFlush: true}, "lies at", 93},
		{"nobody is ever writing", Broken{NoProbe: true}, "nobody left it in", 6},
		{"receipts are not asked for", Broken{NoReceipts: true}, "second time", 0},
		{"an empty folder has the marker", Broken{NoMarker: true}, "which is there", 7},
		{"a broken listing is whole", Broken{Torn: true}, "", 3301},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := spools(t)
			for seed := c.from; seed < c.from+2000; seed++ {
				_, err := live(t, seed, dir, c.broken)
				if err == nil || !strings.Contains(err.Error(), c.says) {
					continue
				}
				what, _, _ := strings.Cut(err.Error(), "\n")
				t.Logf("seed %d: %s", seed, what)
				return
			}
			t.Error("nobody noticed")
		})
	}
}

// The only thing here that no call of package time makes.
func TestTimesOfTwoClocks(t *testing.T) {
	wall := time.Date(1999, 12, 31, 23, 59, 59, 7, time.UTC)
	one, two := twoClocks(wall, time.Hour), twoClocks(wall.AddDate(30, 0, 0), time.Hour+time.Second)
	if !one.Round(0).Equal(wall) || !two.Round(0).Equal(wall.AddDate(30, 0, 0)) {
		t.Errorf("the walls say %v and %v", one.Round(0), two.Round(0))
	}
	if passed := two.Sub(one); passed != time.Second {
		t.Errorf("%v passed, want a second", passed)
	}
}
