package folder

import (
	"flag"
	"fmt"
	"maps"
	"reflect"
	"slices"
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
