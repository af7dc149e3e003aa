package app_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tieout/app"
)

// Over a phone's connection small files go at once and a large one waits, as the files panel and the list
// behind the pill say; it goes when the person lets it, or when there is another connection.
func TestLargeFilesWaitWhileTheConnectionIsMetered(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	metered := func(is bool) {
		t.Helper()
		dana.os.SetMetered(is)
		must(t, dana.SyncNow())
		dana.until("the desk knows what connection it has", func() bool { return dana.status().Line.Metered == is })
	}
	row := func(name string) (r app.FileRow) {
		panel, err := dana.Files(j.id)
		must(t, err)
		for _, lane := range panel.Lanes {
			for _, f := range lane.Rows {
				if f.Share.Name == name {
					r = f
				}
			}
		}
		return r
	}
	save := func(name string, size int) {
		t.Helper()
		o.write(filepath.Join(j.dir, "To client", name), strings.Repeat("all entries of the year\n", size/24))
	}
	metered(true)
	save("ledger.csv", 10<<20)
	save("letter.txt", 2000)
	dana.until("the small file is out", func() bool { return o.versions(j, "letter.txt") == 1 })
	dana.until("the panel says why the large one waits", func() bool { return row("ledger.csv").TieWords == "Waits: metered connection" })
	dana.until("nothing else waits", func() bool { return len(dana.status().Waiting) == 1 })
	if s := dana.status(); len(s.Waiting) != 1 || !strings.Contains(s.Waiting[0].Why, "metered") || !strings.Contains(s.Line.Words, "metered") {
		t.Errorf("the list behind the pill: %+v, %+v", s.Waiting, s.Line)
	}
	why, err := dana.ExplainFile(j.id, "To client/ledger.csv")
	must(t, err)
	if why.Code != "metered" || !strings.Contains(why.Next, "another connection") {
		t.Errorf("why it is not there: %+v", why)
	}
	metered(false)
	dana.until("it is out over another connection", func() bool { return o.versions(j, "ledger.csv") == 1 })

	metered(true)
	save("ledger.csv", 12<<20)
	dana.until("the next one waits, and is not called tied out", func() bool { return row("ledger.csv").TieWords == "Waits: metered connection" })
	must(t, dana.SetMeteredSending(true))
	dana.until("it is out because somebody said so", func() bool { return o.versions(j, "ledger.csv") == 2 })
}

// What was set on this computer is said in one sentence.
func TestTheLineIsUsedAsItWasSet(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	said := func(want string) {
		t.Helper()
		if got := dana.status().Line.Words; !strings.HasPrefix(got, want) {
			t.Errorf("the line: %q, want %q", got, want)
		}
	}
	said("Files use the whole connection")
	must(t, dana.SetLineLimits(500_000, 2_000_000))
	said("500 KB a second are sent at most, 2.0 MB a second are received at most")
	if err := dana.SetLineLimits(1, 0); codeOf(err) != app.CodeInput {
		t.Errorf("a limit of one byte: %v", err)
	}
	must(t, dana.SetLineLimits(64_000, 2_000_000)) // what a person writes as 64 KB is 64 KB, and enough
	said("64 KB a second are sent at most")
	if err := dana.SetLineLimits(63_000, 0); codeOf(err) != app.CodeInput || !strings.Contains(err.Error(), "at least 64 KB") {
		t.Errorf("a limit of 63 KB: %v", err)
	}
	must(t, dana.SetLineLimits(500_000, 2_000_000))
	must(t, dana.PauseSending(time.Now().Add(time.Hour).Format(time.RFC3339)))
	said("Sending of files is paused until ")
	if err := dana.PauseSending(time.Now().Add(-time.Hour).Format(time.RFC3339)); codeOf(err) != app.CodeInput {
		t.Errorf("until an hour ago: %v", err)
	}
	must(t, dana.PauseSending(""))
	said("Sending of files is paused")
	must(t, dana.ResumeSending())
	said("500 KB a second")
}
