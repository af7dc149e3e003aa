package folder

import (
	"cmp"
	"maps"
	"path/filepath"
	"strings"
	"time"
)

// scan is the truth about one work file: it lists the lanes, has planned what that leads to, and carries
// it out.
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
	k.carryOut(wf, l, now)
	if l.clean && k.status.State == RootOK {
		k.sweep(tree, l, now)
	}
}

// lost keeps asking after a work file whose folder is not where it was. Nothing is concluded from that.
func (k *keeper) lost(wf *workFile, now time.Time) {
	wf.absence = wf.absence.doubted()
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

// carryOut takes what a look at the work file leads to: the plan decides, see trees.
func (k *keeper) carryOut(wf *workFile, l listing, now time.Time) {
	synced, err := k.synced(wf)
	if err != nil {
		wf.absence, wf.full = wf.absence.doubted(), now.Add(k.cfg.Timing.RootCheck)
		return
	}
	t := trees{
		mapping: wf.ID, local: l, believed: l.clean && k.status.State == RootOK, synced: synced, remote: wf.absence,
		waiting: k.waiting(wf), sample: !now.Before(wf.sample), now: now, gone: k.cfg.Timing.Gone,
	}
	ops, after := t.plan()
	wf.absence = after
	if t.sample {
		wf.sample = now.Add(sampleEvery)
	}
	blocked := map[string]FileState{}
	for _, op := range ops {
		if op.kind == opBlock {
			blocked[op.key] = op.state
		}
		k.do(wf, op, now)
	}
	k.showListing(wf, l, blocked)
}

func (k *keeper) synced(wf *workFile) (map[string]Observation, error) {
	all := map[string]Observation{}
	err := k.cfg.Index.Each(wf.ID, func(key string, o Observation) error {
		all[key] = o
		return nil
	})
	return all, err
}

func (k *keeper) waiting(wf *workFile) map[string]entry {
	all := map[string]entry{}
	for ref, p := range k.pending {
		if ref.mapping == wf.ID {
			all[ref.key] = p.entry
		}
	}
	return all
}

// do carries out one operation. What could not be done or reported stays as it was known, so that the
// next plan orders it again.
func (k *keeper) do(wf *workFile, op operation, now time.Time) {
	ref := fileRef{wf.ID, op.key}
	switch op.kind {
	case opBlock:
		delete(k.pending, ref)
	case opLook:
		p := k.add(wf, op.entry, now)
		p.due = now.Add(k.cfg.Timing.Arrived)
		if wf.seen != nil {
			p.changed = now
		}
	case opMoved:
		k.pending[ref].moved(op.entry, now, now.Add(k.cfg.Timing.Arrived))
	case opCheck:
		k.recheck(wf, op.entry, now)
	case opRespell:
		op.known.Rel = op.entry.rel
		k.cfg.Index.Put(wf.ID, op.key, op.known)
	case opWithdraw:
		if k.cfg.Sink.Gone(goneOf(wf.ID, op.key, op.known)) == nil {
			wf.absence.told = append(wf.absence.told, now)
			k.forget(wf, op.key)
		}
	case opForget:
		k.forget(wf, op.key)
	case opHold:
		k.cfg.Sink.Held(op.hold)
	case opRelease:
		k.cfg.Sink.Held(Hold{MappingID: wf.ID})
	}
}

func (k *keeper) forget(wf *workFile, key string) {
	if k.cfg.Index.Delete(wf.ID, key) == nil {
		wf.absence = wf.absence.believed(key)
	}
	k.changed[wf.ID] = true
}

// showListing takes a listing into what people see.
func (k *keeper) showListing(wf *workFile, l listing, states map[string]FileState) {
	seen := make(map[string]Stamp, len(l.entries)+len(l.dirs))
	for dir, info := range l.dirs {
		seen[dir] = info.Stamp
	}
	spelled := map[string]string{}
	for _, e := range l.entries {
		seen[e.path()] = e.Stamp
		if !e.observed() {
			continue
		}
		spelled[e.key] = e.rel
		if p := k.pending[fileRef{wf.ID, e.key}]; p != nil {
			states[e.key] = p.state
		}
	}
	if wf.board.replace(states, spelled) || !maps.Equal(seen, wf.seen) {
		k.changed[wf.ID] = true
	}
	wf.seen = seen
}

// decide carries out a person's answer to a hold.
func (k *keeper) decide(wf *workFile, withdraw bool) {
	synced, err := k.synced(wf)
	if err != nil {
		return // it is still held, and can be answered again
	}
	ops := planAnswer(wf.absence, synced, withdraw)
	wf.absence.hold = nil
	for _, op := range ops {
		k.do(wf, op, k.cfg.Clock.Now())
	}
	k.enqueue(wf)
}
