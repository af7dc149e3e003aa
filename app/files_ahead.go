package app

import (
	"time"

	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// of answers the upload of a file that is on its way ahead of its act. The caller holds the lock.
func (x *ahead) of(e engagement.EngagementID, key string) (u upload, is bool) {
	name := aheadKey(save{Engagement: e, Key: key})
	if u, is = x.all[name]; !is {
		u, is = x.reading[name]
	}
	return u, is
}

// waitsForAnother says that large files wait because this connection costs by use. The caller holds the
// lock.
func (a *App) waitsForAnother() bool { return a.metered && !a.preferences().Line.Always }

const meteredWords = "This connection is metered, so large files wait for another one."

// sentAhead is a save of d that is recorded later: what the client sees is still the version before it.
func (c comparison) sentAhead(d *engagement.Document, u upload) standing {
	s := c.waitsForRelay(d, &engagement.Version{Blob: u.Save.Blob})
	if no := u.trouble(c.a.clock.Now()); s.code == "sending" && no != nil {
		s.tie, s.percent = "waiting", 0
		s.retrying(no)
	}
	if s.code == "sending" && u.Save.Size >= aheadSize && c.a.waitsForAnother() {
		s.code, s.tie, s.words, s.percent = "metered", "waiting", "Waits: metered connection", 0
		s.why = meteredWords + " It is read and kept on this computer."
		s.next = "Nothing: it goes out by itself over another connection. Or let large files go over this one."
	}
	return s
}

// troubleTold is for how long after the next try it is said why the last one failed: one that fails again does so
// sooner, and one that goes on is on its way.
const troubleTold = 2 * aheadPause

// trouble is why an upload does not get on, or nil.
func (u upload) trouble(now time.Time) *Failure {
	if now.Before(u.after.Add(troubleTold)) {
		return u.why
	}
	return nil
}

// waitsFor says why an upload waits; all is why uploads do.
func (u upload) waitsFor(now time.Time, all string) string {
	if no := u.trouble(now); no != nil && all == goesNow {
		return triedAgain(no)
	}
	return all
}

// trouble is why some upload does not get on, or nil. The caller holds the lock.
func (x *ahead) trouble() *Failure {
	for _, u := range x.waiting() {
		if no := u.trouble(x.a.clock.Now()); no != nil {
			return no
		}
	}
	return nil
}

// aheadWords says why large saves wait. The caller holds the lock.
func (a *App) aheadWords(line desk.Status, why string) string {
	if line.State == desk.Online && line.Err == nil && !line.Paused && a.waitsForAnother() {
		return meteredWords
	}
	return why
}
