package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"tieout/app"
	"tieout/app/folder"
)

// closed is a share with a folder that this computer's user may not list, and a file that they may not read.
type closed struct {
	folder.FS
	open atomic.Bool // after all
}

func (c *closed) Open(path string) (folder.Tree, error) {
	tree, err := c.FS.Open(path)
	return &closedTree{tree, c}, err
}

type closedTree struct {
	folder.Tree
	by *closed
}

func (t *closedTree) ReadDir(rel string) ([]folder.Info, error) {
	if filepath.Base(rel) == "noread" && !t.by.open.Load() {
		return nil, &fs.PathError{Op: "list", Path: rel, Err: fs.ErrPermission}
	}
	return t.Tree.ReadDir(rel)
}

func (t *closedTree) OpenFile(rel string) (folder.File, error) {
	if filepath.Base(rel) == "secret.pdf" && !t.by.open.Load() {
		return nil, &fs.PathError{Op: "open", Path: rel, Err: fs.ErrPermission}
	}
	return t.Tree.OpenFile(rel)
}

// Staff put into To client what cannot leave. Each is said what it is and what to do about it, in one true text; and
// nothing says that all is tied out: the pill, the list behind it and what an agent tells count them, and name the
// engagement. An empty file is listed too, and alarms nobody: perhaps somebody is about to save it.
func TestFilesThatCannotLeaveAreCountedAndSaidWhatToDoAbout(t *testing.T) {
	o := newOffice(t)
	dana := o.newComputer()
	locks := &closed{FS: folder.OS()}
	dana.fs = locks
	dana.start()
	o.enrol(dana, o.admin)
	j := o.acme(dana, o.admin)
	at := func(name string) string { return j.at("To client/" + name) }
	o.write(at("empty.pdf"), "")
	dana.until("the empty one is listed", func() bool { return len(dana.status().Stopped) == 1 })
	s := dana.status()
	if s.State != "tied" || s.Stopped[0].Words != "Acme Ltd, 2025 Form 1120-S: 1 file is empty or looks cut off" || s.Stopped[0].Engagement != j.id {
		t.Errorf("with an empty file the pill says %q, the list %+v", s.Label, s.Stopped)
	}

	must(t, os.Symlink(t.TempDir(), at("linked folder")))
	must(t, os.Symlink("/etc/hosts", at("link.pdf")))
	o.write(at("noread/in.pdf"), "behind a closed door")
	o.write(at("secret.pdf"), "not for this user")
	o.write(at("scan.pdf"), "one")
	o.write(at("Scan.pdf"), "another")
	o.write(at("archive.zip"), "larger than anything")
	must(t, os.Truncate(at("archive.zip"), folder.MaxFile+1))
	dana.until("all are counted", func() bool { return dana.status().Label == "7 not sent" })
	s = dana.status()
	if all := s.StoppedFiles; s.State != "to-settle" || len(all) != 1 || all[0] != (app.StoppedFiles{Engagement: j.id, Files: 7, Unready: 1}) {
		t.Errorf("the pill is %q, and an agent would tell %+v", s.State, all)
	}
	if len(s.Stopped) != 1 || s.Stopped[0].Words != "Acme Ltd, 2025 Form 1120-S: 7 files cannot be sent, and 1 file is empty or looks cut off" {
		t.Errorf("the list says %+v", s.Stopped)
	}
	for what, words := range map[string][2]string{
		"linked folder": {"a link, a pipe or a device", "Put the file itself in its place."},
		"link.pdf":      {"a link, a pipe or a device", "Put the file itself in its place."},
		"noread":        {"may not list this folder", "the right to list it"},
		"noread/in.pdf": {"may not list this folder", "the right to list it"},
		"secret.pdf":    {"may not read the file", "the right to read it"},
		"archive.zip":   {"larger than the 16 GB", "Split it"},
	} {
		if x := dana.explain(j, what); x.Code != "unreadable" || !strings.Contains(x.Why, words[0]) || !strings.Contains(x.Next, words[1]) || strings.Contains(x.Next, "plain file") {
			t.Errorf("of %s it says %q: %s %s", what, x.Title, x.Why, x.Next)
		}
	}
	dana.until("asked by its path it says where it is", func() bool {
		return strings.Contains(dana.explain(j, "To client/noread/in.pdf").Title, "Inside “noread”")
	})
	for _, name := range []string{"empty.pdf", "linked folder", "link.pdf", "noread", "Scan.pdf", "archive.zip"} {
		must(t, os.RemoveAll(at(name)))
	}
	locks.open.Store(true)
	o.write(at("secret.pdf"), "for this user after all")
	dana.until("all is tied out", func() bool { s := dana.status(); return s.State == "tied" && len(s.Stopped) == 0 })
}

// The folder with everything that was sent is renamed, or gone, as a whole. Nothing is concluded from that, and that is
// said wherever somebody looks; an empty folder of its name has a person asked about what was in it.
func TestAFolderThatIsGoneAsAWholeIsSaid(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	for _, name := range []string{"Letter.pdf", "Return.pdf"} {
		dana.saved(j, name, "the "+name)
	}
	must(t, os.Rename(j.at("To client"), j.at("To client, old")))
	dana.until("the pill says it", func() bool { return dana.status().Label == "1 to settle" })
	if items := dana.status().Stopped; len(items) != 1 || !strings.Contains(items[0].Words, "the folder “To client” is not there") || !strings.Contains(items[0].Why, "still seen") {
		t.Errorf("the list behind it: %+v", items)
	}
	if x := dana.explains(j, "Letter.pdf", "lane-missing"); !strings.Contains(x.Why, "nothing is concluded") || !strings.Contains(x.Next, "its name back") {
		t.Errorf("a file: %+v", x)
	}
	p, err := dana.Files(j.id)
	must(t, err)
	if len(p.Notices) != 1 || p.Notices[0].Code != "lane-missing" || p.Settle != 2 {
		t.Errorf("the panel: %+v, %d to settle", p.Notices, p.Settle)
	}
	must(t, os.Mkdir(j.at("To client"), 0o755))
	dana.until("somebody is asked", func() bool { h := dana.status().Holds; return len(h) == 1 && len(h[0].Files) == 2 })
	must(t, os.Remove(j.at("To client")))
	must(t, os.Rename(j.at("To client, old"), j.at("To client")))
	dana.until("all is tied out", func() bool { return dana.status().State == "tied" })
	o.sees(j, "Letter.pdf", 1)
}
