package app

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// Explanation answers "why is this file not there?" for one file, from what is true now. Code names the
// rule: tied, sending, settling, open, twin, empty, unreadable, unfinished, too-large, disk-full,
// not-taken, not-allowed, refused, offline, paused, retrying, revoked, update, not-trusted, restored,
// not-connected, goes-out, waits-release, release-waits, pulled-back, pull-back-waits, withdrawn, erased, held-missing, held-changed, missing, kept, complete, watched-elsewhere, reading-only, unmapped, unbound,
// unreachable, share-empty, share-swapped, filed, filed-moved, filing, filing-elsewhere, filing-waits, filing-failed, filing-again,
// nobody-filing,
// part, staff-copy, out-for-signature, private, temporary, elsewhere, several or not-found.
type Explanation struct {
	Engagement EngagementRef `json:"engagement"`
	Name       string        `json:"name"`
	Path       string        `json:"path"` // inside the work file, or ""
	Code       string        `json:"code"`
	Tie        string        `json:"tie"`   // as FileRow.Tie
	Title      string        `json:"title"` // a few words
	Why        string        `json:"why"`
	Next       string        `json:"next"` // what to do, or that nothing is to be done; "" when all is well
	// Act helps with Next: open-folder, decide-hold, map-work-file, open-settings, open-sync, set-status, sync-now or "".
	Act     string        `json:"act"`
	Steps   []ExplainStep `json:"steps"` // how far it came
	Receipt FileReceipt   `json:"receipt"`
	Others  []Choice      `json:"others"` // of "several": the files that could be meant, by key
}

// ExplainStep is one step of the way of a file.
type ExplainStep struct {
	Words string `json:"words"`
	Done  bool   `json:"done"`
	When  string `json:"when"`
}

// ExplainFile says why a file is where it is. what is the key of a row, a path inside the work file, a
// path on this computer, or a name or a part of one. With a path on this computer the engagement may be
// empty: it is found by its folder. It fails with "input" when nothing is named, and looks at the share,
// which may take a moment.
func (a *App) ExplainFile(engagement, what string) (x Explanation, err error) {
	defer guard("ExplainFile", &err)
	return a.explainFile(engagement, what)
}

func (a *App) explainFile(id, what string) (Explanation, error) {
	what = strings.Trim(strings.TrimSpace(what), `"'`)
	if what == "" {
		return Explanation{}, failure(CodeInput, "Which file?", "Type a name or a path, or drop the file here.")
	}
	if filepath.IsAbs(what) {
		var inside bool
		if id, what, inside = a.workFileOf(id, what); !inside {
			return a.explainElsewhere(id, what)
		}
	}
	if id == "" {
		return Explanation{}, failure(CodeInput, "Which engagement?", "Open the engagement that the file belongs to, and ask there.")
	}
	private := a.privateFile(id, what)
	c, err := a.compare(id)
	if err != nil {
		return Explanation{}, err
	}
	defer a.mu.Unlock()
	return c.explain(filepath.ToSlash(what), private), nil
}

// workFileOf finds the work file that a path on this computer is in, and the path inside it. That of the
// engagement that was asked about comes first.
func (a *App) workFileOf(id, at string) (found, rel string, inside bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at = filepath.Clean(at)
	found, rel = id, at
	for _, c := range a.allCards() {
		local := a.workFile(&c.Engagement).Local
		in, err := filepath.Rel(local, at)
		if local == "" || err != nil || !filepath.IsLocal(in) {
			continue
		}
		if found, rel, inside = string(c.ID), filepath.ToSlash(in), true; found == id {
			break
		}
	}
	return found, rel, inside
}

// explainElsewhere is a file that is in no work file.
func (a *App) explainElsewhere(id, at string) (Explanation, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	x := Explanation{Name: filepath.Base(at), Code: "elsewhere", Tie: "office", Title: "Not in a work file", Steps: []ExplainStep{}, Others: []Choice{}}
	x.Why = "“" + at + "” is not in the folder of an engagement, so Tieout never looks at it."
	x.Next = "Save it in " + a.laneName(folder.ToClient) + " of the engagement it belongs to; or map its folder, if it is a work file without an engagement."
	if e, err := a.engagement(id); err == nil {
		x.Engagement = a.refOf(e)
	}
	return x, nil
}

