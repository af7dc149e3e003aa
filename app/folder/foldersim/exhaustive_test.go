package foldersim

import "testing"

// Everything that can happen when desks place two uploads, in every order and with a crash anywhere: claim,
// look, rename, record, let go. A model small enough to try all of it, beside the lives, which try the real
// thing in some.

// deskAt is where one desk is with its upload.
type deskAt struct {
	upload int8 // 0 or 1
	step   int8
	noted  int8 // 1 once it renamed
}

// The steps of a desk.
const (
	idle int8 = iota
	claimed
	asked   // it knows that there is no receipt
	looked  // it knows that the name is free
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
	places  [2]int8 // how often each got a name
	receipt [2]bool
	lost    bool // somebody's bytes were replaced
	crashes int8
}

// rules are what the desks keep to.
type rules struct{ claims, names, notes, asks, takeover, samba bool }

// next lists every state that one step leads to.
func (o office) next(r rules) (all []office) {
	for i := range o.desks {
		if o.desks[i].step == crashed {
			continue
		}
		all = append(all, o.steps(int8(i), r)...)
		if o.crashes < 2 && o.desks[i].step != idle {
			all = append(all, o.crash(int8(i), r))
		}
	}
	return all
}

// crash ends a desk. Its handles end with it; unless claims are only files, which stay.
func (o office) crash(i int8, r rules) office {
	o.crashes++
	o.desks[i].step = crashed
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
		if r.asks && o.receipt[u] {
			return []office{o.letGo(i, idle)}
		}
		if r.notes && o.note[u] && (o.named == u || o.second == u) {
			d.step = renamed // found, not placed again
			return []office{o}
		}
		d.step = asked
	case asked:
		if r.names && o.naming >= 0 && o.naming != i {
			return nil
		}
		if r.names {
			o.naming = i
		}
		d.noted = 0
		if o.named >= 0 {
			d.noted = 1 // it will be "name (2)"
		}
		o.note[u] = r.notes
		d.step = looked
	case looked:
		return []office{o.rename(i, r)}
	case renamed:
		o.receipt[u] = true
		d.step = recorded
	case recorded:
		o.note[u] = false
		return []office{o.letGo(i, idle)}
	}
	return []office{o}
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
// that refuses leads back to looking.
func (o office) rename(i int8, r rules) office {
	d := &o.desks[i]
	slot := &o.named
	if d.noted == 1 {
		slot = &o.second
	}
	if *slot >= 0 && !r.samba {
		d.step = asked
		return o
	}
	o.lost = o.lost || *slot >= 0
	*slot = d.upload
	o.places[d.upload]++
	d.step = renamed
	if o.naming == i {
		o.naming = -1
	}
	return o
}

func (o office) letGo(i, step int8) office {
	u := o.desks[i].upload
	if o.holder[u] == i {
		o.holder[u] = -1
	}
	o.desks[i] = deskAt{step: step}
	return o
}

// explore visits every state and counts the bad ones.
func explore(r rules) (states, lost, twice, undelivered int) {
	start := office{holder: [2]int8{-1, -1}, naming: -1, named: -1, second: -1}
	seen, todo := map[office]bool{start: true}, []office{start}
	for len(todo) > 0 {
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
// any order and with two of three desks crashing anywhere, even on a server that renames in two steps.
func TestEveryOrderOfPlacing(t *testing.T) {
	all := rules{claims: true, names: true, notes: true, asks: true, samba: true}
	states, lost, twice, undelivered := explore(all)
	if lost+twice+undelivered > 0 || states < 500 {
		t.Errorf("of %d states %d lose bytes, %d have an upload twice, %d never end", states, lost, twice, undelivered)
	}
	t.Logf("%d states", states)
	for name, without := range map[string]func(*rules){
		"claims":   func(r *rules) { r.claims = false },
		"names":    func(r *rules) { r.names = false },
		"notes":    func(r *rules) { r.notes = false },
		"receipts": func(r *rules) { r.asks = false },
		"patience": func(r *rules) { r.takeover = true },
	} {
		r := all
		without(&r)
		if _, lost, twice, undelivered := explore(r); lost+twice+undelivered == 0 {
			t.Errorf("nothing goes wrong without %s: the model proves nothing of them", name)
		} else {
			t.Logf("without %s: %d lose bytes, %d have an upload twice, %d never end", name, lost, twice, undelivered)
		}
	}
}
