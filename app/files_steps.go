package app

import (
	"cmp"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// explained is the answer about one file: its standing, how far it came, and its receipt.
func (c comparison) explained(r FileRow) Explanation {
	d := c.e.Document(engagement.DocumentID(r.Document))
	s, steps := c.standingOf(r, d)
	x := c.as(s, cmp.Or(r.Share.Name, r.Client.Name))
	x.Name, x.Path = cmp.Or(path.Base(r.Share.Name), "."), r.Share.Path
	if r.Share.Name == "" {
		x.Name = r.Client.Name
	}
	x.Steps, x.Receipt = steps, c.receiptOf(r, d)
	return x
}

// standingOf works the standing of a row out again, with the steps of its way.
func (c comparison) standingOf(r FileRow, d *engagement.Document) (standing, []ExplainStep) {
	deliverable := c.e.Deliverable(engagement.DeliverableID(r.Key))
	switch {
	case d != nil && d.Lane == engagement.FromClient:
		return c.uploaded(d), c.inboundSteps(c.contact()+" sent it", d.Latest().At.IsZero(), c.a.zoned12(d.Latest().At), d.Latest().Placed)
	case deliverable != nil && deliverable.Seal != nil:
		return c.sealedStands(deliverable), c.inboundSteps("Signed and sealed", false, c.a.zoned12(deliverable.Seal.At), deliverable.Placed)
	case deliverable != nil:
		return standing{code: r.Code, tie: r.Tie, words: r.TieWords, why: "It was published and waits for " + c.a.nextSigners(c.e, deliverable) + " to sign.",
			next: "Remind them. The sealed copy is filed when the last one has signed."}, []ExplainStep{}
	}
	f, there := c.at[pathFold(r.Share.Path)]
	switch {
	case r.Share.Path != "" && there && c.laneOf(r.Share.Path) == folder.ToClient:
		s := c.onShareStands(f, d)
		return s, c.outboundSteps(s, true, d)
	case d != nil:
		s := c.notOnShare(d)
		return s, c.outboundSteps(s, false, d)
	}
	return c.staffStands(c.laneOf(r.Share.Path)), []ExplainStep{}
}

// laneOf is the lane that a path inside the work file is in.
func (c comparison) laneOf(at string) folder.Lane {
	top, _, _ := strings.Cut(at, "/")
	for _, l := range c.listed.Lanes {
		if l.Name == top {
			return l.Lane
		}
	}
	return ""
}

// inboundSteps is the way of what comes to the share.
func (c comparison) inboundSteps(first string, unsent bool, when string, placed *engagement.Placed) []ExplainStep {
	steps := []ExplainStep{
		{Words: upperFirst(first), Done: !unsent, When: when},
		{Words: "Safe at the relay", Done: !unsent, When: ""},
		{Words: "Filed on the share", Done: placed != nil},
	}
	if placed != nil {
		steps[2].When = c.a.zoned12(placed.At)
	}
	return steps
}

// readHere are the standings of a file that this computer did not read yet.
var readHere = map[string]bool{
	"settling": true, "open": true, "twin": true, "empty": true, "unreadable": true, "unfinished": true,
	"too-large": true, "disk-full": true, "not-taken": true, "not-allowed": true, "not-here-yet": true,
	"complete": true, "watched-elsewhere": true,
}

// outboundSteps is the way of what goes to the client. What was deleted is on none.
func (c comparison) outboundSteps(s standing, onShare bool, d *engagement.Document) []ExplainStep {
	if !onShare && d != nil && d.Withdrawn != nil {
		return []ExplainStep{}
	}
	read := d != nil && !readHere[s.code]
	there := read && d.Latest().Seq > 0 && d.Withdrawn == nil && !d.Latest().Erased && s.code != "refused"
	out := there && d.Latest().Out()
	steps := []ExplainStep{
		{Words: "Saved in " + c.a.laneName(folder.ToClient), Done: onShare},
		{Words: "Closed and read by this computer", Done: read},
		{Words: "At the relay", Done: there},
		{Words: upperFirst(c.contact()) + " can see it", Done: out},
		{Words: upperFirst(c.contact()) + " opened it"},
	}
	if out {
		v := d.Latest()
		steps[3].When = c.a.zoned12(v.Sent())
		if len(v.Views) > 0 {
			steps[4].Done, steps[4].When = true, c.a.zoned12(v.Views[0].At)
		}
	}
	return steps
}

func (c comparison) receiptOf(r FileRow, d *engagement.Document) FileReceipt {
	if p := c.e.Deliverable(engagement.DeliverableID(r.Key)); p != nil && p.Placed != nil && p.Seal != nil {
		return c.filedReceipt(p.Placed, engagement.PlacedID(c.e.Salt, c.e.ID, p.Seal.Event))
	}
	switch {
	case d == nil:
	case d.Lane == engagement.FromClient && d.Latest().Placed != nil:
		return c.filedReceipt(d.Latest().Placed, engagement.PlacedID(c.e.Salt, c.e.ID, d.Latest().ID))
	case d.Lane == engagement.ToClient && d.Latest().Seq > 0 && d.Latest().WasOut():
		return c.shownReceipt(d)
	}
	return FileReceipt{}
}

// maxLooked ends the search for a private file.
const maxLooked = 20_000

// privateFile looks for a file of the work file outside of the lanes, by path or by name, and answers its
// path inside the work file, or "".
func (a *App) privateFile(id, what string) string {
	dir, err := a.workPath(id, "")
	if err != nil {
		return ""
	}
	a.mu.Lock()
	var lanes []string
	for _, lane := range folder.Lanes {
		lanes = append(lanes, pathFold(a.laneName(lane)))
	}
	a.mu.Unlock()
	wanted, found, looked := pathFold(filepath.ToSlash(what)), "", 0
	err = filepath.WalkDir(dir, func(at string, entry fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(dir, at)
		if err != nil || relErr != nil {
			return nil // what cannot be listed is not found there
		}
		rel = filepath.ToSlash(rel)
		if looked++; looked > maxLooked {
			return fs.SkipAll
		}
		if entry.IsDir() {
			if slices.Contains(lanes, pathFold(rel)) {
				return fs.SkipDir
			}
			return nil
		}
		if pathFold(rel) == wanted || pathFold(entry.Name()) == wanted {
			found = rel
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		return ""
	}
	return found
}
