package synctest

import (
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tieout/app"
	"tieout/sync/engagement"
)

// TestAnApprovalOfAReplacedDraftSendsNothing is the one conflict that people see (SPEC H7).
func TestAnApprovalOfAReplacedDraftSendsNothing(t *testing.T) {
	w := office(t, 10)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	tom.Save("Working papers/return.pdf", Return("first", 2))
	old := tom.Assemble(Package{Title: "Return", Parts: []string{"Working papers/return.pdf"}, Signer: "ruth"})
	dana.HasDraft(old)

	w.Offline("dana")
	dana.Approve(old)
	dana.Publish(old, "ruth")
	tom.Save("Working papers/return.pdf", Return("second", 2))
	newer := tom.Assemble(Package{Title: "Return", Parts: []string{"Working papers/return.pdf"}, Signer: "ruth", Replaces: old})
	tom.level()
	w.Online("dana")

	card := dana.SeesCard(engagement.CodeSuperseded)
	if card.Retry != "approve-draft" || !strings.Contains(card.Hint, "Publish") {
		t.Errorf("the card: %+v", card)
	}
	x := w.Rest()[0]
	if x.Count(engagement.DraftApproved)+x.Count(engagement.DeliverablePublished) != 0 {
		t.Error("something of the old draft was taken")
	}
	if f, err := ruth.documents(); err != nil || len(f.Office)+len(f.Signed) != 0 {
		t.Errorf("Ruth sees %+v %v", f, err)
	}
	dana.Approve(newer)
	dana.Publish(newer, "ruth")
	ruth.Deliverable("Return", "out")
}

func TestTwoDesksOnOneShareDoEverythingOnce(t *testing.T) {
	w := office(t, 11)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	w.firms[0].Hire("priya", "manager")
	contents := map[string][]byte{}
	for _, name := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		contents[name] = Return(name, 1)
		ruth.Uploads("", name, contents[name])
		tom.Save("To client/for "+name, Return("for "+name, 1))
	}
	for name, content := range contents {
		tom.Finds(tom.SeesFiled(name), content)
		ruth.Sees("for "+name, 1, Return("for "+name, 1))
	}
	x := w.Rest()[0]
	if x.Count(engagement.DocumentPlaced) != 3 || x.Count(engagement.DocumentShared) != 3 || len(tom.Files("From client")) != 3 {
		t.Errorf("%d receipts, %d saves, %v", x.Count(engagement.DocumentPlaced), x.Count(engagement.DocumentShared), tom.Files("From client"))
	}
}

func TestADeskThatReadsEverythingAgainRepeatsNothing(t *testing.T) {
	w := office(t, 12)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	ruth.Uploads("Bank statements", "bank.pdf", Return("bank", 2))
	ruth.Writes("Here it is.")
	tom.Save("To client/letter.pdf", Return("letter", 1))
	tom.SeesFiled("bank.pdf")
	tom.Reads("Here it is.")
	before := w.Rest()[0]

	tom.Close()
	told := tom.Notices()
	w.ok("lose the data of Tom's computer", os.RemoveAll(tom.dir))
	tom.Open()
	tom.bindShare()
	laptop := w.firms[0].NewDesk("tom's laptop", "tom")
	laptop.Reads("Here it is.")
	laptop.Finds(laptop.SeesFiled("bank.pdf"), Return("bank", 2))
	tom.SeesFiled("bank.pdf")

	after := w.Rest()[0]
	for _, kind := range []engagement.Kind{engagement.DocumentPlaced, engagement.DocumentShared, engagement.MessagePosted} {
		if before.Count(kind) != after.Count(kind) {
			t.Errorf("%s: %d, then %d", kind, before.Count(kind), after.Count(kind))
		}
	}
	if files := tom.Files("From client"); len(files) != 1 {
		t.Errorf("From client has %v", files)
	}
	if laptop.Notices() != 0 || tom.Notices() != told {
		t.Errorf("old news were told again: %+v %+v", laptop.OS.Record().Notices, tom.OS.Record().Notices[told:])
	}
}

func TestAClockTenYearsOffChangesNothing(t *testing.T) {
	for name, off := range map[string]time.Duration{"ahead": 87_600 * time.Hour, "behind": -87_600 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			w := office(t, 13)
			tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
			tom.SetClock(off)
			tom.Save("To client/letter.pdf", Return("one", 1))
			ruth.Sees("letter.pdf", 1, Return("one", 1))
			tom.Save("To client/letter.pdf", Return("two", 1))
			ruth.Sees("letter.pdf", 2, Return("two", 1))
			dana.Close()
			ruth.Uploads("Bank statements", "bank.pdf", Return("bank", 1))
			tom.Finds(tom.SeesFiled("bank.pdf"), Return("bank", 1))
			dana.Open()
			x := w.Rest()[0]
			for _, e := range x.events {
				if d := e.Received.Sub(w.Clock.Now()).Abs(); d > 24*time.Hour {
					t.Errorf("event %d was received at %s", e.Seq, e.Received)
				}
			}
		})
	}
}

