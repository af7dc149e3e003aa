package folder

import (
	"maps"
	"path"
	"path/filepath"
	"slices"
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
		k.scanAll()
	}
	for _, h := range hints {
		k.hint(h, now)
	}
}

func (k *keeper) hint(h Hint, now time.Time) {
	if wf := k.dirs[h.Path]; wf != nil && (h.Arrived || h.Left) {
		k.unwatchBelow(h.Path) // the watch may be on a folder that no longer has this name
		k.warm(wf, now)
		k.enqueue(wf)
	}
	wf := k.dirs[filepath.Dir(h.Path)]
	if name := filepath.Base(h.Path); wf == nil || isIgnored(name) {
		if wf != nil && isOwnerFile(name) {
			k.changed[wf.ID] = true
		}
		return
	}
	k.changed[wf.ID] = true
	k.warm(wf, now)
	e, isFile := k.placeOf(wf, h.Path)
	if !isFile || h.Left {
		k.enqueue(wf)
		return
	}
	p := k.pending[fileRef{wf.ID, e.key}]
	if p == nil {
		p = k.add(wf, e, now)
	}
	p.hinted(h, now, k.cfg.Timing)
}

// placeOf finds the lane entry that a path in a watched folder is; it is false for folders, for what
// lies outside the lanes we read, and for what cannot be looked at just now: a scan sorts those out.
func (k *keeper) placeOf(wf *workFile, abs string) (entry, bool) {
	rel, err := filepath.Rel(k.root.Path, abs)
	if err != nil {
		return entry{}, false
	}
	rel = filepath.ToSlash(rel)
	inside, ok := strings.CutPrefix(rel, wf.Path+"/")
	if wf.Path == "." {
		inside, ok = rel, true
	}
	dir, name, deeper := strings.Cut(inside, "/")
	lane, known := k.cfg.Lanes.lane(dir)
	if !ok || !deeper || !known || !lane.observed() {
		return entry{}, false
	}
	tree, err := k.cfg.FS.Open(k.root.Path)
	if err != nil {
		return entry{}, false
	}
	defer tree.Close()
	info, err := tree.Lstat(rel)
	if err != nil || info.Kind != KindFile || info.Size == 0 {
		return entry{}, false
	}
	e := entry{lane: lane, dir: path.Join(wf.Path, dir), rel: name, Info: info}
	e.key = PathKey(string(lane), name)
	return e, e.wanted() && !wf.board.crowded(e)
}

// warm keeps a work file under close watch for a while.
func (k *keeper) warm(wf *workFile, now time.Time) {
	wf.hot = now.Add(k.cfg.Timing.HotFor)
	if soon := now.Add(k.cfg.Timing.Hot); wf.poll.IsZero() || soon.Before(wf.poll) {
		wf.poll = soon
	}
}

func (k *keeper) unwatchBelow(dir string) {
	for watched := range k.dirs {
		if watched == dir || strings.HasPrefix(watched, dir+string(filepath.Separator)) {
			k.unwatch(watched)
		}
	}
}

// tick polls what is due and lets nothing go longer than Timing.Full without a scan.
func (k *keeper) tick(now time.Time) {
	k.nextTick = now.Add(k.cfg.Timing.Hot)
	if !k.status.State.readable() {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(k.files)) {
		wf := k.files[id]
		next := wf.absence.next(k.cfg.Timing.Gone)
		if !now.Before(wf.full) || !next.IsZero() && !now.Before(next) {
			k.enqueue(wf)
		} else if !wf.poll.IsZero() && !now.Before(wf.poll) {
			k.quickPass(wf, now)
		}
	}
}

// quickPass looks at the times of known folders and files without listing anything: it catches what a
// watcher missed, rewriting in place included, for a few microseconds a file.
func (k *keeper) quickPass(wf *workFile, now time.Time) {
	k.schedulePoll(wf, now)
	tree, err := k.cfg.FS.Open(k.root.Path)
	if err != nil {
		return
	}
	defer tree.Close()
	for _, at := range slices.Sorted(maps.Keys(wf.seen)) {
		info, err := tree.Lstat(at)
		if err != nil || !info.Stamp.Same(wf.seen[at]) {
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
