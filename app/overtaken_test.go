package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// F9: a save that waits for sending to be resumed is overtaken: a colleague's computer sent a newer one, and took it
// back when the file was deleted. It does not come back on resuming, whether this computer has the share by then or
// not.
func TestASaveThatWasOvertakenDoesNotComeBack(t *testing.T) {
	for what, away := range map[string]bool{"with the share": false, "without it": true} {
		t.Run(what, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
			dana.level()
			file := filepath.Join(j.dir, "To client", "K-1.pdf")
			dana.offline()
			must(t, dana.PauseSending(""))
			o.write(file, "somebody else's K-1")
			dana.until("it waits", func() bool { return len(dana.status().Waiting) == 1 })
			if away {
				must(t, dana.UnbindRoot(j.root))
			}
			o.write(file, "somebody else's K-1, again")
			tom.bind(j)
			tom.until("a colleague sends it", func() bool { return o.versions(j, "K-1.pdf") == 1 })
			must(t, os.Remove(file))
			tom.until("it is taken back", func() bool { return o.versions(j, "K-1.pdf") == 0 })
			must(t, dana.ResumeSending())
			dana.online()
			if away {
				dana.until("it waits for the share", func() bool {
					w := dana.status().Waiting
					return len(w) == 1 && strings.Contains(w[0].Why, "what lies on the share decides")
				})
				o.sees(j, "K-1.pdf", 0)
				dana.bind(j)
			}
			dana.until("nothing waits", func() bool { return len(dana.status().Waiting) == 0 })
			must(t, dana.prog.Settle(t.Context()))
			o.sees(j, "K-1.pdf", 0)
		})
	}
}

// F9: what is withdrawn while a newer save of it waits stays withdrawn when sending is resumed.
func TestWhatIsWithdrawnTakesTheSaveThatWaitsWithIt(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	must(t, dana.PauseSending(""))
	o.write(filepath.Join(j.dir, "To client", "K-1.pdf"), "somebody else's K-1, again")
	dana.until("the newer one waits", func() bool { return len(dana.status().Waiting) == 1 })
	_, err := dana.WithdrawDocument(j.id, dana.toClient(j).Document, "Wrong client")
	must(t, err)
	dana.until("it is withdrawn", func() bool { return o.versions(j, "K-1.pdf") == 0 })
	dana.until("nothing waits", func() bool { return len(dana.status().Waiting) == 0 })
	must(t, dana.ResumeSending())
	dana.level()
	must(t, dana.prog.Settle(t.Context()))
	o.sees(j, "K-1.pdf", 0)
}

type asleepHow struct {
	paused bool
	body   string
}

// asleep is what keeps a save at a computer while colleagues go on.
var asleep = map[string]asleepHow{
	"paused":  {true, "somebody else's K-1"},
	"offline": {false, "somebody else's K-1"},
	"large":   {false, noise(9 << 20)},
}

// withdraws has somebody who does not have the share take the file back by hand.
func (c *computer) withdraws(j job) {
	c.o.Helper()
	c.level()
	_, err := c.WithdrawDocument(j.id, c.toClient(j).Document, "Wrong client")
	must(c.o, err)
	c.until("the client does not see it", func() bool { return c.o.versions(j, "K-1.pdf") == 0 })
}

func (c *computer) wakes(j job) {
	c.o.Helper()
	must(c.o, c.ResumeSending())
	c.online()
	c.until("nothing waits", func() bool { return len(c.status().Waiting) == 0 })
	c.level()
	must(c.o, c.prog.Settle(c.o.Context()))
}

// saveAsleep has this computer keep a save of K-1.pdf that it cannot send.
func (c *computer) saveAsleep(j job, how asleepHow) {
	c.o.Helper()
	c.level()
	c.offline()
	if how.paused {
		must(c.o, c.PauseSending(""))
	}
	c.o.write(filepath.Join(j.dir, "To client", "K-1.pdf"), how.body)
	c.until("it waits", func() bool { return len(c.status().Waiting) == 1 })
}

