package foldersim

import (
	"context"
	"errors"
	"io"
	"maps"
	"strings"
	"sync"
	"time"

	"tieout/app/folder"
)

// Desk is one computer of the office: the real engine, what it keeps on its own disk, and the loop by
// which it files uploads, as app does.
type Desk struct {
	ID    int
	world *World
	clock *deskClock
	index *index
	spool string
	weak  bool
	deep  bool
	root  folder.Root

	folders *folder.Folders
	watcher *watcher
	stop    context.CancelFunc
	ended   chan struct{} // of this run
	session *session
	mu      sync.Mutex
	dead    bool
	holds   map[string]folder.Hold
	garbage map[string]bool // see struck
	since   time.Time
}

// pass waits for the desk's turn.
func (d *Desk) pass(what, at string) verdict {
	if d.world.mapping { // before life begins
		return verdict{}
	}
	return d.world.gate.pass(d, what, at)
}

// work is the one work file of the world.
const work, workPath = "w", "Clients/Acme"

func (d *Desk) start() error {
	d.watcher, d.session = newWatcher(d.deep), &session{d, d.world.server.boots}
	w := d.watcher
	f, err := folder.Open(folder.Config{
		Spool: d.spool, Index: d.index, Sink: d.sink(), Small: map[bool]int64{true: 1}[d.world.straight], Clock: d.clock, FS: deskFS{d.world.server, d}, Timing: d.world.timing,
		NewWatcher: func() (folder.Watcher, error) { return w, nil },
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	d.folders, d.stop, d.ended, d.dead, d.holds = f, stop, make(chan struct{}), false, map[string]folder.Hold{}
	if err := errors.Join(f.Follow(folder.Mapping{ID: work, RootID: d.root.ID, Path: workPath}), f.Attach(d.root)); err != nil {
		return err
	}
	var filing sync.WaitGroup
	filing.Go(func() { d.file(ctx, f) })
	go func(ended chan struct{}) {
		<-ctx.Done()
		f.Close()
		filing.Wait()
		close(ended)
	}(d.ended)
	return nil
}

// file places what has no receipt, again and again.
func (d *Desk) file(ctx context.Context, f *folder.Folders) {
	for ctx.Err() == nil {
		for _, u := range d.world.relay.unfiled() {
			f.Place(ctx, d.request(u)) // what cannot be placed now is tried again below
		}
		timer, giveUp := d.clock.After(5 * time.Second)
		select {
		case <-ctx.Done():
		case <-timer:
		}
		giveUp()
	}
}

func (d *Desk) request(u *upload) folder.PlaceRequest {
	return folder.PlaceRequest{
		MappingID: work, Lane: u.lane, Dir: u.dir, Name: u.name, ID: u.id, Size: int64(len(u.body)), SHA256: sum(u.body),
		Open: func(context.Context) (io.ReadCloser, error) {
			if v := d.pass("fetch", u.id); v.fail != nil {
				return nil, v.fail
			}
			return io.NopCloser(strings.NewReader(u.body)), nil
		},
		Filed: func(context.Context) (bool, error) {
			v := d.pass("ask for a receipt", u.id)
			return d.world.relay.filed(u) && !d.world.broken.NoReceipts, v.fail
		},
		Receipt: func(_ context.Context, p folder.Placed) error {
			v := d.pass("record a receipt", u.id)
			if v.fail == nil {
				d.world.relay.receipt(u, p.Rel)
			}
			return errors.Join(v.fail, v.lost)
		},
	}
}

// index is a desk's memory. What was written last is lost when its power fails: see folder.Index.
type index struct {
	*folder.MemoryIndex
	d      *Desk
	mu     sync.Mutex
	recent []undo
}

type undo struct {
	key string
	do  func()
}

func (x *index) Get(m, key string) (folder.Observation, bool, error) {
	if v := x.d.pass("recall", key); v.fail != nil {
		return folder.Observation{}, false, v.fail
	}
	return x.MemoryIndex.Get(m, key)
}

func (x *index) Put(m, key string, o folder.Observation) error {
	if v := x.d.pass("remember", key); v.fail != nil {
		return v.fail
	}
	x.undoable(m, key)
	return x.MemoryIndex.Put(m, key, o)
}

func (x *index) Delete(m, key string) error {
	if v := x.d.pass("forget", key); v.fail != nil {
		return v.fail
	}
	x.undoable(m, key)
	return x.MemoryIndex.Delete(m, key)
}

func (x *index) undoable(m, key string) {
	old, had, _ := x.MemoryIndex.Get(m, key)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.recent = append(x.recent, undo{key, func() {
		if had {
			x.MemoryIndex.Put(m, key, old)
		} else {
			x.MemoryIndex.Delete(m, key)
		}
	}})
	x.recent = x.recent[max(0, len(x.recent)-3):]
}

// crash loses the last n writes. A file that is deleted before anybody reads it again stays with the client.
func (x *index) crash(n int) {
	x.d.garbage = nil
	for ; n > 0 && len(x.recent) > 0; n-- {
		last := len(x.recent) - 1
		x.recent[last].do()
		if doc := x.d.world.relay.docs[x.recent[last].key]; doc != nil {
			doc.kept = true
		}
		x.recent = x.recent[:last]
	}
	x.recent = nil
}

// sink is the way from a desk to the relay.
type sink struct{ d *Desk }

func (d *Desk) sink() folder.Sink {
	if d.world.straight {
		return straightSink{sink{d}}
	}
	return sink{d}
}

func (s sink) Saved(v folder.Saved) error {
	return s.tell("report", v.Version, func(body string) { s.d.world.relay.saved(v.Key, body) })
}

func (s sink) Offered(v folder.Offered) error {
	return s.tell("offer", v.Version, func(string) {})
}

func (s sink) tell(what string, v folder.Version, take func(body string)) error {
	said := s.d.pass(what, v.Rel)
	if said.fail != nil {
		return said.fail
	}
	body, err := bodyOf(v)
	if err != nil {
		return err
	}
	s.d.world.judgeVersion(s.d, v, body)
	s.d.sends(v, body)
	take(body)
	return said.lost
}

func bodyOf(v folder.Version) (string, error) {
	if taken, ok := v.Intake.(*taking); ok {
		return taken.body.String(), nil
	}
	from, err := v.Open()
	if err != nil {
		return "", err
	}
	defer from.Close()
	body, err := io.ReadAll(from)
	return string(body), err
}

func (s sink) Gone(g folder.Gone) error {
	said := s.d.pass("withdraw", g.Rel)
	if said.fail != nil {
		return said.fail
	}
	s.d.world.judgeGone(s.d, g)
	s.d.forgets(g)
	s.d.world.relay.gone(g)
	return said.lost
}

func (s sink) Held(h folder.Hold) {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	if len(h.Missing)+len(h.Changed) == 0 {
		delete(s.d.holds, h.MappingID)
	} else {
		s.d.holds[h.MappingID] = h
	}
}

func (s sink) Changed(string)         {}
func (s sink) Root(folder.RootStatus) {}

// struck notes what a desk must not send for a while: files that it knows as what their names say and that
// are that no more. bodies are what is in them now, each with its key.
func (d *Desk) struck(bodies map[string]string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.garbage, d.since = map[string]bool{}, d.world.clocks.now()
	for body, key := range bodies {
		if o, ok, _ := d.index.MemoryIndex.Get(work, key); ok && !o.Odd && !o.Unsure && strings.HasSuffix(key, ".pdf") {
			d.garbage[body+key] = true
		}
	}
}

// forgets ends that for a file that was gone for long enough to be withdrawn: what comes in its place is another,
// of which nobody knows what it was.
func (d *Desk) forgets(g folder.Gone) {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.garbage, func(one string, _ bool) bool { return strings.HasSuffix(one, g.Key) })
}

// sends judges a version against that.
func (d *Desk) sends(v folder.Version, body string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.garbage[body+v.Key] && d.world.clocks.now().Sub(d.since) < 9*time.Minute {
		d.world.wrong("desk %d sends what nobody can read: %s", d.ID, v.Rel)
	}
}

func (d *Desk) held() (folder.Hold, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	h, ok := d.holds[work]
	return h, ok
}

// watcher hears what the world lets it hear.
type watcher struct {
	*folder.HintBox
	deep bool
	mu   sync.Mutex
	dirs map[string]bool
}

func newWatcher(deep bool) *watcher {
	return &watcher{HintBox: folder.NewHintBox(), deep: deep, dirs: map[string]bool{}}
}

func (w *watcher) Add(dir string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dirs[dir] = true
	return nil
}

func (w *watcher) Remove(dir string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.dirs, dir)
}

func (w *watcher) Close() error { return nil }

func (w *watcher) watches(dir string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dirs[dir] || w.deep && w.dirs[sharePath]
}

// Deep implements folder.Watcher.
func (w *watcher) Deep() bool { return w.deep }