func TestAComputerWhoseAccessEndedIsShutOut(t *testing.T) {
	w := office(t, 14)
	dana, tom, ruth := w.Desk("dana"), w.Desk("tom"), w.Client("ruth")
	dana.Revoke("tom")
	w.until("Tom is told", func() error {
		if s, err := tom.App.Session(); err != nil || s.State != "revoked" {
			return errors.Join(errNotYet, err)
		}
		return nil
	})
	ruth.Writes("Is anybody there?")
	dana.Reads("Is anybody there?")
	if _, err := tom.App.PostMessage(tom.at().ID, "Yes.", ""); err == nil { // it may be signed here …
		tom.Restart()
	}
	dana.Writes("Yes, Dana.")
	ruth.Reads("Yes, Dana.")
	x := w.Rest()[0]
	if x.Count(engagement.MessagePosted) != 2 { // … and is taken nowhere
		t.Errorf("%d messages", x.Count(engagement.MessagePosted))
	}
	if th, err := tom.App.Thread(tom.at().ID); err == nil {
		for _, day := range th.Days {
			if slices.ContainsFunc(day.Items, func(m app.ThreadMessage) bool { return m.Text == "Is anybody there?" }) {
				t.Error("Tom's computer still reads what clients write")
			}
		}
	}
}

func TestAnotherFirmAndAnotherClientSeeNothing(t *testing.T) {
	w := office(t, 15)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	harbor := w.firms[0].Take("Harbor Fuel & Marine", "otis")
	w.firms[0].Open(harbor, "2025 Form 1065", "tom")
	other := w.Firm("Fox & Hart", "lena")
	content := Return("secret", 1)
	tom.Save("To client/letter.pdf", content)
	doc := ruth.Sees("letter.pdf", 1, content)

	lena := w.Desk("lena")
	if p, err := lena.App.Engagement(tom.at().ID); err == nil {
		t.Errorf("Lena sees %+v", p)
	}
	paths := []string{
		"/v1/blobs/" + tom.at().Client + "/" + sum(content), "/v1/pull?after=0", "/v1/evidence/" + tom.at().ID + "/x",
	}
	for _, path := range paths {
		status, body := lena.Asks(path)
		if path != "/v1/pull?after=0" && status != http.StatusNotFound || strings.Contains(body, tom.at().ID) {
			t.Errorf("Lena's computer asks %s and gets %d %q", path, status, body)
		}
	}
	if status, _ := tom.Asks(paths[0]); status != http.StatusOK {
		t.Errorf("and Tom gets %d", status)
	}
	otis := w.Client("otis")
	otis.SignIn()
	for _, path := range []string{doc.Latest.Href, ruth.clientPath() + "/home", ruth.clientPath() + "/documents", ruth.workPath() + "/messages"} {
		var p *Problem
		if err := otis.call("GET", path, nil, nil); !errors.As(err, &p) || p.Status != http.StatusNotFound && p.Status != http.StatusMethodNotAllowed {
			t.Errorf("Otis opens %s: %v", path, err)
		}
	}
	w.Rest()
	if x := other.Witness(); x.Count(engagement.DocumentShared) != 0 {
		t.Error("the other firm's history has Tom's letter")
	}
}

// TestAnOldSaveNeverComesBack: a save that waited while a colleague's computer sent a newer state of
// the file is not sent after it.
func TestAnOldSaveNeverComesBack(t *testing.T) {
	w := office(t, 16)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	dana.Close()
	w.Offline("tom")
	tom.Save("To client/letter.pdf", Return("old", 1))
	w.until("the old state waits at Tom's", func() error {
		s, err := tom.App.SyncStatus()
		if err != nil || len(s.Waiting) == 0 {
			return errors.Join(errNotYet, err)
		}
		return nil
	})
	tom.Close()
	tom.Save("To client/letter.pdf", Return("new", 1))
	dana.Open()
	ruth.Sees("letter.pdf", 1, Return("new", 1))
	tom.Open()
	w.Online("tom")

	x := w.Rest()[0]
	if n := x.Count(engagement.DocumentShared); n != 1 {
		t.Errorf("the client was sent %d versions", n)
	}
	ruth.Sees("letter.pdf", 1, Return("new", 1))
}

// TestDraftsMadeOnARefusedDraftGoWithIt: what was assembled, offline, to replace a draft that a
// colleague had replaced already is explained by one card.
func TestDraftsMadeOnARefusedDraftGoWithIt(t *testing.T) {
	w := office(t, 17)
	tom, dana := w.Desk("tom"), w.Desk("dana")
	pack := Package{Title: "Return", Parts: []string{"Working papers/return.pdf"}}
	tom.Save("Working papers/return.pdf", Return("return", 2))
	pack.Replaces = tom.Assemble(pack)
	dana.HasDraft(pack.Replaces)

	w.Offline("dana")
	mine := pack
	mine.Replaces = dana.Assemble(mine)
	dana.Approve(dana.Assemble(mine))
	tom.Assemble(pack)
	tom.level()
	w.Online("dana")

	card := dana.SeesCard(engagement.CodeSuperseded)
	if !strings.Contains(card.Hint, "Assemble") || !strings.Contains(card.Hint, "Approve") {
		t.Errorf("the card: %+v", card)
	}
	if x := w.Rest()[0]; x.Count(engagement.DraftAssembled) != 2 {
		t.Errorf("%d drafts", x.Count(engagement.DraftAssembled))
	}
	if s, err := dana.App.SyncStatus(); err != nil || len(s.Refused) != 1 {
		t.Errorf("%d cards: %+v %v", len(s.Refused), s.Refused, err)
	}
}
