package app

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"tieout/app/folder"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// standing is how one file stands between the share and the client. The row of the panel and the answer
// to "why is this file not there?" are made of the same one, so that they never differ.
type standing struct {
	code  string // names the rule
	tie   string // as FileRow.Tie
	words string // a few, for the column
	why   string // what happened, and what is safe
	next  string // what to do; never empty, "" is only for what is as it should be
	act   string // the bound act that helps, see Explanation.Act
	// percent is how far a file that moves has come.
	percent int
	// left is how long a version is held yet.
	left time.Duration
	// noted shows why under the row whatever the tie.
	noted bool
}

// needsWords says whether the row shows why under it.
func (s standing) needsWords() bool {
	return s.tie == "open" || s.tie == "held" || s.tie == "settle" || s.noted || s.code == "refused" || s.code == "not-filed"
}

// onShare says how a file of To client stands; d is what the client sees of it, or nil.
func (c comparison) onShareStands(f folder.ListedFile, d *engagement.Document) standing {
	switch f.State {
	case folder.StateSettled:
		return c.settled(f, d)
	case folder.StateOpen:
		return c.openElsewhere(f)
	case folder.StateTwin:
		return standing{code: "twin", tie: "held", words: "Held: two names alike", why: c.twinWords(f),
			next: "Rename one of the two. Both are sent by themselves then.", act: "open-folder"}
	case folder.StateEmpty:
		return standing{code: "empty", tie: "held", words: "Held: empty", why: "The file has no content yet. An empty file is never sent.",
			next: "Save it with its content. It is sent by itself then.", act: "open-folder"}
	case folder.StateUnreadable:
		return standing{code: "unreadable", tie: "held", words: "Held: cannot be sent", why: cmp.Or(f.Detail, "The file cannot be read."),
			next: cmp.Or(f.Next, "Put a plain file that you can open in its place."), act: "open-folder"}
	case folder.StateUnfinished:
		return standing{code: "unfinished", tie: "held", words: "Held: looks cut off", why: "The file looks cut off, and this share cannot say whether somebody is still saving it. A torn file is never sent.",
			next: "Open it and save it again. It is sent once it is whole.", act: "open-folder"}
	case folder.StateRefused:
		return c.notTaken(f)
	case folder.StateResting:
		return c.restsHere(f, d)
	case folder.StateHeld:
		return standing{code: "held-changed", tie: "held", words: "Held: changed into something else", why: f.Detail,
			next: "Open it. If it cannot be opened, put back what it was; else it can be sent as it is.", act: "decide-hold"}
	}
	if u, reading := c.a.ahead.of(c.e.ID, f.Key); reading {
		return c.sentAhead(cmp.Or(d, &engagement.Document{}), u)
	}
	return standing{code: "settling", tie: "waiting", words: "About to be read", why: cmp.Or(f.Detail, "It was saved a moment ago and is about to be read."),
		next: "Nothing. It is sent once it has not changed for a moment."}
}

// settled is a file of To client that is closed and whole.
func (c comparison) settled(f folder.ListedFile, d *engagement.Document) standing {
	if no, ok := c.refused[f.Rel]; ok && (d == nil || no.At.After(d.Latest().At)) {
		return standing{code: "refused", tie: "settle", words: "Not accepted", why: "The relay did not take this version: " + no.Refusal.Message,
			next: cmp.Or(no.Refusal.Hint, "Look at it in the list behind the pill."), act: "open-sync"}
	}
	if u, ahead := c.a.ahead.of(c.e.ID, f.Key); ahead {
		return c.sentAhead(cmp.Or(d, &engagement.Document{}), u)
	}
	if d == nil {
		return standing{code: "settling", tie: "waiting", words: "About to be read", why: "It is on the share, closed, and about to be read by this computer.",
			next: "Nothing. It is sent by itself."}
	}
	return c.recorded(d)
}

// recorded is a file whose latest version is part of the history, or waits to be.
func (c comparison) recorded(d *engagement.Document) standing {
	v := d.Latest()
	switch {
	case v.Erased:
		return standing{code: "erased", tie: "withdrawn", words: "Erased", why: "Its content was erased for good. What is left is that it was there.",
			next: "Nothing. If it is needed again, save it as a new file."}
	case d.Withdrawn != nil:
		return c.withdrawn(d)
	case v.Seq == 0:
		return c.waitsForRelay(d, v)
	}
	if s, ok := c.notOut(d); ok {
		return s
	}
	return standing{code: "tied", tie: "tied", words: "Tied out", why: c.contact() + " can see it since " + c.a.zoned12(v.Sent()) + "."}
}

