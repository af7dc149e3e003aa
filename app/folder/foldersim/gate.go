package foldersim

import (
	"cmp"
	"fmt"
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
	trace  [told]event // the last ones, by number
	events int
	hash   uint64
	steps  int
}

// told is how many of the last events a failure is told with.
const told = 150

// event is something that happened. It is put into words only for whoever reads a failure: a life has
// hundreds, and most end well.
type event struct {
	desk     int // 0 for what people, clients and the weather do
	what, at string
	end      verdict
}

func (e event) String() string {
	if e.desk == 0 {
		return e.what
	}
	words := fmt.Sprintf("desk %d: %s %s", e.desk, e.what, e.at)
	switch {
	case e.end.die:
		words += " (ended)"
	case e.end.fail != nil:
		words += " (fails: " + e.end.fail.Error() + ")"
	case e.end.lost != nil:
		words += " (done, the answer is lost)"
	}
	return words
}

// step is something a desk is about to do.
type step struct {
	desk  *Desk
	what  string
	at    string
	role  uint8 // 0 until somebody has to know
	round int
	goOn  chan verdict
}

// verdict is how a step ends: it is done, fails before it is done, is done and its answer is lost, or its
// desk ends. One that asks who ends nothing.
type verdict struct {
	fail error
	lost error
	die  bool
	who  bool
}

// pass waits for the scheduler. It does not return to a desk that ended.
func (g *gate) pass(d *Desk, what, at string) verdict {
	s := &step{desk: d, what: what, at: at, goOn: make(chan verdict, 1)}
	g.mu.Lock()
	s.round = g.round
	g.parked = append(g.parked, s)
	g.mu.Unlock()
	v := <-s.goOn
	for ; v.who; v = <-s.goOn {
		s.role = roleOfCaller()
	}
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
	slices.SortStableFunc(g.parked, byDesk)
	if g.askAlike() {
		synctest.Wait()
	}
	slices.SortStableFunc(g.parked, func(a, b *step) int {
		return cmp.Or(byDesk(a, b), cmp.Compare(a.role, b.role), cmp.Compare(a.what, b.what), cmp.Compare(a.at, b.at))
	})
	g.round++
	return slices.Clone(g.parked)
}

func byDesk(a, b *step) int {
	return cmp.Or(cmp.Compare(a.round, b.round), cmp.Compare(a.desk.ID, b.desk.ID))
}

// askAlike has those steps say which goroutine takes them that began to wait in one round for one desk.
// Most steps are alone, and to look at a stack is dear.
func (g *gate) askAlike() (asked bool) {
	for i, s := range g.parked {
		alike := i > 0 && byDesk(g.parked[i-1], s) == 0 || i+1 < len(g.parked) && byDesk(s, g.parked[i+1]) == 0
		if alike && s.role == 0 {
			s.goOn <- verdict{who: true}
			asked = true
		}
	}
	return asked
}

// release lets a step happen and notes it.
func (g *gate) release(s *step, v verdict) {
	g.mu.Lock()
	g.parked = slices.DeleteFunc(g.parked, func(p *step) bool { return p == s })
	g.steps++
	g.mu.Unlock()
	g.keep(event{s.desk.ID, s.what, s.at, v})
	s.goOn <- v
}

// note remembers something that no desk did.
func (g *gate) note(what string) { g.keep(event{what: what}) }

func (g *gate) keep(e event) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.mix(e.what)
	g.mix(e.at)
	for _, err := range []error{e.end.fail, e.end.lost} {
		if err != nil {
			g.mix(err.Error())
		}
	}
	g.hash = (g.hash ^ uint64(e.desk)) * fnvPrime
	g.trace[g.events%told] = e
	g.events++
}

const fnvPrime = 1099511628211

// mix takes words into the hash of everything, as FNV-1a does.
func (g *gate) mix(words string) {
	for i := range len(words) {
		g.hash = (g.hash ^ uint64(words[i])) * fnvPrime
	}
}

// tail tells the last events in their order.
func (g *gate) tail() string {
	var words strings.Builder
	for i := max(0, g.events-told); i < g.events; i++ {
		fmt.Fprintln(&words, g.trace[i%told])
	}
	return words.String()
}

// roles are what tells the goroutines of one desk apart when two of them are about to do the same thing.
var roles = []string{"(*keeper).run", "(*looker).try", "(*Desk).file"}

var roleAt sync.Map // program counter to role

// noRole is of a goroutine that is none of them; their numbers follow.
const noRole = 1

// roleOfCaller looks up the stack, a few callers at a time: mostly the first few know.
func roleOfCaller() uint8 {
	var stack [6]uintptr
	for skip := 3; ; skip += len(stack) {
		n := runtime.Callers(skip, stack[:])
		for _, pc := range stack[:n] {
			role, ok := roleAt.Load(pc)
			if !ok {
				role = roleOf(pc)
				roleAt.Store(pc, role)
			}
			if role != uint8(0) {
				return role.(uint8)
			}
		}
		if n < len(stack) {
			return noRole
		}
	}
}

func roleOf(pc uintptr) uint8 {
	frame, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	for i, name := range roles {
		if strings.Contains(frame.Function, name) {
			return uint8(i + 1 + noRole)
		}
	}
	return 0
}
