//go:build unix

package synctest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// cpuTime is what this process has used of the processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkFirstSync is 10,000 files of 20 KB from the share to the relay and to a mirror; desk, relay
// and mirror are this process. TIEOUT_BENCH_FILES changes how many.
func BenchmarkFirstSync(b *testing.B) {
	files := number("TIEOUT_BENCH_FILES", 10000)
	for b.Loop() {
		b.StopTimer()
		o := newRealOffice(b)
		stage := filepath.Join(b.TempDir(), "many")
		o.ok(os.Mkdir(stage, 0o755))
		for i := range files {
			o.ok(os.WriteFile(filepath.Join(stage, fmt.Sprintf("file %05d.bin", i)), random(uint64(i), 20<<10), 0o644))
		}
		b.StartTimer()
		before := cpuTime()
		o.ok(os.Rename(stage, filepath.Join(o.lane, "many")))
		o.until("the mirror has all files", func() error { return o.mirror.has(files) })
		b.ReportMetric((cpuTime() - before).Seconds(), "cpu-s/op")
	}
}

// BenchmarkLargeFile is one file of 1 GiB on the same way. TIEOUT_BENCH_MB changes its size.
func BenchmarkLargeFile(b *testing.B) {
	mb := number("TIEOUT_BENCH_MB", 1024)
	for b.Loop() {
		b.StopTimer()
		o := newRealOffice(b)
		stage := filepath.Join(filepath.Dir(o.lane), "backup.qbb")
		file, err := os.Create(stage)
		o.ok(err)
		for i := range mb {
			_, err := file.Write(random(uint64(i), 1<<20))
			o.ok(err)
		}
		o.ok(file.Close())
		b.StartTimer()
		before := cpuTime()
		o.ok(os.Rename(stage, filepath.Join(o.lane, "backup.qbb")))
		o.until("the mirror has the file", func() error { return o.mirror.has(1) })
		b.ReportMetric((cpuTime() - before).Seconds(), "cpu-s/op")
	}
}

// BenchmarkSaveToMirror is the time from a save of 64 KB until the mirror has its bytes.
func BenchmarkSaveToMirror(b *testing.B) {
	o := newRealOffice(b)
	var all []time.Duration
	n := 0
	for b.Loop() {
		n++
		name := fmt.Sprintf("letter %d.pdf", n)
		content := random(uint64(n), 64<<10)
		start := time.Now()
		o.ok(saveFile(filepath.Join(o.lane, name), content))
		latency(b, func() error { return o.mirror.has(n) })
		all = append(all, time.Since(start))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "p95-ms")
}
