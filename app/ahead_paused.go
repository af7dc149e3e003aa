package app

import (
	"cmp"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"

	"tieout/app/store"
	"tieout/sync/engagement"
)

// While sending is paused, what staff save is kept like what is sent ahead: as an intent, not signed. The relay
// takes acts in the order of their numbers, so a save in the outbox would hold up every later act until sending is
// resumed, and one of those may be pulling back what a client should never have seen.

// paused says that no file is sent now. The caller holds the lock.
func (a *App) paused() bool { return a.link != nil && a.link.Paused() }

// goOn records small saves that came while sending was paused, once it is not: so many at most, the oldest first.
// It answers whether there was one. The caller holds the lock.
func (x *ahead) goOn(most int) bool {
	due := x.due(most)
	if len(due) == 0 {
		return false // without a write to the disk: it is asked before each act that is sent
	}
	var proposals []proposal
	var whose []upload
	var done []string
	for _, u := range due {
		p, isNew := x.a.propose(u.Save)
		switch {
		case !isNew:
			done = append(done, aheadKey(u.Save))
		case !x.overtaken(u):
			proposals, whose = append(proposals, p), append(whose, u)
		default:
			if err := x.readAgain(u.Save); err != nil {
				u.why = asFailure(errOvertaken)
				x.waitOn(u)
				continue
			}
			done = append(done, aheadKey(u.Save))
		}
	}
	for i, err := range x.a.appendEach(proposals...) {
		if err = unless(err, engagement.CodeSameBytes); err == nil {
			done = append(done, aheadKey(whose[i].Save))
			continue
		}
		x.waitOn(whose[i])
		x.a.share.noteTaken(whose[i].Save.version(), err)
	}
	if err := x.forget(done...); err != nil {
		slog.Error("app: saves that are recorded are still kept as what waits", "error", err) // and found to be no news
	}
	return true
}

// errOvertaken is why a save waits for the share.
var errOvertaken = failure(CodeShare, "This file was saved or withdrawn at another computer meanwhile, and what lies on the share decides.",
	"Connect the share to this computer. It is read again by itself.")

// waitOn has a save wait until it is tried again.
func (x *ahead) waitOn(u upload) {
	u.after = x.a.clock.Now().Add(aheadPause)
	x.all[aheadKey(u.Save)] = u
}

// due lists the small saves that can be recorded now.
func (x *ahead) due(most int) []upload {
	if x.a.paused() {
		return nil
	}
	var all []upload
	for _, u := range x.all {
		if u.Save.Size < aheadSize && !x.a.clock.Now().Before(u.after) && x.a.pending.view().Engagement(u.Save.Engagement) != nil {
			all = append(all, u)
		}
	}
	slices.SortFunc(all, func(a, b upload) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(aheadKey(a.Save), aheadKey(b.Save)))
	})
	return all[:min(most, len(all))]
}

// takeBack makes saves that were signed before sending was paused, and wait, saves that are signed later. The relay
// may have one of them by now; then it is found to be no news. The caller holds the lock.
func (x *ahead) takeBack() {
	from := store.Settled{Intents: map[string][]byte{}}
	back := map[string]upload{}
	for _, t := range x.alone() {
		u := upload{Save: *t.Save, Since: t.At}
		var body engagement.DocumentBody
		err := json.Unmarshal(t.events[0].Body, &body)
		u.Base = body.Base
		raw, marshalErr := json.Marshal(u)
		if err == nil && marshalErr == nil { // else it stays signed
			key := aheadKey(u.Save)
			from.Drop, from.Intents[key], back[key] = append(from.Drop, t.n), raw, u
		}
	}
	if len(back) == 0 {
		return
	}
	if err := x.a.store.Settle(from); err != nil {
		slog.Error("app: saves that wait hold up what is done later", "error", err)
		return
	}
	maps.Copy(x.all, back)
	x.a.pending.drop(from.Drop...)
	x.a.news.tell(nounEverything)
}

// alone lists the saves that wait and on which nothing builds: neither another save of the file, because both are
// versions of it, nor a later act on the engagement, unless that pulls another version back.
func (x *ahead) alone() (all []*act) {
	of, later, pulled := map[string]int{}, map[engagement.Stream]uint64{}, map[engagement.EventID]bool{}
	for key := range x.all {
		of[key]++
	}
	for _, t := range x.a.pending.acts {
		switch version := t.pullsBack(); {
		case t.Save != nil:
			of[aheadKey(*t.Save)]++
		case version != "":
			pulled[version] = true
		default:
			later[t.stream()] = t.n
		}
	}
	for _, t := range x.a.pending.acts {
		if t.Save != nil && t.seq == 0 && of[aheadKey(*t.Save)] == 1 && later[t.stream()] < t.n && !pulled[t.events[0].ID] {
			all = append(all, t)
		}
	}
	return all
}

// pullsBack is the version that an act pulls back, or "".
func (t *act) pullsBack() engagement.EventID {
	var ref engagement.DocumentRef
	if len(t.events) != 1 || t.events[0].Kind != engagement.DocumentPulledBack || json.Unmarshal(t.events[0].Body, &ref) != nil {
		return ""
	}
	return ref.Version
}

// version is the id of the version that the save becomes at each computer that sees it (SPEC H5).
func (u upload) version(e *engagement.Engagement) engagement.EventID {
	return engagement.SaveID(e.Salt, e.ID, u.Save.Key, u.Base, engagement.Digest(u.Save.Blob))
}

// arrived forgets saves that are part of the history by now: another computer that has the share sent them. What
// became of them there since, such as that somebody took one back, is the newer word. The caller holds the lock.
func (x *ahead) arrived(streams map[engagement.Stream]bool) error {
	var gone []string
	for key, u := range x.all {
		if !streams[engagement.EngagementStream(u.Save.Engagement)] {
			continue
		}
		e := x.a.states.Engagement(u.Save.Engagement)
		if e == nil {
			continue
		}
		d := e.DocumentByKey(u.Save.Key)
		if d == nil {
			continue
		}
		_, twin := e.Version(u.version(e))
		if twin != nil && (d.Withdrawn != nil || twin == d.Latest()) || d.Withdrawn == nil && d.Latest().Blob == u.Save.Blob {
			gone = append(gone, key)
		}
	}
	return x.forget(gone...)
}
