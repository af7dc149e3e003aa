package app_test

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/app"
	"tieout/app/desktop/desktoptest"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/relay"
)

func TestADamagedStoreComesBackFromTheRelay(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.stop()
	path := filepath.Join(dana.dir, "state.db")
	must(t, os.Truncate(path, int64(4*os.Getpagesize())))

	dana.start()
	dana.until("the history is back", func() bool { _, err := dana.Engagement(j.id); return err == nil })
	s, err := dana.Session()
	must(t, err)
	if s.State != "on" || !slices.ContainsFunc(s.Warnings, func(w string) bool { return strings.Contains(w, "set aside") }) {
		t.Errorf("the session says %+v", s)
	}
	_, err = dana.PostNote(j.id, "still here")
	must(t, err)
	dana.level()
	if cards := dana.status().Refused; len(cards) != 0 {
		t.Errorf("an act after the damage was refused: %+v", cards)
	}

	dana.stop()
	dana.start()
	s, err = dana.Session()
	must(t, err)
	if len(s.Warnings) > 0 {
		t.Errorf("she was told, and is told again: %q", s.Warnings)
	}
}

// FM04
func TestARestoredRelayGetsTheOfficesWorkBack(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	backup := filepath.Join(t.TempDir(), "backup")
	must(t, o.relay.Backup(t.Context(), backup))
	_, err := dana.PostMessage(j.id, "after the backup", "")
	must(t, err)
	o.write(filepath.Join(j.dir, "To client", "after.pdf"), "saved after the backup")
	dana.until("it is sent", func() bool { return o.versions(j, "after.pdf") == 1 })
	dana.level()

	o.restoreFrom(dana, backup)
	dana.until("the message is at the relay again", func() bool {
		has := false
		must(t, o.relay.View(t.Context(), o.firm.ID, func(w *engagement.World) {
			e := w.E[engagement.EngagementID(j.id)]
			has = e != nil && len(e.Messages) == 1
		}))
		return has
	})
	dana.level()
	o.sees(j, "after.pdf", 1)
	if s := dana.status(); s.State != "tied" || len(s.Refused) > 0 {
		t.Errorf("afterwards: %+v", s)
	}
}

// FM04: what is deleted on the share while a restored relay gets back what it lost is no deletion yet: this
// computer may know less of the file than the office did. It is one afterwards, of its own accord.
func TestADeletionWaitsUntilARestoredRelayIsLevel(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	file := filepath.Join(j.dir, "To client", "letter.pdf")
	o.write(file, "saved before the backup")
	dana.until("it is sent", func() bool { return o.versions(j, "letter.pdf") == 1 })
	dana.level()
	backup := filepath.Join(t.TempDir(), "backup")
	must(t, o.relay.Backup(t.Context(), backup))
	_, err := dana.PostMessage(j.id, "after the backup", "")
	must(t, err)
	dana.level()
	dana.line.without.Store("/v1/reoffer")
	o.restoreFrom(dana, backup)
	dana.until("the desk knows of the restore", func() bool { return strings.Contains(dana.status().Banner, "no deletion is believed") })

	must(t, os.Remove(file))
	for _, name := range []string{"first.txt", "second.txt", "third.txt"} { // the share is looked at again and again
		o.write(filepath.Join(j.dir, "To client", name), name)
		dana.until(name+" waits", func() bool {
			return slices.ContainsFunc(dana.status().Waiting, func(q app.QueueItem) bool { return strings.Contains(q.Words, name) })
		})
	}
	for _, q := range dana.status().Waiting {
		if strings.Contains(q.Words, "Withdraw") {
			t.Errorf("%q waits while the relay gets back what it lost", q.Words)
		}
	}
	o.sees(j, "letter.pdf", 1)
	dana.line.without.Store("")
	dana.until("afterwards the deletion is believed", func() bool { return o.versions(j, "letter.pdf") == 0 && o.versions(j, "third.txt") == 1 })
}

// restoreFrom puts yesterday's relay in the place of today's.
func (o *office) restoreFrom(c *computer, backup string) {
	o.Helper()
	c.line.cut.Store(true)
	o.relay.Drain()
	o.http.CloseClientConnections()
	address := o.http.Listener.Addr().String()
	o.http.Close()
	must(o, o.relay.Close(context.Background()))
	opts := relay.Options{Dir: filepath.Join(o.TempDir(), "restored"), PublicURL: "https://portal.example", PDF: pdf.InProcess{}, MasterKey: o.masterKey}
	must(o, relay.Restore(o.Context(), backup, opts))
	r, err := relay.Open(o.Context(), opts)
	must(o, err)
	o.relay, o.http = r, newServerAt(o, address, r)
	c.online()
}

func newServerAt(o *office, address string, r *relay.Relay) *httptest.Server {
	o.Helper()
	s := httptest.NewUnstartedServer(r.Handler())
	must(o, s.Listener.Close())
	var err error
	s.Listener, err = listen(o.Context(), address)
	must(o, err)
	s.Start()
	return s
}

