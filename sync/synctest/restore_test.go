package synctest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tieout/app"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// Yesterday's backup takes the place of the relay. Since then a client uploaded, signed and wrote, staff
// saved, answered, approved and published, and the relay sealed. Two desks give back what they had:
// everything is there, nothing twice, and nothing on the share was touched.
func TestARestoredRelayGetsEverythingBack(t *testing.T) {
	w := office(t, 31)
	f, tom, dana, ruth := w.firms[0], w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	early, late := Return("before the backup", 1), Return("after the backup", 1)
	tom.Save("To client/Letter.pdf", early)
	ruth.Sees("Letter.pdf", 1, early)
	w.Rest()
	backup := w.Backup()

	tom.Save("To client/Letter.pdf", late)
	ruth.Uploads("Bank statements", "bank.pdf", Return("bank", 2))
	filed := tom.SeesFiled("bank.pdf")
	ruth.Writes("Is the fee the same?")
	tom.Reads("Is the fee the same?")
	tom.Writes("It is.")
	tom.Save("Working papers/1120-S.pdf", Return("final", 2))
	draft := tom.Assemble(Package{Title: "2025 Form 1120-S", Parts: []string{"Working papers/1120-S.pdf"}, Signer: "ruth"})
	dana.HasDraft(draft)
	dana.Approve(draft)
	sent := dana.Publish(draft, "ruth")
	approved := ruth.Signs("2025 Form 1120-S")
	sealed := tom.Sealed(sent)
	before := w.Rest()[0]
	tree, told := f.tree(), []int{tom.Notices(), dana.Notices()}

	w.Pass(time.Hour) // mails that wait for more of their kind go out
	w.Rest()
	mails := w.Mail.count()
	w.LoseRelay(backup)
	w.RelayUp()
	w.Settled()
	after := w.Rest()[0]

	after.hasAll(t, before)
	if n := after.Count(engagement.EpochStarted); n != 2 {
		t.Errorf("%d epochs began", n)
	}
	if now := f.tree(); !slices.Equal(now, tree) {
		t.Errorf("the share was\n%v\nand is\n%v", tree, now)
	}
	if now := []int{tom.Notices(), dana.Notices()}; !slices.Equal(now, told) {
		t.Errorf("the office was told again: %v, then %v", told, now)
	}
	if now := w.Mail.count(); now != mails {
		t.Errorf("clients were written to again: %d mails, then %d:\n%s", mails, now, w.Mail)
	}
	ruth.SignIn()
	ruth.Sees("Letter.pdf", 2, late)
	ruth.Reads("It is.")
	ruth.SeesStatus("Complete")
	tom.Finds(filed, Return("bank", 2))
	checkSealed(t, w, sealed, approved)
	if copy := ruth.Opens(ruth.Deliverable("2025 Form 1120-S", "sealed").Signed); sum(copy) != fileSum(t, sealed) {
		t.Error("Ruth's copy is not the one that was filed")
	}
	tom.Save("To client/Letter.pdf", Return("life goes on", 1))
	ruth.Sees("Letter.pdf", 3, Return("life goes on", 1))
	w.Rest()
}

// One computer comes back at once, over a line that breaks all the time, and goes on working; the other
// comes two days later with acts of its own that it never sent. What it alone had is there as well, and
// what the office did meanwhile keeps its place.
func TestDesksComeBackOneAfterTheOther(t *testing.T) {
	w := office(t, 33)
	f, tom, dana, ruth := w.firms[0], w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	backup := w.Backup()
	tom.Save("To client/Letter.pdf", Return("one", 1))
	ruth.Uploads("Bank statements", "bank.pdf", Return("bank", 1))
	tom.SeesFiled("bank.pdf")
	w.Rest()
	dana.Close()
	ruth.Writes("Only Tom's computer has heard of this.")
	tom.Reads("Only Tom's computer has heard of this.")
	tom.Writes("And of this.")
	tom.level()
	before := f.Witness()
	w.Offline("tom")
	tom.Writes("And nobody of this.")

	w.LoseRelay(backup)
	w.RelayUp()
	w.Weather(bad)
	dana.Open()
	dana.Sees("what she knew", func(p app.EngagementPage) bool { return filedAt(p, "bank.pdf") != "" })
	dana.Writes("Dana goes on.")
	w.Pass(48 * time.Hour)
	w.Online("tom")
	w.Settled()
	after := w.Rest()[0]
	after.hasAll(t, before)
	for _, text := range []string{"And of this.", "And nobody of this.", "Dana goes on."} {
		ruth.Reads(text)
	}
	if all := tom.Files("From client"); len(all) != 1 {
		t.Errorf("From client has %v", all)
	}
}

