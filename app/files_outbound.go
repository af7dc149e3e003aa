package app

import (
	"fmt"
	"time"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// notOut is a version that is recorded and that the client cannot see, by the firm's policy or because
// it was pulled back; ok is false for all others.
func (c comparison) notOut(d *engagement.Document) (s standing, ok bool) {
	v := d.Latest()
	switch d.Standing(v) {
	case engagement.StandsHeld:
		left := c.left(v)
		s = standing{code: "goes-out", tie: "held", words: "Goes out in " + leftWords(left), left: left}
		s.why = c.until("Until then", "until then", d)
		s.next = "Nothing; or send it now, or pull it back. Saving it again starts the time anew."
		if left <= 0 {
			s.words, s.next = "Going out", "Nothing. The relay is about to let it out."
		}
	case engagement.StandsWaiting:
		s = standing{code: "waits-release", tie: "held", words: "Waiting for your release"}
		s.why = c.until("Until somebody releases it,", "until somebody releases it", d)
		if d.Careful {
			s.why = "It was taken back before, so what is saved next waits. " + s.why
		}
		s.next = "Release it, or pull it back. Saved again, the newer version waits in its place."
	case engagement.StandsPulledBack:
		s = c.pulledBack(d, v)
	default:
		return c.releaseWaits(d, v)
	}
	return s, true
}

// releaseWaits is a version that was released here and of whose release the relay does not know yet.
func (c comparison) releaseWaits(d *engagement.Document, v *engagement.Version) (standing, bool) {
	m, found := lastMoment(c.e, engagement.DocumentReleased, d.ID)
	if v.Released == nil || !found || !m.Pending {
		return standing{}, false
	}
	return standing{
		code: "release-waits", tie: "waiting", words: "Released, on its way", act: "open-sync",
		why:  "It is released here and the relay does not know of it yet. " + upperFirst(c.contact()) + " does not see it until then.",
		next: "Nothing. It goes out by itself.",
	}, true
}

// pulledBack says who took a version back, and who had opened it.
func (c comparison) pulledBack(d *engagement.Document, v *engagement.Version) standing {
	who := c.a.inside(c.e, v.PulledBack.By)
	s := standing{code: "pulled-back", tie: "withdrawn", words: "Pulled back by " + who + ", " + c.a.moment(v.PulledBack.At).Words, noted: true}
	s.why = c.a.openedWords(c.e, v) + " " + upperFirst(c.stillSees(d))
	s.next = "Save it anew in " + c.a.laneName(folder.ToClient) + ": the new version waits for your release. Or release this one after all."
	if m, found := lastMoment(c.e, engagement.DocumentPulledBack, d.ID); found && m.Pending && m.ID == v.PulledBack.Event {
		c.pullBackWaits(&s, v)
	}
	return s
}

// pullBackWaits says why the relay does not know yet that a version is pulled back, and what that means.
func (c comparison) pullBackWaits(s *standing, v *engagement.Version) {
	t := c.a.pending.find(c.a.pending.waitingFor(func(e *engagement.Event) bool { return e.ID == v.PulledBack.Event }))
	s.code, s.act = "pull-back-waits", "open-sync"
	s.next = "Nothing. It is kept on this computer and goes out first thing."
	later := c.a.later(t)
	switch {
	case later == "":
		s.words, s.next = "Being pulled back", "Nothing. It is on its way to the relay."
	case c.a.stuck(t) && c.a.online():
		s.words, s.next = "Not pulled back: sending is paused", "Files that wait go first, because acts are taken in their order. "+resumeWords
	case c.a.link != nil && relayTrouble(c.a.link.Status()) == nil && !c.a.online():
		s.words = "Pulled back when you are online"
	default:
		s.words = "Pulled back " + later
	}
	s.why = "The relay does not know of it yet: until then " + c.contact() + " can open it. "
	if v.Held != nil {
		s.why = "The relay does not know of it yet: until then a hold can end, or a colleague release it. "
	}
	s.why += "Who opened it until then is said here afterwards."
}

// stillSees says what the client has in place of the newest version.
func (c comparison) stillSees(d *engagement.Document) string {
	if shown := d.ShownLatest(); shown != nil {
		return c.contact() + " sees the version of " + c.a.stampWords(shown.Sent()) + "."
	}
	return upperFirst(c.contact()) + " sees nothing of it."
}

// until says what the client has until the newest version is out.
func (c comparison) until(when, end string, d *engagement.Document) string {
	if d.ShownLatest() != nil {
		return when + " " + c.stillSees(d)
	}
	return upperFirst(c.contact()) + " sees nothing of it " + end + "."
}

// length is how long the version is held in all.
func (c comparison) length(v *engagement.Version) time.Duration {
	return v.Held.Until.Sub(v.At).Round(time.Second)
}

// left is how long the version is held yet. Until is the relay's time; a clock here that is off shows
// nothing longer than the hold.
func (c comparison) left(v *engagement.Version) time.Duration {
	return max(0, min(v.Held.Until.Sub(c.a.now()), c.length(v))).Round(time.Second)
}

func leftWords(d time.Duration) string {
	if d > 2*time.Minute {
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("%d s", int(d.Seconds()))
}

// outboundActs are what can be done with the newest version of a file on its way out.
func (c comparison) outboundActs(d *engagement.Document) []string {
	v := d.Latest()
	if c.a.me() == nil || d.Gone || v.Erased {
		return nil
	}
	if d.Withdrawn != nil {
		return []string{"share-again"}
	}
	switch d.Standing(v) {
	case engagement.StandsHeld:
		return []string{"send-now", "pull-back"}
	case engagement.StandsWaiting:
		return []string{"release", "pull-back"}
	case engagement.StandsPulledBack:
		return []string{"release-after-all"}
	}
	if v.Seq == 0 && v.Released == nil && (c.a.outbound().Way() == engagement.OnRelease || d.Careful) {
		return []string{"release", "pull-back"} // the relay is going to hold it
	}
	return []string{"pull-back"}
}
