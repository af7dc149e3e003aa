package folder

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// deafSink takes everything.
type deafSink struct{}

func (deafSink) Saved(Saved) error     { return nil }
func (deafSink) Offered(Offered) error { return nil }
func (deafSink) Gone(Gone) error       { return nil }
func (deafSink) Held(Hold)             {}
func (deafSink) Changed(string)        {}
func (deafSink) Root(RootStatus)       {}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func (k *keeper) scanEverything() {
	k.scanAll()
	for len(k.queue) > 0 {
		k.scanNext(k.cfg.Clock.Now())
	}
}

// stillClock moves when it is told to.
type stillClock struct{ now time.Time }

func (c *stillClock) Now() time.Time                                 { return c.now }
func (c *stillClock) After(time.Duration) (<-chan time.Time, func()) { return nil, func() {} }

// slowFS is a share that takes its time, and that may be weak.
type slowFS struct {
	FS
	weak  bool
	clock *stillClock
	takes time.Duration
}

func (f *slowFS) Weak(string) bool { return f.weak }

func (f *slowFS) Open(path string) (Tree, error) {
	f.clock.now = f.clock.now.Add(f.takes)
	return f.FS.Open(path)
}

// silentWatcher says nothing.
type silentWatcher struct{ *HintBox }

func (silentWatcher) Deep() bool       { return false }
func (silentWatcher) Add(string) error { return nil }
func (silentWatcher) Remove(string)    {}
func (silentWatcher) Close() error     { return nil }

// patient is a keeper with one work file and one known file, whose time passes only when told.
type patient struct {
	*keeper
	t     *testing.T
	clock *stillClock
	share *slowFS
	lane  string
}

func newPatient(t *testing.T, weak bool) *patient {
	t.Helper()
	base := t.TempDir()
	lane := filepath.Join(base, "Acme", "To client")
	check(t, os.MkdirAll(lane, 0o755))
	root, err := MapRoot(OS(), base)
	check(t, err)
	clock := &stillClock{now: time.Now()}
	share := &slowFS{FS: OS(), weak: weak, clock: clock}
	k := newKeeper(Config{
		Index: NewMemoryIndex(), Sink: deafSink{}, Spool: t.TempDir(), FS: share, Clock: clock,
		Lanes: DefaultLaneNames(), Timing: Timing{}.withDefaults(),
		NewWatcher: func() (Watcher, error) { return silentWatcher{NewHintBox()}, nil },
	}, root)
	k.startWatching()
	k.follow(Mapping{ID: "acme", RootID: root.ID, Path: "Acme"}, newBoard())
	p := &patient{keeper: k, t: t, clock: clock, share: share, lane: lane}
	p.save("a.pdf", "one")
	p.quiet()
	return p
}

func (p *patient) save(name, body string) {
	p.t.Helper()
	check(p.t, os.WriteFile(filepath.Join(p.lane, name), []byte(body), 0o644))
}

// quiet lets everything be noticed and takes what was found as read.
func (p *patient) quiet() {
	p.t.Helper()
	p.scanEverything()
	for ref, w := range p.pending {
		info, err := os.Lstat(filepath.Join(p.lane, w.entry.rel))
		check(p.t, err)
		s := w.entry.Stamp
		s.ModTime = info.ModTime()
		check(p.t, p.cfg.Index.Put(ref.mapping, ref.key, Observation{Stamp: s, Lane: ToClient, Rel: w.entry.rel}))
		delete(p.pending, ref)
	}
	p.scanEverything()
	if len(p.pending) > 0 {
		p.t.Fatal("nothing happened, and something is to be read")
	}
}

// noticed says after how long a change is noticed, looking every two seconds.
func (p *patient) noticed(within time.Duration) time.Duration {
	p.t.Helper()
	for passed := time.Duration(0); passed <= within; passed += p.cfg.Timing.Hot {
		p.clock.now = p.clock.now.Add(p.cfg.Timing.Hot)
		p.tick(p.clock.now)
		for len(p.queue)+len(p.spread) > 0 {
			p.scanNext(p.clock.now)
		}
		if len(p.pending) > 0 {
			return passed + p.cfg.Timing.Hot
		}
	}
	p.t.Fatalf("not noticed within %v", within)
	return 0
}

// FM21, FM26: how long what no watcher told of stays unnoticed.
func TestHowLongASilentChangeStaysUnnoticed(t *testing.T) {
	for _, c := range []struct {
		name   string
		weak   bool
		hot    bool
		change func(p *patient)
		most   time.Duration
		least  time.Duration
	}{
		{"rewritten in place, in use", false, true, (*patient).rewrite, 2 * time.Second, 0},
		{"made, in use", true, true, (*patient).another, 2 * time.Second, 0},
		{"made, on a network share", true, false, (*patient).another, 30 * time.Second, 20 * time.Second},
		{"rewritten in place, on a network share", true, false, (*patient).rewrite, time.Hour, 50 * time.Minute},
		{"rewritten in place, on a disk", false, false, (*patient).rewrite, 15 * time.Minute, 14 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPatient(t, c.weak)
			if c.hot {
				p.warm(p.files["acme"], p.clock.now)
			}
			c.change(p)
			if got := p.noticed(c.most + 2*time.Second); got > c.most+2*time.Second || got < c.least {
				t.Errorf("noticed after %v, want %v to %v", got, c.least, c.most)
			}
		})
	}
}

