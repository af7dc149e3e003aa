package foldersim

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/app/folder"
)

// Broken turns guards off, to show that the world notices.
type Broken struct {
	NoClaims   bool // two desks can hold one claim
	NoNames    bool // two desks can hold the right to one name
	NoNotes    bool // what a claim says is lost
	NoFlush    bool // flushing does nothing
	NoProbe    bool // nobody is ever said to be writing
	NoReceipts bool // nobody is told that an upload has been filed already
	NoMarker   bool // an empty folder looks like the share itself, its marker included
	Torn       bool // a listing that breaks off is said to be whole
}

// World is one life of one office.
type World struct {
	rng       *rand.Rand
	gate      gate
	clocks    *clocks
	server    *server
	serverOff time.Duration // of the server's clock
	relay     *relay
	desks     []*Desk
	timing    folder.Timing
	broken    Broken
	mapping   bool
	storm     bool // things fail at random
	straight  bool // files are taken while they are read
	encrypted bool // see encrypt
	hints     []queued
	writers   []*writer
	saves     int
	expiring  []expiry
	aside     map[string]string // what staff renamed away, by where it was

	mu      sync.Mutex
	wrongs  []string
	closed  map[string]map[string]bool // by path key: the states in which staff left the file
	present map[string]time.Time       // by path key: since when the file is there
}

// queued is a notice on its way.
type queued struct {
	desk *Desk
	hint folder.Hint
}

// expiry is the claim of a computer without power, which the server gives up in the end.
type expiry struct {
	of  *session
	due time.Time
}

// Live lives one office by seed and returns what went wrong, with the steps that led there. dir is a
// folder for the desks' spools. It has to run in a testing/synctest bubble.
func Live(seed uint64, dir string, broken Broken) (Report, error) {
	w, err := newWorld(seed, dir, broken)
	if err != nil {
		return Report{}, err
	}
	for range 25 + w.rng.IntN(25) {
		w.run(w.rng.IntN(60))
		w.gate.waiting()
		w.happen()
		if w.isWrong() {
			break
		}
	}
	w.rest()
	err = w.end()
	return Report{Steps: w.gate.steps, Hash: w.gate.hash, Traits: w.server.traits}, err
}

// Report says what a life was like.
type Report struct {
	Steps  int
	Hash   uint64 // of everything that happened, in its order
	Traits Traits
}

