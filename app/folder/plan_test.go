package folder

import (
	"flag"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// manyCases has a property tried on ten thousand small lives, the same in every run, or on as many as
// -rapid.checks asks for, from -rapid.seed on.
func manyCases(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	for name, ours := range map[string]string{"rapid.checks": "10000", "rapid.seed": "1"} {
		f := flag.Lookup(name)
		if f.Value.String() != f.DefValue {
			continue
		}
		if err := flag.Set(name, ours); err != nil {
			t.Fatal(err)
		}
		defer flag.Set(name, f.DefValue)
	}
	rapid.Check(t, property)
}

// Names that meet each other: twins in capitals and accents, scratch files, folders, what is no PDF.
var planNames = []string{
	"a.pdf", "A.pdf", "b.pdf", "c.xlsx", "R\u00e9sum\u00e9.pdf", "Re\u0301sume\u0301.pdf", "sub/d.pdf", "Sub/D.PDF", "~$c.xlsx", "e.tmp",
}

// paper is one work file as the model has it: what lies on the share, what was agreed on, and what the
// receiver was told.
type paper struct {
	disk    map[string]Info // by path from the lane's name on; the stamp's ID is the content
	lane    bool            // the folder To client is there
	synced  map[string]Observation
	remote  absence
	now     time.Time
	sent    map[string][]uint64 // by key: the contents reported, in order
	gone    map[string]bool     // by key: withdrawn at present
	refuse  bool
	blank   map[string]time.Time // by key: since when believed listings lack it without a break
	answers int
}

const planGone = 5 * time.Second

func newPaper() *paper {
	return &paper{
		disk: map[string]Info{}, lane: true, synced: map[string]Observation{}, remote: absence{since: map[string]time.Time{}},
		now: time.Unix(1_800_000_000, 0), sent: map[string][]uint64{}, gone: map[string]bool{}, blank: map[string]time.Time{},
	}
}

// look lists the share, a folder at a time.
func (p *paper) look() (parts []part) {
	if !p.lane {
		return nil
	}
	at := map[string]int{}
	folder := func(key string) *part {
		i, made := at[key]
		if !made {
			i, at[key] = len(parts), len(parts)
			parts = append(parts, part{lane: ToClient, key: key})
		}
		return &parts[i]
	}
	folder(PathKey(string(ToClient), ""))
	for _, name := range slices.Sorted(maps.Keys(p.disk)) {
		if isIgnored(name) {
			continue
		}
		key := PathKey(string(ToClient), name)
		f := folder(key[:strings.LastIndex(key, "/")+1])
		f.entries = append(f.entries, entry{ToClient, "To client", name, key, p.disk[name]})
	}
	for i := range parts {
		parts[i].findTwins()
	}
	return parts
}

// entriesOf are the files of all parts.
func entriesOf(parts []part) (all []entry) {
	for _, p := range parts {
		all = append(all, p.entries...)
	}
	return all
}

// trees is all that a plan of one work file is made from.
type trees struct {
	planning
	parts    []part
	believed bool
	synced   map[string]Observation
}

// plan plans all of it.
func (t trees) plan() ([]operation, absence) {
	var ops []operation
	p, rest, known := t.planning, maps.Clone(t.synced), 0
	for _, at := range t.parts {
		files := map[string]Observation{}
		for key, o := range rest {
			if name, in := strings.CutPrefix(key, at.key); in && !strings.Contains(name, "/") {
				files[key] = o
				delete(rest, key)
			}
		}
		ops = append(ops, p.part(at, files, nil)...)
	}
	for key, o := range rest {
		if len(t.parts) > 0 { // the lane is there
			p.absent(key, o)
		}
	}
	for _, o := range t.synced {
		if !o.Own {
			known++
		}
	}
	last, after := p.end(t.believed, known)
	return append(ops, last...), after
}

func (p *paper) trees(l []part, believed bool) trees {
	return trees{planning{mapping: "m", remote: p.remote, now: p.now, gone: planGone}, l, believed, maps.Clone(p.synced)}
}

// scan plans and carries out. It returns the operations.
func (p *paper) scan(t *rapid.T, believed bool) []operation {
	l := p.look()
	p.witness(l, believed)
	ops, after := p.trees(l, believed).plan()
	p.remote = after
	p.carryOut(t, ops, false)
	return ops
}

// witness notes for itself since when files are lacking.
func (p *paper) witness(l []part, believed bool) {
	if !believed {
		clear(p.blank)
		return
	}
	there := map[string]bool{}
	for _, e := range entriesOf(l) {
		there[e.key] = true
	}
	for key := range p.synced {
		switch _, lacking := p.blank[key]; {
		case there[key] || !p.lane:
			delete(p.blank, key)
		case !lacking:
			p.blank[key] = p.now
		}
	}
}

func (p *paper) carryOut(t *rapid.T, ops []operation, answered bool) {
	withdrawn := 0
	for _, op := range ops {
		switch op.kind {
		case opLook, opCheck:
			p.read(t, op.entry)
		case opRespell:
			o := op.known
			o.Rel = op.entry.rel
			p.synced[op.key] = o
		case opWithdraw:
			withdrawn++
			p.withdraw(t, op)
		case opForget:
			if !op.known.Own && !answered {
				t.Fatalf("%s was forgotten without a word and without an answer", op.key)
			}
			delete(p.synced, op.key)
			p.remote = p.remote.believed(op.key, op.known)
		}
	}
	if withdrawn > max(10, (len(p.synced)+withdrawn)/5) && !answered {
		t.Fatalf("%d files were withdrawn at once and nobody was asked", withdrawn)
	}
}

func (p *paper) read(t *rapid.T, e entry) {
	info, ok := p.disk[e.rel]
	if !ok || p.refuse {
		return
	}
	if known := p.synced[e.key]; known.SHA256 != fmt.Sprint(info.ID) {
		p.sent[e.key] = append(p.sent[e.key], info.ID)
	}
	delete(p.gone, e.key)
	own := p.synced[e.key].Own && p.synced[e.key].SHA256 == fmt.Sprint(info.ID)
	p.synced[e.key] = Observation{Stamp: info.Stamp, Lane: e.lane, Rel: e.rel, SHA256: fmt.Sprint(info.ID), Own: own, Read: p.now}
}

func (p *paper) withdraw(t *rapid.T, op operation) {
	since, ok := p.blank[op.key]
	if !ok || p.now.Sub(since) < planGone {
		t.Fatalf("%s was withdrawn on too little evidence", op.key)
	}
	for name := range p.disk {
		if PathKey(string(ToClient), name) == op.key {
			t.Fatalf("%s was withdrawn although %s is there", op.key, name)
		}
	}
	if p.refuse {
		return
	}
	p.gone[op.key] = true
	delete(p.synced, op.key)
	p.remote = p.remote.believed(op.key, op.known)
	p.remote.told = append(p.remote.told, p.now)
}

func (p *paper) save(name string, content uint64) {
	p.disk[name] = Info{Name: name, Stamp: Stamp{Size: 1 + int64(content), ModTime: p.now, ID: content}}
}

// step is something that happens to the work file.
func (p *paper) step(t *rapid.T) {
	name := rapid.SampledFrom(planNames).Draw(t, "name")
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0, 1, 2:
		p.save(name, rapid.Uint64Range(0, 5).Draw(t, "content"))
	case 3:
		delete(p.disk, name)
	case 4:
		to := rapid.SampledFrom(planNames).Draw(t, "to")
		if info, ok := p.disk[name]; ok {
			delete(p.disk, name)
			p.disk[to] = info
		}
	case 5:
		p.lane = !p.lane
	case 6:
		p.refuse = !p.refuse
	case 7:
		for i := range rapid.IntRange(2, 20).Draw(t, "many") {
			p.save(fmt.Sprintf("many %02d.pdf", i), uint64(i))
		}
	case 8:
		maps.DeleteFunc(p.disk, func(name string, i Info) bool { return i.ID%2 == 0 })
	case 9:
		p.scan(t, false)
	case 10:
		withdraw := rapid.Bool().Draw(t, "withdraw")
		ops := planAnswer(p.remote, p.synced, withdraw)
		p.remote.hold = nil
		p.carryOut(t, ops, true)
	default:
		p.scan(t, true)
	}
	p.now = p.now.Add(time.Duration(rapid.IntRange(0, 8).Draw(t, "seconds")) * time.Second)
}