func (p *patient) rewrite() { p.save("a.pdf", "two") }
func (p *patient) another() { p.save("b.pdf", "two") }

func TestAWorkFileCoolsDown(t *testing.T) {
	p := newPatient(t, false)
	wf := p.files["acme"]
	p.warm(wf, p.clock.now)
	p.clock.now = p.clock.now.Add(p.cfg.Timing.HotFor - time.Second)
	p.tick(p.clock.now)
	if len(p.queue) != 1 {
		t.Error("a work file in use is not polled")
	}
	p.scanEverything()
	p.clock.now = p.clock.now.Add(time.Minute)
	p.tick(p.clock.now)
	p.scanEverything()
	if !wf.poll.IsZero() {
		t.Error("it is polled for ever")
	}
}

func TestPassesOverEverythingLeaveNineTenthsToOthers(t *testing.T) {
	p := newPatient(t, false)
	wf := p.files["acme"]
	p.share.takes = time.Second
	for range 3 {
		began := p.clock.now
		wf.whole = true
		p.enqueueSpread(wf)
		p.scanNext(began)
		took := p.clock.now.Sub(began)
		if took < time.Second || p.nextPass.Sub(began) != 10*took {
			t.Errorf("a pass took %v, the next is %v after its begin", took, p.nextPass.Sub(began))
		}
		p.enqueueSpread(wf)
		if p.scanNext(p.clock.now); len(p.spread) != 1 {
			t.Error("the next pass begins at once")
		}
		if due := p.nextScan(p.clock.now.Add(time.Hour)); !due.Equal(p.nextPass) {
			t.Errorf("it is due at %v", due)
		}
		p.enqueue(wf) // somebody saved something
		if p.scanNext(p.clock.now); len(p.queue) != 0 {
			t.Error("a save waits for the passes")
		}
		p.spread, wf.waits, p.nextPass, wf.rest = nil, false, time.Time{}, time.Time{}
	}
}

func TestALargeWorkFileIsNotScannedForEachNewFolder(t *testing.T) {
	p := newPatient(t, false)
	wf := p.files["acme"]
	p.share.takes = time.Second
	p.enqueue(wf)
	p.scanNext(p.clock.now)
	p.enqueue(wf)
	if p.scanNext(p.clock.now); len(p.queue) != 1 {
		t.Error("it is scanned again at once")
	}
	if due := p.nextScan(p.clock.now.Add(time.Hour)); !due.Equal(wf.rest) {
		t.Errorf("it is due at %v", due)
	}
	if p.scanNext(wf.rest); len(p.queue) != 0 {
		t.Error("it is not scanned when it has rested")
	}
}

func TestALargeWorkFileInUseIsPolledForLittleOfTheTime(t *testing.T) {
	p := newPatient(t, false)
	wf := p.files["acme"]
	p.warm(wf, p.clock.now)
	p.share.takes = time.Second
	began := p.clock.now
	p.enqueue(wf)
	p.scanNext(p.clock.now)
	took := p.clock.now.Sub(began)
	p.rewrite() // which no watcher tells of
	p.warm(wf, p.clock.now)
	p.share.takes = 0
	if got := p.noticed(60 * took); got < 48*took {
		t.Errorf("a work file whose scan takes %v is polled %v later", took, got)
	}
}

// FM26: an hour asleep, or a clock that was set, shows as a difference between two ways to measure.
func TestASleepOrASetClockMeansAScan(t *testing.T) {
	for _, c := range []struct {
		running, wall time.Duration
		want          bool
	}{
		{2 * time.Second, 2 * time.Second, false},
		{2 * time.Second, 3 * time.Second, false}, // adjusted by the network's time
		{2 * time.Second, time.Hour, true},        // asleep
		{2 * time.Second, -20 * 365 * 24 * time.Hour, true},
	} {
		if got := jumped(c.running, c.wall); got != c.want {
			t.Errorf("%v passed and the clock moved by %v: %v", c.running, c.wall, got)
		}
	}
}

// FM26: looking at the folders of many work files over a slow line must not keep a save waiting.
func TestQuickPassesOverASlowShareAreSpreadToo(t *testing.T) {
	p := newPatient(t, true)
	p.share.takes = time.Second
	p.clock.now = p.clock.now.Add(p.cfg.Timing.Warm)
	began := p.clock.now
	if p.tick(began); p.clock.now != began {
		t.Error("the tick itself waits for the share")
	}
	p.scanNext(began)
	if took := p.clock.now.Sub(began); took != time.Second || p.nextPass.Sub(began) != 10*took {
		t.Errorf("a pass took %v, the next is %v after its begin", took, p.nextPass.Sub(began))
	}
}
