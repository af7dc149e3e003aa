package folder

import (
	"path"
	"path/filepath"
	"strings"
	"time"
)

// takeHints turns what the watcher said into looks and scans. Lost hints mean that everything is
// scanned and watched anew: folders may have been replaced meanwhile.
func (k *keeper) takeHints(now time.Time) {
	if k.watcher == nil {
		return
	}
	hints, overflow := k.watcher.Take()
	if overflow {
		k.forgetWatches()
		k.checkRoot(now)
		k.scanAll()
	}
	for _, h := range hints {
		k.hint(h, now)
	}
}

func (k *keeper) hint(h Hint, now time.Time) {
	rel, err := filepath.Rel(k.root.Path, h.Path)
	if err != nil {
		return
	}
	rel = filepath.ToSlash(rel)
	wf, inside := k.places.of(rel)
	moved := h.Arrived || h.Left
	if moved && wf == nil {
		k.movedAbove(rel, now)
	}
	if wf == nil || inside == "" && !moved {
		return
	}
	if moved { // a watch may be on a folder that no longer has this name
		k.unwatch(wf, func(d knownDir) bool { return isOrBelow(d.rel, rel) })
	}
	k.hintInside(wf, h, rel, inside, now)
}

// movedAbove scans the work files in a folder that came or went as a whole.
func (k *keeper) movedAbove(rel string, now time.Time) {
	if !k.places.leadTo(rel) {
		return
	}
	for _, wf := range k.order {
		if below(wf, rel) {
			k.warm(wf, now)
			k.enqueue(wf)
		}
	}
}

// hintInside takes news of a path in a work file. Private folders are nobody's business: a watcher that
// covers everything tells of them too.
func (k *keeper) hintInside(wf *workFile, h Hint, rel, inside string, now time.Time) {
	dir, _, deeper := strings.Cut(inside, "/")
	if _, lane := k.cfg.Lanes.lane(dir); deeper && !lane {
		return
	}
	if name := path.Base(rel); isIgnored(name) {
		if isOwnerFile(name) {
			k.changed[wf.ID] = true
		}
		return
	}
	k.changed[wf.ID] = true
	k.warm(wf, now)
	e, isFile := k.placeOf(wf, rel, inside)
	if !isFile || h.Left {
		k.enqueue(wf)
		return
	}
	wf.absence = wf.absence.seen(e.key)
	p := k.pending[fileRef{wf.ID, e.key}]
	if p == nil {
		p = k.add(wf, e, now)
	}
	p.hinted(h, now, k.cfg.Timing)
	k.turns.put(p)
}

// placeOf finds the lane entry that a path in a watched folder is; it is false for folders, for what
// lies outside the lanes we read, and for what cannot be looked at just now: a scan sorts those out.
func (k *keeper) placeOf(wf *workFile, rel, inside string) (entry, bool) {
	dir, name, deeper := strings.Cut(inside, "/")
	lane, known := k.cfg.Lanes.lane(dir)
	if !deeper || !known || !lane.observed() {
		return entry{}, false
	}
	k.beat()
	tree, err := k.cfg.FS.Open(k.root.Path)
	if err != nil {
		return entry{}, false
	}
	defer tree.Close()
	info, err := tree.Lstat(rel)
	if err != nil {
		return entry{}, false
	}
	e := entry{lane: lane, dir: path.Join(wf.Path, dir), rel: name, Info: info}
	e.key = PathKey(string(lane), name)
	if !e.wanted() || e.obstacle(nil).State != "" {
		return e, false
	}
	if k.crowded(wf, e) {
		wf.rest = time.Time{} // scanned before anything else of this name is read
		return e, false
	}
	return e, true
}

// crowded is true when the file was last seen under another spelling: a twin, or a rename that only a
// listing can tell from one.
func (k *keeper) crowded(wf *workFile, e entry) bool {
	if wf.board.get(e.key).State == StateTwin {
		return true
	}
	if p := k.pending[fileRef{wf.ID, e.key}]; p != nil {
		return p.entry.rel != e.rel
	}
	known, ok, err := k.cfg.Index.Get(wf.ID, e.key)
	return err != nil || ok && known.Rel != e.rel
}

// warm keeps a work file under close watch for a while.
func (k *keeper) warm(wf *workFile, now time.Time) {
	wf.hot = now.Add(k.cfg.Timing.HotFor)
	wf.pollBy(now.Add(k.cfg.Timing.Hot))
}

// pollBy has a work file polled then, or when it would be anyway.
func (wf *workFile) pollBy(at time.Time) {
	if wf.poll.IsZero() || at.Before(wf.poll) {
		wf.poll = at
	}
}

// tick polls what is due and lets nothing go longer than Timing.Full without a scan. A work file in use
// is scanned: that catches what a watcher missed, rewriting in place included.
func (k *keeper) tick(now time.Time) {
	k.nextTick = now.Add(k.cfg.Timing.Hot)
	if !k.status.State.readable() {
		return
	}
	for _, wf := range k.order {
		next := wf.absence.next(k.cfg.Timing.Gone)
		polled := !wf.poll.IsZero() && !now.Before(wf.poll) && !now.Before(wf.still)
		switch {
		case !next.IsZero() && !now.Before(next), polled && now.Before(wf.hot), wf.mayEndDoubt(now, k.cfg.Timing.Doubt):
			k.enqueue(wf)
		case !now.Before(wf.full):
			wf.whole = true
			k.enqueueSpread(wf)
		case polled:
			k.enqueueSpread(wf)
		}
	}
}

// pass makes one of the looks that nothing gave a reason for but the time.
func (k *keeper) pass(wf *workFile) {
	whole := wf.whole
	wf.waits, wf.whole = false, false
	switch {
	case whole:
		k.scan(wf)
	case k.files[wf.ID] == wf && k.status.State.readable():
		k.quickPass(wf, k.cfg.Clock.Now())
	}
}

// quickPass looks at the times of the folders of a work file and at nothing in them: a few microseconds
// for all that is made, removed or renamed in them. Only rewriting in place leaves them as they are.
func (k *keeper) quickPass(wf *workFile, now time.Time) {
	k.beat()
	k.schedulePoll(wf, now)
	tree, err := k.cfg.FS.Open(k.root.Path)
	if err != nil {
		return
	}
	defer tree.Close()
	for _, d := range wf.view.dirs {
		info, err := tree.Lstat(d.rel)
		if err != nil || !info.Stamp.Same(d.Stamp) {
			k.enqueue(wf)
			return
		}
	}
}

func (k *keeper) schedulePoll(wf *workFile, now time.Time) {
	switch {
	case now.Before(wf.hot):
		wf.poll = now.Add(k.cfg.Timing.Hot)
	case k.status.Polling != "":
		wf.poll = now.Add(k.cfg.Timing.Warm)
	default:
		wf.poll = time.Time{}
	}
}
