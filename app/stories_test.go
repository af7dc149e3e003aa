package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/app"
	"tieout/app/desktop/desktoptest"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

func TestASavedFileWaitsOfflineAndTheClientSeesItLater(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.offline()
	o.write(filepath.Join(j.dir, "To client", "Draft financials.pdf"), "the first version")
	dana.until("the save waits", func() bool {
		return slices.ContainsFunc(dana.status().Waiting, func(i app.QueueItem) bool { return strings.Contains(i.Words, "Draft financials.pdf") })
	})
	row := dana.toClient(j)
	if row.Tie != "waiting" || row.Client.Meta != "queued" {
		t.Errorf("offline the row is %+v", row)
	}

	dana.online()
	dana.level()
	if row := dana.toClient(j); row.Tie != "tied" || row.Client.Name != "Draft financials.pdf" {
		t.Errorf("online the row is %+v", row)
	}
	o.sees(j, "Draft financials.pdf", 1)

	o.write(filepath.Join(j.dir, "To client", "Draft financials.pdf"), "the second version, longer")
	dana.until("the second version is tied", func() bool { return dana.toClient(j).Tie == "tied" && o.versions(j, "Draft financials.pdf") == 2 })

	must(t, os.Remove(filepath.Join(j.dir, "To client", "Draft financials.pdf")))
	dana.until("the client does not see it any more", func() bool { return o.versions(j, "Draft financials.pdf") == 0 })
}

func (c *computer) toClient(j job) app.FileRow {
	c.o.Helper()
	p, err := c.Files(j.id)
	must(c.o, err)
	for _, l := range p.Lanes {
		if l.Lane == "to-client" && len(l.Rows) > 0 {
			return l.Rows[0]
		}
	}
	return app.FileRow{}
}

// versions is how many versions of a document the client finds; none when it was withdrawn.
func (o *office) versions(j job, name string) int {
	o.Helper()
	n := 0
	must(o, o.relay.View(o.Context(), o.firm.ID, func(w *engagement.World) {
		for _, d := range w.E[engagement.EngagementID(j.id)].Documents.All() {
			if d.Lane == engagement.ToClient && d.Name == name {
				n = len(d.Shown())
			}
		}
	}))
	return n
}

func (o *office) sees(j job, name string, versions int) {
	o.Helper()
	if n := o.versions(j, name); n != versions {
		o.Errorf("the client finds %d versions of %s, want %d", n, name, versions)
	}
}

func TestTwoComputersSeeOneSaveAndSendItOnce(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	tom.bind(j)
	dana.offline()
	tom.offline()
	o.write(filepath.Join(j.dir, "To client", "letter.pdf"), "Dear Ruth")
	for _, c := range []*computer{dana, tom} {
		c.until("the save waits", func() bool { return len(c.status().Waiting) > 0 })
	}
	for _, c := range []*computer{dana, tom} {
		c.online()
		c.level()
		if cards := c.status().Refused; len(cards) != 0 {
			t.Errorf("a second computer's save made a card: %+v", cards)
		}
	}
	o.sees(j, "letter.pdf", 1)
}

func TestAnUploadIsFiledOnceAndOnlyItsPreparerIsTold(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	preparer := o.hire(dana, "Tom Okafor", "preparer")
	tom := o.desk(preparer)
	j := o.acme(dana, preparer)
	tom.level()
	tom.bind(j)
	o.upload(j, "October 2025.pdf", "a statement")

	tom.os.Await(t, "a notice", func(r desktoptest.Record) bool { return len(r.Notices) == 1 })
	want := []string{"Bank statements, Oct–Dec 2025/October 2025.pdf"}
	var today app.Today
	tom.until("it is filed", func() bool {
		a, err := tom.Arrival(j.id, string(j.request))
		must(t, err)
		return len(a.Files) == 1 && a.Files[0].Filed
	})
	tom.level()
	dana.level()
	if got := under(t, filepath.Join(j.dir, "From client")); !slices.Equal(got, want) {
		t.Errorf("From client has %q, want %q", got, want)
	}
	today, err := tom.Today()
	must(t, err)
	if items := today.Groups[0].Items; len(items) != 1 || items[0].What != "Bank statements, Oct–Dec 2025" || items[0].Meta != "1 file" {
		t.Errorf("Tom's arrivals are %+v", items)
	}
	if notices := dana.os.Record().Notices; len(notices) != 0 {
		t.Errorf("Dana was told of what is Tom's: %+v", notices)
	}
	if _, err := tom.AcceptRequest(j.id, string(j.request)); err != nil {
		t.Error(err)
	}
	tom.level()
	dana.level()
	if page, err := dana.Engagement(j.id); err != nil || page.Requests[0].State != "accepted" {
		t.Errorf("Dana sees %+v, %v", page.Requests, err)
	}
}

