package app_test

import (
	"os"
	"testing"
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
	_, err := dana.DecideHold(j.id, true)
	must(t, err)
	dana.until("it is taken back", func() bool { return o.versions(j, "Letter.pdf") == 0 })
}

// Dana maps the work file to another folder by mistake, which is made with empty lanes. The client goes on seeing the
// one file that was sent until she says something.
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
}
