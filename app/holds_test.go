package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"tieout/app"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// opens is Ruth opening the latest version of a document in the portal.
func (o *office) opens(j job, name string) {
	o.Helper()
	var ref engagement.DocumentRef
	must(o, o.relay.View(o.Context(), o.firm.ID, func(w *engagement.World) {
		for _, d := range w.E[engagement.EngagementID(j.id)].Documents.All() {
			if d.Name == name {
				ref = engagement.DocumentRef{Document: d.ID, Version: d.Latest().ID}
			}
		}
	}))
	o.contact(j, relay.Draft{Stream: engagement.EngagementStream(engagement.EngagementID(j.id)), Kind: engagement.DocumentViewed, Body: ref})
}

func TestManyFilesGoneAtOnceWaitForAPersonAndTheAnswerIsKept(t *testing.T) {
	for _, c := range []struct {
		withdraw bool
		code     string
		note     string
		left     int
	}{
		{false, "kept", "Kept for Ruth, though not on the share.", 1},
		{true, "withdrawn", "Removed on purpose: withdrawn from Ruth.", 0},
	} {
		t.Run(c.code, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			dir := filepath.Join(j.dir, "To client")
			names := []string{"Schedule 1.pdf", "Schedule 2.pdf", "Schedule 10.pdf"}
			for _, name := range names {
				o.write(filepath.Join(dir, name), name)
			}
			for _, name := range names {
				dana.explains(j, name, "tied")
			}
			for _, name := range names {
				must(t, os.Remove(filepath.Join(dir, name)))
			}
			x := dana.explains(j, "Schedule 1.pdf", "held-missing")
			if x.Act != "decide-hold" || !strings.Contains(x.Why, "2 other files") || !strings.Contains(x.Why, "Ruth still sees it") {
				t.Errorf("it says %+v", x)
			}
			p, err := dana.Files(j.id)
			must(t, err)
			if len(p.Holds) != 1 || !slices.Equal(p.Holds[0].Files, names) || p.Holds[0].Contact != "Ruth" || p.Settle != 3 {
				t.Errorf("the panel holds %+v and has %d to settle", p.Holds, p.Settle)
			}
			o.sees(j, "Schedule 1.pdf", 1)

			_, err = dana.DecideHold(j.id, dana.held(j), c.withdraw)
			must(t, err)
			dana.explains(j, "Schedule 1.pdf", c.code)
			dana.level()
			dana.until("the client sees what was decided", func() bool { return o.versions(j, "Schedule 1.pdf") == c.left })
			note := dana.lastNote(j)
			if !strings.Contains(note.Text, c.note) || !strings.Contains(note.Text, "Schedule 1.pdf") || note.By.Name != "Dana Lindqvist" || note.Moment.At == "" {
				t.Errorf("the note is %+v", note)
			}
			if _, err := dana.DecideHold(j.id, dana.held(j), c.withdraw); codeOf(err) != engagement.CodeNotOpen {
				t.Errorf("deciding twice: %v", err)
			}
		})
	}
}

// held are the files of which somebody is asked.
func (c *computer) held(j job) (files []string) {
	for _, h := range c.status().Holds {
		if h.Engagement.ID == j.id {
			files = append(files, h.Files...)
		}
	}
	return files
}

// Three files are missing, and Dana thinks about it. By the time she answers a fourth is: her answer is not of that one.
func TestAnAnswerIsOfTheFilesThatWereSeen(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	names := []string{"K-1.pdf", "Letter.pdf", "Return.pdf", "Schedule.pdf"}
	for _, name := range names[:3] {
		dana.saved(j, name, "the "+name)
	}
	must(t, dana.prog.Settle(t.Context()))
	for _, name := range names[:3] {
		must(t, os.Remove(j.at("To client/"+name)))
	}
	dana.until("she is asked", func() bool { return len(dana.held(j)) == 3 })
	seen := dana.held(j)
	dana.saved(j, names[3], "the "+names[3])
	must(t, dana.prog.Settle(t.Context()))
	must(t, os.Remove(j.at("To client/"+names[3])))
	dana.until("she is asked about the fourth too", func() bool { return len(dana.held(j)) == 4 })
	for _, withdraw := range []bool{true, false} {
		if _, err := dana.DecideHold(j.id, seen, withdraw); codeOf(err) != engagement.CodeNotOpen || len(dana.held(j)) != 4 {
			t.Errorf("an answer about three files is one about a fourth: %v", err)
		}
	}
	_, err := dana.DecideHold(j.id, names, true)
	must(t, err)
	dana.until("they are taken back", func() bool { return o.versions(j, names[0])+o.versions(j, names[3]) == 0 })
}