// rest lets the planner work until it orders nothing more.
func (p *paper) rest(t *rapid.T) {
	p.refuse, p.lane = false, true
	for range 8 {
		work := slices.DeleteFunc(p.scan(t, true), func(op operation) bool { return op.kind == opBlock })
		if len(work) == 0 && p.remote.next(planGone).IsZero() {
			return
		}
		p.now = p.now.Add(planGone)
	}
	t.Fatalf("the planner finds no end: %+v", p.trees(p.look(), true))
}

// Whatever happened to a work file: planning ends, nothing is withdrawn without evidence or an answer,
// every file that may be sent is sent as it is, and nothing else is.
// FM03, FM13, FM18.
func TestPlansConverge(t *testing.T) {
	manyCases(t, func(t *rapid.T) {
		p := newPaper()
		for range rapid.IntRange(1, 14).Draw(t, "steps") {
			p.step(t)
		}
		p.rest(t)
		p.isLevel(t)
		if hold := p.remote.hold; hold != nil {
			for _, g := range hold.Missing {
				if p.gone[g.Key] {
					t.Fatalf("%s was withdrawn while it was held", g.Key)
				}
			}
		}
	})
}

// isLevel compares what is there with what the receiver has.
func (p *paper) isLevel(t *rapid.T) {
	l := p.look()
	twins := map[string]bool{}
	for _, at := range l {
		maps.Copy(twins, at.twins)
	}
	for _, e := range entriesOf(l) {
		if !e.observed() || e.obstacle(twins).State != "" {
			continue
		}
		sent := p.sent[e.key]
		if len(sent) == 0 || sent[len(sent)-1] != e.ID || p.gone[e.key] {
			t.Fatalf("%s holds %d, sent were %v, withdrawn %v", e.rel, e.ID, sent, p.gone[e.key])
		}
	}
	there := map[string]bool{}
	for _, e := range entriesOf(l) {
		there[e.key] = true
	}
	for key, o := range p.synced {
		if held := p.remote.hold; !there[key] && held == nil && !o.Own {
			t.Fatalf("%s is gone, nobody was told and nobody is asked", key)
		}
	}
}

