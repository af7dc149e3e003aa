package foldertest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"testing"

	"tieout/app/folder"
)

// Ground is an empty folder on which a file system is put to the test.
type Ground struct {
	FS    folder.FS
	Other folder.FS // the same files as another process, or another computer, has them
	Path  string
	// Edit opens a file as a program of the staff does, to write it, and returns what closes it.
	Edit func(t *testing.T, rel string) (done func())
	// Unable says that the system will not tell who writes.
	Unable bool
}

// Contract is what folder relies on in every file system: this computer's, a server's and a simulated one.
// A stand-in that passes is as good as the real thing, as far as it goes. ground gives a fresh folder.
func Contract(t *testing.T, ground func(*testing.T) Ground) {
	for _, rule := range rules {
		t.Run(rule.promise, func(t *testing.T) {
			g := ground(t)
			mine, err := g.FS.Open(g.Path)
			s := &site{T: t, ground: g, mine: mine}
			s.must(err)
			t.Cleanup(func() { mine.Close() })
			s.theirs, err = g.Other.Open(g.Path)
			s.must(err)
			t.Cleanup(func() { s.theirs.Close() })
			rule.keep(s)
		})
	}
}

var rules = []struct {
	promise string
	keep    func(*site)
}{
	{"a new file is seen by everybody as it is", newFileIsSeen},
	{"a name that is taken is never given a second time", takenNameStays},
	{"what is not there is said not to be there", absenceIsSaid},
	{"a folder is no file, and a file no folder", kindsAreKept},
	{"no path leads out of the folder", pathsStayInside},
	{"a rename moves and never replaces", renameMoves},
	{"one holds a claim, and the next reads its note", claimHasOneHolder},
	{"whoever reads is in nobody's way", readerIsInNobodysWay},
	{"whoever writes is noticed until the file is shut", writerIsNoticed},
	{"everybody sees one volume", volumeIsOne},
	{"a folder is told from every other", foldersAreToldApart},
}

// site is one rule at work.
type site struct {
	*testing.T
	ground       Ground
	mine, theirs folder.Tree
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) wants(what string, err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Errorf("%s: %v, want %v", what, err, want)
	}
}

// make writes a file; the names are those that the engine itself uses.
func (s *site) make(rel, body string) folder.Stamp {
	s.Helper()
	file, err := s.mine.Create(rel)
	s.must(err)
	_, err = file.Write([]byte(body))
	s.must(err)
	s.must(file.Sync())
	stamp, err := file.Stamp()
	s.must(err)
	s.must(file.Close())
	return stamp
}

func (s *site) reads(tree folder.Tree, rel, want string) {
	s.Helper()
	file, err := tree.OpenFile(rel)
	s.must(err)
	defer file.Close()
	body, err := io.ReadAll(file)
	s.must(err)
	if string(body) != want {
		s.Errorf("%s reads %.40q (%d bytes), want %.40q (%d bytes)", rel, body, len(body), want, len(want))
	}
}

func newFileIsSeen(s *site) {
	body := string(bytes.Repeat([]byte("0123456789abcdef"), 20_000)) // more than travels in one go
	written := s.make(".tieout-b.part", body)
	s.make(".tieout-a.part", "a")
	s.reads(s.theirs, ".tieout-b.part", body)
	named, err := s.theirs.Lstat(".tieout-b.part")
	s.must(err)
	listing, err := s.theirs.ReadDir(".")
	s.must(err)
	if len(listing) != 2 || listing[0].Name != ".tieout-a.part" || listing[1].Name != ".tieout-b.part" {
		s.Fatalf("listed %v, want the two in name order", listing)
	}
	for how, i := range map[string]folder.Info{"by name": named, "listed": listing[1]} {
		if i.Kind != folder.KindFile || i.Size != int64(len(body)) || i.ID != written.ID {
			s.Errorf("%s: %+v, want the file that was written as %+v", how, i, written)
		}
	}
	if !named.Same(listing[1].Stamp) {
		s.Errorf("by name %+v, listed %+v", named.Stamp, listing[1].Stamp)
	}
	file, err := s.theirs.OpenFile(".tieout-b.part")
	s.must(err)
	defer file.Close()
	if open, err := file.Stamp(); err != nil || !open.Same(named.Stamp) {
		s.Errorf("open %+v (%v), by name %+v", open, err, named.Stamp)
	}
	tail := make([]byte, 10)
	if n, err := file.ReadAt(tail, int64(len(body))-4); n != 4 || err != io.EOF || string(tail[:n]) != "cdef" {
		s.Errorf("read %q (%v) at the end", tail[:n], err)
	}
}

