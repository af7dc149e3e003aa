package app

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tieout/app/folder"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// filing is who files what clients send, as the relay said last.
type filing struct {
	reply wire.FilingReply
	known bool
}

// nobody says whether nobody files, as far as is known.
func (f filing) nobody() bool { return f.known && len(f.reply.Desks) == 0 }

// filers are the computers that file on the share of this work and whose people may see it.
func (c comparison) filers() []wire.FilingDesk {
	return slices.DeleteFunc(slices.Clone(c.filing.reply.Desks), func(d wire.FilingDesk) bool {
		return !slices.Contains(d.Roots, c.root()) || !engagement.MaySee(c.a.pending.view(), d.Staff, engagement.EngagementStream(c.e.ID))
	})
}

// unfiled says that nobody files this work, in a sentence, or "" as far as is known.
func (c comparison) unfiled() string {
	switch {
	case c.filing.nobody():
		return c.a.nobodyFiles(c.filing.reply.Since) + "."
	case c.filing.known && len(c.filers()) == 0:
		return "Nobody is filing this work: no computer that is on has its share and is of somebody who may see it."
	}
	return ""
}

// uploaded says how a file that the client sent stands.
func (c comparison) uploaded(d *engagement.Document) standing {
	v := d.Latest()
	switch {
	case v.Erased:
		return standing{code: "erased", tie: "withdrawn", words: "Erased", why: "Its content was erased for good. What is left is that it was sent.",
			next: "Nothing. If it is needed again, ask for it again."}
	case v.Placed != nil:
		return c.filed(v.Placed)
	}
	return c.notFiled(v.ID)
}

// filed is a file with a receipt. Staff may have renamed, moved or removed it since: it is not placed
// twice.
func (c comparison) filed(p *engagement.Placed) standing {
	at := c.a.moment(p.At).Words
	s := standing{code: "filed", tie: "tied", words: "Filed " + at, why: "It was filed as “" + p.Path + "” " + c.a.atWords(p.At) + "."}
	if c.seen && !c.lies(p.Path) {
		s.code, s.words = "filed-moved", "Filed "+at+", moved since"
		s.why += " It is not there any more: somebody in the office renamed, moved or removed it. It is not filed twice."
		s.next = "Look for it under another name or in another folder. " + upperFirst(c.contact()) + " still sees what they sent, and you can open that here."
		s.act = "open-folder"
	}
	return s
}

// lies says whether a path inside the work file is a file of a lane right now.
func (c comparison) lies(at string) bool {
	_, ok := c.at[pathFold(at)]
	return ok
}

// notFiled is a file that is safe at the relay and waits to be placed on the share.
func (c comparison) notFiled(version engagement.EventID) standing {
	s := standing{code: "not-filed", tie: "waiting", words: "About to be filed", why: "It is safe at the relay and about to be filed.", next: "Nothing. It is filed by itself."}
	trouble, here := c.a.share.troubleOf(version), c.a.share.writable(c.root())
	line := c.line()
	switch {
	case c.e.Mapping == nil:
		s.words, s.why = "No folder is mapped", "It is safe at the relay. This engagement has no folder on the share to file it in."
		s.next, s.act, s.code = "Map its folder.", "map-work-file", "unmapped"
	case line != "":
		s.words, s.code = "Waits", "filing-waits"
		s.why = line
		s.next = "Nothing. It is filed by itself afterwards."
		if c.a.online() && c.a.receiptsWait() {
			s.next, s.act = "Resume sending in the list behind the pill. It is filed by itself then.", "open-sync"
		}
	case trouble.why != "" && here:
		trouble.notFiled(&s)
	case here:
		s.code = "filing"
		if down, is := c.coming(version); is {
			s.tie, s.words, s.percent = "moving", "Coming in", int(100*fraction(down))
			s.why = "It is safe at the relay and on its way to this computer: " + figures(down) + "."
			s.next = "Nothing. It is filed when all of it has arrived."
		}
	case c.unfiled() != "":
		s.words, s.code = "Nobody is filing", "nobody-filing"
		s.why = c.unfiled() + " It is safe at the relay." + c.cannotFileHere()
		s.next = "Switch on a computer that has the share, or connect the share to this one."
	case len(c.filers()) > 0:
		s.code = "filing-elsewhere"
		s.why = "It is safe at the relay, and " + list(c.filerNames()) + " is about to file it." + c.cannotFileHere()
	default:
		s.code = "filing-elsewhere"
		s.why = "It is safe at the relay and is filed by a computer that has the share." + c.cannotFileHere()
	}
	return s
}

