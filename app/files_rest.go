package app

import (
	"time"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// rest is why this process does not look at a work file, if it does not: "complete" or
// "watched-elsewhere", with who does, as the beginning of a sentence without its full stop.
type rest struct{ code, words, who string }

// restOf goes by what is kept now. The caller holds the lock.
func (a *App) restOf(e *engagement.Engagement) rest {
	switch {
	case e.Mapping == nil:
	case a.share.isDone(string(e.ID)):
		return rest{"complete", "Complete since " + a.moment(e.Since).Words + ", so its folder is no longer watched", ""}
	case a.share.rests(folder.Mapping{ID: string(e.ID), RootID: string(e.Mapping.Root)}):
		who := a.host.watcher(string(e.Mapping.Root))
		return rest{"watched-elsewhere", upperFirst(who) + " watches this share for all desks of this computer", who}
	}
	return rest{}
}

// restsHere is a file of To client that this process does not read. It is what was sent last when it looks
// like it: by size, by the time of its last change, and with nobody's owner file beside it.
func (c comparison) restsHere(f folder.ListedFile, d *engagement.Document) standing {
	switch {
	case c.rest.code == "": // it began to watch a moment ago
		return standing{code: "settling", tie: "waiting", words: "About to be read", why: "This computer is about to read it.",
			next: "Nothing. It is sent by itself."}
	case f.By != "" && c.rest.code != "complete":
		return c.openElsewhere(f)
	case d != nil && looksLike(f, d.Latest()):
		return c.settled(f, d)
	}
	s := standing{code: c.rest.code, tie: "waiting", words: "Watched by " + c.rest.who, noted: true}
	s.why = c.rest.words + ". The file as it lies here is not known to have been sent."
	s.next = "Nothing, if it was saved a moment ago. If it stays so, " + c.rest.who + " says why: somebody may have it open, or it is held."
	if c.rest.code == "complete" {
		s.tie, s.words = "held", "Not sent: complete"
		s.why = c.rest.words + ". The file as it lies here was not sent."
		s.next, s.act = "Move the status of the engagement. It is sent by itself then.", "set-status"
	}
	if d != nil && d.Withdrawn == nil {
		s.why += " " + upperFirst(c.stillSees(d))
	}
	return s
}

// clocksApart is how far the clocks of a file server and the relay may be apart, which tell the times of a file
// and of its version.
const clocksApart = 5 * time.Minute

// looksLike says that a file that was not read has the size of a version and was not changed since, as far as
// clocks tell.
func looksLike(f folder.ListedFile, v *engagement.Version) bool {
	return f.Size == v.Size && !f.ModTime.After(v.At.Add(clocksApart))
}

// restsThere is a document of To client that the share does not have, where this process does not look.
func (c comparison) restsThere(d *engagement.Document) standing {
	return standing{code: "kept", tie: "client-only", words: "Not on the share",
		why:  "It is not on the share. " + c.rest.words + ". " + upperFirst(c.contact()) + " still sees it.",
		next: "Take it back from " + c.contact() + " if it was removed on purpose; else put it back."}
}
