package app

import (
	"cmp"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// Hold is files of one work file that went missing, where a mishap is likely, or that changed and are no
// longer what their names say. Nothing is withdrawn from the client, and nothing sent, until somebody decides.
type Hold struct {
	Changed    bool          `json:"changed"` // they changed: see SendHeld; else they are missing: see DecideHold
	Words      string        `json:"words"`   // "14 files went missing"
	Engagement EngagementRef `json:"engagement"`
	Contact    string        `json:"contact"` // who still sees them: "Ruth"
	Files      []string      `json:"files"`   // inside To client
	Moment     Moment        `json:"moment"`
}

// DecideHold settles files that went missing: withdraw takes them back from the client, else the client keeps seeing
// them. Who decided, and when, is kept as a note of the office. The files are those that the person saw: it fails with
// "not-open" when nothing is held any more, or more than they saw.
func (a *App) DecideHold(engagement string, files []string, withdraw bool) (o Outcome, err error) {
	defer guard("DecideHold", &err)
	return a.decideHold(engagement, files, withdraw)
}

// SendHeld sends files that changed and are no longer what their names say, as they are. Who decided, and when, is
// kept as a note of the office. The files are those that the person saw: it fails with "not-open" when nothing is held
// any more, or more than they saw.
func (a *App) SendHeld(engagement string, files []string) (o Outcome, err error) {
	defer guard("SendHeld", &err)
	return a.sendHeld(engagement, files)
}

// heldFiles lists what is held, the oldest first. The caller holds the App's lock.
func (a *App) heldFiles() []Hold {
	holds := []Hold{}
	a.share.mu.Lock()
	defer a.share.mu.Unlock()
	for _, h := range a.share.holds {
		holds = append(holds, a.holdViews(h)...)
	}
	slices.SortFunc(holds, func(x, y Hold) int {
		return cmp.Or(strings.Compare(x.Moment.At, y.Moment.At), strings.Compare(x.Engagement.ID, y.Engagement.ID))
	})
	return holds
}

// holdViews are what is missing, then what changed, as far as there is either.
func (a *App) holdViews(h folder.Hold) (views []Hold) {
	c := a.card(engagement.EngagementID(h.MappingID))
	v := Hold{Engagement: a.ref(c), Contact: "the client"}
	if c != nil {
		if who := a.contacts(c.Client); len(who) > 0 {
			v.Contact = who[0].First
		}
	}
	if len(h.Missing) > 0 {
		missing := v
		missing.Moment = a.moment(h.Since)
		for _, g := range h.Missing {
			missing.Files = append(missing.Files, g.Rel)
		}
		sortPaths(missing.Files)
		missing.Words = counted(len(missing.Files), "file", "files") + " went missing"
		views = append(views, missing)
	}
	if len(h.Changed) > 0 {
		first := slices.MinFunc(h.Changed, func(x, y folder.Changed) int { return x.Since.Compare(y.Since) })
		v.Changed, v.Moment = true, a.moment(first.Since)
		for _, g := range h.Changed {
			v.Files = append(v.Files, g.Rel)
		}
		sortPaths(v.Files)
		v.Words = counted(len(v.Files), "file", "files") + " changed into something else"
		views = append(views, v)
	}
	return views
}

func sortPaths(all []string) { folder.SortByPath(all, func(path string) string { return path }) }

// asSeen fails when more is held than a person saw.
func (h Hold) asSeen(files []string) error {
	for _, name := range h.Files {
		if !slices.Contains(files, name) {
			return failure(engagement.CodeNotOpen, "There are more of them by now: "+h.Words+".", "Nothing was decided. Look at them all, and decide then.")
		}
	}
	return nil
}

func (a *App) decideHold(id string, files []string, withdraw bool) (Outcome, error) {
	folders, err := a.share.folders()
	if err != nil {
		return Outcome{}, err
	}
	a.mu.Lock()
	answered := a.share.hold(id)
	held := a.holdViews(answered)
	a.mu.Unlock()
	if len(answered.Missing) == 0 || len(held) == 0 {
		return Outcome{}, failure(engagement.CodeNotOpen, "Nothing is held here any more.", "The files came back, or somebody decided already.")
	}
	if err := held[0].asSeen(files); err != nil {
		return Outcome{}, err
	}
	// Before it is carried out: what is asked from then on is asked anew. Where nobody looks there any more it fails, and
	// the question ended with that.
	a.share.decided(id, answered)
	if err := folders.Decide(answered, withdraw); err != nil {
		return Outcome{}, failure(CodeShare, shareWords(err), "Nothing was decided.")
	}
	if !withdraw {
		if err := a.keepForClient(answered); err != nil {
			return Outcome{}, err
		}
	}
	o, err := a.postNote(id, decisionNote(held[0], a.dated(held[0].Moment), withdraw))
	o.Words = "Kept for " + held[0].Contact
	if withdraw {
		o.Words = "Taken back from " + held[0].Contact
	}
	return o, err
}

func (a *App) sendHeld(id string, files []string) (Outcome, error) {
	folders, err := a.share.folders()
	if err != nil {
		return Outcome{}, err
	}
	a.mu.Lock()
	answered := a.share.hold(id)
	held := a.holdViews(answered)
	a.mu.Unlock()
	if len(held) == 0 || !held[len(held)-1].Changed {
		return Outcome{}, failure(engagement.CodeNotOpen, "Nothing is held here any more.", "The files are as they were, or somebody decided already.")
	}
	h := held[len(held)-1]
	if err := h.asSeen(files); err != nil {
		return Outcome{}, err
	}
	if err := folders.SendChanged(answered); err != nil {
		return Outcome{}, failure(CodeShare, shareWords(err), "Nothing was sent.")
	}
	o, err := a.postNote(id, withNames(h, counted(len(h.Files), "file", "files")+" of To client changed into something else, or back into an older version ("+a.dated(h.Moment)+"). Sent to "+h.Contact+" as they are."))
	o.Words = "Sent to " + h.Contact
	return o, err
}

// keepForClient records that the files stay with the client, so that no other computer asks. One that
// somebody took back or saved meanwhile needs no answer.
func (a *App) keepForClient(h folder.Hold) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	e := a.pending.view().Engagement(engagement.EngagementID(h.MappingID))
	if e == nil {
		return nil
	}
	var all []proposal
	for _, g := range h.Missing {
		d := e.DocumentByKey(g.Key)
		if d == nil || d.Withdrawn != nil || !a.wasNewest(e.ID, d, g) {
			continue
		}
		body := engagement.DocumentRef{Document: d.ID, Version: d.Latest().ID}
		all = append(all, proposal{&act{Words: "Keep " + g.Rel, Quiet: true}, []fact{on(h.MappingID, engagement.DocumentKept, body, nil)}})
	}
	return errors.Join(a.appendEach(all...)...)
}

