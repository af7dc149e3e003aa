package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/app"
	"tieout/sync/engagement"
)

// pages is a PDF of so many letter pages.
func pages(n int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	b.WriteString("%PDF-1.7\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	kids := ""
	for i := range n {
		kids += fmt.Sprintf("%d 0 R ", 3+i)
	}
	object(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, n))
	for i := range n {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 %d]/Resources<<>>>>", 792+i))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, off := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// made assembles and answers the finished job.
func (c *computer) made(order app.AssembleOrder) app.Job {
	c.o.Helper()
	work, err := c.StartAssemble(order)
	must(c.o, err)
	c.until("the package is assembled", func() bool {
		work, err = c.Job(work.ID)
		must(c.o, err)
		return work.State != "running"
	})
	return work
}

func TestSomePagesOfAPartAndTheSameAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.write(filepath.Join(j.dir, "Letter.pdf"), string(pages(2)))
	o.write(filepath.Join(j.dir, "Old", "Return.pdf"), string(pages(3)))
	o.write(filepath.Join(j.dir, "Return.pdf"), string(pages(9)))
	order := app.AssembleOrder{
		Engagement: j.id, Title: "2025 return", InOrder: true, Signers: []string{string(j.contact)},
		Parts: []app.PartOrder{{Path: "Letter.pdf", Name: "The letter"}, {Path: "Return.pdf", Name: "Form 1120-S", Copy: true, Pages: "2, 7-"}},
		Fields: []app.FieldBox{
			{ID: "f1", Kind: "signature", Signer: string(j.contact), Part: 2, Page: 2, X: 72, Y: 100, W: 180, H: 30},
			{ID: "f2", Kind: "date", Signer: string(j.contact), Part: 1, Page: 1, X: 72, Y: 200, W: 80, H: 20},
		},
	}
	job := dana.made(order)
	if job.State != "done" {
		t.Fatalf("assembling: %+v", job)
	}
	p, err := dana.Draft(j.id, job.Result)
	must(t, err)
	if p.Pages != 6 || p.Parts[1].First != 3 || p.Parts[1].Pages != 4 || p.Fields[0].Page != 3 || p.Fields[1].Page != 1 {
		t.Errorf("the draft has %d pages, parts %+v, fields %+v", p.Pages, p.Parts, p.Fields)
	}

	s, err := dana.AssembleSheet(j.id)
	must(t, err)
	if s.Replaces != job.Result || len(s.Parts) != 2 || len(s.Missing) != 0 || !s.InOrder || s.Final || !slices.Equal(s.Chosen, order.Signers) {
		t.Errorf("the next sheet: %+v", s)
	}
	if second := s.Parts[1]; second.Path != "Return.pdf" || second.Title != "Form 1120-S" || second.Pages != "2, 7-" || !second.Copy {
		t.Errorf("the second part again: %+v", second)
	}
	if !slices.Equal(s.Fields, order.Fields) {
		t.Errorf("the fields again: %+v, want %+v", s.Fields, order.Fields)
	}

	must(t, os.Remove(filepath.Join(j.dir, "Letter.pdf")))
	s, err = dana.AssembleSheet(j.id)
	must(t, err)
	if !slices.Equal(s.Missing, []string{"The letter"}) || len(s.Parts) != 1 || len(s.Fields) != 1 || s.Fields[0].Part != 1 {
		t.Errorf("without the letter: missing %q, parts %+v, fields %+v", s.Missing, s.Parts, s.Fields)
	}
}

func TestWhatCannotBeTakenIsSaidOfItsPart(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.write(filepath.Join(j.dir, "Return.pdf"), string(pages(3)))
	field := app.FieldBox{ID: "f1", Kind: "signature", Signer: string(j.contact), Part: 1, Page: 3, X: 72, Y: 100, W: 180, H: 30}
	for pages, says := range map[string]string{"1-4": "no page 4", "two": "is not a page", "1-2": "A field is on page 3, which is left out"} {
		job := dana.made(app.AssembleOrder{
			Engagement: j.id, Title: "Return", Signers: []string{string(j.contact)}, Fields: []app.FieldBox{field},
			Parts: []app.PartOrder{{Path: "Return.pdf", Name: "Return", Pages: pages}},
		})
		if job.State != "failed" || job.Part != 1 || !strings.Contains(job.Message, says) {
			t.Errorf("pages %q: %+v, want %q", pages, job, says)
		}
	}
}

func TestASignerIsRemindedOnceAndOnlyWhileItIsOut(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	id := dana.assemble(j, "")
	p, err := dana.Draft(j.id, id)
	must(t, err)
	approved, err := dana.ApproveDraft(j.id, id, p.Sum, false)
	must(t, err)
	if approved.ID != id || approved.Undo != "withdraw-approval" {
		t.Errorf("approving answers %+v, which cannot be taken back", approved)
	}
	out, err := dana.PublishDraft(app.PublishOrder{Engagement: j.id, Draft: id, To: []string{string(j.contact)}})
	must(t, err)
	if out.Undo != "" {
		t.Errorf("publishing offers to be undone, and a mail went out: %+v", out)
	}
	_, err = dana.RemindSigner(j.id, out.ID)
	must(t, err)
	if _, err := dana.RemindSigner(j.id, out.ID); codeOf(err) != engagement.CodeReminded {
		t.Errorf("reminded twice: %v", err)
	}
	page, err := dana.Engagement(j.id)
	must(t, err)
	if words := page.Deliverables[0].Words; !strings.Contains(words, "reminded ") {
		t.Errorf("the package says %q", words)
	}
	dana.level()
	o.sign(j, engagement.DeliverableID(out.ID))
	dana.until("it is signed", func() bool {
		page, err := dana.Engagement(j.id)
		must(t, err)
		return page.Deliverables[0].State != "out"
	})
	if _, err := dana.RemindSigner(j.id, out.ID); codeOf(err) != engagement.CodeNotOpen {
		t.Errorf("reminded of what is signed: %v", err)
	}
}

// What is offered to be undone is undone by the act it names, and nothing else is.
func TestUndoRestoresWhatWas(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	status := func() string {
		page, err := dana.Engagement(j.id)
		must(t, err)
		return page.Status.Code
	}
	before := status()
	set, err := dana.SetStatus(j.id, "on-hold", "", "")
	must(t, err)
	again, err := dana.SetStatus(j.id, "review", "", "")
	must(t, err)
	if set.Undo != "set-status" || again.Undo != "" {
		t.Errorf("the first status by hand offers %q, one over another %q", set.Undo, again.Undo)
	}
	_, err = dana.SetStatus(j.id, "", "", "")
	must(t, err)
	if now := status(); now != before {
		t.Errorf("the status is %s after it was undone, and was %s", now, before)
	}
	done, err := dana.CompleteEngagement(j.id)
	must(t, err)
	if done.Undo != "reopen-engagement" || done.ID != j.id {
		t.Errorf("completing answers %+v", done)
	}
	open, err := dana.ReopenEngagement(j.id)
	must(t, err)
	if now := status(); now != before || open.Undo != "complete-engagement" {
		t.Errorf("open again it is %s, and was %s: %+v", now, before, open)
	}
}
