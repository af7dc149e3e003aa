package folder

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"slices"
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
	again   bool // something happened while it was read
	stale   bool // what is being read now is to be reported again
	tries   int
	last    Stamp
	since   time.Time
	state   FileState
}

// maxPutOff is how long a stream of writes can put off a look: then somebody is asked who writes.
const maxPutOff = time.Second

func (k *keeper) add(wf *workFile, e entry, now time.Time) *pending {
	p := &pending{wf: wf, entry: e, first: now, due: now, state: FileState{State: StateSettling}}
	k.pending[fileRef{wf.ID, e.key}] = p
	k.show(p)
	return p
}

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

// unsettle shows a file that was only to be read again as changed after all.
func (p *pending) unsettle() {
	if p.state.State == StateSettled {
		p.state.State = StateSettling
	}
}

func (k *keeper) startLooks(ctx context.Context, now time.Time) {
	if !k.status.State.readable() {
		return
	}
	for _, ref := range k.turn(now) {
		if k.running >= maxLooks {
			return
		}
		k.ready = k.ready[1:]
		if p := k.pending[ref]; p != nil && !p.running && !now.Before(p.due) {
			k.startLook(ctx, ref, p, now)
		}
	}
}

// manyWaiting is from how many files on their order is not made anew at every step.
const manyWaiting = 1000

// turn says in which order files are read: those that somebody just touched first, then the longest due.
func (k *keeper) turn(now time.Time) []fileRef {
	if len(k.pending) > manyWaiting && len(k.ready) > 0 && now.Sub(k.sorted).Abs() < time.Second {
		return k.ready
	}
	k.sorted, k.ready = now, k.ready[:0]
	for ref, p := range k.pending {
		if !p.running && !now.Before(p.due) {
			k.ready = append(k.ready, ref)
		}
	}
	slices.SortFunc(k.ready, func(a, b fileRef) int {
		p, q := k.pending[a], k.pending[b]
		return cmp.Or(q.hintAt.Compare(p.hintAt), p.due.Compare(q.due), cmp.Compare(a.mapping, b.mapping), cmp.Compare(a.key, b.key))
	})
	return k.ready
}

func (k *keeper) startLook(ctx context.Context, ref fileRef, p *pending, now time.Time) {
	known, has, err := k.cfg.Index.Get(ref.mapping, ref.key)
	if err != nil {
		p.due = now.Add(time.Second)
		return
	}
	p.running, p.again, p.stale = true, false, false
	k.running++
	l := look{p.wf.Mapping, p.entry, known, has, p.arrived, p.last, p.since, now}
	k.looks.Go(func() {
		out := k.looker.try(ctx, l)
		k.inbox.put(func() { k.looked(ref, p, l, out) })
	})
}

// looked takes the outcome of a look back into the keeper's goroutine.
func (k *keeper) looked(ref fileRef, p *pending, l look, out outcome) {
	k.running--
	p.running = false
	now := k.cfg.Clock.Now()
	racy := isRacy(out.stamp, l.began) || l.began.Sub(p.changed) < racyWindow
	if out.what == tookVersion && !p.stale {
		k.took(ref, l, out, now, racy)
	}
	if k.pending[ref] != p {
		return // unfollowed, or a twin appeared: the next scan starts over
	}
	if !p.last.Same(out.stamp) || p.since.IsZero() {
		p.last, p.since = out.stamp, now
	}
	if p.again {
		p.due = laterOf(p.due, now)
		return
	}
	switch out.what {
	case tookVersion:
		delete(k.pending, ref)
		p.state = FileState{State: StateSettled}
		k.show(p)
		if racy {
			k.recheck(p.wf, p.entry, now)
		}
	case fileGone:
		delete(k.pending, ref)
		k.enqueue(p.wf)
	case rootGone:
		p.due = now.Add(k.cfg.Timing.RootCheck)
		k.checkRoot(now)
	default:
		p.tries++
		p.due = now.Add(p.pause(out.what, now, k.cfg.Timing))
		p.state = stateAfter(out)
		k.show(p)
	}
}

// took remembers a version. The index comes after the report: a crash between the two reports the
// same version again, never none.
func (k *keeper) took(ref fileRef, l look, out outcome, now time.Time, racy bool) {
	k.cfg.Index.Put(ref.mapping, ref.key, Observation{ // when it fails the file is read again later
		Stamp: out.stamp, Lane: l.entry.lane, Rel: l.entry.rel, SHA256: out.sha,
		Racy: racy, Own: l.has && l.known.Own && l.known.SHA256 == out.sha, Read: now,
	})
	k.changed[ref.mapping] = true
}

// isRacy is true for a file so fresh that another write might leave its times as they are. It believes
// the clock of the computer and that of the share to agree; see pending.changed for when they do not.
func isRacy(s Stamp, now time.Time) bool { return now.Sub(s.ModTime).Abs() < racyWindow }

// recheck reads a file again once it is old enough for its times to be trusted. Only time that passed
// here counts for that: a clock that is set would otherwise put it off for as long as it was set back.
func (k *keeper) recheck(wf *workFile, e entry, now time.Time) {
	due := now.Add(racyWindow + time.Millisecond)
	k.pending[fileRef{wf.ID, e.key}] = &pending{wf: wf, entry: e, first: due, due: due, state: FileState{State: StateSettled}}
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
	return FileState{State: StateUnreadable, Detail: whyBarred(out.err)}
}

func whyRefused(err error) string {
	if errors.Is(err, ErrDiskFull) {
		return "The disk of this computer is full, so the file cannot be read. Make room; it is tried again by itself."
	}
	return "The file could not be taken over yet. It is tried again by itself."
}

func whyBarred(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "This computer's user may not read the file. Ask for the right to read it, or save it again yourself."
	case errors.Is(err, ErrNotPlain):
		return "This is a link or a device, not a file. It is left alone."
	}
	return "The file cannot be read. It is tried again by itself."
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
