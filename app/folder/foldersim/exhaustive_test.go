package foldersim

import "testing"

// Everything that can happen when desks place two uploads, in every order, with a crash anywhere and a
// connection made again anywhere: claim, fence, make, look, note, rename, record, let go. A model small
// enough to try all of it, beside the lives, which try the real thing in some.

// deskAt is where one desk is with its upload.
type deskAt struct {
	upload int8 // 0 or 1
	step   int8
	second int8 // 1 when it is to be "name (2)"
	part   int8 // the number of its temporary file
}

// The steps of a desk.
const (
	idle int8 = iota
	claimed
	asked   // it knows that there is no receipt, and took older temporary files out of reach
	made    // its temporary file lies there
	looked  // it knows that the name is free
	sure    // it wrote the note through its claim, and has the right to the name
	renamed // it gave the name
	recorded
	crashed
)

// office is a state of everything. It is comparable, so that states are visited once.
type office struct {
	desks   [3]deskAt
	holder  [2]int8 // which desk holds the claim on an upload, -1 for nobody
	naming  int8    // which desk holds the right to the name, -1
	named   int8    // whose bytes have the name, -1 for nobody's
	second  int8    // whose bytes have "name (2)", -1
	note    [2]bool // the claim says that the upload may lie there
	number  [2]int8 // the number in that note
	parts   [2]int8 // which temporary files of the upload lie there, a bit for each number
	places  [2]int8 // how often each got a name
	receipt [2]bool
	lost    bool // somebody's bytes were replaced
	crashes int8
	breaks  int8
}

// rules are what the desks keep to, and what happens to them at most.
type rules struct {
	claims, names, notes, asks, fences, takeover, samba bool
	crashes, breaks                                     int8
}

// next lists every state that one step leads to.
func (o office) next(r rules) (all []office) {
	for i := range o.desks {
		if o.desks[i].step == crashed {
			continue
		}
		all = append(all, o.steps(int8(i), r)...)
		if o.crashes < r.crashes && o.desks[i].step != idle {
			n := o.letFall(int8(i))
			n.crashes++
			n.desks[i].step = crashed
			all = append(all, n)
		}
		if o.breaks < r.breaks && o.holder[o.desks[i].upload] == int8(i) {
			n := o.letFall(int8(i))
			n.breaks++
			all = append(all, n)
		}
	}
	return all
}

// letFall ends what a desk holds: with the desk, or with its connection, which it does not notice.
func (o office) letFall(i int8) office {
	for u := range o.holder {
		if o.holder[u] == i {
			o.holder[u] = -1
		}
	}
	if o.naming == i {
		o.naming = -1
	}
	return o
}

func (o office) steps(i int8, r rules) []office {
	d := &o.desks[i]
	u := d.upload
	switch d.step {
	case idle:
		return o.begin(i, r)
	case claimed:
		return []office{o.take(i, r)}
	case asked:
		o.parts[u] |= 1 << d.part
		d.step = made
	case made:
		if r.names && o.naming >= 0 && o.naming != i {
			return nil
		}
		if r.names {
			o.naming = i
		}
		d.second = 0
		if o.named >= 0 {
			d.second = 1 // it will be "name (2)"
		}
		d.step = looked
	case looked:
		if r.claims && o.holder[u] != i { // the handle says so
			return []office{o.letGo(i, idle)}
		}
		o.note[u], o.number[u] = r.notes, d.part
		d.step = sure
	case sure:
		return []office{o.rename(i, r)}
	case renamed:
		o.receipt[u] = true
		d.step = recorded
	case recorded:
		if o.holder[u] == i {
			o.note[u] = false
		}
		return []office{o.letGo(i, idle)}
	}
	return []office{o}
}

// take is what a desk does with a claim that it just got.
func (o office) take(i int8, r rules) office {
	d := &o.desks[i]
	u := d.upload
	if r.asks && o.receipt[u] {
		return o.letGo(i, idle)
	}
	d.part = 0
	if r.fences && o.note[u] {
		d.part = min(o.number[u]+1, 6) // without claims it would go on for ever
	}
	if r.fences {
		o.parts[u] = 0
	}
	d.step = asked
	if r.notes && o.note[u] && (o.named == u || o.second == u) {
		d.step = renamed // found, not placed again
	}
	return o
}

