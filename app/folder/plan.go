package folder

import (
	"cmp"
	"slices"
	"time"
)

// planning plans one work file from one look at it, a folder at a time, as plain values. It reads no clock,
// no disk and no index, so that the same folders always lead to the same operations.
type planning struct {
	mapping string
	// remote is what the receiver has been told about absence, and the evidence of more.
	remote absence
	// sample has files read again that give no reason to, a few at a time: see sampleFiles.
	sample bool
	// wary has a person asked about whatever is missing, however little.
	wary bool
	now  time.Time
	gone time.Duration

	samples []operation
	lacking map[string]Observation // agreed on, in a lane that is there, and not there itself
	missing int                    // those of them that somebody misses
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
	opForget                 // forget it without a word: nobody misses it
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

// part says what the files of one part lead to, in key order. synced is what was last agreed on of them, by
// key: the version that the receiver took and how the file looked then. waiting are the files about to be
// read, as they were when they began to wait.
func (t *planning) part(at part, synced map[string]Observation, waiting map[string]entry) []operation {
	var ops []operation
	present := 0
	for i, e := range at.entries {
		if _, known := synced[e.key]; known && (i == 0 || at.entries[i-1].key != e.key) {
			present++
		}
		if !e.observed() {
			continue
		}
		if block := e.obstacle(at.twins); block.State != "" {
			ops = append(ops, operation{kind: opBlock, key: e.key, entry: e, state: block})
			continue
		}
		ops = append(ops, planFile(e, synced, waiting)...)
		t.planSample(e, synced, waiting)
	}
	if present < len(synced) {
		t.planMissing(at, synced)
	}
	return ops
}

// planMissing finds what was agreed on and is not in a part that is there.
func (t *planning) planMissing(at part, synced map[string]Observation) {
	for key, o := range synced {
		if _, there := slices.BinarySearchFunc(at.entries, key, func(e entry, key string) int { return cmp.Compare(e.key, key) }); !there {
			t.absent(key, o)
		}
	}
}

// absent notes what was agreed on and is not there, in a lane that is: folders of lanes get renamed, which
// says nothing about their files.
func (t *planning) absent(key string, o Observation) {
	if t.lacking == nil {
		t.lacking = map[string]Observation{}
	}
	t.lacking[key] = o
	if o.missed() {
		t.missing++
	}
}

// end says what is left when every part was planned: what is read again for no reason, and what becomes of
// absence, with what is known of it from then on. believed says that the look was clean and the root itself
// before and after: only then does absence mean anything. known is how many files were agreed on that somebody would
// miss, which is asked for when one of them is not there. It never orders a file to be withdrawn that a part
// showed, or on one look alone.
func (t *planning) end(believed bool, known int) ([]operation, absence) {
	if !believed {
		return t.samples, t.remote.doubted()
	}
	ops, after := t.planAbsent(known)
	return append(t.samples, ops...), after
}

// planFile compares one file with what was agreed on.
func planFile(e entry, synced map[string]Observation, waiting map[string]entry) []operation {
	op := func(kind opKind, known Observation) []operation {
		return []operation{{kind: kind, key: e.key, entry: e, known: known}}
	}
	if was, ok := waiting[e.key]; ok {
		if was.rel != e.rel || !was.Stamp.Same(e.Stamp) {
			return op(opMoved, Observation{})
		}
		return nil
	}
	known, ok := synced[e.key]
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

// planSample keeps a file in mind that may be read again for no reason.
func (t *planning) planSample(e entry, synced map[string]Observation, waiting map[string]entry) {
	if !t.sample {
		return
	}
	known, ok := synced[e.key]
	if _, waits := waiting[e.key]; waits || !ok || !known.Same(e.Stamp) || known.Racy || t.now.Sub(known.Read).Abs() <= sampleEvery/2 {
		return
	}
	op := operation{kind: opCheck, key: e.key, entry: e, known: known}
	at, _ := slices.BinarySearchFunc(t.samples, op, func(a, b operation) int {
		return cmp.Or(a.known.Read.Compare(b.known.Read), cmp.Compare(a.key, b.key))
	})
	t.samples = slices.Insert(t.samples, at, op)
	t.samples = t.samples[:min(len(t.samples), sampleFiles)]
}

// planAbsent weighs what was agreed on and is not there.
func (t *planning) planAbsent(known int) ([]operation, absence) {
	after, proven := t.remote.weighed(t.lacking, known, t.now, t.gone)
	quiet, missed := split(proven, t.lacking)
	ops := operations(opForget, quiet, t.lacking)
	recent := len(after.told)
	switch held := after.hold != nil; {
	case t.missing == 0 && held:
		after.hold = nil
		ops = append(ops, operation{kind: opRelease})
	case t.missing == 0:
	case !held && !t.wary && !tooMany(t.missing, after.known) && t.missing+recent <= max(10, (after.known+recent)/5):
		ops = append(ops, operations(opWithdraw, missed, t.lacking)...)
	case len(missed) == t.missing: // and once held, all of them are, however many come back
		ops = append(ops, after.holding(t, missed)...)
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
func (a *absence) holding(t *planning, proven []string) []operation {
	h := Hold{MappingID: t.mapping, Since: t.now}
	for _, key := range proven {
		h.Missing = append(h.Missing, goneOf(t.mapping, key, t.lacking[key]))
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

// planAnswered says what it leads to that some of what is held needs no answer any more, and what stays held.
func planAnswered(h Hold, since map[string]time.Time, synced map[string]Observation, answered Hold) (left Hold, ops []operation) {
	left, kind := h, opHold
	left.Missing = nil
	for _, g := range h.Missing {
		if !answered.hasMissing(g.Key) {
			left.Missing = append(left.Missing, g)
			continue
		}
		o, known := synced[g.Key]
		if _, still := since[g.Key]; known && still {
			ops = append(ops, operation{kind: opForget, key: g.Key, known: o})
		}
	}
	if len(left.Missing) == 0 {
		kind = opRelease
	}
	return left, append(ops, operation{kind: kind, hold: left})
}
