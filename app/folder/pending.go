package folder

import (
	"context"
	"errors"
	"io/fs"
	"time"
)

// pending is a file that may have changed and has not been read yet.
type pending struct {
	wf      *workFile
	entry   entry
	due     time.Time
	first   time.Time // of this change: bounds how long a stream of writes puts the look off
	hintAt  time.Time
	arrived bool
	changed time.Time // when it was last noticed to change, zero for what was so before we watched
	running bool
	again   bool      // something happened while it was read
	strange time.Time // since when it is no longer what its name says: see setAside
	allowed bool      // a person wants it sent all the same
	found   string    // what it was when it was set aside, see Changed
	older   bool      // that is older than what was known: see look.older
	doubted bool      // it turned up while its work file was in doubt: see isDoubted
	told    string    // bytes that the receiver was told of elsewhere: they are no strange save
	stale   bool      // what is being read now is to be reported again
	asked   bool      // somebody asked while it was read: see askAll
	tries   int
	last    Stamp
	since   time.Time
	state   FileState

	heap *pendingHeap // where it waits for its turn, and at which place
	at   int
}

// maxPutOff is how long a stream of writes can put off a look: then somebody is asked who writes.
const maxPutOff = time.Second

func (k *keeper) add(wf *workFile, e entry, now time.Time) *pending {
	p := &pending{wf: wf, entry: e, first: now, due: now, doubted: k.isDoubted(wf, e.key), state: FileState{State: StateSettling}}
	if p.doubted {
		wf.sound = time.Time{}
	}
	k.waitFor(p)
	k.show(p)
	return p
}

// waitFor has a file read when it is due, in place of what waited under its name.
func (k *keeper) waitFor(p *pending) {
	ref := p.ref()
	if old := k.pending[ref]; old != nil {
		k.turns.drop(old)
	}
	k.pending[ref] = p
	k.turns.put(p)
}

// waitNoMore forgets a file that waits.
func (k *keeper) waitNoMore(ref fileRef) {
	if p := k.pending[ref]; p != nil {
		k.turns.drop(p)
		delete(k.pending, ref)
	}
	if len(k.pending) == 0 {
		k.pending = map[fileRef]*pending{} // one that was large stays so
	}
}

// awaited is false for a file that nobody waits for any more: it was unfollowed, or a twin appeared.
func (k *keeper) awaited(p *pending) bool { return k.pending[p.ref()] == p }

func (p *pending) ref() fileRef { return fileRef{p.wf.ID, p.entry.key} }

// hinted takes news of the file: the look waits for a short silence.
func (p *pending) hinted(h Hint, now time.Time, t Timing) {
	p.hintAt, p.changed, p.tries, p.again = now, now, 0, true
	p.unsettle()
	pause := t.Written
	if h.Arrived {
		p.arrived = !h.Wrote
		p.first = now
		if p.arrived {
			pause = t.Arrived
		}
	} else if h.Wrote {
		p.arrived = false
	}
	p.due = now.Add(pause)
	if latest := p.first.Add(maxPutOff); p.due.After(latest) {
		p.due = laterOf(latest, now)
	}
}

// moved takes what a scan saw of a file that is waiting.
func (p *pending) moved(e entry, now, due time.Time) {
	p.entry, p.changed, p.again, p.tries = e, now, true, 0
	p.unsettle()
	if p.due.After(due) {
		p.due = due
	}
}

// outdate makes a look under way one of before: what it finds is not kept, and the file is read again.
func (k *keeper) outdate(ref fileRef) {
	if p := k.pending[ref]; p != nil && p.running {
		p.again, p.stale = true, true
	}
}

// unsettle shows a file that was only to be read again as changed after all.
func (p *pending) unsettle() {
	if p.state.State == StateSettled {
		p.state.State = StateSettling
	}
}

// startLooks hands out files that are due, as many as may be read at once.
func (k *keeper) startLooks(ctx context.Context, now time.Time) {
	for k.status.State.readable() && k.running < maxClaims && k.claimed < claimBytes {
		p := k.turns.next(now)
		if p == nil {
			return
		}
		k.startLook(ctx, p, now)
	}
}

func (k *keeper) startLook(ctx context.Context, p *pending, now time.Time) {
	ref := p.ref()
	known, has, err := k.cfg.Index.Get(ref.mapping, ref.key)
	if err != nil {
		p.due = now.Add(time.Second)
		k.turns.put(p)
		return
	}
	k.turns.drop(p)
	p.running, p.again, p.stale, p.asked = true, false, false, false
	l := look{p, p.wf.Mapping, p.entry, known, has, p.arrived, p.last, p.since, now, !p.waits(now, k.alarmed), k.isNamedAfter(p, has), k.listedSmall(p.entry), p.told, k.root.Anew, p.doubted || has && known.SHA256 == ""}
	k.count(l, 1)
	if k.reading.add(l) {
		k.looks.Go(func() { k.reading.run(ctx) })
	}
}

func (k *keeper) listedSmall(e entry) bool { return e.Size <= k.cfg.Small }

// count counts what is being read, by its size in the listing: that is the same before and after.
func (k *keeper) count(l look, n int) {
	k.running += n
	if k.listedSmall(l.entry) {
		k.claimed += int64(n) * l.entry.Size
	}
}

// lookedAll takes the outcomes of looks back into the keeper's goroutine. The index comes after the
// report: a crash between the two reports the same version again, never none.
func (k *keeper) lookedAll(all []looked) {
	now := k.cfg.Clock.Now()
	var taken []Noted
	for _, one := range all {
		if one.what == tookVersion && k.awaited(one.p) && !one.p.stale {
			taken = append(taken, one.taken(now))
			k.changed[one.mapping.ID] = true
		}
	}
	putAll(k.cfg.Index, taken) // when it fails the files are read again later
	for _, one := range all {
		k.looked(one, now)
	}
	k.calmSoon(all)
}