// Dana answers while the share is away, again and again, and her window looks at what is asked meanwhile. Nothing can be
// concluded then, so each answer leads to the question once more: none of them makes it vanish.
func TestAQuestionAnsweredWhileTheShareIsAwayIsAskedAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	names := []string{"Letter.pdf", "Return.pdf", "K-1.pdf"}
	for _, name := range names {
		dana.saved(j, name, "the "+name)
	}
	must(t, dana.prog.Settle(t.Context()))
	for _, name := range names {
		must(t, os.Remove(j.at("To client/"+name)))
	}
	asked := func() bool { return len(dana.status().Holds) == 1 }
	dana.until("she is asked", asked)
	must(t, os.Rename(o.share, o.share+" away"))
	dana.until("the share is away", func() bool { return dana.status().State == "share-unreachable" })
	var looking sync.WaitGroup
	ctx, end := context.WithCancel(t.Context())
	for range 6 {
		looking.Go(func() {
			for ctx.Err() == nil {
				_, _ = dana.SyncStatus()
			}
		})
	}
	for range 100 {
		_, err := dana.DecideHold(j.id, dana.held(j), true)
		must(t, err)
		dana.until("she is asked again", asked)
	}
	end()
	looking.Wait()
	must(t, os.Rename(o.share+" away", o.share))
	dana.until("her answer is carried out", func() bool {
		_, err := dana.DecideHold(j.id, dana.held(j), true)
		return o.versions(j, "K-1.pdf") == 0 && codeOf(err) == engagement.CodeNotOpen
	})
}

// Nobody sits at the computer in the server room. What Dana answers at her desk is the answer there too,
// whether it had asked by then or had not even looked; and a deletion after that is believed.
func TestAnAnswerElsewhereIsTakenOver(t *testing.T) {
	for _, withdraw := range []bool{true, false} {
		for _, asks := range []bool{true, false} {
			t.Run(fmt.Sprint("withdraw: ", withdraw, ", it asked: ", asks), func(t *testing.T) { answeredElsewhere(t, withdraw, asks) })
		}
	}
}

func answeredElsewhere(t *testing.T, withdraw, asks bool) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	server := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	server.bind(j)
	file := func(i int) string { return filepath.Join(j.dir, "To client", fmt.Sprintf("Schedule %d.pdf", i)) }
	for i := range 3 {
		o.write(file(i), fmt.Sprint("schedule ", i))
	}
	for i := range 3 {
		dana.explains(j, filepath.Base(file(i)), "tied")
		server.explains(j, filepath.Base(file(i)), "tied")
	}
	must(t, server.prog.Settle(t.Context()))
	if !asks {
		must(t, server.UnbindRoot(j.root))
	}
	for i := range 3 {
		must(t, os.Remove(file(i)))
	}
	dana.until("Dana is asked", func() bool { return len(dana.status().Holds) == 1 })
	if asks {
		server.until("the server asks", func() bool { return len(server.status().Holds) == 1 })
	}
	_, err := dana.DecideHold(j.id, dana.held(j), withdraw)
	must(t, err)
	code, left := "kept", 1
	if withdraw {
		code, left = "withdrawn", 0
	}
	dana.explains(j, "Schedule 0.pdf", code)
	dana.level()
	dana.until("the answer is at the relay", func() bool { return o.versions(j, "Schedule 2.pdf") == left })
	dana.level()
	dana.stop()
	server.level()
	if asks {
		server.until("it asks no more", func() bool { return len(server.status().Holds) == 0 })
		server.explains(j, "Schedule 0.pdf", code)
	} else {
		server.bind(j)
	}
	for i := 3; i < 5; i++ {
		o.write(file(i), fmt.Sprint("schedule ", i))
		server.explains(j, filepath.Base(file(i)), "tied")
	}
	must(t, os.Remove(file(3)))
	server.until("what Dana answered is not asked again", func() bool {
		if held := server.status().Holds; len(held) > 0 { // it went missing with the others, for this one
			return slices.Equal(held[0].Files, []string{"Schedule 3.pdf"})
		}
		return server.explain(j, "Schedule 3.pdf").Code == "withdrawn"
	})
	for i := range 3 {
		o.sees(j, filepath.Base(file(i)), left)
	}
	o.sees(j, "Schedule 4.pdf", 1)
}

// An answer is for what was missing then. Put back on the share, the files are as any others: one that is
// deleted is taken back, and many are asked about again.
func TestWhatWasKeptAndCameBackIsAskedAboutAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	file := func(i int) string { return filepath.Join(j.dir, "To client", fmt.Sprintf("Schedule %d.pdf", i)) }
	each := func(do func(at string)) {
		for i := range 3 {
			do(file(i))
		}
	}
	put := func(at string) {
		o.write(at, "of "+at)
		dana.until(at+" is read", func() bool {
			must(t, dana.prog.Settle(t.Context()))
			return dana.explain(j, filepath.Base(at)).Code == "tied"
		})
	}
	take := func(at string) { must(t, os.Remove(at)) }
	asked := func() bool { return len(dana.status().Holds) == 1 }
	each(put)
	each(take)
	dana.until("Dana is asked", asked)
	_, err := dana.DecideHold(j.id, dana.held(j), false)
	must(t, err)
	dana.explains(j, "Schedule 0.pdf", "kept")
	dana.level()
	each(put)
	take(file(0))
	dana.explains(j, "Schedule 0.pdf", "withdrawn")
	take(file(1))
	take(file(2))
	dana.until("Dana is asked again", asked)
	_, err = dana.DecideHold(j.id, dana.held(j), true)
	must(t, err)
	dana.explains(j, "Schedule 2.pdf", "withdrawn")
	dana.level()
	each(func(at string) { o.sees(j, filepath.Base(at), 0) })
}