// takeAnswers drops from the holds what was withdrawn from the client, kept for them, or sent as it is: somebody
// answered at another computer. What the relay has not confirmed is no answer yet.
func (s *share) takeAnswers() {
	folders, err := s.folders()
	if err != nil {
		return
	}
	s.mu.Lock()
	holds := slices.Collect(maps.Values(s.holds))
	s.mu.Unlock()
	for _, h := range holds {
		if part := s.a.answeredOf(h); len(part.Missing)+len(part.Changed) > 0 {
			if err := folders.Answered(part); err != nil {
				slog.Info("app: an answer from elsewhere was not taken over", "engagement", h.MappingID, "error", err)
			}
		}
	}
}

// wasKept says that somebody decided to keep for the client what is gone now: this version, and not before it
// was here again.
func wasKept(d *engagement.Document, g folder.Gone) bool {
	v := d.Latest()
	return v.Kept != nil && v.Kept.After(g.Read) && g.Was(string(v.Blob))
}

// answeredOf is the part of a hold about which somebody decided.
func (a *App) answeredOf(h folder.Hold) (part folder.Hold) {
	part.MappingID = h.MappingID
	a.mu.Lock()
	defer a.mu.Unlock()
	e := a.states.Engagement(engagement.EngagementID(h.MappingID))
	if e == nil {
		return part
	}
	for _, c := range h.Changed {
		if d := e.DocumentByKey(c.Key); d != nil && string(d.Latest().Blob) == c.SHA256 {
			part.Changed = append(part.Changed, c)
		}
	}
	for _, g := range h.Missing {
		d := e.DocumentByKey(g.Key)
		if d != nil && (d.Withdrawn != nil || wasKept(d, g)) {
			part.Missing = append(part.Missing, g)
		}
	}
	return part
}

// namedInNote is how many files a note names.
const namedInNote = 20

// decisionNote is what the office reads later: the note itself says who wrote it, and when.
func decisionNote(h Hold, since string, withdraw bool) string {
	words := h.Words + " from To client (" + since + "). "
	if withdraw {
		words += "Removed on purpose: withdrawn from " + h.Contact + "."
	} else {
		words += "Kept for " + h.Contact + ", though not on the share."
	}
	return withNames(h, words)
}

// withNames puts the names of the files under what is said of them.
func withNames(h Hold, words string) string {
	for i, name := range h.Files {
		if i == namedInNote {
			return words + "\n… and " + counted(len(h.Files)-i, "more", "more")
		}
		words += "\n" + name
	}
	return words
}