func newWorld(seed uint64, dir string, broken Broken) (*World, error) {
	w := &World{
		rng: rand.New(rand.NewPCG(seed, 0x7e0)), clocks: &clocks{}, relay: &relay{docs: map[string]*doc{}}, broken: broken,
		closed: map[string]map[string]bool{}, present: map[string]time.Time{}, aside: map[string]string{},
		straight: seed%8 == 3,
		timing:   folder.Timing{Hot: 8 * time.Second, Warm: 20 * time.Second, RootCheck: 15 * time.Second, HotFor: time.Minute, Full: 45 * time.Second},
	}
	coin := func() bool { return w.rng.IntN(2) == 0 }
	w.serverOff = time.Duration(w.rng.IntN(7)-3) * time.Second
	w.server = newServer(w, Traits{
		Folds: coin(), NFD: w.rng.IntN(4) == 0, TwoSteps: coin(), IDs: coin(), Unable: w.rng.IntN(5) == 0,
		Tick:    []time.Duration{1, 100, 1000, 2 * time.Second}[w.rng.IntN(4)],
		Lingers: time.Duration(1+w.rng.IntN(3)) * time.Minute,
		Again:   w.rng.IntN(3) == 0,
	})
	w.mapping = true
	for i := range 2 + w.rng.IntN(2) {
		d := &Desk{ID: i + 1, world: w, weak: coin(), deep: coin(), spool: filepath.Join(dir, fmt.Sprint("desk", i+1))}
		d.clock, d.session = &deskClock{all: w.clocks, desk: d}, &session{desk: d}
		if w.rng.IntN(3) == 0 {
			d.clock.off = time.Duration(w.rng.IntN(20)-10) * 365 * 24 * time.Hour
		}
		d.index = &index{MemoryIndex: folder.NewMemoryIndex(), d: d}
		w.desks = append(w.desks, d)
		root, err := folder.MapRoot(deskFS{w.server, d}, sharePath)
		if err != nil {
			return nil, err
		}
		d.root = root
	}
	w.mapping = false
	for _, at := range []string{"Clients", workPath, workPath + "/To client", workPath + "/From client", workPath + "/Workpapers"} {
		w.server.put(at, w.server.node(path.Base(at), true))
	}
	w.note()
	for _, d := range w.desks {
		if err := d.start(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// run lets the desks take at most n steps.
func (w *World) run(n int) {
	for range n {
		if !w.step() {
			w.pass(time.Duration(w.rng.IntN(3000)) * time.Millisecond)
		}
	}
}

// step delivers a notice, lets some time pass or lets one desk go on; it is false when nothing of that is
// to be done. One thing happens at a time, and the next when everything that it set off waits again.
func (w *World) step() bool {
	parked := w.gate.waiting()
	switch {
	case len(w.hints) > 0 && w.rng.IntN(4) == 0:
		w.deliver()
	case len(parked) == 0:
		return false
	case w.server.traits.Again && w.storm && w.rng.IntN(60) == 0:
		w.breaks()
	case w.rng.IntN(40) == 0:
		w.pass(time.Duration(w.rng.IntN(400)) * time.Millisecond)
	default:
		s := parked[w.rng.IntN(len(parked))]
		w.gate.release(s, w.weather(s))
	}
	return true
}

// pass lets time go by, until the next timer at most.
func (w *World) pass(d time.Duration) {
	w.clocks.advance(d)
	now := w.clocks.now()
	w.expiring = slices.DeleteFunc(w.expiring, func(e expiry) bool {
		if now.Before(e.due) {
			return false
		}
		w.server.leave(e.of)
		return true
	})
}

var (
	errIO    = errors.New("the network name is no longer available")
	errReply = errors.New("the answer did not come in time")
)

// weather says how a step goes.
func (w *World) weather(s *step) verdict {
	if s.desk.dead {
		return verdict{die: true}
	}
	if !w.storm || w.rng.IntN(8) != 0 {
		return verdict{}
	}
	late := w.rng.IntN(3) == 0
	switch s.what {
	case "stat", "list", "read", "recall", "read claim", "fetch", "ask for a receipt", "rename, look":
		late = false
	case "probe": // a server that does not answer this answers nothing, and "unable" is a trait
		return verdict{}
	case "open":
		return verdict{fail: []error{errIO, fs.ErrPermission, folder.ErrInUse}[w.rng.IntN(3)]}
	case "write", "note":
		return verdict{fail: []error{errIO, folder.ErrDiskFull}[w.rng.IntN(2)]}
	case "remember", "forget":
		return verdict{}
	case "rename":
		if !late {
			return verdict{fail: []error{errIO, fs.ErrPermission, folder.ErrInUse}[w.rng.IntN(3)]}
		}
	}
	if late {
		return verdict{lost: errReply}
	}
	return verdict{fail: errIO}
}

// hint has every desk that watches the folder told, perhaps. The server calls it, its lock held.
func (w *World) hint(rel string, h folder.Hint) {
	h.Path = sharePath + "/" + strings.TrimPrefix(rel, "./")
	for _, d := range w.desks {
		if d.watcher != nil && (d.watcher.watches(path.Dir(h.Path)) || d.watcher.watches(h.Path)) {
			w.hints = append(w.hints, queued{d, h})
		}
	}
}

// deliver hands over one notice, perhaps not the oldest; it may be doubled, and where notices are weak it
// may be dropped.
func (w *World) deliver() {
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	i := 0
	if w.rng.IntN(4) == 0 {
		i = w.rng.IntN(len(w.hints))
	}
	q := w.hints[i]
	if w.rng.IntN(8) != 0 {
		w.hints = slices.Delete(w.hints, i, i+1)
	}
	if lost := q.desk.weak && w.rng.IntN(3) == 0; !lost {
		q.desk.watcher.HintBox.Add(q.hint)
	}
}

// crash ends a desk between two steps. Without power its claims stay held until the server gives it up.
func (w *World) crash(d *Desk, power bool) {
	w.gate.note(fmt.Sprintf("desk %d crashes", d.ID))
	d.dead = true
	d.stop()
	w.until(d)
	if power {
		d.index.crash(w.rng.IntN(3))
		w.expiring = append(w.expiring, expiry{d.session, w.clocks.now().Add(w.server.traits.Lingers)})
	} else {
		w.server.leave(d.session)
	}
}

// quit ends a desk in an orderly way.
func (w *World) quit(d *Desk) {
	w.gate.note(fmt.Sprintf("desk %d quits", d.ID))
	d.stop()
	w.until(d)
	d.dead = true
}

// until lets a desk that was told to end do so.
func (w *World) until(d *Desk) {
	for {
		parked := w.gate.waiting()
		select {
		case <-d.ended:
			return
		default:
		}
		mine := slices.IndexFunc(parked, func(s *step) bool { return s.desk == d })
		if mine < 0 {
			w.wrong("desk %d does not end", d.ID)
			return
		}
		w.gate.release(parked[mine], w.weather(parked[mine]))
	}
}

func (w *World) start(d *Desk) {
	w.gate.note(fmt.Sprintf("desk %d starts", d.ID))
	if err := d.start(); err != nil {
		w.wrong("desk %d does not start: %v", d.ID, err)
	}
}

func (w *World) wrong(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrongs = append(w.wrongs, fmt.Sprintf(format, args...))
	w.gate.note("WRONG: " + fmt.Sprintf(format, args...))
}

func (w *World) isWrong() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.wrongs) > 0
}

// end stops everything and says what was wrong.
func (w *World) end() error {
	w.storm = false
	for _, d := range w.desks {
		if !d.dead {
			w.quit(d)
		}
		os.RemoveAll(d.spool)
	}
	if !w.isWrong() {
		return nil
	}
	return fmt.Errorf("%s\n%+v\n%s", strings.Join(w.wrongs, "\n"), w.server.traits, w.gate.tail())
}
