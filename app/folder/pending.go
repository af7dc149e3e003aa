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
	p.hintAt, p.tries, p.again = now, 0, true
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
func (p *pending) moved(e entry, due time.Time) {
	p.entry, p.again, p.tries = e, true, 0
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
	for ref, p := range k.pending {
		if k.running >= maxLooks {
			return
		}
		if p.running || now.Before(p.due) {
			continue
		}
		known, has, err := k.cfg.Index.Get(ref.mapping, ref.key)
		if err != nil {
			p.due = now.Add(time.Second)
			continue
		}
		p.running, p.again, p.stale = true, false, false
		k.running++
		l := look{p.wf.Mapping, p.entry, known, has, p.arrived, p.last, p.since}
		k.looks.Go(func() {
			out := k.looker.try(ctx, l)
			k.inbox.put(func() { k.looked(ref, p, l, out) })
		})
	}
}

// looked takes the outcome of a look back into the keeper's goroutine.
func (k *keeper) looked(ref fileRef, p *pending, l look, out outcome) {
	k.running--
	p.running = false
	now := k.cfg.Clock.Now()
	if out.what == tookVersion && !p.stale {
		k.took(ref, l, out, now)
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
		if isRacy(out.stamp, now) {
			k.recheck(p.wf, p.entry, out.stamp)
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
func (k *keeper) took(ref fileRef, l look, out outcome, now time.Time) {
	k.cfg.Index.Put(ref.mapping, ref.key, Observation{ // when it fails the file is read again later
		Stamp: out.stamp, Lane: l.entry.lane, Rel: l.entry.rel, SHA256: out.sha,
		Racy: isRacy(out.stamp, now), Own: l.has && l.known.Own && l.known.SHA256 == out.sha,
	})
	k.changed[ref.mapping] = true
}

// isRacy is true for a file so fresh that another write might leave its times as they are.
func isRacy(s Stamp, now time.Time) bool { return now.Sub(s.ModTime).Abs() < racyWindow }

// recheck reads a file again once it is old enough for its times to be trusted.
func (k *keeper) recheck(wf *workFile, e entry, s Stamp) {
	due := s.ModTime.Add(racyWindow + time.Millisecond)
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
			longest = min(longest, 250*time.Millisecond)
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
		return FileState{State: StateRefused, Detail: "The file could not be taken over yet. It is tried again by itself."}
	}
	return FileState{State: StateUnreadable, Detail: whyBarred(out.err)}
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
