package folder

import "time"

// survey is one look at a work file while it is made. What a part of it leads to is carried out before the
// next part is listed, so that a large work file takes no more memory than its largest folder.
type survey struct {
	k       *keeper
	wf      *workFile
	now     time.Time
	plan    planning
	sum     uint64 // of what was seen so far
	blocked map[string]FileState
	set     map[string]bool // keys of files set aside that were not seen so far
	err     error           // of the index: nothing is concluded then
}

func (k *keeper) newSurvey(wf *workFile, now time.Time) *survey {
	s := &survey{
		k: k, wf: wf, now: now, blocked: map[string]FileState{},
		plan: planning{mapping: wf.ID, remote: wf.absence, sample: !now.Before(wf.sample), wary: wf.wary, now: now, gone: k.cfg.Timing.Gone},
	}
	for ref := range k.strange {
		if ref.mapping == wf.ID {
			s.set = with(s.set, ref.key)
		}
	}
	return s
}

// see takes a part, and answers what to remember of it: see knownDir. One that is as it was when it led to
// nothing is not compared with the index again.
func (s *survey) see(p part) uint64 {
	sum := sumOf(p)
	s.sum += sum
	for i := 0; i < len(p.entries) && len(s.set) > 0; i++ {
		delete(s.set, p.entries[i].key)
	}
	if s.err != nil {
		return 0
	}
	if !s.plan.sample && s.wf.view.knows(p, sum) {
		return sum
	}
	files, below, err := s.k.cfg.Index.Folder(s.wf.ID, p.key)
	if err != nil {
		s.err = err
		return 0
	}
	waiting, lacking := s.waiting(p), len(s.plan.lacking)
	ops := s.plan.part(p, files, waiting)
	s.carryOut(ops)
	for _, at := range below {
		if !p.below[at] {
			s.absent(at)
		}
	}
	if len(ops) > 0 || len(waiting) > 0 || len(s.plan.lacking) > lacking {
		return 0
	}
	return sum
}

// waiting are the files of a part that are about to be read.
func (s *survey) waiting(p part) map[string]entry {
	if len(s.k.pending) == 0 {
		return nil
	}
	var all map[string]entry
	for _, e := range p.entries {
		if p := s.k.pending[fileRef{s.wf.ID, e.key}]; p != nil {
			if all == nil {
				all = map[string]entry{}
			}
			all[e.key] = p.entry
		}
	}
	return all
}

// absent takes everything that is known below a folder that is not there.
func (s *survey) absent(at string) {
	files, below, err := s.k.cfg.Index.Folder(s.wf.ID, at)
	if err != nil {
		s.err = err
		return
	}
	for key, o := range files {
		s.plan.absent(key, o)
	}
	for _, deeper := range below {
		s.absent(deeper)
	}
}

func (s *survey) carryOut(ops []operation) {
	for _, op := range ops {
		if op.kind == opBlock {
			s.blocked[op.key] = op.state
		}
		s.k.do(s.wf, op, s.now)
	}
}

// end takes the look as a whole.
func (s *survey) end(l listing) {
	k, wf := s.k, s.wf
	known := 0
	if len(s.plan.lacking) > 0 && s.err == nil {
		known, s.err = k.countMissed(wf)
	}
	if s.err != nil {
		wf.absence, wf.full, wf.view.quiet = wf.absence.doubted(), s.now.Add(k.cfg.Timing.RootCheck), false
		return
	}
	believed := l.clean && k.status.State == RootOK
	ops, after := s.plan.end(believed, known)
	wf.absence = after
	s.missStrange()
	gone := l.clean && s.lost(ToClient, l)
	s.weighDoubt(l, gone)
	if gone {
		s.blocked[PathKey(string(ToClient), "")] = FileState{State: StateLaneGone}
	}
	if s.plan.sample {
		wf.sample = s.now.Add(sampleEvery)
	}
	s.carryOut(ops)
	s.sum += sumOfDir(wf.Path, l.dirs[wf.Path].Stamp)
	if s.show() || s.sum != wf.view.sum {
		k.changed[wf.ID] = true
	}
	wf.view.sum = s.sum
	wf.view.quiet = believed && len(ops) == 0 && len(after.since) == 0 && after.hold == nil
	wf.view.take(l)
}

// lost says that the folder of a lane is not there although files in it are known. It may have been renamed, so
// nothing is concluded from that.
func (s *survey) lost(lane Lane, l listing) bool {
	if _, there := l.lanes[lane]; there {
		return false
	}
	files, below, err := s.k.cfg.Index.Folder(s.wf.ID, PathKey(string(lane), ""))
	return err != nil || len(files)+len(below) > 0
}

// countMissed counts the files that are known and would be missed.
func (k *keeper) countMissed(wf *workFile) (n int, err error) {
	err = k.cfg.Index.Each(wf.ID, func(_ string, o Observation) error {
		if o.missed() {
			n++
		}
		return nil
	})
	return n, err
}

// show takes the look into what people see of the files and says whether that is new.
func (s *survey) show() bool {
	for ref, p := range s.k.pending {
		if ref.mapping == s.wf.ID && p.entry.observed() {
			s.blocked[ref.key] = p.state
		}
	}
	return s.wf.board.replace(s.blocked)
}

// missStrange has those looked at again that were not seen: what is gone is held no more.
func (s *survey) missStrange() {
	for key := range s.set {
		if p := s.k.strange[fileRef{s.wf.ID, key}]; p != nil && !p.running {
			p.due = s.now
			s.k.turns.put(p)
		}
	}
}
