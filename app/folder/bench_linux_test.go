package folder

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The tree of the resource goals: 1,000 work files, 5,000 folders, 100,000 files, all in lanes that are
// read, so that each has to be compared with what is known of it.
const (
	benchWorkFiles = 1000
	benchFolders   = 3 // in each "To client"
	benchFiles     = 25
)

// office is such a tree with a keeper that knows it already, as after a restart.
type office struct {
	root  Root
	index *MemoryIndex
	base  string
}

func newOffice(tb testing.TB) office {
	tb.Helper()
	base := tb.TempDir()
	o := office{index: NewMemoryIndex(), base: base}
	share := filepath.Join(base, "share")
	old := time.Now().Add(-time.Hour)
	for i := range benchWorkFiles {
		for _, dir := range append([]string{""}, strings.Fields("K-1s Letters Returns")...) {
			at := filepath.Join(share, benchPath(i), "To client", dir)
			check(tb, os.MkdirAll(at, 0o755))
			for j := range benchFiles {
				file := filepath.Join(at, fmt.Sprintf("Document %02d of the engagement.pdf", j))
				check(tb, os.WriteFile(file, []byte("%PDF-1.7 %%EOF"), 0o644))
				check(tb, os.Chtimes(file, old, old))
			}
		}
	}
	var err error
	o.root, err = MapRoot(OS(), share)
	check(tb, err)
	o.remember(tb)
	return o
}

func benchPath(i int) string { return fmt.Sprintf("Clients/Client %04d/2025 Form 1120-S", i) }

// remember fills the index as if everything had been reported.
func (o office) remember(tb testing.TB) {
	tb.Helper()
	tree, err := OS().Open(o.root.Path)
	check(tb, err)
	defer tree.Close()
	for _, m := range o.mappings() {
		walk(tree, m, DefaultLaneNames(), func(string) {}, func(p part) uint64 {
			for _, e := range p.entries {
				check(tb, o.index.Put(m.ID, e.key, Observation{Stamp: e.Stamp, Lane: e.lane, Rel: e.rel, SHA256: strings.Repeat("0", 64)}))
			}
			return 0
		})
	}
}

func (o office) mappings() (all []Mapping) {
	for i := range benchWorkFiles {
		all = append(all, Mapping{ID: fmt.Sprintf("engagement-%04d", i), RootID: o.root.ID, Path: benchPath(i)})
	}
	return all
}

func (o office) config() Config {
	return Config{
		Index: o.index, Sink: deafSink{}, Spool: filepath.Join(o.base, "spool"), FS: OS(), Clock: systemClock{},
		Lanes: DefaultLaneNames(), Timing: Timing{}.withDefaults(), NewWatcher: NewNotifier,
	}
}

// cpu is what this process has used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// keeperOf is a keeper that has been told of every work file and not scanned yet.
func (o office) keeperOf(tb testing.TB) *keeper {
	k := newKeeper(o.config(), o.root)
	k.startWatching()
	tb.Cleanup(k.stop)
	for _, m := range o.mappings() {
		k.follow(m, newBoard())
	}
	return k
}

// BenchmarkRescan measures one pass over everything: the first of a run, which compares each file with
// the index, and the later ones, which compare with what was seen.
func BenchmarkRescan(b *testing.B) {
	o := newOffice(b)
	k := o.keeperOf(b)
	for _, pass := range []string{"first", "later", "compared"} {
		b.Run(pass, func(b *testing.B) {
			began := cpu()
			for b.Loop() {
				switch pass {
				case "first":
					k = o.keeperOf(b)
				case "compared":
					k.doubtViews()
				}
				k.scanEverything()
			}
			b.ReportMetric((cpu()-began).Seconds()/float64(b.N), "cpu-s/op")
			if len(k.pending) > 0 {
				b.Errorf("%d files of an unchanged tree would be read", len(k.pending))
			}
		})
	}
}

// BenchmarkQuickPass measures the look at the folders alone, where notices are weak.
func BenchmarkQuickPass(b *testing.B) {
	o := newOffice(b)
	k := o.keeperOf(b)
	k.scanEverything()
	began := cpu()
	for b.Loop() {
		for _, wf := range k.order {
			k.quickPass(wf, time.Now())
		}
	}
	b.ReportMetric((cpu()-began).Seconds()*1000/float64(b.N), "cpu-ms/op")
	if len(k.queue) > 0 {
		b.Errorf("%d work files seem changed", len(k.queue))
	}
}

// BenchmarkIdle runs a desk that watches everything and does nothing for a while (TIEOUT_IDLE, else 10 s)
// and reports the share of a core and the memory it takes.
func BenchmarkIdle(b *testing.B) {
	o := newOffice(b)
	f, err := Open(o.config())
	check(b, err)
	defer f.Close()
	for _, m := range o.mappings() {
		check(b, f.Follow(m))
	}
	check(b, f.Attach(o.root))
	k := f.roots[o.root.ID]
	quiet := make(chan struct{})
	k.inbox.put(func() { k.scanEverything(); close(quiet) })
	<-quiet
	pause, err := time.ParseDuration(os.Getenv("TIEOUT_IDLE"))
	if err != nil {
		pause = 10 * time.Second
	}
	debug.FreeOSMemory()
	began := cpu()
	for b.Loop() {
		<-time.After(pause)
	}
	b.ReportMetric(100*(cpu()-began).Seconds()/(pause.Seconds()*float64(b.N)), "%core")
	b.ReportMetric(residentMB(b), "MB-RSS")
	o.index = nil
	runtime.KeepAlive(f)
}

func residentMB(tb testing.TB) float64 {
	tb.Helper()
	raw, err := os.ReadFile("/proc/self/statm")
	check(tb, err)
	pages, err := strconv.Atoi(strings.Fields(string(raw))[1])
	check(tb, err)
	return float64(pages*os.Getpagesize()) / (1 << 20)
}
