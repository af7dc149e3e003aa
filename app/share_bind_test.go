package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/app"
)

// Somebody cleaned up hidden files on the share, and with them the one by which it is known. Everything says
// that it is not recognised, not that it cannot be reached; no copy of that file arms another folder, no new
// share is made in its place by mistake; and choosing its folder once more goes on where it was.
func TestAShareThatIsNotRecognisedIsChosenAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	for _, name := range []string{"Letter.pdf", "Return.pdf", "Schedule.pdf"} {
		o.write(j.at("To client/"+name), "the "+name)
	}
	for _, name := range []string{"Letter.pdf", "Return.pdf", "Schedule.pdf"} {
		dana.explains(j, name, "tied")
	}
	dana.level()
	must(t, dana.prog.Settle(t.Context()))
	marker := filepath.Join(o.share, ".tieout-root.json")
	body, err := os.ReadFile(marker)
	must(t, err)
	must(t, os.Remove(marker))

	x := dana.explains(j, "Letter.pdf", "share-swapped")
	if x.Act != "open-settings" || strings.Contains(x.Title+x.Why+x.Next, "reached") || strings.Contains(x.Why+x.Next, "Settings") {
		t.Errorf("it says %+v", x)
	}
	p, err := dana.Files(j.id)
	must(t, err)
	if len(p.Notices) != 1 || p.Notices[0].Code != "not-recognised" {
		t.Errorf("the panel notes %+v", p.Notices)
	}
	if s := dana.status(); s.State != "share-unreachable" || s.Label != "Share not recognised" || strings.Contains(s.Banner, "reached") || !strings.Contains(s.Banner, "Setup") {
		t.Errorf("the pill says %q, the banner %q", s.Label, s.Banner)
	}
	again := filepath.Join(t.TempDir(), "clients") // another way to the same folder
	must(t, os.Symlink(o.share, again))
	for _, where := range []string{o.share, again} {
		if _, err := dana.AddRoot(where, "Clients again"); codeOf(err) != app.CodeInput {
			t.Errorf("made a new share: %v", err)
		}
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("a refused share left its marker")
	}

	empty := t.TempDir()
	o.write(filepath.Join(empty, ".tieout-root.json"), string(body))
	refused := func(err error) {
		t.Helper()
		if codeOf(err) != app.CodeShare || !strings.Contains(err.Error(), "does not look like that share") {
			t.Errorf("a folder with a copied marker: %v", err)
		}
	}
	refused(dana.BindRoot(j.root, empty))
	_, err = dana.AddRoot(empty, "Clients")
	refused(err)
	must(t, dana.UnbindRoot(j.root))
	refused(dana.BindRoot(j.root, empty))

	dana.bind(j)
	for _, name := range []string{"Letter.pdf", "Return.pdf", "Schedule.pdf"} {
		dana.explains(j, name, "tied")
		o.sees(j, name, 1)
	}
	must(t, os.Remove(j.at("To client/Letter.pdf")))
	dana.until("she is asked, so soon after the share was chosen anew", func() bool { return len(dana.held(j)) == 1 })
	_, err = dana.DecideHold(j.id, dana.held(j), true)
	must(t, err)
	if x := dana.explains(j, "Letter.pdf", "withdrawn"); !strings.Contains(x.Why, "not in To client any more") || !strings.Contains(x.Next, "put it back") || len(x.Steps) > 0 {
		t.Errorf("of what was deleted it says %+v", x)
	}
	page, err := dana.Engagement(j.id)
	must(t, err)
	if !slices.ContainsFunc(page.Timeline, func(e app.TimelineItem) bool {
		return e.Words == "Letter.pdf is gone from the share" && e.Detail == "The client sees it no longer."
	}) {
		t.Errorf("in the timeline it says %+v", page.Timeline)
	}
}

// A share comes back from last night's backup and is taken again: the file that it lacks, and the one that is older,
// wait for a person. They go on waiting when somebody says once more where the share is.
func TestWhatARestoredShareLacksIsAskedAboutAfterItIsBoundOnceMore(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	for _, name := range []string{"Letter.pdf", "Return.pdf", "Schedule.pdf", "Notes.pdf"} {
		dana.saved(j, name, "the "+name)
	}
	backup := filepath.Join(t.TempDir(), "backup")
	must(t, exec.Command("cp", "-a", o.share, backup).Run())
	dana.saved(j, "Letter.pdf", "the Letter.pdf, corrected today")
	dana.saved(j, "Today.pdf", "made today")
	dana.level()
	must(t, dana.prog.Settle(t.Context()))
	must(t, os.RemoveAll(o.share))
	must(t, os.Rename(backup, o.share)) // another marker file, with another id
	dana.explains(j, "Return.pdf", "share-swapped")
	dana.bind(j)
	both := func() bool { return len(dana.status().Holds) == 2 }
	dana.until("both are held", both)
	must(t, dana.UnbindRoot(j.root))
	dana.until("nothing is watched", func() bool { return len(dana.status().Holds) == 0 })
	dana.bind(j)
	dana.until("both are held again", both)
	o.sees(j, "Today.pdf", 1)
	o.sees(j, "Letter.pdf", 2)
}