// taken is what is known of a version from now on.
func (l looked) taken(now time.Time) Noted {
	return Noted{l.mapping.ID, l.entry.key, Observation{
		Stamp: l.stamp, Lane: l.entry.lane, Rel: l.entry.rel, SHA256: l.sha,
		Racy: l.racy(), Own: l.has && l.known.Own && l.known.SHA256 == l.sha, Read: now,
		Odd: l.odd || l.has && l.known.Odd && l.known.SHA256 == l.sha,
	}}
}

// racy is true for a file that was changed, or noticed to change, so shortly before the look that
// another write might not show. It is asked by the keeper.
func (l looked) racy() bool {
	return isRacy(l.stamp, l.began) || l.began.Sub(l.p.changed) < racyWindow
}

// looked takes the outcome of one look.
func (k *keeper) looked(l looked, now time.Time) {
	p, ref := l.p, l.p.ref()
	k.count(l.look, -1)
	p.running = false
	if !k.awaited(p) {
		return // the next scan starts over
	}
	if !p.last.Same(l.stamp) || p.since.IsZero() {
		p.last, p.since = l.stamp, now
	}
	if p.again || p.asked && l.what != tookVersion {
		p.due = laterOf(p.due, now)
		k.turns.put(p)
		return
	}
	switch l.what {
	case tookVersion:
		k.waitNoMore(ref)
		p.state = FileState{State: StateSettled}
		k.show(p)
		if l.racy() {
			k.recheck(p.wf, p.entry, now)
		}
	case fileGone:
		k.waitNoMore(ref)
		k.enqueue(p.wf)
	case fileStrange:
		k.setAside(p, l.outcome, now)
	case rootGone:
		p.due = now.Add(k.cfg.Timing.RootCheck)
		k.turns.put(p)
		k.checkRoot(now)
	default:
		p.tries++
		p.due = now.Add(p.pause(l.what, now, k.cfg.Timing))
		p.state = stateAfter(l.outcome)
		k.turns.put(p)
		k.show(p)
	}
}

// isRacy is true for a file so fresh that another write might leave its times as they are. It believes
// the clock of the computer and that of the share to agree; see pending.changed for when they do not.
func isRacy(s Stamp, now time.Time) bool { return now.Sub(s.ModTime).Abs() < racyWindow }

// recheckPace is how many bytes a second of a file that is to be read again are waited for, so that a
// large one is not read while it, or the next one, is still being sent.
const recheckPace = 32 << 20

// recheck reads a file again once it is old enough for its times to be trusted. Only time that passed
// here counts for that: a clock that is set would otherwise put it off for as long as it was set back.
func (k *keeper) recheck(wf *workFile, e entry, now time.Time) {
	due := now.Add(racyWindow + time.Millisecond + time.Duration(e.Size/recheckPace)*time.Second)
	k.waitFor(&pending{wf: wf, entry: e, first: due, due: due, state: FileState{State: StateSettled}})
}

// pause is how long to wait before the next look at a file that could not be taken.
func (p *pending) pause(why outcomeKind, now time.Time, t Timing) time.Duration {
	longest := t.RetryMax
	switch why {
	case fileResting:
		return p.since.Add(t.Stable).Sub(now) + time.Millisecond
	case fileBusy, fileMoving:
		if now.Sub(p.hintAt) < 10*time.Second {
			longest = min(longest, 100*time.Millisecond)
		}
	case fileCut, sinkRefused:
		return min(t.RetryMax<<min(p.tries-1, 4), 30*time.Second)
	case fileBarred, fileEmpty:
		return min(t.RetryMax<<min(p.tries-1, 9), 5*time.Minute)
	}
	return min(t.Retry<<min(p.tries-1, 16), longest)
}

// stateAfter is what people see of a file that could not be taken yet.
func stateAfter(out outcome) FileState {
	switch out.what {
	case fileBusy:
		return FileState{State: StateOpen, Detail: "Somebody is writing this file. It is sent as soon as it is closed."}
	case fileResting, fileMoving:
		return FileState{State: StateSettling, Detail: "It is sent once it has not changed for a moment."}
	case fileCut:
		return FileState{State: StateUnfinished, Detail: "The file looks cut off. It is sent once it is complete; open it and save it again."}
	case fileEmpty:
		return FileState{State: StateEmpty, Detail: "The file has no content yet. It is sent once it has some."}
	case sinkRefused:
		return FileState{State: StateRefused, Detail: whyRefused(out.err)}
	}
	return barredFile(out.err)
}

func whyRefused(err error) string {
	if errors.Is(err, ErrDiskFull) {
		return "The disk of this computer is full, so the file cannot be read. Make room; it is tried again by itself."
	}
	return "The file could not be taken over yet. It is tried again by itself."
}

// barredFile says why a file cannot be opened or read.
func barredFile(err error) FileState {
	s := FileState{State: StateUnreadable}
	switch {
	case errors.Is(err, fs.ErrPermission):
		s.Detail, s.Next = "This computer's user may not read the file.", "Give the user that Tieout runs as the right to read it, or save it again yourself."
	case errors.Is(err, ErrNotPlain):
		return notPlain
	default:
		s.Detail, s.Next = "The file cannot be read. It is tried again by itself.", "Open it. If that does not work either, put a sound copy in its place."
	}
	return s
}

func (k *keeper) show(p *pending) {
	if p.wf.board.set(p.entry.key, p.state) {
		k.changed[p.wf.ID] = true
	}
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
