package app

import (
	"cmp"
	"log/slog"
	"slices"

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
	var proposals []proposal
	var whose []upload
	var done []string
	for _, u := range due {
		if p, isNew := x.a.propose(u.Save); isNew {
			proposals, whose = append(proposals, p), append(whose, u)
		} else {
			done = append(done, aheadKey(u.Save))
		}
	}
	for i, err := range x.a.appendEach(proposals...) {
		key := aheadKey(whose[i].Save)
		if err = unless(err, engagement.CodeSameBytes); err == nil {
			done = append(done, key)
			continue
		}
		whose[i].after = x.a.clock.Now().Add(aheadPause)
		x.all[key] = whose[i]
		x.a.share.noteTaken(whose[i].Save.version(), err)
	}
	if err := x.a.store.Intents.Delete(done...); err != nil {
		slog.Error("app: saves that are recorded are still kept as what waits", "error", err) // and found to be no news
		return len(due) > 0
	}
	for _, key := range done {
		x.a.share.forgetTaken(string(x.all[key].Save.Engagement), x.all[key].Save.Key)
		delete(x.all, key)
	}
	return len(due) > 0
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
