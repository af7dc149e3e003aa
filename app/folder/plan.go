package folder

import (
	"cmp"
	"slices"
	"time"
)

// trees is all that a plan of one work file is made from, as plain values. Planning them reads no
// clock, no disk and no index, so that the same trees always lead to the same operations.
type trees struct {
	mapping string
	// local is one look at the share; believed says that it was clean and the root itself before and
	// after: only then does absence mean anything.
	local    listing
	believed bool
	// synced is what was last agreed on, by key: the version that the receiver took and how the file
	// looked then.
	synced map[string]Observation
	// remote is what the receiver has been told about absence, and the evidence of more.
	remote absence
	// waiting are the files about to be read, as they were when they began to wait.
	waiting map[string]entry
	// sample has files read again that give no reason to, a few at a time: see sampleFiles.
	sample bool
	now    time.Time
	gone   time.Duration
}

// opKind says what an operation does.
type opKind uint8

const (
	opBlock    opKind = iota // show why the file is not read, and do not read it
	opLook                   // read it, it is not as last known
	opMoved                  // it changed while it waited to be read
	opCheck                  // read it again although it looks as last known
	opRespell                // remember how the name is spelled now
	opWithdraw               // report it gone
	opForget                 // forget it without a word: it was ours
	opHold                   // have a person asked about what is missing
	opRelease                // nothing is held any more
)

// operation is one step of a plan. Every operation may be repeated, and those of different files may be
// carried out in any order.
type operation struct {
	kind  opKind
	key   string
	entry entry       // of opBlock to opRespell
	known Observation // of opCheck to opForget
	state FileState   // of opBlock
	hold  Hold        // of opHold
}

// plan says what one look at a work file leads to, in key order, and what is known of absence from then
// on. It never orders a file to be withdrawn that the listing shows, or on one listing alone.
func (t trees) plan() ([]operation, absence) {
	ops := t.planPresent()
	if !t.believed {
		return ops, t.remote.doubted()
	}
	absent, after := t.planAbsent()
	return append(ops, absent...), after
}

// planPresent goes through what is there.
func (t trees) planPresent() []operation {
	var ops []operation
	for _, e := range t.local.entries {
		if !e.observed() {
			continue
		}
		if block := e.obstacle(t.local.twins); block.State != "" {
			ops = append(ops, operation{kind: opBlock, key: e.key, entry: e, state: block})
		} else {
			ops = append(ops, t.planFile(e)...)
		}
	}
	slices.SortStableFunc(ops, byKey)
	return append(ops, t.planSample()...)
}

func byKey(a, b operation) int { return cmp.Compare(a.key, b.key) }

// planFile compares one file with what was agreed on.
func (t trees) planFile(e entry) []operation {
	op := func(kind opKind, known Observation) []operation {
		return []operation{{kind: kind, key: e.key, entry: e, known: known}}
	}
	if was, ok := t.waiting[e.key]; ok {
		if was.rel != e.rel || !was.Stamp.Same(e.Stamp) {
			return op(opMoved, Observation{})
		}
		return nil
	}
	known, ok := t.synced[e.key]
	if !ok || !known.Same(e.Stamp) {
		return op(opLook, Observation{})
	}
	var ops []operation
	if known.Racy {
		ops = op(opCheck, known)
	}
	if known.Rel != e.rel {
		ops = append(ops, op(opRespell, known)...)
	}
	return ops
}

// sampleFiles is how many files of a work file are read again each sampleEvery although nothing about
// them changed, those first that were not read the longest: times can lie for ever.
const (
	sampleFiles = 4
	sampleEvery = 7 * 24 * time.Hour
)

func (t trees) planSample() []operation {
	if !t.sample {
		return nil
	}
	var ops []operation
	for _, e := range t.local.entries {
		known, ok := t.synced[e.key]
		if _, waits := t.waiting[e.key]; waits || !ok || !e.observed() || t.local.twins[e.key] {
			continue
		}
		if e.Kind == KindFile && known.Same(e.Stamp) && !known.Racy && t.now.Sub(known.Read).Abs() > sampleEvery/2 {
			ops = append(ops, operation{kind: opCheck, key: e.key, entry: e, known: known})
		}
	}
	slices.SortFunc(ops, func(a, b operation) int {
		return cmp.Or(a.known.Read.Compare(b.known.Read), byKey(a, b))
	})
	return ops[:min(len(ops), sampleFiles)]
}

// planAbsent weighs what was agreed on and is not there. A lane whose folder is not there says nothing
// about its files: folders get renamed.
func (t trees) planAbsent() ([]operation, absence) {
	present := make(map[string]bool, len(t.local.entries))
	for _, e := range t.local.entries {
		present[e.key] = true
	}
	lacking, missing, known := map[string]Observation{}, 0, 0
	for key, o := range t.synced {
		_, there := t.local.lanes[o.Lane]
		lacks := there && !present[key]
		if lacks {
			lacking[key] = o
		}
		if !o.Own {
			known++
		}
		if lacks && !o.Own {
			missing++
		}
	}
	after, proven := t.remote.weighed(lacking, known, t.now, t.gone)
	own, theirs := split(proven, lacking)
	ops := operations(opForget, own, lacking)
	recent := len(after.told)
	switch held := after.hold != nil; {
	case missing == 0 && held:
		after.hold = nil
		ops = append(ops, operation{kind: opRelease})
	case missing == 0:
	case !held && !tooMany(missing, after.known) && missing+recent <= max(10, (after.known+recent)/5):
		ops = append(ops, operations(opWithdraw, theirs, lacking)...)
	case len(theirs) == missing: // and once held, all of them are, however many come back
		ops = append(ops, after.holding(t, theirs, lacking)...)
	}
	return ops, after
}

func operations(kind opKind, keys []string, known map[string]Observation) []operation {
	var ops []operation
	for _, key := range keys {
		ops = append(ops, operation{kind: kind, key: key, known: known[key]})
	}
	return ops
}

// holding holds what is proven missing, unless just that is held already.
func (a *absence) holding(t trees, proven []string, lacking map[string]Observation) []operation {
	h := Hold{MappingID: t.mapping, Since: t.now}
	for _, key := range proven {
		h.Missing = append(h.Missing, goneOf(t.mapping, key, lacking[key]))
	}
	if a.hold != nil {
		h.Since = a.hold.Since
		if a.hold.Same(h) {
			return nil
		}
	}
	a.hold = &h
	return []operation{{kind: opHold, hold: h}}
}

// planAnswer says what a person's answer to a hold leads to. Files that came back meanwhile are not
// gone; the others are withdrawn, or, as the person wants, forgotten without a word, so that what was
// sent stays sent.
func planAnswer(a absence, synced map[string]Observation, withdraw bool) []operation {
	if a.hold == nil {
		return nil
	}
	ops := []operation{{kind: opRelease}}
	for _, g := range a.hold.Missing {
		o, ok := synced[g.Key]
		if _, still := a.since[g.Key]; !ok || !still {
			continue
		}
		kind := opForget
		if withdraw {
			kind = opWithdraw
		}
		ops = append(ops, operation{kind: kind, key: g.Key, known: o})
	}
	return ops
}