func takenNameStays(s *site) {
	s.make(".tieout-a.part", "first")
	_, err := s.theirs.Create(".tieout-a.part")
	s.wants("made again", err, fs.ErrExist)
	s.must(s.mine.Mkdir("sub"))
	s.wants("folder made again", s.theirs.Mkdir("sub"), fs.ErrExist)
	s.wants("folder over a file", s.theirs.Mkdir(".tieout-a.part"), fs.ErrExist)
	s.reads(s.mine, ".tieout-a.part", "first")
}

func absenceIsSaid(s *site) {
	_, err := s.mine.Lstat("none")
	s.wants("stat", err, fs.ErrNotExist)
	_, err = s.mine.ReadDir("none")
	s.wants("list", err, fs.ErrNotExist)
	_, err = s.mine.OpenFile("none")
	s.wants("open", err, fs.ErrNotExist)
	_, err = s.mine.OpenFile("none/below")
	s.wants("open below", err, fs.ErrNotExist)
	s.wants("remove", s.mine.Remove(".tieout-none"), fs.ErrNotExist)
	s.wants("rename", s.mine.RenameNew("none", "some"), fs.ErrNotExist)
	s.make(".tieout-a.part", "a")
	s.must(s.mine.Remove(".tieout-a.part"))
	_, err = s.theirs.Lstat(".tieout-a.part")
	s.wants("stat of what was removed", err, fs.ErrNotExist)
	if _, err := s.ground.FS.Open(path.Join(s.ground.Path, "none")); err == nil {
		s.Error("a folder that is not there was opened")
	}
}

func kindsAreKept(s *site) {
	s.must(s.mine.Mkdir(".tieout-sub"))
	s.make(".tieout-a.part", "a")
	_, err := s.mine.OpenFile(".tieout-sub")
	s.wants("open a folder", err, folder.ErrNotPlain)
	_, err = s.mine.ReadDir(".tieout-a.part")
	s.wants("list a file", err, folder.ErrNotPlain)
	s.wants("remove a folder", s.mine.Remove(".tieout-sub"), folder.ErrNotPlain)
	if i, err := s.theirs.Lstat(".tieout-sub"); err != nil || i.Kind != folder.KindDir {
		s.Errorf("the folder is %+v (%v)", i, err)
	}
	listing, err := s.mine.ReadDir(".tieout-sub")
	if err != nil || len(listing) != 0 {
		s.Errorf("listed %v (%v)", listing, err)
	}
}

func pathsStayInside(s *site) {
	s.must(s.mine.Mkdir("sub"))
	for _, rel := range []string{"..", "../x", "sub/../../x", "/etc"} {
		if _, err := s.mine.Lstat(rel); err == nil {
			s.Errorf("%q was looked at", rel)
		}
		if file, err := s.mine.Create(rel); err == nil {
			file.Close()
			s.Errorf("%q was made", rel)
		}
	}
}

func renameMoves(s *site) {
	s.must(s.mine.Mkdir("sub"))
	was := s.make(".tieout-a.part", "a")
	s.make(".tieout-b.part", "b")
	s.wants("over another", s.mine.RenameNew(".tieout-a.part", ".tieout-b.part"), fs.ErrExist)
	s.wants("over a folder", s.mine.RenameNew(".tieout-a.part", "sub"), fs.ErrExist)
	s.reads(s.theirs, ".tieout-a.part", "a")
	s.reads(s.theirs, ".tieout-b.part", "b")
	s.must(s.mine.RenameNew(".tieout-a.part", "sub/Letter.pdf"))
	s.must(s.mine.SyncDir("sub"))
	s.reads(s.theirs, "sub/Letter.pdf", "a")
	if is, err := s.theirs.Lstat("sub/Letter.pdf"); err != nil || is.ID != was.ID {
		s.Errorf("it is %+v (%v), and was %+v", is, err, was)
	}
	_, err := s.theirs.Lstat(".tieout-a.part")
	s.wants("under its old name", err, fs.ErrNotExist)
}