// F9: two computers read one save. The faster one sent it, and it was taken back by hand, before the slower one
// hears of either. There is nothing to send then, and nothing to tell.
func TestASaveThatAColleagueSentIsNotSentAgainAfterItWasTakenBack(t *testing.T) {
	for what, how := range asleep {
		t.Run(what, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
			tom.bind(j)
			dana.saveAsleep(j, how)
			tom.until("a colleague sends it", func() bool { return o.versions(j, "K-1.pdf") == 1 })
			tom.withdraws(j)
			dana.wakes(j)
			o.sees(j, "K-1.pdf", 0)
			if row := dana.rowOf(j, "K-1.pdf"); row.Tie != "withdrawn" || len(dana.status().Refused) != 0 {
				t.Errorf("%+v, %+v", row, dana.status().Refused)
			}
		})
	}
}

// F9: a file is taken back by hand while a newer save of it waits, of which nobody else knows. It stays taken back, and
// the newer one waits for a release, as any save over what was taken back does.
func TestANewerSaveOfWhatWasTakenBackWaitsForAPerson(t *testing.T) {
	for what, how := range asleep {
		t.Run(what, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
			dana.saved(j, "K-1.pdf", "the first K-1")
			dana.saveAsleep(j, how)
			tom.withdraws(j)
			dana.wakes(j)
			dana.releases(j, "K-1.pdf")
		})
	}
}

// A withdrawal that comes too late, of a row that is a moment old, takes nothing with it.
func TestAWithdrawalThatIsRefusedKeepsTheSaveThatWaits(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "K-1.pdf", "somebody else's K-1")
	doc := dana.toClient(j).Document
	dana.withdraws(j)
	must(t, dana.PauseSending(""))
	o.write(filepath.Join(j.dir, "To client", "K-1.pdf"), "the right K-1")
	dana.until("the right one waits", func() bool { return len(dana.status().Waiting) == 1 })
	must(t, dana.prog.Settle(t.Context())) // and is not read once more by itself
	if _, err := dana.WithdrawDocument(j.id, doc, ""); err == nil {
		t.Fatal("it was withdrawn twice")
	}
	must(t, dana.ResumeSending())
	dana.releases(j, "K-1.pdf")
}

// A withdrawal that the relay does not take, because a colleague had sent a newer version, gives back what it took with
// it: the save that lies on the share goes out, also where the share is bound again only later.
func TestAWithdrawalThatTheRelayRefusesGivesTheSaveBack(t *testing.T) {
	for what, away := range map[string]bool{"with the share": false, "without it": true} {
		t.Run(what, func(t *testing.T) { aWithdrawalIsRefused(t, away) })
	}
}

func aWithdrawalIsRefused(t *testing.T, away bool) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	file := filepath.Join(j.dir, "To client", "K-1.pdf")
	dana.saved(j, "K-1.pdf", "the first K-1")
	must(t, dana.PauseSending(""))
	dana.offline()
	dana.stop()
	tom.bind(j)
	o.write(file, "the second K-1")
	tom.until("a colleague sends it", func() bool { return o.versions(j, "K-1.pdf") == 2 })
	tom.stop()
	o.write(file, "the third K-1")
	dana.start()
	dana.until("the third waits", func() bool { return len(dana.status().Waiting) == 1 })
	_, err := dana.WithdrawDocument(j.id, dana.toClient(j).Document, "")
	must(t, err)
	if away {
		must(t, dana.UnbindRoot(j.root))
	}
	must(t, dana.ResumeSending())
	dana.online()
	if away {
		dana.until("it is refused", func() bool { return len(dana.status().Refused) == 1 })
		dana.bind(j)
	}
	dana.until("the third is out", func() bool { return o.versions(j, "K-1.pdf") == 3 })
}

// The share goes back to what a save was that waits, past another version that a colleague sent: what lies there is
// what the client sees in the end.
func TestASaveThatIsBackOnTheShareGoesOutOnceMore(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	tom.bind(j)
	dana.level()
	file := filepath.Join(j.dir, "To client", "K-1.pdf")
	must(t, dana.PauseSending(""))
	dana.offline()
	dana.stop()
	for n, body := range []string{"one K-1", "another K-1"} {
		o.write(file, body)
		tom.until("a colleague sends it", func() bool { return o.versions(j, "K-1.pdf") == n+1 })
	}
	tom.stop()
	o.write(file, "one K-1")
	dana.start()
	dana.until("it waits", func() bool { return len(dana.status().Waiting) == 1 })
	must(t, dana.ResumeSending())
	dana.online()
	dana.until("it is out", func() bool { return o.versions(j, "K-1.pdf") == 3 })
}
