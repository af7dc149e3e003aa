package app_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app"
)

// inCopy answers what a file of a copy says, or nothing.
func inCopy(dir, name string) string {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return ""
	}
	return string(raw)
}

// keeping keeps a copy of a job until the test ends.
func (c *computer) keeping(j job) (dir string) {
	c.o.Helper()
	dir = filepath.Join(c.o.TempDir(), "copy")
	ctx, stop := context.WithCancel(c.o.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- c.prog.Mirror(ctx, app.MirrorOrder{Engagement: j.id, To: dir}, func(app.MirrorState) {})
	}()
	c.o.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			c.o.Error(err)
		}
	})
	return dir
}

// What becomes of a document becomes of it in the copy at once, not when the folder
// is looked at next.
func TestACopyFollowsWhatIsTakenBack(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "one")
	dana.until("the save is tied", func() bool { return dana.toClient(j).Tie == "tied" })
	dir := dana.keeping(j)
	dana.until("the copy has it", func() bool { return inCopy(dir, "To client/letter.txt") == "one" })

	_, err := dana.WithdrawDocument(j.id, dana.toClient(j).Document, "Sent by mistake")
	must(t, err)
	dana.level()
	dana.until("it is with what was taken back", func() bool { return inCopy(dir, "Withdrawn/To client/letter.txt") == "one" })
	if left := under(t, filepath.Join(dir, "To client")); len(left) > 0 {
		t.Errorf("still there: %q", left)
	}
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "one, corrected")
	dana.releases(j, "letter.txt")
	dana.until("the copy has the corrected one", func() bool { return inCopy(dir, "To client/letter.txt") == "one, corrected" })
	dana.until("it has nothing else", func() bool { return len(under(t, dir)) == 1 }) // the old one goes once the new one has its name
}

// In the copy's To client lies what the client sees: nothing before it was released, and the version before
// once one was pulled back.
func TestACopyHasWhatTheClientSees(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	_, err := dana.SetOutbound(app.Outbound{How: "release"})
	must(t, err)
	dana.level()
	dir := filepath.Join(t.TempDir(), "copy")
	copied := func(want string) {
		t.Helper()
		must(t, dana.prog.Mirror(t.Context(), app.MirrorOrder{Engagement: j.id, To: dir, Once: true}, func(app.MirrorState) {}))
		if got := inCopy(dir, "To client/letter.txt"); got != want {
			t.Errorf("the copy says %q, not %q", got, want)
		}
	}
	var versions []string
	before := ""
	for _, text := range []string{"one", "two"} {
		o.write(filepath.Join(j.dir, "To client", "letter.txt"), text)
		dana.until("it waits to be released", func() bool { n, err := dana.WaitingForRelease(); must(t, err); return n == 1 })
		dana.level()
		copied(before)
		versions = append(versions, dana.toClient(j).Version)
		_, err := dana.ReleaseFiles(j.id, versions[len(versions)-1:])
		must(t, err)
		copied(text)
		before = text
	}
	_, err = dana.PullBack(j.id, versions[1], "Wrong year")
	must(t, err)
	copied("one")
	_, err = dana.PullBack(j.id, versions[0], "Wrong client")
	must(t, err)
	copied("")
	if got := inCopy(dir, "Withdrawn/To client/letter.txt"); got != "one" {
		t.Errorf("with what was taken back lies %q", got)
	}
}

// A copy that is made once never says that it is level when that was not asked.
func TestACopyThatIsMadeOnceAsksWhetherItIsLevel(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "one")
	dana.until("the save is tied", func() bool { return dana.toClient(j).Tie == "tied" })
	dir := filepath.Join(t.TempDir(), "copy")
	once := func(told func(app.MirrorState)) error {
		return dana.prog.Mirror(t.Context(), app.MirrorOrder{Engagement: j.id, To: dir, Once: true}, told)
	}
	nothing := func(app.MirrorState) {}

	dana.offline()
	if err := once(nothing); codeOf(err) != app.CodeOffline || !strings.Contains(err.Error(), "Run this again") {
		t.Errorf("without the relay: %v", err)
	}
	dana.online()
	dana.level()
	if err := once(func(app.MirrorState) { dana.line.cut.Store(true) }); codeOf(err) != app.CodeOffline {
		t.Errorf("the line broke before it was level: %v", err)
	}
	dana.online()
	dana.level()
	came := false
	err := once(func(app.MirrorState) {
		if !came { // while the first pass ends, a colleague saves
			came = true
			o.write(filepath.Join(j.dir, "To client", "letter.txt"), "two")
			dana.until("the save is with the relay", func() bool { return o.versions(j, "letter.txt") == 2 })
		}
	})
	must(t, err)
	if got := inCopy(dir, "To client/letter.txt"); got != "two" {
		t.Errorf("the copy says %q", got)
	}
}

func TestACopyThatIsStoppedIsNotLevel(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	err := dana.prog.Mirror(stopped, app.MirrorOrder{Engagement: j.id, To: filepath.Join(t.TempDir(), "copy"), Once: true}, func(app.MirrorState) {})
	if err == nil || !strings.Contains(err.Error(), "stopped before it was level") {
		t.Errorf("stopped: %v", err)
	}
}
