package folder

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// promptSink notes when a file was reported.
type promptSink struct {
	deafSink
	heard chan time.Time
}

func (s promptSink) Saved(Saved) error {
	s.heard <- time.Now()
	return nil
}

// BenchmarkSave measures the time from the close of a save of 64 KB to its report, as programs save: a
// new file, an old one written over in place, a temporary file renamed over it. Saves come at moments
// that have nothing to do with the desk's own.
func BenchmarkSave(b *testing.B) {
	for _, how := range []string{"new", "in-place", "rename"} {
		b.Run(how, func(b *testing.B) {
			base := b.TempDir()
			root, lane := saveOffice(b, base)
			heard := make(chan time.Time, 1)
			f, err := Open(Config{Index: NewMemoryIndex(), Sink: promptSink{heard: heard}, Spool: filepath.Join(base, "spool")})
			check(b, err)
			defer f.Close()
			check(b, f.Follow(Mapping{ID: "acme", RootID: root.ID, Path: "Acme"}))
			check(b, f.Attach(root))
			check(b, os.WriteFile(filepath.Join(lane, "first.pdf"), []byte("first"), 0o644))
			<-heard
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				closed := saveAs(b, how, lane, i)
				took = append(took, (<-heard).Sub(closed))
				<-time.After(time.Duration(100+37*(i%7)) * time.Millisecond)
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
			b.ReportMetric(took[len(took)*95/100].Seconds()*1000, "p95-ms")
		})
	}
}

func saveOffice(b *testing.B, base string) (Root, string) {
	b.Helper()
	lane := filepath.Join(base, "share", "Acme", "To client")
	check(b, os.MkdirAll(lane, 0o755))
	root, err := MapRoot(OS(), filepath.Join(base, "share"))
	check(b, err)
	return root, lane
}

// saveAs saves and returns when that was done.
func saveAs(b *testing.B, how, lane string, i int) time.Time {
	b.Helper()
	body := bytes.Repeat([]byte(fmt.Sprintf("save %08d ", i)), 64<<10/14)
	at := filepath.Join(lane, "a.pdf")
	switch how {
	case "new":
		at = filepath.Join(lane, fmt.Sprintf("%d.pdf", i))
	case "rename":
		temp := filepath.Join(lane, "~save.tmp")
		check(b, os.WriteFile(temp, body, 0o644))
		check(b, os.Rename(temp, at))
		return time.Now()
	}
	check(b, os.WriteFile(at, body, 0o644))
	return time.Now()
}

// countSink counts what was reported.
type countSink struct {
	deafSink
	left *atomic.Int64
	done chan struct{}
}

func (s countSink) Saved(Saved) error {
	if s.left.Add(-1) == 0 {
		close(s.done)
	}
	return nil
}

// BenchmarkManyNew copies 10,000 files of 20 KB into a lane that is being watched.
func BenchmarkManyNew(b *testing.B) {
	const files = 10_000
	body := bytes.Repeat([]byte("0123456789abcdef"), 20<<10/16)
	for b.Loop() {
		base := b.TempDir()
		root, lane := saveOffice(b, base)
		sink := countSink{left: new(atomic.Int64), done: make(chan struct{})}
		sink.left.Store(files)
		f, err := Open(Config{Index: NewMemoryIndex(), Sink: sink, Spool: filepath.Join(base, "spool")})
		check(b, err)
		check(b, f.Follow(Mapping{ID: "acme", RootID: root.ID, Path: "Acme"}))
		check(b, f.Attach(root))
		began := cpu()
		for i := range files {
			dir := filepath.Join(lane, fmt.Sprint(i%100))
			check(b, os.MkdirAll(dir, 0o755))
			check(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.pdf", i)), body, 0o644))
		}
		<-sink.done
		b.ReportMetric((cpu() - began).Seconds(), "cpu-s")
		check(b, f.Close())
	}
}