// FM03: what a program that locks files left of them is not sent, until somebody says so.
func TestManyFilesThatBecomeSomethingElseWaitForAPerson(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dir := filepath.Join(j.dir, "To client")
	name := func(i int) string { return fmt.Sprintf("Schedule %d.pdf", i) }
	for i := range 3 {
		o.write(filepath.Join(dir, name(i)), fmt.Sprint("%PDF-1.7 schedule ", i, " %%EOF"))
	}
	for i := range 3 {
		dana.explains(j, name(i), "tied")
	}
	for i := range 3 {
		o.write(filepath.Join(dir, name(i)), fmt.Sprint("\x01\x02\x00 nobody reads this ", i))
	}
	dana.until("all are held", func() bool {
		p, err := dana.Files(j.id)
		must(t, err)
		return len(p.Holds) == 1 && p.Holds[0].Changed && len(p.Holds[0].Files) == 3
	})
	if x := dana.explains(j, name(1), "held-changed"); x.Act != "decide-hold" || x.Why == "" {
		t.Errorf("it says %+v", x)
	}
	if _, err := dana.DecideHold(j.id, dana.held(j), true); codeOf(err) != engagement.CodeNotOpen {
		t.Errorf("deciding about missing files: %v", err)
	}
	if _, err := dana.SendHeld(j.id, dana.held(j)[1:]); codeOf(err) != engagement.CodeNotOpen {
		t.Errorf("two of three files were seen, and all are sent: %v", err)
	}
	o.sees(j, name(1), 1)
	_, err := dana.SendHeld(j.id, dana.held(j))
	must(t, err)
	dana.level()
	dana.until("the client has what was decided", func() bool { return o.versions(j, name(1)) == 2 })
	if note := dana.lastNote(j); !strings.Contains(note.Text, "Sent to Ruth as they are.") || !strings.Contains(note.Text, name(1)) {
		t.Errorf("the note is %+v", note)
	}
	dana.until("nothing is held", func() bool {
		_, err := dana.SendHeld(j.id, dana.held(j))
		return codeOf(err) == engagement.CodeNotOpen
	})
}

// The computer in the server room holds what a program locked as well. Dana has it sent as it is, and that
// is the answer there too; for those bytes and no others.
func TestWhatWasSentElsewhereAsItIsIsHeldNoMore(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	server := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	server.bind(j)
	file := func(i int) string { return filepath.Join(j.dir, "To client", fmt.Sprintf("Schedule %d.pdf", i)) }
	for i := range 3 {
		o.write(file(i), fmt.Sprint("%PDF-1.7 schedule ", i, " %%EOF"))
	}
	for i := range 3 {
		dana.explains(j, filepath.Base(file(i)), "tied")
		server.explains(j, filepath.Base(file(i)), "tied")
	}
	for i := range 3 {
		o.write(file(i), fmt.Sprint("\x01\x02\x00 nobody reads this ", i))
	}
	for _, c := range []*computer{dana, server} {
		c.until("all are held", func() bool { s := c.status(); return len(s.Holds) == 1 && len(s.Holds[0].Files) == 3 })
	}
	_, err := dana.SendHeld(j.id, dana.held(j))
	must(t, err)
	for i := range 3 {
		dana.until("it is sent", func() bool { return o.versions(j, filepath.Base(file(i))) == 2 })
	}
	dana.level()
	dana.stop()
	server.level()
	server.until("it asks no more", func() bool { return len(server.status().Holds) == 0 })
	for i := range 3 {
		server.explains(j, filepath.Base(file(i)), "tied")
		o.sees(j, filepath.Base(file(i)), 2)
	}
	for i := range 3 {
		o.write(file(i), fmt.Sprint("%PDF-1.7 schedule ", i, ", restored %%EOF"))
		server.until("it goes on", func() bool { return o.versions(j, filepath.Base(file(i))) == 3 })
	}
	for i := range 3 {
		o.write(file(i), fmt.Sprint("\x01\x02\x00 locked again ", i))
	}
	server.until("other bytes are held again", func() bool { s := server.status(); return len(s.Holds) == 1 && len(s.Holds[0].Files) == 3 })
}

// lastNote is the newest thing in the thread of an engagement.
func (c *computer) lastNote(j job) app.ThreadMessage {
	c.o.Helper()
	th, err := c.Thread(j.id)
	must(c.o, err)
	day := th.Days[len(th.Days)-1]
	return day.Items[len(day.Items)-1]
}