// A large save that went to the relay while it was read is on no computer, and comes back from the share.
func TestALargeFileComesBackFromTheShare(t *testing.T) {
	w := office(t, 34)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	backup := w.Backup()
	large := random(3, 9<<20)
	tom.Save("To client/company.qbb", large)
	ruth.SignIn()
	ruth.Sees("company.qbb", 1, large)
	w.Rest()
	kept, err := filesIn(filepath.Join(tom.dir, "documents", "objects"))
	w.ok("look at what Tom's computer keeps", err)
	for _, name := range kept {
		if info, err := os.Stat(filepath.Join(tom.dir, "documents", "objects", name)); err != nil || info.Size() > 1<<19 {
			t.Errorf("it keeps %s, %v", name, err)
		}
	}
	w.LoseRelay(backup)
	w.RelayUp()
	w.Settled()
	ruth.SignIn()
	sent, err := ruth.documents()
	w.ok("look at what she has", err)
	w.until("its bytes are back", func() error { return ruth.call("GET", sent.Office[0].Latest.Href, nil, new([]byte)) })
	ruth.Sees("company.qbb", 1, large)
}

// A file that came after the backup, and that no computer has any more: its record comes back, and whoever
// opens it is told. Sending it again mends it.
func TestAFileThatNobodyHasIsSaidToBeLost(t *testing.T) {
	w := office(t, 32)
	tom, dana, ruth := w.Desk("tom"), w.Desk("dana"), w.Client("ruth")
	backup := w.Backup()
	bank := Return("bank", 2)
	ruth.Uploads("Bank statements", "bank.pdf", bank)
	filed := tom.SeesFiled("bank.pdf")
	before := w.Rest()[0]
	for _, d := range []*Desk{tom, dana} {
		d.Close()
		w.ok("lose the cache", os.RemoveAll(filepath.Join(d.dir, "documents", "objects")))
	}
	w.LoseRelay(backup)
	w.RelayUp()
	tom.Open()
	dana.Open()
	w.Settled()
	w.Rest()[0].hasAll(t, before)
	tom.Finds(filed, bank)

	sent, err := ruth.documents()
	w.ok("look at what she sent", err)
	href := sent.Sent[0].Latest.Href
	var p *Problem
	if err := ruth.call("GET", href, nil, nil); !errors.As(err, &p) || p.Code != wire.CodeLost || p.Message == "" || p.Hint == "" {
		t.Errorf("opening a lost file: %v", err)
	}
	ruth.Uploads("Payroll summary", "the same.pdf", bank)
	if got := ruth.Opens(href); sum(got) != sum(bank) {
		t.Error("it was sent again, and is another one")
	}
}

// hasAll says that every event of an earlier history is in this one, as it was signed and received. Of
// the earlier witness's own enrolment, the last event, perhaps no desk had heard.
func (x *Witness) hasAll(t *testing.T, before *Witness) {
	t.Helper()
	now := map[engagement.EventID]int{}
	for i := range x.events {
		now[x.events[i].ID] = i
	}
	for i := range before.events[:len(before.events)-1] {
		old := before.records[i]
		at, there := now[before.events[i].ID]
		switch {
		case !there:
			t.Errorf("%s, event %d, is gone", before.events[i].Kind, old.Seq)
		case string(x.records[at].Header) != string(old.Header) || !x.records[at].Received.Equal(old.Received) ||
			string(x.records[at].Private) != string(old.Private):
			t.Errorf("%s, event %d, is another one", before.events[i].Kind, old.Seq)
		}
	}
}

// tree is every file of the share with its bytes.
func (f *Firm) tree() []string {
	f.w.t.Helper()
	all, err := filesIn(f.Share)
	f.w.ok("list the share", err)
	for i, name := range all {
		data, err := os.ReadFile(f.Share + "/" + name)
		f.w.ok("read "+name, err)
		all[i] = name + " " + sum(data)
	}
	return all
}

func (m *Mailbox) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.mails)
}