// The same trees planned twice give the same plan, and what was carried out is not ordered again.
func TestPlansAreIdempotent(t *testing.T) {
	manyCases(t, func(t *rapid.T) {
		p := newPaper()
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			p.step(t)
		}
		p.refuse = false
		believed := rapid.Bool().Draw(t, "believed")
		l := p.look()
		p.witness(l, believed)
		before := p.trees(l, believed)
		ops, after := before.plan()
		again, afterAgain := before.plan()
		if !reflect.DeepEqual(ops, again) || !reflect.DeepEqual(after, afterAgain) {
			t.Fatalf("one situation, two plans:\n%+v\n%+v", ops, again)
		}
		p.remote = after
		p.carryOut(t, ops, false)
		twice, _ := p.trees(l, believed).plan()
		for _, op := range twice {
			if op.kind != opBlock {
				t.Fatalf("ordered again: %+v", op)
			}
		}
	})
}

// Operations on different files can be carried out in any order.
func TestPlansDoNotDependOnOrder(t *testing.T) {
	manyCases(t, func(t *rapid.T) {
		p := newPaper()
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			p.step(t)
		}
		l := p.look()
		p.witness(l, true)
		ops, after := p.trees(l, true).plan()
		q := p.clone()
		p.remote, q.remote = after, after
		p.carryOut(t, ops, false)
		q.carryOut(t, rapid.Permutation(ops).Draw(t, "order"), false)
		p.remote.told, q.remote.told = nil, nil
		if !reflect.DeepEqual(p.sorted(), q.sorted()) {
			t.Fatalf("the order made a difference:\n%+v\n%+v", p.sorted(), q.sorted())
		}
	})
}

func (p *paper) clone() *paper {
	q := *p
	q.disk, q.synced, q.gone, q.blank = maps.Clone(p.disk), maps.Clone(p.synced), maps.Clone(p.gone), maps.Clone(p.blank)
	q.sent = map[string][]uint64{}
	for key, all := range p.sent {
		q.sent[key] = slices.Clone(all)
	}
	return &q
}

func (p *paper) sorted() []any { return []any{p.synced, p.sent, p.gone, p.remote.since, p.remote.hold} }

// A file that is read again for no reason is one of the longest unread, and never more than a few are.
func TestAFewFilesAreReadAgainForNoReason(t *testing.T) {
	p := newPaper()
	for i := range 10 {
		p.now = p.now.Add(time.Second)
		name := fmt.Sprintf("%d.pdf", 9-i)
		p.save(name, uint64(i))
		p.synced[PathKey(string(ToClient), name)] = Observation{Stamp: p.disk[name].Stamp, Lane: ToClient, Rel: name, Read: p.now}
	}
	trees := p.trees(p.look(), true)
	trees.now = p.now.Add(sampleEvery)
	if ops, _ := trees.plan(); len(ops) != 0 {
		t.Errorf("read again although none is due: %v", ops)
	}
	trees.sample = true
	var got []string
	ops, _ := trees.plan()
	for _, op := range ops {
		got = append(got, op.entry.rel)
	}
	if want := []string{"9.pdf", "8.pdf", "7.pdf", "6.pdf"}; !slices.Equal(got, want) {
		t.Errorf("read again %v, want %v", got, want)
	}
}

// What is read while files are missing is not among what they were missing from: two of two known files
// are all of them, however many are new. FM03.
func TestWhatIsReadMeanwhileMakesNoDeletionSmall(t *testing.T) {
	p := newPaper()
	known := func(name string) {
		p.save(name, 1)
		p.synced[PathKey(string(ToClient), name)] = Observation{Stamp: p.disk[name].Stamp, Lane: ToClient, Rel: name, SHA256: "1"}
	}
	known("a.pdf")
	known("b.pdf")
	clear(p.disk)
	for _, step := range []struct {
		name   string
		passes time.Duration
		fresh  string
	}{
		{"both are missed", 0, "new 1.pdf"},
		{"there is something new", time.Second, "new 2.pdf"},
		{"the evidence is full", planGone, "new 3.pdf"},
		{"and a day later", 24 * time.Hour, "new 4.pdf"},
	} {
		p.now = p.now.Add(step.passes)
		ops, after := p.trees(p.look(), true).plan()
		p.remote = after
		for _, op := range ops {
			if op.kind == opWithdraw {
				t.Fatalf("%s: %s is withdrawn", step.name, op.key)
			}
		}
		known(step.fresh)
	}
	if p.remote.hold == nil || len(p.remote.hold.Missing) != 2 {
		t.Fatalf("held is %+v, want both", p.remote.hold)
	}
}
