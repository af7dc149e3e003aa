package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Last year's return is complete for months, and somebody saves a corrected copy. The folder opens as always,
// the share is not blamed, and the panel says that the copy did not go out. Nothing deleted there is taken
// back, what the client sends is filed; and when the status is moved the copy is sent.
func TestWorkThatIsCompleteForLongIsShownAndSaysThatItIsNotWatched(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.write(j.at("To client/Return.pdf"), "as filed")
	o.write(j.at("To client/Letter.pdf"), "Dear Ruth")
	o.write(j.at("To client/Notes.txt"), "what to keep")
	o.write(j.at("To client/Invoice.txt"), "1,200 dollars")
	for _, name := range []string{"Return.pdf", "Letter.pdf", "Notes.txt", "Invoice.txt"} {
		dana.explains(j, name, "tied")
	}
	_, err := dana.CompleteEngagement(j.id)
	must(t, err)
	dana.level()
	dana.stop()
	dana.time = later{61}
	dana.start()
	dana.level()
	if n := dana.prog.Watched(); n != 0 {
		t.Errorf("%d work files are watched", n)
	}

	o.write(j.at("To client/Return.pdf"), "corrected, months later")
	o.write(j.at("To client/Addendum.pdf"), "new")
	o.write(j.at("To client/Invoice.txt"), "1,300 dollars") // as long as it was, and later
	later := time.Now().Add(time.Hour)
	must(t, os.Chtimes(j.at("To client/Invoice.txt"), later, later))
	must(t, os.Remove(j.at("To client/Notes.txt")))
	p, err := dana.Files(j.id)
	must(t, err)
	if p.State != "ok" || len(p.Notices) != 1 || p.Notices[0].Code != "complete" || !strings.Contains(p.Notices[0].Title, "Complete since") {
		t.Errorf("the panel is %q and notes %+v", p.State, p.Notices)
	}
	for what, code := range map[string]string{
		"Return.pdf": "complete", "Addendum.pdf": "complete", "Invoice.txt": "complete", "Letter.pdf": "tied", "Notes.txt": "kept",
	} {
		x := dana.explain(j, what)
		if x.Code != code || strings.Contains(x.Why+x.Next, "reached") || code == "complete" && (x.Act != "set-status" || x.Tie != "held") {
			t.Errorf("of %s it says %+v", what, x)
		}
	}
	must(t, dana.OpenFolder(j.id, ""))
	must(t, dana.OpenFile(j.id, "To client/Return.pdf"))
	must(t, dana.prog.Settle(t.Context()))
	o.upload(j, "Notice.pdf", "from the tax office")
	dana.until("what Ruth sends is filed", func() bool { return len(under(t, filepath.Join(j.dir, "From client"))) == 1 })
	o.sees(j, "Return.pdf", 1)
	o.sees(j, "Notes.txt", 1)

	_, err = dana.SetStatus(j.id, "preparation", "a correction", "")
	must(t, err)
	dana.until("the correction is sent", func() bool {
		return o.versions(j, "Return.pdf") == 2 && o.versions(j, "Invoice.txt") == 2 && o.versions(j, "Addendum.pdf") == 1
	})
	dana.explains(j, "Notes.txt", "withdrawn")
	p, err = dana.Files(j.id)
	must(t, err)
	if len(p.Notices) != 0 || dana.prog.Watched() != 1 {
		t.Errorf("it is watched again, and the panel notes %+v", p.Notices)
	}
}

// On a remote-desktop server Tom's Tieout watches for all. Dana's says of each file what can be seen of it
// without reading, and tied out only of what looks like the version that was sent.
func TestADeskThatRestsCallsNothingTiedOutWithoutEvidence(t *testing.T) {
	o := newOffice(t)
	setUp := o.desk(o.admin) // of another machine
	preparer := o.hire(setUp, "Tom Okafor", "preparer")
	j := o.acme(setUp, preparer)
	for _, name := range []string{"Sent.pdf", "Changed.pdf", "Open.xlsx", "Removed.pdf"} {
		o.write(j.at("To client/"+name), "the first version")
	}
	for _, name := range []string{"Sent.pdf", "Changed.pdf", "Open.xlsx", "Removed.pdf"} {
		setUp.explains(j, name, "tied")
	}
	setUp.level()
	setUp.stop()
	machine := t.TempDir()
	tom, dana := o.newComputer(), o.newComputer()
	for _, c := range []*computer{tom, dana} {
		c.host = machine
		c.start()
	}
	o.enrol(tom, preparer)
	tom.bind(j)
	tom.until("Tom's desk has the place", func() bool { return strings.HasPrefix(tom.prog.HostWords(), "This process watches") })
	o.enrol(dana, o.admin)
	dana.bind(j)
	dana.until("Dana's rests", func() bool { return strings.HasPrefix(dana.prog.HostWords(), "Process ") })

	tom.line.cut.Store(true) // nothing that is saved from now on is known to Dana's
	o.write(j.at("To client/Changed.pdf"), "quite another version")
	o.write(j.at("To client/New.pdf"), "new")
	o.write(j.at("To client/~$Open.xlsx"), "\x04Ruth")
	must(t, os.Remove(j.at("To client/Removed.pdf")))
	for what, code := range map[string]string{
		"Sent.pdf": "tied", "Changed.pdf": "watched-elsewhere", "New.pdf": "watched-elsewhere", "Open.xlsx": "open", "Removed.pdf": "kept",
	} {
		if x := dana.explain(j, what); x.Code != code || code == "watched-elsewhere" && !strings.Contains(x.Why, "'s Tieout watches this share") {
			t.Errorf("of %s it says %+v", what, x)
		}
	}
	p, err := dana.Files(j.id)
	must(t, err)
	if p.Tied != 1 || p.Waiting != 3 {
		t.Errorf("%d are tied out and %d wait", p.Tied, p.Waiting)
	}
	tom.online()
	must(t, os.Remove(j.at("To client/~$Open.xlsx")))
	for _, what := range []string{"Sent.pdf", "Changed.pdf", "New.pdf", "Open.xlsx"} {
		dana.explains(j, what, "tied")
	}
	dana.explains(j, "Removed.pdf", "withdrawn")
}
