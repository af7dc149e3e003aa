package synctest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// unfinished says what of the firm's files is still on its way, by the relay's own state.
func (f *Firm) unfinished() error {
	var all []error
	for _, work := range f.works {
		all = append(all, f.unsent(work), f.unfiled(work))
	}
	return errors.Join(all...)
}

// unsent compares To client with what the client has.
func (f *Firm) unsent(work *Work) error {
	lane := filepath.Join(work.Dir, "To client")
	names, err := filesIn(lane)
	if err != nil {
		return err
	}
	there := map[string]string{} // what clients have: path to sha256
	err = f.w.server.relay.View(context.Background(), f.record.ID, func(w *engagement.World) {
		for _, d := range w.E[engagement.EngagementID(work.ID)].Documents.All() {
			if d.Lane == engagement.ToClient && d.Withdrawn == nil {
				there[d.Rel] = string(d.Latest().Blob)
			}
		}
	})
	all := []error{err}
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(lane, filepath.FromSlash(name)))
		if err != nil || there[name] != sum(b) {
			all = append(all, fmt.Errorf("%s of %s is not with the client yet: %w", name, work.Title, errors.Join(err, errNotYet)))
		}
		delete(there, name)
	}
	for name := range there {
		all = append(all, fmt.Errorf("%s of %s is still with the client", name, work.Title))
	}
	return errors.Join(all...)
}

// unfiled says which uploads and sealed copies have no receipt.
func (f *Firm) unfiled(work *Work) error {
	p, err := f.w.Desk(f.boss).App.Engagement(work.ID)
	if err != nil {
		return err
	}
	files := slices.Clone(p.Uploads)
	for _, r := range p.Requests {
		files = append(files, r.Files...)
	}
	var all []error
	for _, file := range files {
		if !file.Filed {
			all = append(all, fmt.Errorf("%s is not filed: %s", file.Name, file.State))
		}
	}
	for _, d := range p.Deliverables {
		if d.State == "signed" || d.State == "sealed" && d.Filed == "" {
			all = append(all, fmt.Errorf("%s is %s and not filed", d.Title, d.State))
		}
	}
	return errors.Join(all...)
}

// shareIsRight holds the share against the history.
func (f *Firm) shareIsRight(x *Witness) error {
	where := map[string][]string{} // sha256 to the files that have it
	var wrong []error
	all, err := filesIn(f.Share)
	if err != nil {
		return err
	}
	for _, rel := range all {
		b, err := os.ReadFile(filepath.Join(f.Share, filepath.FromSlash(rel)))
		if err != nil {
			return err
		}
		where[sum(b)] = append(where[sum(b)], rel)
	}
	known := f.known(x)
	for content, at := range where {
		if !known[content] && !f.isEvidence(at[0]) {
			wrong = append(wrong, fmt.Errorf("nobody knows what %v is", at))
		}
	}
	for path, content := range f.own {
		if b, err := os.ReadFile(path); err != nil || sum(b) != content {
			wrong = append(wrong, fmt.Errorf("%s is not as its owner left it (%v)", path, err))
		}
	}
	for _, e := range x.office.E {
		for _, d := range e.Documents.All() {
			for _, v := range d.Versions {
				wrong = append(wrong, f.versionIsRight(e, d, v, where))
			}
		}
		for _, d := range e.Deliverables {
			if d.Seal != nil && len(where[string(d.Seal.Blob)]) != 1 {
				wrong = append(wrong, fmt.Errorf("the sealed %s lies at %v", d.Title, where[string(d.Seal.Blob)]))
			}
			if d.State == engagement.IsSigned {
				wrong = append(wrong, fmt.Errorf("%s is signed and not sealed", d.Title))
			}
		}
	}
	return errors.Join(wrong...)
}

// isEvidence says whether a file is a sound evidence record. Its spelling depends on when it was asked
// for.
func (f *Firm) isEvidence(rel string) bool {
	raw, err := os.ReadFile(filepath.Join(f.Share, filepath.FromSlash(rel)))
	if err != nil || !strings.HasSuffix(rel, ".evidence.json") {
		return false
	}
	_, report := proof.VerifyFile(raw, proof.Trust{})
	return report.Intact()
}

// known is everything else that may lie on the share: what staff wrote, what clients sent, drafts and
// sealed copies.
func (f *Firm) known(x *Witness) map[string]bool {
	all := map[string]bool{}
	for _, content := range f.own {
		all[content] = true
	}
	for _, saves := range f.saves {
		for _, content := range saves {
			all[content] = true
		}
	}
	for _, e := range x.office.E {
		for _, d := range e.Documents.All() {
			all[string(d.Latest().Blob)] = true
		}
		for _, d := range e.Drafts {
			all[string(d.Blob)] = true
		}
		for _, d := range e.Deliverables {
			if d.Seal != nil {
				all[string(d.Seal.Blob)] = true
			}
		}
	}
	return all
}

func (f *Firm) versionIsRight(e *engagement.Engagement, d *engagement.Document, v *engagement.Version, where map[string][]string) error {
	at := where[string(v.Blob)]
	if d.Lane == engagement.FromClient {
		if v.Placed == nil {
			return fmt.Errorf("the upload %s has no receipt", d.Name)
		}
		if len(at) != 1 {
			return fmt.Errorf("the upload %s lies at %q, its receipt says %q", d.Name, at, v.Placed.Path)
		}
		return nil
	}
	path := filepath.Join(f.Share, filepath.FromSlash(e.Mapping.Path), "To client", filepath.FromSlash(d.Rel))
	if !slices.Contains(f.saves[path], string(v.Blob)) {
		return fmt.Errorf("nobody left %s as its version %s has it", d.Rel, v.ID)
	}
	if v == d.Latest() && d.Withdrawn == nil {
		if b, err := os.ReadFile(path); err != nil || sum(b) != string(v.Blob) {
			return fmt.Errorf("the newest version of %s is not the file (%v)", d.Rel, err)
		}
	}
	return nil
}