// explain finds the file among the rows and says how it stands.
func (c comparison) explain(what, private string) Explanation {
	found := c.find(what)
	switch {
	case folder.Ignored(path.Base(what)):
		return c.temporary(what)
	case len(found) > 1:
		return c.several(what, found)
	case len(found) == 1:
		return c.explained(found[0])
	case private != "":
		return c.inPrivate(private)
	case !c.seen:
		return c.as(c.shareStands("Nothing of that name came from "+c.contact()+" or was sent from here."), what)
	}
	if f, is := c.closedAround(what); is {
		x := c.as(c.onShareStands(f, nil), what)
		x.Title, x.Path = "Inside “"+f.Rel+"”, which is not looked into", path.Join(c.laneFolder(folder.ToClient), f.Rel)
		return x
	}
	return c.as(standing{
		code: "not-found", tie: "office", words: "No such file", why: "There is no file of that name in this work file, and none was sent to " + c.contact() + " or came from them.",
		next: "Look at the spelling. If it lies elsewhere on this computer, drop it here to ask about it.",
	}, what)
}

// closedAround is what of To client cannot be looked into and has a path in it, from the work file or from the lane.
func (c comparison) closedAround(what string) (found folder.ListedFile, is bool) {
	for _, f := range c.onShare(folder.ToClient) {
		for _, at := range []string{f.Rel, path.Join(c.laneFolder(folder.ToClient), f.Rel)} {
			if f.State == folder.StateUnreadable && strings.HasPrefix(pathFold(what), pathFold(at)+"/") {
				return f, true
			}
		}
	}
	return found, false
}

func (c comparison) as(s standing, what string) Explanation {
	return Explanation{
		Engagement: c.a.refOf(c.e), Name: path.Base(what), Code: s.code, Tie: s.tie, Title: s.words,
		Why: s.why, Next: s.next, Act: s.act, Steps: []ExplainStep{}, Others: []Choice{},
	}
}

// find answers the rows that could be meant: the one of that key, else those of that path, else those of
// that name, else those whose name has it in it.
func (c comparison) find(what string) []FileRow {
	folded, base := pathFold(what), pathFold(path.Base(what))
	in := func(name string) string { return pathFold(name) }
	rules := []func(r FileRow) bool{
		func(r FileRow) bool { return r.Key == what },
		func(r FileRow) bool { return r.Share.Path != "" && in(r.Share.Path) == folded },
		func(r FileRow) bool {
			return in(r.Share.Name) == folded || in(path.Base(r.Share.Name)) == base || in(r.Client.Name) == base
		},
	}
	if len(what) >= 3 && !strings.Contains(what, "/") {
		part := strings.TrimPrefix(folded, "/")
		rules = append(rules, func(r FileRow) bool {
			return strings.Contains(in(r.Share.Name), part) || strings.Contains(in(r.Client.Name), part)
		})
	}
	rows := c.rows()
	for _, meant := range rules {
		var found []FileRow
		for _, r := range rows {
			if meant(r) {
				found = append(found, r)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// rows are all files of the four lanes, with those that were withdrawn and are not on the share.
func (c comparison) rows() []FileRow {
	var all []FileRow
	shown := map[string]bool{}
	for _, lane := range folder.Lanes {
		for _, r := range c.lane(lane).Rows {
			if !r.Earlier {
				all, shown[r.Document] = append(all, r), true
			}
		}
	}
	for _, d := range c.e.Documents.All() {
		if d.Lane == engagement.ToClient && !shown[string(d.ID)] {
			all = append(all, c.notOnShare(d).row(FileRow{Key: d.Key, Document: string(d.ID), Version: string(d.Latest().ID), Client: c.clientSide(d)}))
		}
	}
	return all
}

// several asks which file is meant.
func (c comparison) several(what string, found []FileRow) Explanation {
	x := c.as(standing{code: "several", tie: "office", words: counted(len(found), "file", "files") + " could be meant", next: "Choose one."}, what)
	for _, r := range found {
		label, detail := r.Share.Path, r.TieWords
		if label == "" {
			label = r.Client.Name
		}
		x.Others = append(x.Others, Choice{ID: r.Key, Label: label, Detail: detail})
	}
	slices.SortFunc(x.Others, func(a, b Choice) int { return strings.Compare(a.Label, b.Label) })
	return x
}

func (c comparison) temporary(what string) Explanation {
	return c.as(standing{
		code: "temporary", tie: "office", words: "A temporary name",
		why:  "Names like “" + path.Base(what) + "” belong to a program at work, such as the owner file of an open document. They are never sent or listed.",
		next: "Look for the document itself. If this is one, save it under a name of its own.",
	}, what)
}

func (c comparison) inPrivate(at string) Explanation {
	x := c.as(standing{
		code: "private", tie: "private", words: "Private", act: "open-folder",
		why:  "It lies in “" + path.Dir(at) + "”. Only the four folders are shared with " + c.contact() + "; this one never leaves the share.",
		next: "To show it to " + c.contact() + ", save a copy in " + c.a.laneName(folder.ToClient) + ".",
	}, at)
	if path.Dir(at) == "." {
		x.Why = "It lies in the work file itself, beside the four folders that are shared with " + c.contact() + ". It never leaves the share."
	}
	x.Path = at
	return x
}