func TestTheInterfaceHearsWhatChanged(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	before := len(dana.os.Record().Events)
	_, err := dana.PostNote(j.id, "a note")
	must(t, err)
	dana.os.Await(t, "an event about the engagement", func(r desktoptest.Record) bool {
		return slices.ContainsFunc(r.Events[before:], func(e desktoptest.Event) bool {
			c, ok := e.Payload.(app.Changed)
			return ok && e.Name == "changed" && slices.Contains(c.Streams, "engagement/"+j.id) && c.Seq > 0
		})
	})
	dana.os.Click("engagement/" + j.id)
	dana.os.Await(t, "the engagement is shown", func(r desktoptest.Record) bool {
		return slices.ContainsFunc(r.Events, func(e desktoptest.Event) bool {
			c, ok := e.Payload.(app.Changed)
			return ok && c.Open == "engagement/"+j.id
		})
	})
}

func TestAMessageFindsItsPersonAndAnAnswerSettlesIt(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	preparer := o.hire(dana, "Tom Okafor", "preparer")
	j := o.acme(dana, preparer)
	tom := o.desk(preparer)
	o.contact(j, relay.Draft{
		Stream: engagement.EngagementStream(engagement.EngagementID(j.id)), Kind: engagement.MessagePosted,
		Body: engagement.MessageBody{Message: "M1"}, Private: engagement.TextPrivate{Text: "Is the van a repair or an asset?"},
	})
	tom.until("Tom has it", func() bool { l, err := tom.Threads("mine"); return err == nil && len(l.Threads) == 1 })
	th, err := tom.Thread(j.id)
	must(t, err)
	if th.Routing.Words != "Routed to you. You are the preparer." || th.Routing.Task != "M1" {
		t.Errorf("the routing says %+v", th.Routing)
	}
	dana.level()
	if l, err := dana.Threads("mine"); err != nil || len(l.Threads) != 0 || l.Views[2].Count != 1 {
		t.Errorf("Dana's threads are %+v, %v", l, err)
	}
	tom.offline()
	_, err = tom.PostMessage(j.id, "An asset.", "")
	must(t, err)
	if l, err := tom.Threads("clients"); err != nil || !l.Threads[0].Queued || l.Threads[0].Unanswered {
		t.Errorf("after the answer: %+v, %v", l.Threads, err)
	}
	tom.online()
	tom.level()
}

func TestFoldersAreMappedInBulkAndNothingIsMoved(t *testing.T) {
	o := newOffice(t)
	for _, f := range []string{
		"Acme Ltd/2025 Form 1120-S/To client/letter.pdf", "Acme Ltd/2025 Form 1120-S/Workpapers/tb.xlsx",
		"Calloway, Jon & Beth/2025 Form 1040/notes.txt", "Fernhill Bakery/Misc/readme.txt", "Acme Ltd/2019 Form 1120-S/old.pdf",
	} {
		o.write(filepath.Join(o.share, filepath.FromSlash(f)), "x")
	}
	dana := o.desk(o.admin)
	root, err := dana.AddRoot(o.share, "Clients")
	must(t, err)
	dana.until("the share is usable", func() bool { return dana.status().Roots[0].CanWrite })
	sheet, err := dana.MapSheet(root.ID)
	must(t, err)
	if sheet.Ready != 2 || sheet.Look != 1 || sheet.Off != 1 {
		t.Errorf("found %d ready, %d to look at, %d off: %+v", sheet.Ready, sheet.Look, sheet.Off, sheet.Rows)
	}
	order := app.MapOrder{Root: root.ID, Partner: string(o.admin), Ask: true}
	for _, r := range sheet.Rows {
		if r.State == "ready" {
			order.Rows = append(order.Rows, app.MapChoice{Path: r.Path, Client: r.Client, Title: r.Title, Service: r.Service, Period: r.Period})
		}
	}
	job, err := dana.MapFolders(order)
	must(t, err)
	dana.until("mapped", func() bool { j, err := dana.Job(job.ID); return err == nil && j.State == "done" })
	dana.level()
	table, err := dana.Engagements(app.EngagementQuery{View: "open", Sort: "client"})
	must(t, err)
	if table.Total != 2 || table.Rows[0].Client != "Acme Ltd" || table.Rows[0].Asked != 7 || table.Rows[1].Service != "1040" {
		t.Errorf("the table is %+v", table.Rows)
	}
	for _, f := range []string{"Acme Ltd/2025 Form 1120-S/Workpapers/tb.xlsx", "Acme Ltd/2019 Form 1120-S/old.pdf"} {
		if _, err := os.Stat(filepath.Join(o.share, filepath.FromSlash(f))); err != nil {
			t.Errorf("something was moved: %v", err)
		}
	}
	if _, err := os.Stat(filepath.Join(o.share, "Calloway, Jon & Beth", "2025 Form 1040", "From client")); err != nil {
		t.Errorf("a missing lane was not made: %v", err)
	}
	again, err := dana.MapSheet(root.ID)
	must(t, err)
	if again.Ready != 0 {
		t.Errorf("mapped folders are offered again: %+v", again.Rows)
	}
}

