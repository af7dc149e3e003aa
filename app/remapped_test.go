package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app"
)

// The folder with the one file that was sent is renamed. The words say: make an empty one of its name, and you are
// asked about its files. So it is, and what she answers is done.
func TestAnEmptyFolderOfTheNameAsksAboutTheOneFileInIt(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "Letter.pdf", "the letter")
	must(t, os.Rename(j.at("To client"), j.at("To client, old")))
	dana.until("the pill says it", func() bool { return dana.status().Label == "1 to settle" })
	must(t, os.Mkdir(j.at("To client"), 0o755))
	dana.until("somebody is asked, or it is taken back", func() bool { return len(dana.status().Holds) == 1 || o.versions(j, "Letter.pdf") == 0 })
	o.sees(j, "Letter.pdf", 1)
	if held := dana.status().Holds[0]; held.Words != "1 file went missing" {
		t.Errorf("of one file it says %q", held.Words)
	}
	if said := dana.explain(j, "Letter.pdf"); strings.Contains(said.Why, "other file") || !strings.HasPrefix(said.Why, "It went missing from the share. ") {
		t.Errorf("of one file it says %q", said.Why)
	}
	_, err := dana.DecideHold(j.id, dana.held(j), true)
	must(t, err)
	dana.until("it is taken back", func() bool { return o.versions(j, "Letter.pdf") == 0 })
}

// Dana maps the work file to another folder by mistake, which is made with empty lanes. The client goes on seeing the
// one file that was sent until she says something; and once she put the mapping right, nothing is asked any more.
func TestAWorkFileThatIsMappedElsewhereTakesNothingBack(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "the K-1")
	must(t, dana.prog.Settle(t.Context()))
	_, err := dana.MapWorkFile(j.id, j.root, "Acme Ltd/2025 Form 1120-S (moved)", true)
	must(t, err)
	dana.until("she is asked, or it is taken back", func() bool { return len(dana.status().Holds) == 1 || o.versions(j, "K-1.pdf") == 0 })
	o.sees(j, "K-1.pdf", 1)
	_, err = dana.MapWorkFile(j.id, j.root, "Acme Ltd/2025 Form 1120-S", false)
	must(t, err)
	dana.until("all is tied out", func() bool { return len(dana.status().Holds) == 0 && dana.status().State == "tied" })
}

// movedAway saves three files, moves them to another folder, and waits until Dana is asked about them.
func (o *office) movedAway(dana *computer, j job, to string) (names []string) {
	o.Helper()
	names = []string{"Letter.pdf", "Return.pdf", "K-1.pdf"}
	for _, name := range names {
		dana.saved(j, name, "the "+name)
	}
	must(o, dana.prog.Settle(o.Context()))
	must(o, os.MkdirAll(to, 0o755))
	for _, name := range names {
		must(o, os.Rename(j.at("To client/"+name), filepath.Join(to, name)))
	}
	dana.until("she is asked", func() bool { return len(dana.status().Holds) == 1 })
	return names
}

// unasked looks at the share once more and says that nobody is asked about what lies there.
func (o *office) unasked(dana *computer, j job, names []string) {
	o.Helper()
	dana.until("nothing is asked", func() bool { return len(dana.status().Holds) == 0 })
	dana.until("the share is looked at once more", func() bool { return dana.prog.Settle(o.Context()) == nil }) // it may be begun anew
	dana.until("all is tied out", func() bool { return dana.status().State == "tied" })
	if _, err := dana.DecideHold(j.id, dana.held(j), true); codeOf(err) != "not-open" {
		o.Errorf("an answer to a question that is settled: %v", err)
	}
	for _, name := range names {
		o.sees(j, name, 1)
	}
}

// Staff move the files of a work file, and Dana is asked where they are. She shows Tieout the folder: the question was of
// the other one, and nobody can answer it by mistake.
func TestAQuestionEndsWhenTheWorkFileIsMappedToWhereItsFilesAre(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	names := o.movedAway(dana, j, filepath.Join(o.share, "Acme Ltd", "moved", "To client"))
	_, err := dana.MapWorkFile(j.id, j.root, "Acme Ltd/moved", false)
	must(t, err)
	o.unasked(dana, j, names)
}

// So it is when the firm calls its folders as staff do.
func TestAQuestionEndsWhenTheFirmNamesTheFolderInWhichTheFilesAre(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	names := o.movedAway(dana, j, j.at("Outbox"))
	_, err := dana.SetLanes(app.LaneNames{FromClient: "From client", ToClient: "Outbox", ForSignature: "For signature", Signed: "Signed"})
	must(t, err)
	o.unasked(dana, j, names)
}