func TestANewComputerReadsThePastAndDoesNothingTwice(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.upload(j, "October 2025.pdf", "a statement")
	dana.until("it is filed", func() bool {
		a, err := dana.Arrival(j.id, string(j.request))
		must(t, err)
		return len(a.Files) == 1 && a.Files[0].Filed
	})
	dana.level()
	must(t, os.Rename(filepath.Join(j.dir, "From client", "Bank statements, Oct–Dec 2025"), filepath.Join(j.dir, "Workpapers")))
	dana.stop()

	again := o.desk(o.admin)
	again.bind(j)
	again.level()
	o.write(filepath.Join(j.dir, "To client", "marker.pdf"), "something that must go through")
	again.until("the share was looked at", func() bool { return o.versions(j, "marker.pdf") == 1 })
	if got := under(t, filepath.Join(j.dir, "From client")); len(got) != 0 {
		t.Errorf("a new computer filed again: %q", got)
	}
	if notices := again.os.Record().Notices; len(notices) != 0 {
		t.Errorf("a new computer told of the past: %+v", notices)
	}
}

func TestApprovedAndPublishedOnATrain(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	id := dana.assemble(j, "")
	dana.level()
	dana.offline()
	p, err := dana.Draft(j.id, id)
	must(t, err)
	if !p.OfflineOK || !slices.Contains(p.Can, "approve-draft") {
		t.Fatalf("on the train the draft says %+v", p)
	}
	if _, err := dana.ApproveDraft(j.id, id, strings.Repeat("0", 64), false); codeOf(err) != engagement.CodeSuperseded {
		t.Errorf("approving other bytes: %v", err)
	}
	_, err = dana.ApproveDraft(j.id, id, p.Sum, false)
	must(t, err)
	_, err = dana.PublishDraft(app.PublishOrder{Engagement: j.id, Draft: id, To: []string{string(j.contact)}})
	must(t, err)
	if n := len(dana.status().Waiting); n != 2 {
		t.Errorf("%d acts wait, want the approval and the publishing", n)
	}

	dana.stop() // the battery
	dana.line.cut.Store(false)
	dana.start()
	dana.level()
	page, err := dana.Engagement(j.id)
	must(t, err)
	if page.Status.Code != "signature" || len(page.Deliverables) != 1 || page.Deliverables[0].State != "out" || page.Deliverables[0].Pending {
		t.Errorf("at home it is %s with %+v", page.Status.Code, page.Deliverables)
	}
}

