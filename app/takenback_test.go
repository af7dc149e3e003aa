package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"tieout/app"
	"tieout/app/folder"
	"tieout/sync/engagement"
)

// releases waits until a file waits for a release, which the client does not see, and releases it.
func (c *computer) releases(j job, name string) {
	c.o.Helper()
	c.until(name+" waits for a release", func() bool { return c.rowOf(j, name).Code == "waits-release" })
	c.o.sees(j, name, 0)
	_, err := c.ReleaseFiles(j.id, []string{c.rowOf(j, name).Version})
	must(c.o, err)
	c.until("it is out", func() bool { return c.o.versions(j, name) > 0 })
}

// F11: what a person took back lies on the share all the same. A computer that reads it for the first time, or once
// more, does not show it to the client again.
func TestWhatWasTakenBackStaysTakenBackWhoeverReadsIt(t *testing.T) {
	for what, read := range map[string]func(j job, dana, tom *computer) *computer{
		"a computer that has the share only now": func(j job, dana, tom *computer) *computer {
			dana.withdraws(j)
			tom.bind(j)
			return tom
		},
		"one that was off meanwhile": func(j job, dana, tom *computer) *computer {
			tom.stop()
			dana.withdraws(j)
			dana.stop()
			tom.start()
			tom.bind(j)
			return tom
		},
		"one that lost its index": func(j job, dana, _ *computer) *computer {
			dana.withdraws(j)
			dana.stop()
			must(dana.o, os.Remove(filepath.Join(dana.dir, "index.db")))
			dana.start()
			return dana
		},
	} {
		t.Run(what, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
			dana.saved(j, "K-1.pdf", "somebody else's K-1")
			reader := read(j, dana, tom)
			reader.until("it is read", func() bool {
				row := reader.rowOf(j, "K-1.pdf")
				return row.Share.Name == "K-1.pdf" && row.Code == "withdrawn"
			})
			reader.level()
			must(t, reader.prog.Settle(t.Context()))
			o.sees(j, "K-1.pdf", 0)
			if row := reader.rowOf(j, "K-1.pdf"); row.Code != "withdrawn" {
				t.Errorf("%+v", row)
			}
		})
	}
}

// slowRead holds up the reading of K-1.pdf once.
type slowRead struct {
	folder.FS
	shut     atomic.Bool
	at, gate chan struct{}
}

func (s *slowRead) Open(path string) (folder.Tree, error) {
	tree, err := s.FS.Open(path)
	if err != nil {
		return nil, err
	}
	return &slowTree{tree, s}, nil
}

type slowTree struct {
	folder.Tree
	by *slowRead
}

func (t *slowTree) OpenFile(rel string) (folder.File, error) {
	f, err := t.Tree.OpenFile(rel)
	if err != nil || !strings.HasSuffix(rel, "K-1.pdf") {
		return f, err
	}
	return &slowFile{f, t.by}, nil
}

type slowFile struct {
	folder.File
	by *slowRead
}

func (f *slowFile) ReadAt(p []byte, off int64) (int, error) {
	if f.by.shut.CompareAndSwap(true, false) {
		f.by.at <- struct{}{}
		<-f.by.gate
	}
	return f.File.ReadAt(p, off)
}

