package folder

import (
	"slices"
	"time"
)

// How long others have their turn after a scan, in multiples of the time it took.
const (
	spreadRest = 9  // of the passes that are made from time to time
	eagerRest  = 2  // of one work file in which something is going on
	polledRest = 49 // of one that is in use, until it is polled again
)

// largeScan is how long a scan may take without a rest after it.
const largeScan = 20 * time.Millisecond

// scanNext makes one scan. What somebody waits for goes first. The passes that are made from time to
// time are spread, so that they never take more than a tenth of a core, or of what a slow share gives.
// A large work file in which much is going on is not scanned for each new folder in it, and one in use is not
// polled for more than a fiftieth of a core.
func (k *keeper) scanNext(now time.Time) {
	if at := k.nextEager(now); at >= 0 {
		wf := k.queue[at]
		k.queue = slices.Delete(k.queue, at, at+1)
		wf.queued = false
		if took := k.timed(wf, k.scan); took > largeScan {
			wf.rest, wf.still = now.Add((1+eagerRest)*took), now.Add((1+polledRest)*took)
		}
		return
	}
	if len(k.spread) > 0 && !now.Before(k.nextPass) {
		wf := k.spread[0]
		k.spread = k.spread[1:]
		k.nextPass = now.Add((1 + spreadRest) * k.timed(wf, k.pass))
	}
}

// nextEager is the place in the queue of the first work file that has rested; -1 when there is none.
func (k *keeper) nextEager(now time.Time) int {
	return slices.IndexFunc(k.queue, func(wf *workFile) bool { return !now.Before(wf.rest) })
}

// timed says how long a look took. At a work file that rests there is none.
func (k *keeper) timed(wf *workFile, look func(*workFile)) time.Duration {
	if k.cfg.rests(wf.Mapping) {
		return 0
	}
	began := k.cfg.Clock.Now()
	look(wf)
	return max(k.cfg.Clock.Now().Sub(began), 0)
}

// nextScan is when the next scan is due, at the latest then.
func (k *keeper) nextScan(then time.Time) time.Time {
	if len(k.spread) > 0 && k.nextPass.Before(then) {
		then = k.nextPass
	}
	for _, wf := range k.queue {
		if wf.rest.Before(then) {
			then = wf.rest
		}
	}
	return then
}

// enqueue has a work file scanned as soon as possible.
func (k *keeper) enqueue(wf *workFile) {
	if !wf.queued {
		wf.queued = true
		k.queue = append(k.queue, wf)
	}
}

// enqueueSpread has a work file looked at in its turn.
func (k *keeper) enqueueSpread(wf *workFile) {
	if !wf.queued && !wf.waits {
		wf.waits = true
		k.spread = append(k.spread, wf)
	}
}

// scan is the truth about one work file: it lists the lanes, a folder at a time, has planned what that leads
// to, and carries it out.
func (k *keeper) scan(wf *workFile) {
	if k.files[wf.ID] != wf {
		return // unfollowed meanwhile
	}
	now := k.cfg.Clock.Now()
	k.checkRoot(now)
	if !k.status.State.readable() {
		return
	}
	tree, err := k.cfg.FS.Open(k.root.Path)
	if err != nil {
		wf.absence, wf.full = wf.absence.doubted(), now.Add(k.cfg.Timing.RootCheck)
		return
	}
	defer tree.Close()
	look := k.newSurvey(wf, now)
	l := walk(tree, wf.Mapping, k.cfg.Lanes, func(dir string) { k.beat(); k.watch(wf, dir); look.enter(tree, dir) }, look.see)
	k.checkRoot(now)
	if !l.found {
		k.lost(wf, now)
		return
	}
	wf.full = now.Add(k.fullPause())
	if wf.poll.IsZero() || !now.Before(wf.poll) {
		k.schedulePoll(wf, now)
	}
	k.dropWatches(wf, l)
	look.end(l)
	if l.clean && k.status.State == RootOK {
		k.sweep(tree, l, now)
	}
}

// fullPause is the time between two passes over everything.
func (k *keeper) fullPause() time.Duration {
	if k.weak {
		return k.cfg.Timing.FullWeak
	}
	return k.cfg.Timing.Full
}

// lost keeps asking after a work file whose folder is not where it was. Nothing is concluded from that, nor from an
// empty one in its place.
func (k *keeper) lost(wf *workFile, now time.Time) {
	wf.absence = wf.absence.doubted()
	if !wf.wary && wf.calm != "" && k.status.State.readable() {
		wf.wary, wf.sound = true, time.Time{}
		k.remember(wf)
	}
	wf.full = now.Add(k.cfg.Timing.Warm)
	k.unwatch(wf, func(knownDir) bool { return true })
	if len(wf.view.dirs) > 0 {
		k.changed[wf.ID] = true
	}
	wf.view = view{}
}