func TestRulesAreAskedBeforeAnythingIsKept(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	preparer := o.hire(dana, "Tom Okafor", "preparer")
	j := o.acme(dana, preparer)
	tom := o.desk(preparer)
	tom.bind(j)
	draft := tom.assemble(j, "")
	for name, act := range map[string]struct {
		do   func() error
		code string
	}{
		"a preparer approves":    {func() error { _, err := tom.ApproveDraft(j.id, draft, "x", false); return err }, engagement.CodeForbidden},
		"a preparer hires":       {func() error { _, err := tom.AddStaff("Eve", "", []string{"partner"}); return err }, engagement.CodeForbidden},
		"publish unapproved":     {func() error { _, err := tom.PublishDraft(app.PublishOrder{Engagement: j.id, Draft: draft}); return err }, engagement.CodeNotApproved},
		"accept what is missing": {func() error { _, err := tom.AcceptRequest(j.id, "none"); return err }, engagement.CodeMissing},
		"a strange engagement":   {func() error { _, err := tom.Engagement("none"); return err }, engagement.CodeMissing},
		"an empty request":       {func() error { _, err := tom.AskRequests(j.id, []app.RequestDraft{{}}); return err }, app.CodeInput},
		"a folder outside":       {func() error { _, err := tom.MapWorkFile(j.id, j.root, "../elsewhere", false); return err }, app.CodeInput},
		"a file outside":         {func() error { return tom.OpenFile(j.id, "../../secret.pdf") }, app.CodeInput},
		"a strange theme":        {func() error { return tom.SetTheme("pink") }, app.CodeInput},
		"a second firm":          {func() error { _, err := tom.Connect(app.Enrolment{}); return err }, engagement.CodeExists},
	} {
		if err := act.do(); codeOf(err) != act.code {
			t.Errorf("%s: %v, want %s", name, app.FormatError(err), act.code)
		}
	}
	if n := len(tom.status().Waiting); n > 2 {
		t.Errorf("%d acts wait after refusals", n)
	}
}

func TestConnectingSaysWhatIsWrong(t *testing.T) {
	o := newOffice(t)
	c := o.newComputer()
	c.start()
	for name, e := range map[string]struct {
		app.Enrolment
		code string
	}{
		"in the clear":   {app.Enrolment{Relay: "http://relay.example", Code: "A", Computer: "c"}, app.CodeInsecure},
		"nobody there":   {app.Enrolment{Relay: "http://127.0.0.1:1", Code: "A", Computer: "c"}, app.CodeOffline},
		"a wrong code":   {app.Enrolment{Relay: o.http.URL, Code: "ABCD-EFGH", Computer: "c"}, "bad-code"},
		"without a name": {app.Enrolment{Relay: o.http.URL, Code: "A"}, app.CodeInput},
	} {
		if _, err := c.Connect(e.Enrolment); codeOf(err) != e.code {
			t.Errorf("%s: %v", name, app.FormatError(err))
		}
	}
	if s, err := c.Session(); err != nil || s.State != "new" {
		t.Errorf("the session is %+v, %v", s, err)
	}
	if s := c.status(); s.State != "portal-off" {
		t.Errorf("the pill says %s", s.State)
	}
	o.enrol(c, o.admin)
}

func TestRestrictedWorkAppearsWholeWhenItIsOpened(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	preparer := o.hire(dana, "Tom Okafor", "preparer")
	j := o.acme(dana, preparer)
	tom := o.desk(preparer)
	_, err := dana.SetEngagementAccess(j.id, []string{string(o.admin)})
	must(t, err)
	dana.level()
	for _, text := range []string{"one", "two"} {
		_, err := dana.PostNote(j.id, text)
		must(t, err)
	}
	dana.level()
	late := o.desk(preparer) // a computer that never saw it
	for _, c := range []*computer{tom, late} {
		c.level()
		if th, err := c.Thread(j.id); err == nil && len(th.Days) > 0 {
			t.Errorf("what is hidden is shown: %+v", th)
		}
	}
	_, err = dana.SetEngagementAccess(j.id, nil)
	must(t, err)
	dana.level()
	for _, c := range []*computer{tom, late} {
		c.until("both notes are there", func() bool {
			th, err := c.Thread(j.id)
			return err == nil && len(th.Days) == 1 && len(th.Days[0].Items) == 2
		})
		c.until("the table has it", func() bool {
			table, err := c.Engagements(app.EngagementQuery{View: "all"})
			return err == nil && table.Total == 1
		})
	}
}