// F11: a save that is read while somebody takes the file back was made without knowing of that.
func TestASaveThatIsReadWhileItsFileIsTakenBackWaitsForARelease(t *testing.T) {
	o := newOffice(t)
	dana := o.newComputer()
	slow := &slowRead{FS: folder.OS(), at: make(chan struct{}, 1), gate: make(chan struct{})}
	dana.fs = slow
	dana.start()
	o.enrol(dana, o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	dana.saved(j, "K-1.pdf", "the first K-1")
	must(t, dana.prog.Settle(t.Context()))
	slow.shut.Store(true)
	o.write(filepath.Join(j.dir, "To client", "K-1.pdf"), "somebody else's K-1")
	<-slow.at
	tom.withdraws(j)
	dana.level()
	close(slow.gate)
	dana.releases(j, "K-1.pdf")
}

// F11: so does one that was made while the share was away.
func TestASaveFromBeforeItsFileWasTakenBackWaitsForARelease(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	dana.saved(j, "K-1.pdf", "the first K-1")
	must(t, dana.prog.Settle(t.Context()))
	must(t, os.Rename(o.share, o.share+".away"))
	dana.until("the share is away", func() bool { return dana.status().State == "share-unreachable" })
	o.write(filepath.Join(o.share+".away", "Acme Ltd", "2025 Form 1120-S", "To client", "K-1.pdf"), "somebody else's K-1")
	tom.withdraws(j)
	dana.until("she knows", func() bool { return strings.HasPrefix(dana.rowOf(j, "K-1.pdf").TieWords, "Withdrawn by Tom") })
	must(t, os.Rename(o.share+".away", o.share))
	dana.releases(j, "K-1.pdf")
}

// F11: what was taken back by mistake is released after all, as it was: saving the same bytes again says nothing new.
func TestWhatWasTakenBackIsReleasedAfterAll(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "the first K-1")
	o.write(j.at("To client/K-1.pdf"), "the K-1")
	dana.until("the second is out", func() bool { return o.versions(j, "K-1.pdf") == 2 })
	earlier := func(words string, onThePortal bool) {
		t.Helper()
		row := dana.rowOf(j, "K-1.pdf, v1")
		if row.TieWords != words || (row.Client.Name != "") != onThePortal {
			t.Errorf("of the earlier version it says %+v", row)
		}
	}
	dana.level()
	earlier("Replaced", true)
	dana.withdraws(j)
	earlier("Not seen any more", false)
	row := dana.rowOf(j, "K-1.pdf")
	if !slices.Contains(row.Can, "share-again") || !strings.Contains(dana.explain(j, "K-1.pdf").Next, "release it after all") {
		t.Errorf("%+v", row)
	}
	if _, err := dana.ReleaseFiles(j.id, []string{row.Version}); codeOf(err) != engagement.CodeNotOpen {
		t.Errorf("whoever releases a version did not know that the document was taken back meanwhile: %v", err)
	}
	must(t, dana.PauseSending(""))
	if _, err := dana.ShareAgain(j.id, row.Document); codeOf(err) != app.CodePaused {
		t.Errorf("a file that cannot be sent now is put before what can: %v", err)
	}
	must(t, dana.ResumeSending())
	outcome, err := dana.ShareAgain(j.id, row.Document)
	must(t, err)
	if !strings.HasPrefix(outcome.Words, "K-1.pdf released") {
		t.Errorf("it says %q", outcome.Words)
	}
	dana.until("it is out", func() bool { return o.versions(j, "K-1.pdf") > 0 })
	dana.explains(j, "K-1.pdf", "tied")
	earlier("Not seen any more", false)
	dana.saved(j, "K-1.pdf", "the next K-1") // goes out again as the firm wants it
	must(t, os.Remove(j.at("To client/K-1.pdf")))
	dana.until("it is gone", func() bool { return o.versions(j, "K-1.pdf") == 0 })
	dana.level()
	if _, err := dana.ShareAgain(j.id, row.Document); codeOf(err) != engagement.CodeNotOpen {
		t.Errorf("what is gone from the share is shared again: %v", err)
	}
}

// F11: a file is gone from the share, and another one of its name is saved later. The client sees that one, and nothing
// of before.
func TestWhatIsSavedAfterAFileWasGoneBringsNothingBack(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	must(t, os.Remove(j.at("To client/K-1.pdf")))
	dana.until("it is taken back", func() bool { return o.versions(j, "K-1.pdf") == 0 })
	dana.level()
	o.write(j.at("To client/K-1.pdf"), "the K-1")
	dana.until("the next one is out", func() bool { return o.versions(j, "K-1.pdf") > 0 })
	o.sees(j, "K-1.pdf", 1)
}

// F4: a colleague's computer found a file gone, and was switched off before the file was put back. A computer that
// knows the file and did not see it go cannot tell that from a backup, so it asks.
func TestWhatWasPutBackWaitsWhereNobodySawItGo(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	dana.saved(j, "K-1.pdf", "the K-1")
	tom.bind(j)
	tom.level()
	must(t, tom.prog.Settle(t.Context()))
	dana.stop()
	file := j.at("To client/K-1.pdf")
	must(t, os.Remove(file))
	tom.until("it is taken back", func() bool { return o.versions(j, "K-1.pdf") == 0 })
	tom.stop()
	o.write(file, "the K-1")
	dana.start()
	dana.releases(j, "K-1.pdf")
}

// F4: a share comes back from a backup that was made before a file was deleted. What the client does not see any more
// does not come back to them with it, neither from a computer that saw the file go nor from one that knows it and was
// off then.
func TestABackupBringsNothingBackToTheClient(t *testing.T) {
	for what, wasOff := range map[string]bool{"one that saw it go": false, "one that was off": true} {
		t.Run(what, func(t *testing.T) { aBackupComesBack(t, wasOff) })
	}
}

func aBackupComesBack(t *testing.T, wasOff bool) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	for _, name := range []string{"Letter.pdf", "Return.pdf", "Schedule.pdf", "K-1.pdf"} {
		dana.saved(j, name, "the "+name)
	}
	finder := dana
	if wasOff {
		finder = o.desk(o.hire(dana, "Tom Okafor", "preparer"))
		finder.bind(j)
		finder.level()
		must(t, finder.prog.Settle(t.Context()))
		finder.stop()
	}
	backup := filepath.Join(t.TempDir(), "backup")
	must(t, os.CopyFS(backup, os.DirFS(o.share)))
	must(t, os.Remove(j.at("To client/K-1.pdf")))
	dana.until("it is taken back", func() bool { return o.versions(j, "K-1.pdf") == 0 })
	dana.level()
	must(t, dana.prog.Settle(t.Context()))
	if wasOff {
		dana.stop()
	}
	must(t, os.RemoveAll(o.share))
	must(t, os.Rename(backup, o.share))
	if wasOff {
		finder.start()
	}
	finder.explains(j, "Return.pdf", "share-swapped")
	finder.bind(j)
	finder.releases(j, "K-1.pdf")
}