func claimHasOneHolder(s *site) {
	const at = ".tieout-u1.claim"
	held, err := s.mine.Claim(at)
	s.must(err)
	_, err = s.theirs.Claim(at)
	s.wants("claimed by another", err, folder.ErrClaimed)
	_, err = s.mine.Claim(at)
	s.wants("claimed twice", err, folder.ErrClaimed)
	s.must(held.Write([]byte("a long note")))
	s.must(held.Write([]byte("a note")))
	s.must(held.Leave())
	next, err := s.theirs.Claim(at)
	s.must(err)
	if note, err := next.Read(); err != nil || string(note) != "a note" {
		s.Errorf("the next reads %q (%v)", note, err)
	}
	s.must(next.Drop())
	listing, err := s.mine.ReadDir(".")
	if err != nil || len(listing) != 0 {
		s.Errorf("left behind: %v (%v)", listing, err)
	}
	fresh, err := s.mine.Claim(at)
	s.must(err)
	if note, err := fresh.Read(); err != nil || len(note) != 0 {
		s.Errorf("a new claim says %q (%v)", note, err)
	}
	s.must(fresh.Drop())
}

func readerIsInNobodysWay(s *site) {
	s.make(".tieout-a.part", "first")
	file, err := s.mine.OpenFile(".tieout-a.part")
	s.must(err)
	defer file.Close()
	s.ground.Edit(s.T, ".tieout-a.part")()
	s.must(s.theirs.RenameNew(".tieout-a.part", ".tieout-b.part"))
	first := make([]byte, 5)
	if _, err := file.ReadAt(first, 0); err != nil || string(first) != "first" {
		s.Errorf("read %q (%v) after the rename", first, err)
	}
	s.must(s.theirs.Remove(".tieout-b.part"))
}

func writerIsNoticed(s *site) {
	s.make(".tieout-a.part", "first")
	file, err := s.mine.OpenFile(".tieout-a.part")
	s.must(err)
	defer file.Close()
	answers := []folder.Probe{file.Probe()}
	done := s.ground.Edit(s.T, ".tieout-a.part")
	answers = append(answers, file.Probe(), file.Probe())
	done()
	answers = append(answers, file.Probe())
	want := []folder.Probe{folder.ProbeQuiet, folder.ProbeBusy, folder.ProbeBusy, folder.ProbeQuiet}
	if s.ground.Unable {
		want = slices.Repeat([]folder.Probe{folder.ProbeUnable}, len(want))
	}
	if !slices.Equal(answers, want) {
		s.Errorf("before, twice during and after somebody wrote: %v, want %v", answers, want)
	}
}

func volumeIsOne(s *site) {
	if mine, theirs := s.mine.Volume(), s.theirs.Volume(); mine != theirs || mine != s.mine.Volume() {
		s.Errorf("%+v and %+v", mine, theirs)
	}
	if !s.mine.Writable() {
		s.Error("nothing can be made here")
	}
}

func foldersAreToldApart(s *site) {
	s.must(s.mine.Mkdir("To client"))
	s.must(s.mine.Mkdir("Signed"))
	one, other := s.mine.Identity("To client"), s.mine.Identity("Signed")
	if one == "" || other == "" || one == other {
		s.Errorf("two folders are %q and %q", one, other)
	}
	s.must(s.mine.Mkdir("To client/2025"))
	if again, theirs := s.mine.Identity("To client"), s.theirs.Identity("To client"); again != one || theirs != one {
		s.Errorf("what was %q is %q, and %q to others", one, again, theirs)
	}
	if none := s.mine.Identity("nothing"); none != "" {
		s.Errorf("what is not there is %q", none)
	}
}