// begin takes up either upload that has no receipt, as far as a desk that asks for receipts knows.
func (o office) begin(i int8, r rules) (all []office) {
	for u := range int8(2) {
		free := o.holder[u] < 0 || !r.claims || r.takeover
		if o.receipt[u] && r.asks || !free {
			continue
		}
		n := o
		n.holder[u], n.desks[i] = i, deskAt{upload: u, step: claimed}
		all = append(all, n)
	}
	return all
}

// rename gives the name that was free when the desk looked. Samba replaces what came in between; a rename
// that refuses leads back to looking, one whose temporary file is gone to the end of the attempt.
func (o office) rename(i int8, r rules) office {
	d := &o.desks[i]
	slot := &o.named
	if d.second == 1 {
		slot = &o.second
	}
	if o.naming == i {
		o.naming = -1
	}
	if o.parts[d.upload]&(1<<d.part) == 0 {
		return o.letGo(i, idle)
	}
	if *slot >= 0 && !r.samba {
		d.step = made
		return o
	}
	o.lost = o.lost || *slot >= 0
	*slot = d.upload
	o.parts[d.upload] &^= 1 << d.part
	o.places[d.upload]++
	d.step = renamed
	return o
}

func (o office) letGo(i, step int8) office {
	u := o.desks[i].upload
	if o.holder[u] == i {
		o.holder[u] = -1
	}
	if o.naming == i {
		o.naming = -1
	}
	o.desks[i] = deskAt{step: step}
	return o
}

// explore visits every state and counts the bad ones, or only looks for a first one.
func explore(r rules, first bool) (states, lost, twice, undelivered int) {
	start := office{holder: [2]int8{-1, -1}, naming: -1, named: -1, second: -1}
	seen, todo := map[office]bool{start: true}, []office{start}
	for len(todo) > 0 && !(first && lost+twice+undelivered > 0) {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		next := o.next(r)
		if o.lost {
			lost++
		}
		if o.places[0] > 1 || o.places[1] > 1 {
			twice++
			continue
		}
		if len(next) == 0 && (!o.receipt[0] || !o.receipt[1]) {
			undelivered++
		}
		for _, n := range next {
			if !seen[n] {
				seen[n] = true
				todo = append(todo, n)
			}
		}
	}
	return len(seen), lost, twice, undelivered
}

// F5: with everything that Place does nothing is lost, nothing is there twice and nothing waits for ever, in
// any order and with two of three desks crashing anywhere, on a server that renames in two steps; and on
// one that does not, with a crash and a connection that ends unnoticed, claims and all, while its desk goes on.
func TestEveryOrderOfPlacing(t *testing.T) {
	for _, c := range []struct {
		server  string
		rules   rules
		without map[string]func(*rules)
	}{
		{"renames in two steps", rules{samba: true, crashes: 2}, map[string]func(*rules){
			"claims":   func(r *rules) { r.claims = false },
			"names":    func(r *rules) { r.names = false },
			"notes":    func(r *rules) { r.notes = false },
			"receipts": func(r *rules) { r.asks = false },
			"patience": func(r *rules) { r.takeover = true },
		}},
		{"makes connections again", rules{crashes: 1, breaks: 1}, map[string]func(*rules){
			"claims":   func(r *rules) { r.claims = false },
			"notes":    func(r *rules) { r.notes = false },
			"fences":   func(r *rules) { r.fences = false },
			"receipts": func(r *rules) { r.asks = false },
		}},
	} {
		t.Run(c.server, func(t *testing.T) {
			all := c.rules
			all.claims, all.names, all.notes, all.asks, all.fences = true, true, true, true, true
			states, lost, twice, undelivered := explore(all, false)
			if lost+twice+undelivered > 0 || states < 500 {
				t.Errorf("of %d states %d lose bytes, %d have an upload twice, %d never end", states, lost, twice, undelivered)
			}
			t.Logf("%d states", states)
			for name, without := range c.without {
				r := all
				without(&r)
				if _, lost, twice, undelivered := explore(r, true); lost+twice+undelivered == 0 {
					t.Errorf("nothing goes wrong without %s: the model proves nothing of them", name)
				} else {
					t.Logf("without %s: lost %d, twice %d, without an end %d", name, lost, twice, undelivered)
				}
			}
		})
	}
}
