package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tieout/app"
	"tieout/sync/engagement"
)

// pulledBack says whether the relay knows that the newest version of a document was pulled back: the client sees
// nothing of it then.
func (o *office) pulledBack(j job, name string) (is bool) {
	o.Helper()
	must(o, o.relay.View(o.Context(), o.firm.ID, func(w *engagement.World) {
		for _, d := range w.E[engagement.EngagementID(j.id)].Documents.All() {
			is = is || d.Name == name && d.Latest().PulledBack != nil
		}
	}))
	return is
}

func (c *computer) rowOf(j job, name string) (row app.FileRow) {
	c.o.Helper()
	panel, err := c.Files(j.id)
	must(c.o, err)
	for _, lane := range panel.Lanes {
		for _, r := range lane.Rows {
			if r.Share.Name == name || r.Client.Name == name {
				row = r
			}
		}
	}
	return row
}

// F9: a wrong K-1 went out. Somebody pauses sending, a colleague goes on saving, and the K-1 is pulled back: it is
// taken from the client at once, and what was saved meanwhile goes out when sending is resumed, each file once.
func TestAFileIsPulledBackWhileSendingIsPaused(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	out := dana.toClient(j).Version
	must(t, dana.PauseSending(""))
	for name, content := range map[string]string{"letter.txt": "Dear Ruth", "notes.txt": "read these", "K-1.pdf": "the right K-1"} {
		o.write(filepath.Join(j.dir, "To client", name), content)
	}
	dana.until("the saves wait", func() bool { return len(dana.status().Waiting) == 3 })

	said, err := dana.PullBack(j.id, out, "another client's")
	must(t, err)
	if said.Words != "K-1.pdf pulled back. Nobody has opened it." {
		t.Errorf("it is said: %s", said.Words)
	}
	dana.until("it is taken from the client", func() bool { return o.pulledBack(j, "K-1.pdf") })
	if s := dana.status(); len(s.Waiting) > 4 || s.Label != "Sending is paused" {
		t.Errorf("%s: %+v", s.Label, s.Waiting)
	}
	o.sees(j, "letter.txt", 0)

	dana.stop() // what waits outlives the program
	dana.start()
	dana.until("what waits is still there", func() bool { return len(dana.status().Waiting) == 3 })
	must(t, dana.ResumeSending())
	dana.level()
	o.sees(j, "letter.txt", 1)
	o.sees(j, "notes.txt", 1)
	o.sees(j, "K-1.pdf", 0)
	if row := dana.rowOf(j, "K-1.pdf"); row.TieWords != "Waiting for your release" {
		t.Errorf("after one was pulled back the next waits for a person: %+v", row)
	}
}

// F9: somebody sees while files are being sent that a wrong one is among them, pulls it back and pauses. What was
// signed and not sent does not go before that; it goes out on resuming, each once.
func TestAPullBackOvertakesSavesThatWait(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	out := dana.toClient(j).Version
	dana.offline()
	for _, name := range []string{"letter.txt", "notes.txt"} {
		o.write(filepath.Join(j.dir, "To client", name), "Dear Ruth, "+name)
	}
	dana.until("they wait", func() bool { return len(dana.status().Waiting) == 2 })
	_, err := dana.PullBack(j.id, out, "another client's")
	must(t, err)
	must(t, dana.PauseSending(""))
	dana.online()
	dana.until("it is taken from the client", func() bool { return o.pulledBack(j, "K-1.pdf") })
	o.sees(j, "letter.txt", 0)
	must(t, dana.ResumeSending())
	dana.level()
	o.sees(j, "letter.txt", 1)
	o.sees(j, "notes.txt", 1)
}

// What goes before a pull-back over a slow line is said, and what would be quicker; nothing claims that it is done.
func TestAPullBackSaysWhatIsSentBeforeIt(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	out := dana.toClient(j).Version
	late := dana.line.keep("/v1/push")
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "Dear Ruth")
	<-late.here
	said, err := dana.PullBack(j.id, out, "")
	must(t, err)
	if !strings.Contains(said.Words, "right after 1 file being sent") || !strings.Contains(said.Words, "pause sending") {
		t.Errorf("it is said: %s", said.Words)
	}
	if row := dana.rowOf(j, "K-1.pdf"); row.TieWords != "Being pulled back" {
		t.Errorf("the row: %+v", row)
	}
	close(late.end)
	dana.level()
	if !o.pulledBack(j, "K-1.pdf") {
		t.Error("it is not pulled back")
	}
}

// While one computer is paused another one that has the share sends the save: the first has nothing left to send, and
// does not say that the file waits.
func TestASaveThatAnotherComputerSentWaitsNoMore(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	must(t, dana.PauseSending(""))
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "Dear Ruth")
	dana.until("it waits", func() bool { return len(dana.status().Waiting) == 1 })
	tom.bind(j)
	dana.until("nothing waits", func() bool { return len(dana.status().Waiting) == 0 })
	if row := dana.rowOf(j, "letter.txt"); row.Tie != "tied" {
		t.Errorf("the row: %+v", row)
	}
	must(t, dana.ResumeSending())
	dana.level()
	o.sees(j, "letter.txt", 1)
}

