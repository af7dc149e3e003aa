package folder

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

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
		f.entries = append(f.entries, entry{lane: ToClient, dir: "To client", rel: name, key: key, Info: p.disk[name]})
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