func (c comparison) withdrawn(d *engagement.Document) standing {
	if d.Gone {
		return standing{
			code: "withdrawn", tie: "withdrawn", words: "Gone from the share, " + c.a.moment(*d.Withdrawn).Words,
			why:  "It was not in " + c.a.laneName(folder.ToClient) + " any more " + c.a.atWords(*d.Withdrawn) + ", so " + c.contact() + " sees it no longer.",
			next: "Nothing, if that was meant. Else put it back: " + c.contact() + " sees it again then, or when you release it.", act: "open-folder",
		}
	}
	at, who := c.a.moment(*d.Withdrawn).Words, ""
	for i := len(c.e.History) - 1; i >= 0 && who == ""; i-- {
		if m := c.e.History[i]; m.Kind == engagement.DocumentWithdrawn && m.Subject == string(d.ID) {
			who = c.a.inside(c.e, m.By)
		}
	}
	who = cmp.Or(who, "somebody")
	return standing{
		code: "withdrawn", tie: "withdrawn", words: "Withdrawn by " + who + ", " + at,
		why:  upperFirst(who) + " took it back from " + c.contact() + " " + c.a.atWords(*d.Withdrawn) + ". A file on the share is not touched by that.",
		next: "Nothing. Or release it after all. Saved anew in " + c.a.laneName(folder.ToClient) + ", it waits for your release.", act: "open-folder",
	}
}

// waitsForRelay is a version that was read and signed here and that the relay does not have yet.
func (c comparison) waitsForRelay(d *engagement.Document, v *engagement.Version) standing {
	s := standing{tie: "waiting", act: "open-sync", next: "Nothing. It is kept on this computer and goes out by itself."}
	if c.a.link == nil {
		s.code, s.words, s.why = "not-connected", "Not connected", "This computer is not connected to a firm."
		s.next = "Connect it."
		return s
	}
	line := c.a.link.Status()
	since := " since " + c.a.zoned12(line.Since)
	switch {
	case line.State == desk.Revoked:
		s.code, s.words, s.why = "revoked", "Access withdrawn", "This computer's access was withdrawn, so nothing leaves it."
		s.next = "Ask an administrator of your firm for a new code."
	case line.State == desk.Outdated:
		s.code, s.words, s.why = "update", "Update needed", "The relay needs a newer Tieout than this one."
		s.next = "Update. It goes out by itself then."
	case line.State == desk.Distrusted:
		s.code, s.words, s.why = "not-trusted", "Stopped", "The relay's history does not verify, so nothing is sent to it."
		s.next = "Call your administrator."
	case relayTrouble(line) != nil:
		s.retrying(asFailure(line.Err))
	case line.State != desk.Online:
		s.code, s.words, s.why = "offline", "Goes out when you are back online", "This computer is offline"+since+". The version is read and safe."
	case line.Restored:
		s.code, s.words, s.why = "restored", "Waits for the relay", "The relay was restored from a backup and is getting back what it lost. This follows."
	case line.Paused:
		s.code, s.words, s.why = "paused", "Sending is paused", c.a.pausedWords(line)+" The version is read and safe."
		s.next = "Nothing, or resume sending in the list behind the pill."
	case line.Err != nil:
		s.retrying(asFailure(line.Err))
	default:
		s.code, s.tie, s.words = "sending", "moving", "Sending"
		s.why = "It is on its way to the relay."
		for _, up := range line.Transfers {
			if up.Key.Blob == v.Blob {
				s.percent, s.why = int(100*fraction(up)), "It is on its way to the relay: "+figures(up)+"."
			}
		}
		s.next = "Nothing. " + c.contact() + " can see it when all of it has arrived."
		if c.a.outbound().Way() != engagement.AtOnce || d.Careful {
			s.next = "Nothing. It is held at the relay, and " + c.contact() + " does not see it yet."
		}
	}
	return s
}

// retrying is what is sent again and again, because the relay or this computer says why it cannot be. What helps
// comes in their words, where they have some.
func (s *standing) retrying(why *Failure) {
	s.code, s.words = "retrying", "Trying again"
	s.why = "Sending did not work: " + why.Message + " It is tried again by itself, and the version is kept here."
	s.next = cmp.Or(why.Hint, s.next)
}

