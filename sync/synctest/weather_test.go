//go:build linux

package synctest

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tieout/app"
	"tieout/sync/pdf"
)

func TestEverythingArrivesOnceInBadWeather(t *testing.T) {
	for seed := range uint64(3) {
		w := office(t, 20+seed)
		tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
		ruth.SignIn()
		w.Weather(bad)
		big := bytes.Repeat(Return("big", 20), 200) // several parts
		ruth.Uploads("Bank statements", "bank.pdf", big)
		ruth.Writes("That is all of them.")
		tom.Save("To client/letter.pdf", Return("letter", 1))
		dana.Writes("Thank you.")
		ruth.Sees("letter.pdf", 1, Return("letter", 1))
		ruth.Reads("Thank you.")
		x := w.Rest()[0]
		if n := x.Count("message.posted"); n != 2 {
			t.Errorf("seed %d: %d messages", w.seed, n)
		}
		tom.Finds(tom.SeesFiled("bank.pdf"), big)
	}
}

func TestAFullShareLosesNothing(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED LOUDLY: a full disk needs a small tmpfs, and mounting one needs root")
	}
	w := New(t, 30)
	share := filepath.Join(w.dir, "share 1")
	w.ok("make the share", os.MkdirAll(share, 0o755))
	if err := syscall.Mount("tmpfs", share, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("SKIPPED LOUDLY: no tmpfs can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(share, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	furnish(w)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	filler := tom.path("Working papers/backup.zip")
	w.ok("fill the share", saveFile(filler, bytes.Repeat([]byte{7}, 700<<10)))

	big := bytes.Repeat([]byte("%PDF-1.7 0123456789\n"), 25<<10)
	ruth.Uploads("Bank statements", "bank.pdf", big)
	tom.Sees("that there is no room", func(p app.EngagementPage) bool {
		return len(p.Requests[0].Files) == 1 && strings.Contains(p.Requests[0].Files[0].State, "no room")
	})
	if files := tom.Files("From client"); len(files) != 0 {
		t.Errorf("half a file was left: %v", files)
	}
	small := Return("small", 1)
	ruth.Uploads("Payroll summary", "payroll.pdf", small) // one that fits is not held up
	tom.Finds(tom.SeesFiled("payroll.pdf"), small)
	w.ok("make room", os.Remove(filler))
	w.Rest()
	tom.Finds(tom.SeesFiled("bank.pdf"), big)
}

func TestATruncatedPartIsNamed(t *testing.T) {
	w := office(t, 31)
	tom := w.Desk("tom")
	whole := Return("return", 6)
	tom.Save("Working papers/letter.pdf", Return("letter", 1))
	tom.Save("Working papers/cut.pdf", whole[:len(whole)/2])

	check, err := tom.App.CheckPart(tom.at().ID, "Working papers/cut.pdf", "")
	if err != nil || !check.Blocked || check.Findings[0].Code != string(pdf.CodeTruncated) {
		t.Errorf("the check: %+v %v", check, err)
	}
	_, err = tom.TryAssemble(Package{Title: "Return", Parts: []string{"Working papers/letter.pdf", "Working papers/cut.pdf"}})
	if code(err) != string(pdf.CodeTruncated) {
		t.Errorf("the package: %v", err)
	}
	if p, err := tom.page(); err != nil || len(p.Drafts) != 0 {
		t.Errorf("a draft was made: %+v %v", p.Drafts, err)
	}
	w.Rest()
}

func TestRemindersGoOutOnceADayAndSavesAreOneMail(t *testing.T) {
	w := New(t, 32)
	f := w.Firm("Mercer & Boyd CPAs", "dana")
	f.Hire("tom", "preparer")
	acme := f.Take("Acme Ltd", "ruth")
	f.Open(acme, "2025 Form 1120-S", "tom", "Bank statements")
	tom, ruth := w.Desk("tom"), w.Client("ruth")

	for _, name := range []string{"one.pdf", "two.pdf", "three.pdf"} {
		tom.Save("To client/"+name, Return(name, 1))
		ruth.Sees(name, 1, Return(name, 1))
		w.Pass(2 * time.Minute)
	}
	w.Pass(15 * time.Minute)
	w.until("Ruth has one mail about three files", func() error { return exactly(1, len(w.Mail.To(ruth.Email, "Something new"))) })

	_, err := tom.App.SetDue(tom.at().ID, w.Clock.Now().AddDate(0, 0, 2).Format(time.DateOnly))
	w.ok("set the date", err)
	tom.level()
	w.Pass(untilNine(w.Clock.Now()) + time.Hour)
	w.until("Ruth is reminded", func() error { return exactly(1, len(w.Mail.To(ruth.Email, "A reminder"))) })
	tom.Sees("that she was", func(p app.EngagementPage) bool {
		return slices.ContainsFunc(p.Requests, func(r app.RequestView) bool { return strings.HasPrefix(r.Words, "Reminded") })
	})
	if _, err := tom.App.RemindClient(tom.at().ID, nil); code(err) != "reminded" {
		t.Errorf("a second reminder on one day: %v", err)
	}
	for range 6 {
		w.Pass(time.Hour)
	}
	w.Rest()
	if n := len(w.Mail.To(ruth.Email, "A reminder")); n != 1 {
		t.Errorf("%d reminders on one day", n)
	}
	if n := len(w.Mail.To(ruth.Email, "Something new")); n != 1 {
		t.Errorf("%d mails about three files", n)
	}
}

// untilNine is the time until nine o'clock tomorrow in the firm's zone.
func untilNine(now time.Time) time.Duration {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	here := now.In(zone)
	return time.Date(here.Year(), here.Month(), here.Day()+1, 9, 5, 0, 0, zone).Sub(now)
}