// F9: a package that was assembled while sending is paused goes before everything later. Nothing claims that a file
// is pulled back which is not: the words, the row and the list say what it waits for, and it is done on resuming.
func TestAPullBackBehindAFileSaysThatItWaits(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	out := dana.toClient(j).Version
	must(t, dana.PauseSending(""))
	dana.assemble(j, "")

	said, err := dana.PullBack(j.id, out, "")
	must(t, err)
	if !strings.Contains(said.Words, "not pulled back yet: sending is paused") || !strings.Contains(said.Words, "Resume sending") {
		t.Errorf("it is said: %s", said.Words)
	}
	if row := dana.rowOf(j, "K-1.pdf"); row.TieWords != "Not pulled back: sending is paused" || !strings.Contains(row.Note, "Ruth can open it") {
		t.Errorf("the row: %+v", row)
	}
	why, err := dana.ExplainFile(j.id, "K-1.pdf")
	must(t, err)
	if why.Code != "pull-back-waits" || why.Act != "open-sync" || !strings.Contains(why.Next, "Resume sending") {
		t.Errorf("why: %+v", why)
	}
	if !slices.ContainsFunc(dana.status().Waiting, func(i app.QueueItem) bool {
		return strings.HasPrefix(i.Words, "Pull back") && strings.Contains(i.Why, "a file waits before this one")
	}) {
		t.Errorf("the list behind the pill: %+v", dana.status().Waiting)
	}
	if done, err := dana.PostMessage(j.id, "About the K-1", ""); err != nil || !strings.HasSuffix(done.Words, "Goes out when sending is resumed.") {
		t.Errorf("a message: %+v, %v", done, err)
	}
	must(t, dana.prog.Exchange(t.Context()))
	if o.pulledBack(j, "K-1.pdf") {
		t.Error("an act overtook another")
	}
	must(t, dana.ResumeSending())
	dana.level()
	if !o.pulledBack(j, "K-1.pdf") {
		t.Error("it is not pulled back")
	}
}

// F6: with sending paused, what a client sends is filed and its receipt is at the relay. The computer is switched off
// then and a colleague moves the file: nobody files it again.
func TestAReceiptGoesWhileSendingIsPaused(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.PauseSending(""))
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "Dear Ruth")
	dana.until("the letter waits", func() bool { return len(dana.status().Waiting) == 1 })
	other := o.desk(o.admin)
	o.upload(j, "October 2025.pdf", "a statement")
	want := filepath.Join(j.dir, "From client", "Bank statements, Oct–Dec 2025", "October 2025.pdf")
	other.until("it is filed, and the relay has the receipt", func() bool { return other.filed(j) })
	dana.stop()
	must(t, os.Rename(want, filepath.Join(j.dir, "October.pdf")))

	other.bind(j)
	other.until("it files", func() bool { return strings.Contains(other.status().Filing, "this computer") })
	other.level()
	must(t, other.prog.Settle(t.Context()))
	if names := under(t, filepath.Join(j.dir, "From client")); len(names) != 0 {
		t.Errorf("it was filed again: %q", names)
	}
}

// F6: where a file that waits keeps receipts from going, nothing is filed by this computer,
// and it says so; another one files. Resumed, it files again.
func TestNothingIsFiledWhoseReceiptWouldWait(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.PauseSending(""))
	dana.assemble(j, "")
	must(t, dana.SyncNow())
	dana.until("it says that it files no more", func() bool { return dana.status().NoFiler })
	o.upload(j, "October 2025.pdf", "a statement")
	dana.until("it says why", func() bool {
		s := dana.status()
		return len(s.Coming) == 1 && strings.Contains(s.Coming[0].Why, "Sending of files is paused")
	})
	why := dana.explains(j, "From client/Bank statements, Oct–Dec 2025/October 2025.pdf", "filing-waits")
	if why.Act != "open-sync" || !strings.Contains(why.Next, "Resume sending") {
		t.Errorf("why: %+v", why)
	}
	if names := under(t, filepath.Join(j.dir, "From client")); len(names) != 0 {
		t.Errorf("it was filed: %q", names)
	}
	must(t, dana.ResumeSending())
	dana.until("it is filed", func() bool { return dana.filed(j) })
	dana.until("it says that it files", func() bool { return !dana.status().NoFiler })
}

// filed says whether a desk knows a receipt for what answered the request.
func (c *computer) filed(j job) bool {
	c.o.Helper()
	v, err := c.Arrival(j.id, string(j.request))
	must(c.o, err)
	return len(v.Files) == 1 && v.Files[0].Filed
}

// F9: while sending is paused a newer version is saved, and then the file is deleted, because it is wrong. What the
// client sees of it is taken back, and the newer version never goes out.
func TestADeletionReachesWhatANewerSaveWaitsBehind(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	file := filepath.Join(j.dir, "To client", "K-1.pdf")
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	must(t, dana.PauseSending(""))
	o.write(file, "somebody else's K-1, again")
	dana.until("the newer one waits", func() bool { return len(dana.status().Waiting) == 1 })
	must(t, os.Remove(file))
	dana.until("the client does not see it any more", func() bool { return o.versions(j, "K-1.pdf") == 0 })
	must(t, dana.ResumeSending())
	dana.level()
	must(t, dana.prog.Settle(t.Context()))
	o.sees(j, "K-1.pdf", 0)
}

// A computer on which nothing waits asks the relay nothing until it hears of something: it is one of thirty on a
// server, or runs on a battery.
func TestAComputerWithNothingToSendIsQuiet(t *testing.T) {
	o := newOffice(t)
	dana := o.newComputer()
	dana.poll = time.Hour
	dana.start()
	o.enrol(dana, o.admin)
	j := o.acme(dana, o.admin)
	o.write(filepath.Join(j.dir, "To client", "letter.txt"), "Dear Ruth")
	dana.until("it is out", func() bool { return o.versions(j, "letter.txt") == 1 })
	dana.level()
	asked, quiet := int64(-1), 0
	dana.until("it is quiet", func() bool {
		now := dana.line.calls.Load()
		if now != asked {
			asked, quiet = now, 0
		}
		quiet++
		return quiet == 100
	})
}