func TestAnApprovalOfAReplacedDraftComesBackAsOneCard(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	preparer := o.hire(dana, "Tom Okafor", "preparer")
	j := o.acme(dana, preparer)
	tom := o.desk(preparer)
	tom.bind(j)
	first := tom.assemble(j, "")
	tom.level()
	dana.level()
	p, err := dana.Draft(j.id, first)
	must(t, err)
	dana.offline()
	_, err = dana.ApproveDraft(j.id, first, p.Sum, false)
	must(t, err)
	_, err = dana.PublishDraft(app.PublishOrder{Engagement: j.id, Draft: first, To: []string{string(j.contact)}})
	must(t, err)
	tom.assemble(j, first)
	tom.level()

	dana.online()
	dana.until("the card is there", func() bool { return len(dana.status().Refused) > 0 })
	dana.level()
	cards := dana.status().Refused
	if len(cards) != 1 || cards[0].Code != engagement.CodeSuperseded || cards[0].Retry != "approve-draft" || !strings.Contains(cards[0].Hint, "Publish") {
		t.Errorf("the cards are %+v", cards)
	}
	page, err := dana.Engagement(j.id)
	must(t, err)
	if len(page.Deliverables) != 0 {
		t.Errorf("something was published: %+v", page.Deliverables)
	}
	must(t, dana.DismissRefused(cards[0].ID))
	if left := dana.status().Refused; len(left) != 0 {
		t.Errorf("a dismissed card stays: %+v", left)
	}
}

func TestASignedCopyIsFiledWithItsEvidenceAndVerifies(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	id := dana.assemble(j, "")
	p, err := dana.Draft(j.id, id)
	must(t, err)
	_, err = dana.ApproveDraft(j.id, id, p.Sum, false)
	must(t, err)
	out, err := dana.PublishDraft(app.PublishOrder{Engagement: j.id, Draft: id, To: []string{string(j.contact)}})
	must(t, err)
	dana.level()
	o.sign(j, engagement.DeliverableID(out.ID))
	must(t, o.relay.Settle(t.Context()))

	sealed := filepath.Join(j.dir, "Signed", "2025 Form 1120-S, signed.pdf")
	dana.until("it is filed", func() bool {
		page, err := dana.Engagement(j.id)
		must(t, err)
		return page.Deliverables[0].Filed != ""
	})
	dana.level()
	want := []string{"2025 Form 1120-S, signed.evidence.json", "2025 Form 1120-S, signed.pdf"}
	if got := under(t, filepath.Join(j.dir, "Signed")); !slices.Equal(got, want) {
		t.Fatalf("Signed has %q, want %q", got, want)
	}
	v, err := dana.VerifyFile(sealed)
	must(t, err)
	if !v.Intact || v.Origin != "pinned" {
		t.Errorf("the verdict is %+v", v)
	}
	raw, err := os.ReadFile(sealed)
	must(t, err)
	raw[len(raw)/3] ^= 1
	forged := filepath.Join(t.TempDir(), "forged.pdf")
	must(t, os.WriteFile(forged, raw, 0o600))
	if v, err := dana.VerifyFile(forged); err != nil || v.Intact || v.Broken == "" {
		t.Errorf("a changed file: %+v, %v", v, err)
	}
	if got := under(t, filepath.Join(j.dir, "For signature")); len(got) != 1 {
		t.Errorf("For signature has %q, want the assembled draft", got)
	}
}

// sign is Ruth agreeing and signing in the portal.
func (o *office) sign(j job, id engagement.DeliverableID) {
	o.Helper()
	var d engagement.Deliverable
	must(o, o.relay.View(o.Context(), o.firm.ID, func(w *engagement.World) {
		d = *w.E[engagement.EngagementID(j.id)].Deliverable(id)
	}))
	stream := engagement.EngagementStream(engagement.EngagementID(j.id))
	sum := engagement.Digest(d.Blob)
	o.contact(j, relay.Draft{Stream: stream, Kind: engagement.DeliverableViewed, Body: engagement.DeliverableRef{Deliverable: id, Sum: sum}})
	o.contact(j, relay.Draft{Stream: stream, Kind: engagement.SignatureConsented, Body: engagement.ConsentBody{
		Deliverable: id, Sum: sum, Text: engagement.DigestOf([]byte("consent")), Version: "1"}})
	o.contact(j, relay.Draft{Stream: stream, Kind: engagement.SignatureGiven,
		Body:    engagement.SignatureBody{Deliverable: id, Sum: sum, Plan: d.Plan.Digest()},
		Private: engagement.SignaturePrivate{Name: "Ruth Adeyemi"}})
}
