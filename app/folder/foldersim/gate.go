package foldersim

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
)

// gate lets one step happen at a time: everything that a desk does to the world waits here until the
// scheduler picks it.
type gate struct {
	mu     sync.Mutex
	round  int
	parked []*step
	trace  []string
	hash   uint64
	steps  int
}

// step is something a desk is about to do.
type step struct {
	desk  *Desk
	what  string
	at    string
	role  uint8
	round int
	goOn  chan verdict
}

// verdict is how a step ends: it is done, fails before it is done, is done and its answer is lost, or its
// desk ends.
type verdict struct {
	fail error
	lost error
	die  bool
}

// pass waits for the scheduler. It does not return to a desk that ended.
func (g *gate) pass(d *Desk, what, at string) verdict {
	s := &step{desk: d, what: what, at: at, role: roleOfCaller(), goOn: make(chan verdict, 1)}
	g.mu.Lock()
	s.round = g.round
	g.parked = append(g.parked, s)
	g.mu.Unlock()
	v := <-s.goOn
	if v.die {
		runtime.Goexit()
	}
	return v
}

// waiting lists what could happen next, in an order that depends on the seed alone.
func (g *gate) waiting() []*step {
	synctest.Wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	slices.SortStableFunc(g.parked, func(a, b *step) int {
		return cmp.Or(cmp.Compare(a.round, b.round), cmp.Compare(a.desk.ID, b.desk.ID), cmp.Compare(a.role, b.role), cmp.Compare(a.what, b.what), cmp.Compare(a.at, b.at))
	})
	g.round++
	return slices.Clone(g.parked)
}

// release lets a step happen and notes it.
func (g *gate) release(s *step, v verdict) {
	g.mu.Lock()
	g.parked = slices.DeleteFunc(g.parked, func(p *step) bool { return p == s })
	g.steps++
	g.mu.Unlock()
	note := fmt.Sprintf("desk %d: %s %s", s.desk.ID, s.what, s.at)
	switch {
	case v.die:
		note += " (ended)"
	case v.fail != nil:
		note += " (fails: " + v.fail.Error() + ")"
	case v.lost != nil:
		note += " (done, the answer is lost)"
	}
	g.note(note)
	s.goOn <- v
}

// note remembers what happened, for whoever reads a failure.
func (g *gate) note(what string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h := fnv.New64a()
	fmt.Fprint(h, g.hash, what)
	g.hash = h.Sum64()
	g.trace = append(g.trace, what)
	if len(g.trace) > 20*told {
		g.trace = slices.Clone(g.trace[len(g.trace)-told:])
	}
}

// roles are what tells the goroutines of one desk apart when two of them are about to do the same thing.
var roles = []string{"(*keeper).run", "(*looker).try", "(*Desk).file"}

var roleAt sync.Map // program counter to role

func roleOfCaller() uint8 {
	var stack [48]uintptr
	for _, pc := range stack[:runtime.Callers(3, stack[:])] {
		role, ok := roleAt.Load(pc)
		if !ok {
			role = roleOf(pc)
			roleAt.Store(pc, role)
		}
		if role != uint8(0) {
			return role.(uint8)
		}
	}
	return 0
}

func roleOf(pc uintptr) uint8 {
	frame, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	for i, name := range roles {
		if strings.Contains(frame.Function, name) {
			return uint8(i + 1)
		}
	}
	return 0
}