// dropWatches ends the watches of folders that are gone, and of those whose name now belongs to
// another folder: the next scan watches that one.
func (k *keeper) dropWatches(wf *workFile, l listing) {
	k.unwatch(wf, func(d knownDir) bool {
		info, there := l.dirs[d.rel]
		if there && d.ID != 0 && d.ID != info.ID {
			k.enqueue(wf)
			return true
		}
		return !there && l.clean
	})
}

// do carries out one operation. What could not be done or reported stays as it was known, so that the
// next plan orders it again.
func (k *keeper) do(wf *workFile, op operation, now time.Time) {
	ref := fileRef{wf.ID, op.key}
	switch op.kind {
	case opBlock:
		k.waitNoMore(ref)
	case opLook:
		p := k.add(wf, op.entry, now)
		p.due = now.Add(k.cfg.Timing.Arrived)
		k.turns.put(p)
		if wf.view.looked() {
			p.changed = now
		}
	case opMoved:
		p := k.pending[ref]
		p.moved(op.entry, now, now.Add(k.cfg.Timing.Arrived))
		k.turns.put(p)
	case opCheck:
		k.recheck(wf, op.entry, now)
	case opRespell:
		op.known.Rel = op.entry.rel
		k.cfg.Index.Put(wf.ID, op.key, op.known)
	case opWithdraw:
		if k.cfg.Sink.Gone(goneOf(wf.ID, op.key, op.known)) == nil {
			wf.absence.told = append(wf.absence.told, now)
			k.forget(wf, op)
		}
	case opForget:
		k.forget(wf, op)
	case opHold, opRelease:
		k.tellHold(wf)
	}
}

// forget forgets a file. A look under way knows it still, and looks once more.
func (k *keeper) forget(wf *workFile, op operation) {
	k.outdate(fileRef{wf.ID, op.key})
	if k.cfg.Index.Delete(wf.ID, op.key) == nil {
		wf.absence = wf.absence.believed(op.key, op.known)
	}
	k.changed[wf.ID] = true
}

// decide carries out a person's answer to a hold. What came back since the last look is not withdrawn.
func (k *keeper) decide(wf *workFile, asked Hold, withdraw bool) {
	if wf.absence.holdsMore(asked) {
		k.tellHold(wf)
		return
	}
	if held := wf.absence.hold; withdraw && held != nil {
		k.scan(wf)
		switch {
		case wf.absence.hold == nil: // all of it came back
		case len(wf.absence.since) == 0: // the look was in doubt: it is still held, and can be answered again
			k.tellHold(wf)
			return
		default:
			wf.absence.hold = held // the answer is to that, whatever else is missing by now
		}
	}
	missing, err := k.heldMissing(wf)
	if err != nil { // it is still held, and can be answered again
		if wf.absence.hold != nil {
			k.tellHold(wf)
		}
		return
	}
	ops := planAnswer(wf.absence, missing, withdraw)
	wf.absence.hold, wf.view.quiet = nil, false
	for _, op := range ops {
		k.do(wf, op, k.cfg.Clock.Now())
	}
	k.enqueue(wf)
}

// answered takes what somebody answered elsewhere out of a hold.
func (k *keeper) answered(wf *workFile, part Hold) {
	for _, c := range part.Changed {
		if p := k.strange[fileRef{wf.ID, c.Key}]; p != nil {
			p.told, p.due = c.SHA256, k.cfg.Clock.Now()
			k.turns.put(p)
		}
	}
	missing, err := k.heldMissing(wf)
	if err != nil || wf.absence.hold == nil || len(part.Missing) == 0 { // or it is held still, and can be answered again
		return
	}
	left, ops := planAnswered(*wf.absence.hold, wf.absence.since, missing, part)
	wf.absence.hold, wf.view.quiet = &left, false
	if len(left.Missing) == 0 {
		wf.absence.hold = nil
	}
	for _, op := range ops {
		k.do(wf, op, k.cfg.Clock.Now())
	}
	k.enqueue(wf)
}

// heldMissing answers what is known of the files that are held as missing.
func (k *keeper) heldMissing(wf *workFile) (map[string]Observation, error) {
	known := map[string]Observation{}
	if wf.absence.hold == nil {
		return known, nil
	}
	for _, g := range wf.absence.hold.Missing {
		o, ok, err := k.cfg.Index.Get(wf.ID, g.Key)
		if err != nil {
			return nil, err
		}
		if ok {
			known[g.Key] = o
		}
	}
	return known, nil
}
