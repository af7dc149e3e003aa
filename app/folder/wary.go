package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"time"
)

// A work file is in doubt when what lies there may be another thing than what is known of it, and nobody decided so:
// its share was bound anew, it is mapped to another place, or its folder, or that of what goes to the client, was gone
// as a whole or is another one of that name. Until looks miss nothing for some time, and what turned up meanwhile is
// read, whatever is missing is asked about, however little it is and however long nobody answers, and what was not
// known is reported as doubted.

// factCalm + mapping is the place at which a work file is not in doubt and the folder there, or inDoubt.
const (
	factCalm = "calm/"
	inDoubt  = "in doubt"
)

// here is another word for every place at which a work file may lie. It tells nobody where.
func (k *keeper) here(m Mapping) string {
	anew := k.root.Anew.UTC().Format(time.RFC3339Nano)
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{anew, m.RootID, m.Path, k.cfg.Lanes[ToClient], k.cfg.Lanes[ForSignature]}))
	return hex.EncodeToString(sum[:])
}

// recall says whether a work file that is followed from now on is in doubt. Of one that was never looked at nothing
// is known that could be elsewhere.
func (k *keeper) recall(wf *workFile) {
	since, err := k.cfg.Index.Fact(factCalm + wf.ID)
	wf.calm = string(since)
	place, ground, _ := strings.Cut(wf.calm, " ")
	if wf.calm != inDoubt {
		wf.ground = ground
	}
	wf.wary = err != nil || place != k.here(wf.Mapping) && (wf.calm != "" || !k.root.Anew.IsZero())
	if wf.wary && wf.calm == "" { // one that is new on a share that was bound anew: for as long as something turns up
		wf.sound = k.cfg.Clock.Now().Add(-k.cfg.Timing.Doubt)
	}
	if wf.wary {
		k.remember(wf)
	}
}

// enter notices that the folder of what goes to the client is another one than before, though nobody saw it gone.
func (s *survey) enter(tree Tree, dir string) {
	wf := s.wf
	if lane, _ := s.k.cfg.Lanes.lane(path.Base(dir)); lane != ToClient || path.Dir(dir) != wf.Path {
		return
	}
	id := tree.Identity(dir)
	if id == "" || id == wf.ground {
		return
	}
	if wf.ground != "" {
		wf.wary, wf.sound, s.plan.wary = true, time.Time{}, true
	}
	wf.ground = id
}

// remember keeps whether a work file is in doubt. What could not be kept is tried again by the next look.
func (k *keeper) remember(wf *workFile) {
	now := k.here(wf.Mapping) + " " + wf.ground
	if wf.wary {
		now = inDoubt
	}
	if wf.calm != now && k.cfg.Index.SetFact(factCalm+wf.ID, []byte(now)) == nil {
		wf.calm = now
	}
}

// weighDoubt takes a look as a whole; gone says that the folder of what goes to the client is not there. Doubt ends
// late: the folder may still be filled, from a backup.
func (s *survey) weighDoubt(l listing, gone bool) {
	k, wf := s.k, s.wf
	wf.wary = wf.wary || gone
	switch sound := l.clean && !gone && k.status.State.readable() && s.plan.missing == 0 && !k.awaitsDoubted(wf); {
	case !wf.wary:
	case !sound:
		wf.sound = time.Time{}
	case wf.sound.IsZero():
		wf.sound = s.now
	case wf.mayEndDoubt(s.now, k.cfg.Timing.Doubt):
		wf.wary = false
	}
	k.remember(wf)
}

// mayEndDoubt says that a look may end the doubt.
func (wf *workFile) mayEndDoubt(now time.Time, after time.Duration) bool {
	return wf.wary && !wf.sound.IsZero() && now.Sub(wf.sound) >= after
}

// awaitsDoubted says whether something that turned up while a work file was in doubt is still to be read. What is
// empty, torn or barred is not waited for: it goes out when somebody did something about it.
func (k *keeper) awaitsDoubted(wf *workFile) bool {
	for ref, p := range k.pending {
		if ref.mapping != wf.ID || !p.doubted {
			continue
		}
		switch p.state.State {
		case StateEmpty, StateUnfinished, StateUnreadable:
		default:
			return true
		}
	}
	return false
}

// isDoubted says of a file that may have changed whether it turned up in doubt: the receiver was never known to
// have it.
func (k *keeper) isDoubted(wf *workFile, key string) bool {
	if !wf.wary {
		return false
	}
	o, known, err := k.cfg.Index.Get(wf.ID, key)
	return err != nil || !known || o.Unsure && len(o.Before) == 0
}

// calmSoon has work files looked at once more when nothing that turned up in doubt is waited for any longer: doubt may
// end some time after that.
func (k *keeper) calmSoon(all []looked) {
	for _, one := range all {
		if wf := one.p.wf; one.p.doubted && wf.wary && !k.awaitsDoubted(wf) {
			k.enqueue(wf)
		}
	}
}
