package folder

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// scan is the truth about one work file: it lists the lanes, starts a look at everything that is not
// as last known, and weighs what is missing.
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
		return
	}
	defer tree.Close()
	l := walk(tree, wf.Mapping, k.cfg.Lanes, func(dir string) { k.watch(wf, dir) })
	k.checkRoot(now)
	if !l.found {
		k.lost(wf, now)
		return
	}
	wf.full = now.Add(k.cfg.Timing.Full)
	if wf.poll.IsZero() || !now.Before(wf.poll) {
		k.schedulePoll(wf, now)
	}
	k.dropWatches(wf, l)
	k.compare(wf, l, now)
	if l.clean && k.status.State == RootOK {
		k.weigh(wf, l, now)
		k.sweep(tree, l, now)
	} else {
		wf.absence.doubt()
	}
}

// lost keeps asking after a work file whose folder is not where it was. Nothing is concluded from that.
func (k *keeper) lost(wf *workFile, now time.Time) {
	wf.absence.doubt()
	wf.full = now.Add(k.cfg.Timing.Warm)
	k.unwatchBelow(filepath.Join(k.root.Path, filepath.FromSlash(wf.Path)))
	if len(wf.seen) > 0 {
		k.changed[wf.ID] = true
	}
	wf.seen = nil
}

// dropWatches ends the watches of folders that are gone, and of those whose name now belongs to
// another folder: the next scan watches that one.
func (k *keeper) dropWatches(wf *workFile, l listing) {
	for dir, owner := range k.dirs {
		if owner != wf {
			continue
		}
		rel := filepath.ToSlash(strings.TrimPrefix(dir[len(k.root.Path):], string(filepath.Separator)))
		info, there := l.dirs[cmp.Or(rel, ".")]
		was, known := wf.seen[cmp.Or(rel, ".")]
		switch {
		case !there && l.clean:
			k.unwatch(dir)
		case there && known && was.ID != info.ID:
			k.unwatch(dir)
			k.enqueue(wf)
		}
	}
}

// compare takes a listing into what is shown and starts looks at what changed.
func (k *keeper) compare(wf *workFile, l listing, now time.Time) {
	seen := make(map[string]Stamp, len(l.entries)+len(l.dirs))
	for dir, info := range l.dirs {
		seen[dir] = info.Stamp
	}
	states := map[string]FileState{}
	spelled := map[string]string{}
	for _, e := range l.entries {
		seen[e.path()] = e.Stamp
		if !e.lane.observed() || !e.wanted() && e.Kind == KindFile {
			continue
		}
		spelled[e.key] = e.rel
		ref := fileRef{wf.ID, e.key}
		if block := e.obstacle(l.twins); block.State != "" {
			states[e.key] = block
			delete(k.pending, ref)
			continue
		}
		k.compareOne(wf, e, now)
		if k.pending[ref] != nil {
			states[e.key] = k.pending[ref].state
		}
	}
	if wf.board.replace(states, spelled) || !maps.Equal(seen, wf.seen) {
		k.changed[wf.ID] = true
	}
	wf.seen = seen
}

// compareOne starts a look unless the file is as last known, or one is under way.
func (k *keeper) compareOne(wf *workFile, e entry, now time.Time) {
	if p := k.pending[fileRef{wf.ID, e.key}]; p != nil {
		if p.entry.rel != e.rel || !p.entry.Stamp.Same(e.Stamp) {
			p.moved(e, now.Add(k.cfg.Timing.Arrived))
		}
		return
	}
	known, ok, err := k.cfg.Index.Get(wf.ID, e.key)
	if err != nil || !ok || !known.Same(e.Stamp) {
		k.add(wf, e, now).due = now.Add(k.cfg.Timing.Arrived)
		return
	}
	if known.Racy {
		k.recheck(wf, e, known.Stamp)
	}
	if known.Rel != e.rel {
		known.Rel = e.rel
		k.cfg.Index.Put(wf.ID, e.key, known) // only a spelling for people: the next scan tries again
	}
}

// weigh compares a clean listing with what was reported. A lane whose folder is not there says
// nothing about its files: folders get renamed.
func (k *keeper) weigh(wf *workFile, l listing, now time.Time) {
	present := make(map[string]bool, len(l.entries))
	for _, e := range l.entries {
		present[e.key] = true
	}
	lacking, missing, known := map[string]Observation{}, 0, 0
	err := k.cfg.Index.Each(wf.ID, func(key string, o Observation) error {
		_, there := l.lanes[o.Lane]
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
		return nil
	})
	if err != nil {
		wf.absence.doubt()
		return
	}
	own, theirs := split(wf.absence.weigh(lacking, now, k.cfg.Timing.Gone), lacking)
	k.believe(wf, lacking, own)
	switch held := wf.absence.hold != nil; {
	case missing == 0:
		k.settleHold(wf)
	case !held && !tooMany(missing, known):
		k.believe(wf, lacking, theirs)
	case len(theirs) == missing: // and once held, all of them are, however many come back
		k.hold(wf, lacking, theirs, now)
	}
}

// split parts the keys of files that we placed ourselves, which nobody has to be told about.
func split(keys []string, all map[string]Observation) (own, theirs []string) {
	for _, key := range keys {
		if all[key].Own {
			own = append(own, key)
		} else {
			theirs = append(theirs, key)
		}
	}
	return own, theirs
}

func (k *keeper) hold(wf *workFile, lacking map[string]Observation, proven []string, now time.Time) {
	h := Hold{MappingID: wf.ID, Since: now}
	for _, key := range proven {
		h.Missing = append(h.Missing, goneOf(wf.ID, key, lacking[key]))
	}
	if old := wf.absence.hold; old != nil {
		h.Since = old.Since
		if slices.Equal(old.Missing, h.Missing) {
			return
		}
	}
	wf.absence.hold = &h
	k.cfg.Sink.Held(h)
}

func (k *keeper) settleHold(wf *workFile) {
	if wf.absence.hold != nil {
		wf.absence.hold = nil
		k.cfg.Sink.Held(Hold{MappingID: wf.ID})
	}
}

// believe reports files as gone. What could not be reported stays known and is reported by the next
// scan.
func (k *keeper) believe(wf *workFile, lacking map[string]Observation, proven []string) {
	for _, key := range proven {
		o := lacking[key]
		if !o.Own && k.cfg.Sink.Gone(goneOf(wf.ID, key, o)) != nil {
			continue
		}
		if k.cfg.Index.Delete(wf.ID, key) == nil {
			delete(wf.absence.since, key)
		}
		k.changed[wf.ID] = true
	}
}

// decide answers a hold. Files that came back meanwhile are not gone; the others are reported, or, as
// a person wants, forgotten without a word, so that what was sent stays sent.
func (k *keeper) decide(wf *workFile, withdraw bool) {
	hold := wf.absence.hold
	if hold == nil {
		return
	}
	k.settleHold(wf)
	for _, g := range hold.Missing {
		o, ok, err := k.cfg.Index.Get(wf.ID, g.Key)
		if _, still := wf.absence.since[g.Key]; err != nil || !ok || !still {
			continue
		}
		if withdraw {
			k.believe(wf, map[string]Observation{g.Key: o}, []string{g.Key})
		} else if k.cfg.Index.Delete(wf.ID, g.Key) == nil {
			delete(wf.absence.since, g.Key)
		}
	}
	k.enqueue(wf)
}
