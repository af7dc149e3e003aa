package app

import (
	"cmp"
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// Hold is a number of files that went missing at once from one work file. Nothing is withdrawn from
// the client until somebody decides.
type Hold struct {
	Engagement EngagementRef `json:"engagement"`
	Contact    string        `json:"contact"` // who still sees them: "Ruth"
	Files      []string      `json:"files"`   // inside To client
	Moment     Moment        `json:"moment"`
}

// DecideHold settles files that went missing at once: withdraw takes them back from the client, else the
// client keeps seeing them. Who decided, and when, is kept as a note of the office. It fails with
// "not-open" when nothing is held any more.
func (a *App) DecideHold(engagement string, withdraw bool) (o Outcome, err error) {
	defer guard("DecideHold", &err)
	return a.decideHold(engagement, withdraw)
}

// heldFiles lists what is held, the oldest first. The caller holds the App's lock.
func (a *App) heldFiles() []Hold {
	holds := []Hold{}
	a.share.mu.Lock()
	defer a.share.mu.Unlock()
	for _, h := range a.share.holds {
		holds = append(holds, a.holdView(h))
	}
	slices.SortFunc(holds, func(x, y Hold) int {
		return cmp.Or(strings.Compare(x.Moment.At, y.Moment.At), strings.Compare(x.Engagement.ID, y.Engagement.ID))
	})
	return holds
}

func (a *App) holdView(h folder.Hold) Hold {
	c := a.card(engagement.EngagementID(h.MappingID))
	v := Hold{Engagement: a.ref(c), Contact: "the client", Files: []string{}, Moment: a.moment(h.Since)}
	if c != nil {
		if who := a.contacts(c.Client); len(who) > 0 {
			v.Contact = who[0].First
		}
	}
	for _, g := range h.Missing {
		v.Files = append(v.Files, g.Rel)
	}
	return v
}

func (a *App) decideHold(id string, withdraw bool) (Outcome, error) {
	folders, err := a.share.folders()
	if err != nil {
		return Outcome{}, err
	}
	a.mu.Lock()
	held, _ := a.share.heldOf(engagement.EngagementID(id))
	answered := a.share.hold(id)
	a.mu.Unlock()
	if len(held) == 0 {
		return Outcome{}, failure(engagement.CodeNotOpen, "Nothing is held here any more.", "The files came back, or somebody decided already.")
	}
	if err := folders.Decide(id, withdraw); err != nil {
		return Outcome{}, failure(CodeShare, shareWords(err), "Nothing was decided.")
	}
	a.share.decided(id, answered)
	o, err := a.postNote(id, decisionNote(held[0], withdraw))
	o.Words = "Kept for " + held[0].Contact
	if withdraw {
		o.Words = "Taken back from " + held[0].Contact
	}
	return o, err
}

// namedInNote is how many files a note names.
const namedInNote = 20

// decisionNote is what the office reads later: the note itself says who wrote it, and when.
func decisionNote(h Hold, withdraw bool) string {
	words := counted(len(h.Files), "file", "files") + " went missing at once from To client (" + h.Moment.Words + "). "
	if withdraw {
		words += "They were removed on purpose: withdrawn from " + h.Contact + "."
	} else {
		words += "Kept for " + h.Contact + ", although they are not on the share."
	}
	for i, name := range h.Files {
		if i == namedInNote {
			return words + "\n… and " + counted(len(h.Files)-i, "more", "more")
		}
		words += "\n" + name
	}
	return words
}