// coming is how far something that is to be filed has come to this computer, if it is on its way.
func (c comparison) coming(version engagement.EventID) (down desk.Transfer, is bool) {
	if c.a.link == nil {
		return down, false
	}
	ref := c.toFile(version)
	for _, down := range c.a.link.Status().Coming {
		if down.Key == (desk.BlobKey{Client: c.e.Client, Blob: ref}) {
			return down, true
		}
	}
	return down, false
}

// toFile is the bytes of an upload, or of a sealed copy.
func (c comparison) toFile(version engagement.EventID) engagement.BlobRef {
	if _, v := c.e.Version(version); v != nil {
		return v.Blob
	}
	for _, d := range c.e.Deliverables {
		if d.Seal != nil && d.Seal.Event == version {
			return d.Seal.Blob
		}
	}
	return ""
}

// cannotFileHere says why this computer does not file, as a sentence with a space before it, or "".
func (c comparison) cannotFileHere() string {
	switch c.state {
	case string(folder.RootReadOnly):
		return " This computer may read the share but not write to it."
	case unbound:
		return " This computer does not know where the share is."
	case string(folder.RootOK), "unmapped", "missing":
		return ""
	case string(folder.RootEmpty), string(folder.RootSwapped):
		return " " + doubtWords(c.state) + "."
	}
	return " This computer can't reach the share" + strings.TrimSuffix(" since "+c.since.Words, " since ") + "."
}

// line says why nothing can be filed from here although the share is there, or "".
func (c comparison) line() string {
	if c.a.link == nil || !c.a.share.writable(c.root()) {
		return ""
	}
	line := c.a.link.Status()
	switch {
	case line.Restored:
		return "The relay was restored from a backup. Nothing is filed until it has everything back."
	case relayTrouble(line) != nil:
		return relayTrouble(line).Message + " Filing waits until it can be asked whether a colleague was faster."
	case line.State == desk.Revoked, line.State == desk.Distrusted, line.State == desk.Outdated:
		return "This computer files again " + c.a.later(nil) + "."
	case !c.a.online():
		return "This computer is offline since " + c.a.zoned12(line.Since) + ". Filing waits until the relay can be asked whether a colleague was faster."
	case c.a.receiptsWait():
		return "It is safe at the relay. " + c.a.pausedWords(line) + " A file that waits goes before the receipt of this one, and without a receipt it would be filed twice."
	}
	return ""
}

func (c comparison) root() engagement.RootID {
	if c.e.Mapping == nil {
		return ""
	}
	return c.e.Mapping.Root
}

// sealedStands says how a sealed copy stands.
func (c comparison) sealedStands(d *engagement.Deliverable) standing {
	if d.Placed != nil {
		return c.filed(d.Placed)
	}
	return c.notFiled(d.Seal.Event)
}

func (c comparison) filerNames() []string {
	var names []string
	for _, d := range c.filers() {
		names = append(names, c.a.deskName(d.Device, d.Staff))
	}
	return names
}

// nobodyFiles says since when, with the zone: people compare it with the clock of another office.
func (a *App) nobodyFiles(since *time.Time) string {
	if since == nil {
		return "Nobody is filing"
	}
	return "Nobody is filing since " + a.zoned12(*since)
}

// zoned12 is a time of day with its zone, and with the day unless it is today's: "6:02 PM (EST)".
func (a *App) zoned12(t time.Time) string {
	if t.IsZero() {
		return "it started"
	}
	t, now := t.In(a.zone()), a.now().In(a.zone())
	clock := t.Format("3:04 PM (MST)")
	switch daysBetween(t, now) {
	case 0:
		return clock
	case 1:
		return "yesterday, " + clock
	}
	return dateWords(t, now) + ", " + clock
}

// pathFold is a path inside a work file in the form in which two spellings of one file are the same.
func pathFold(at string) string { return folder.PathKey("", cmp.Or(at, ".")) }
