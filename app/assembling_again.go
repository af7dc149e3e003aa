package app

import (
	"path"
	"slices"
	"strings"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
)

// replaceable is the draft that a new one takes the place of, or nil.
func replaceable(e *engagement.Engagement) *engagement.Draft {
	for _, d := range slices.Backward(e.Drafts) {
		if d.State != engagement.DraftIsSuperseded && d.State != engagement.DraftIsPublished {
			return d
		}
	}
	return nil
}

// again brings back what the last draft was made of: its parts as they are on the share now, its
// signers who can still sign, and its fields, by the page of the file that each was placed on. Fields
// of parts that are gone go with them. The files may have changed since, so people look at every page
// again: the sheet is a start, and nothing is made of it by itself.
func (a *App) again(s *AssembleSheet, last *engagement.Draft) {
	place := make([]int, len(last.Parts)) // of each part on the sheet, from 1; 0 when it is gone
	for i, part := range last.Parts {
		file, found := a.foundAgain(s, last, i)
		if !found {
			s.Missing = append(s.Missing, at(last.PartNames, i))
			continue
		}
		s.Parts = append(s.Parts, PartAgain{PartChoice: file, Title: at(last.PartNames, i), Pages: at(last.PartPages, i), Copy: part.Copy})
		place[i] = len(s.Parts)
	}
	for _, id := range last.Plan.Signers {
		if slices.ContainsFunc(s.Signers, func(p Person) bool { return p.ID == string(id) }) {
			s.Chosen = append(s.Chosen, string(id))
		}
	}
	for _, f := range last.Plan.Fields {
		if box, ok := fieldAgain(last, place, f); ok && slices.Contains(s.Chosen, box.Signer) {
			s.Fields = append(s.Fields, box)
		}
	}
}

// foundAgain finds the file of a part by its name. Of several with that name it is the one with the
// same bytes, if there is one.
func (a *App) foundAgain(s *AssembleSheet, last *engagement.Draft, i int) (PartChoice, bool) {
	name := at(last.PartFiles, i)
	same := func(f PartChoice) bool { return strings.EqualFold(f.Name, name) }
	if name == "" { // a draft of a version that kept the bookmarks alone
		name = at(last.PartNames, i)
		same = func(f PartChoice) bool {
			return strings.EqualFold(f.Name, name) || strings.EqualFold(strings.TrimSuffix(f.Name, path.Ext(f.Name)), name)
		}
	}
	var all []PartChoice
	for _, f := range s.Files {
		if same(f) {
			all = append(all, f)
		}
	}
	if len(all) == 0 {
		return PartChoice{}, false
	}
	for _, f := range all {
		if len(all) > 1 && a.partSum(s.Engagement.ID, f.Path) == last.Parts[i].Sum {
			return f, true
		}
	}
	return all[0], true
}

// partSum is the digest of a file of the work file, or "" when it cannot be read now.
func (a *App) partSum(id, rel string) engagement.Digest {
	file, err := a.openPart(id, rel)
	if err != nil {
		return ""
	}
	defer file.Close()
	src, err := pdf.FileSource(file)
	if err != nil {
		return ""
	}
	sum, err := digestOf(src)
	if err != nil {
		return ""
	}
	return sum
}

// fieldAgain puts a field of the last draft back on the page of its part's file.
func fieldAgain(last *engagement.Draft, place []int, f engagement.Field) (FieldBox, bool) {
	for i, part := range last.Parts {
		if f.Page < part.First || f.Page >= part.First+part.Pages || place[i] == 0 {
			continue
		}
		pages, err := pdf.ParsePages(at(last.PartPages, i))
		if err != nil {
			return FieldBox{}, false
		}
		return FieldBox{
			ID: f.ID, Kind: string(f.Kind), Signer: string(f.Signer), Part: place[i], Page: pages.Page(f.Page - part.First),
			X: number(f.X), Y: number(f.Y), W: number(f.W), H: number(f.H),
		}, true
	}
	return FieldBox{}, false
}

// at is one of a list that may be shorter than it should be.
func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
