package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"tieout/app/folder"
)

// refusing is a share on which nothing can be made in From client while it says why.
type refusing struct {
	folder.FS
	why atomic.Pointer[error]
}

func (r *refusing) Open(path string) (folder.Tree, error) {
	tree, err := r.FS.Open(path)
	return &refusingTree{tree, r}, err
}

type refusingTree struct {
	folder.Tree
	by *refusing
}

func (t *refusingTree) refused(op, rel string) error {
	if why := t.by.why.Load(); why != nil && strings.Contains(rel, "From client") {
		return &fs.PathError{Op: op, Path: rel, Err: *why}
	}
	return nil
}

func (t *refusingTree) Mkdir(rel string) error {
	if err := t.refused("mkdir", rel); err != nil {
		return err
	}
	return t.Tree.Mkdir(rel)
}

func (t *refusingTree) Claim(rel string) (folder.Claim, error) {
	if err := t.refused("claim", rel); err != nil {
		return nil, err
	}
	return t.Tree.Claim(rel)
}

// inTheWay has something else lie where From client was.
func inTheWay(make func(at string) error) func(*testing.T, *refusing, job) (mend func()) {
	return func(t *testing.T, _ *refusing, j job) func() {
		must(t, os.RemoveAll(j.at("From client")))
		must(t, make(j.at("From client")))
		return func() { must(t, os.Remove(j.at("From client"))) }
	}
}

func refuses(why error) func(*testing.T, *refusing, job) (mend func()) {
	return func(_ *testing.T, r *refusing, _ job) func() {
		r.why.Store(&why)
		return func() { r.why.Store(nil) }
	}
}

// What a client sent cannot be put on the share before somebody does something about it. The pill, the banner and the
// list say so, why, and what to do, without a word of the system; and when it is done the file is filed.
func TestNothingIsTiedOutWhileAnUploadCannotBeFiled(t *testing.T) {
	for name, c := range map[string]struct {
		spoil     func(*testing.T, *refusing, job) (mend func())
		why, next string
	}{
		"full":   {refuses(folder.ErrDiskFull), "The share has no room left.", "Make room on the share."},
		"denied": {refuses(fs.ErrPermission), "This computer may not write in “From client/Bank statements, Oct–Dec 2025”.", "the right to list that folder and to write in it"},
		"a file in the way": {inTheWay(func(at string) error { return os.WriteFile(at, nil, 0o644) }),
			"A file or a link lies where “From client/Bank statements, Oct–Dec 2025” has to be a folder.", "Rename it or move it away"},
		"a link in the way": {inTheWay(func(at string) error { return os.Symlink(os.TempDir(), at) }),
			"A file or a link lies where", "Rename it or move it away"},
		"the folder was renamed": {func(t *testing.T, _ *refusing, j job) func() {
			must(t, os.Rename(filepath.Dir(j.dir), filepath.Dir(j.dir)+" Inc"))
			return func() { must(t, os.Rename(filepath.Dir(j.dir)+" Inc", filepath.Dir(j.dir))) }
		}, "The work-file folder is not where it was", "map the engagement to where it is now"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			dana := o.newComputer()
			share := &refusing{FS: folder.OS()}
			dana.fs = share
			dana.start()
			o.enrol(dana, o.admin)
			j := o.acme(dana, o.admin)
			mend := c.spoil(t, share, j)
			o.upload(j, "October 2025.pdf", "a statement")
			dana.until("the pill says so", func() bool { return dana.status().State == "to-settle" })
			s := dana.status()
			if s.Label != "1 not filed" || !strings.HasPrefix(s.Banner, "1 file that a client sent is safe at the relay and cannot be filed") {
				t.Errorf("the pill says %q, the banner %q", s.Label, s.Banner)
			}
			all := s.Unfiled()
			if len(all) != 1 || all[0].Files != 1 || all[0].Engagement != j.id || len(s.Coming) != 1 {
				t.Fatalf("it lists %+v of %+v", all, s.Coming)
			}
			x := dana.explain(j, "October 2025.pdf")
			for _, said := range []string{s.Banner, all[0].Why, s.Coming[0].Why, x.Why + x.Next} {
				if !strings.Contains(said, c.why) || !strings.Contains(said, c.next) || strings.Contains(said, "tieout") || strings.Contains(said, "Settle that") {
					t.Errorf("it says %q", said)
				}
			}
			mend()
			must(t, dana.SyncNow())
			dana.until("it is filed, and all is tied out", func() bool { s := dana.status(); return s.State == "tied" && s.Banner == "" })
			if _, is := o.filed(j, "October 2025.pdf"); !is {
				t.Error("it is not on the share")
			}
		})
	}
}