// notOnShare is a document of To client that the share does not have.
func (c comparison) notOnShare(d *engagement.Document) standing {
	if s := c.recorded(d); s.code != "tied" {
		return s
	}
	still := c.contact() + " still sees it."
	if !c.seen {
		return c.shareStands(still)
	}
	if c.rest.code != "" {
		return c.restsThere(d)
	}
	if c.laneGone() {
		return standing{code: "lane-missing", tie: "settle", words: "Its folder is gone",
			why:  "Its folder " + c.a.laneName(folder.ToClient) + " is not there, so nothing is concluded from that. " + still,
			next: "Give the folder its name back, or put it back; or make an empty one of that name, and you are asked about its files.", act: "open-folder"}
	}
	if c.missing[d.Key] {
		with, next := "", "Say whether it was removed on purpose."
		if others := len(c.missing) - 1; others > 0 {
			with, next = " with "+counted(others, "other file", "other files"), "Say whether they were removed on purpose."
		}
		return standing{code: "held-missing", tie: "settle", words: "Gone from the share",
			why:  "It went missing from the share" + with + ". That may be a mishap, such as a folder that was moved or a share that comes from a backup. " + still,
			next: next, act: "decide-hold"}
	}
	if c.state == string(folder.RootReadOnly) {
		return standing{code: "reading-only", tie: "client-only", words: "Not on the share",
			why:  "The share can only be read from this computer, so no deletion is believed here. " + still,
			next: "A computer that may write to the share settles it; or take it back from " + c.contact() + " here."}
	}
	if _, known, err := c.a.store.Seen.Get(string(c.e.ID), d.Key); err == nil && known {
		return standing{code: "missing", tie: "waiting", words: "Gone from the share", why: "It is not on the share any more. Tieout looks again before it believes that. " + still,
			next: "Put it back, and nothing changes. Else it is taken back from " + c.contact() + " in a moment, or you are asked first."}
	}
	return standing{code: "kept", tie: "client-only", words: "Kept for " + c.contact(), why: "It is not on the share. " + still,
		next: "Take it back from " + c.contact() + " if it is not meant to be seen any more."}
}

// laneGone says that the folder of what goes to the client is not there.
func (c comparison) laneGone() bool {
	return c.seen && !slices.ContainsFunc(c.listed.Lanes, func(l folder.LaneFolder) bool { return l.Lane == folder.ToClient && l.Name != "" })
}

// shareStands says why the share cannot be looked at.
func (c comparison) shareStands(and string) standing {
	s := standing{code: c.state, tie: "waiting", words: "The share cannot be looked at", why: strings.TrimSpace(c.reason + " " + and)}
	switch c.state {
	case "unmapped":
		s.words, s.next, s.act = "No folder is mapped", "Map its folder.", "map-work-file"
	case unbound:
		s.next, s.act = "Choose the folder of the share in Setup.", "open-settings"
	case string(folder.RootEmpty), string(folder.RootSwapped):
		s.code, s.words = "share-"+c.state, doubtWords(c.state)
		s.next, s.act = "Put the share back, and work goes on by itself. If this is the share, choose its folder in Setup. Nothing is lost.", "open-settings"
	case "missing":
		s.next, s.act = "If the folder was renamed or moved, map it again.", "map-work-file"
	default:
		s.code, s.next, s.act = "unreachable", "Connect the share again. Nothing is lost, and work goes on by itself.", "sync-now"
		if c.since.Words != "" {
			s.why = "The share can't be reached since " + c.since.Words + ". " + s.why
		}
	}
	return s
}

// openElsewhere is a file that somebody has open for writing.
func (c comparison) openElsewhere(f folder.ListedFile) standing {
	program, who := programOf(f.Rel), f.By
	if who == "" || who == "someone" {
		who = "Somebody"
	}
	words := "Waits for " + program + " to close"
	return standing{code: "open", tie: "open", words: words, why: who + " has this open in " + program + ". Tieout sends it when they close it.",
		next: "Nothing, or ask " + strings.Replace(who, "Somebody", "them", 1) + " to save and close it."}
}

// programs are what people call the programs that hold files open.
var programs = map[string]string{
	".xlsx": "Excel", ".xlsm": "Excel", ".xlsb": "Excel", ".xls": "Excel", ".csv": "Excel",
	".docx": "Word", ".docm": "Word", ".doc": "Word", ".rtf": "Word",
	".pptx": "PowerPoint", ".ppt": "PowerPoint", ".ods": "LibreOffice", ".odt": "LibreOffice", ".pdf": "the PDF program",
}

func programOf(name string) string {
	return cmp.Or(programs[strings.ToLower(path.Ext(name))], "its program")
}

// twinWords names the other file.
func (c comparison) twinWords(f folder.ListedFile) string {
	for _, other := range c.onShare(folder.ToClient) {
		if other.Key == f.Key && other.Rel != f.Rel {
			return "“" + other.Rel + "” is here too, and the two names differ only in capitals or accents. Other computers cannot keep them apart, so neither is sent."
		}
	}
	return cmp.Or(f.Detail, "Another name here differs only in capitals or accents.")
}

// notTaken is a file that was read and could not be kept here.
func (c comparison) notTaken(f folder.ListedFile) standing {
	no := c.a.share.notTakenFor(string(c.e.ID), f.Key)
	s := standing{code: cmp.Or(no.code, "not-taken"), tie: "held", words: "Held: not taken over", why: cmp.Or(no.words, f.Detail), next: "Nothing. It is tried again by itself."}
	if s.code == "too-large" {
		s.words, s.next = "Held: too big", "Split it, or save it smaller."
	}
	c.alsoFull(&s, f)
	return s
}

// contact is what the client is called in a sentence.
func (c comparison) contact() string {
	if who := c.a.contacts(c.e.Client); len(who) > 0 {
		return who[0].First
	}
	return "the client"
}
