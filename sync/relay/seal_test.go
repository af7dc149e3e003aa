package relay_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/goregular"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// The test binary is its own PDF worker, as the relay's program is.
func TestMain(m *testing.M) {
	pdf.RunWorkerIfAsked()
	os.Exit(m.Run())
}

// onePage is a PDF of one letter page, with nothing or some lines on it.
func onePage(lines ...string) []byte {
	var b bytes.Buffer
	content := ""
	for i, line := range lines {
		content += fmt.Sprintf("BT /F1 12 Tf 72 %d Td (%s) Tj ET\n", 720-20*i, line)
	}
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	b.WriteString("%PDF-1.7\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>")
	object(fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, off := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// publish assembles, approves and publishes a package with one field.
func (d *desk) publish(m matter, data []byte) (engagement.DeliverableID, engagement.Plan) {
	d.o.t.Helper()
	del, plan, res := d.tryPublish(m, data)
	if res.Outcome != wire.Accepted {
		d.o.t.Fatalf("publishing: %+v", res)
	}
	return del, plan
}

// tryPublish is publish, and what the relay says.
func (d *desk) tryPublish(m matter, data []byte) (engagement.DeliverableID, engagement.Plan, wire.Result) {
	d.o.t.Helper()
	ref := d.putBlob(m.client, data)
	draft, del := engagement.DraftID(newULID()), engagement.DeliverableID(newULID())
	plan := engagement.Plan{Signers: []engagement.ContactID{m.contact}, Fields: []engagement.Field{{
		ID: "f1", Kind: engagement.SignatureField, Signer: m.contact, Page: 1, X: 72, Y: 72, W: 200, H: 40,
	}}}
	approval := engagement.EventID(newULID())
	d.do(event{
		stream: m.stream(), kind: engagement.DraftAssembled, private: engagement.DraftPrivate{Title: "2025 return", Parts: []string{"return.pdf"}},
		body: engagement.DraftBody{
			Draft: draft, Blob: ref, Size: int64(len(data)), Pages: 1, Plan: plan, Final: true,
			Parts: []engagement.Part{{Sum: engagement.Digest(ref), Pages: 1, First: 1}},
		},
	})
	d.do(event{stream: m.stream(), kind: engagement.DraftSubmitted, body: engagement.DraftRef{Draft: draft}})
	d.do(event{
		id: approval, stream: m.stream(), kind: engagement.DraftApproved,
		body: engagement.ApprovalBody{Draft: draft, Sum: engagement.Digest(ref), Pages: 1, Plan: plan.Digest()},
	})
	res := d.push(d.act(event{
		stream: m.stream(), kind: engagement.DeliverablePublished, private: engagement.PublishedPrivate{Title: "2025 return"},
		body: engagement.PublishedBody{
			Deliverable: del, Draft: draft, Approval: approval, Blob: ref, Size: int64(len(data)), Pages: 1, Plan: plan,
			To: []engagement.ContactID{m.contact}, Final: true,
		},
	}))
	return del, plan, res[0]
}

// contact appends one event of the matter's contact.
func (o *office) contact(m matter, kind engagement.Kind, body, private any) wire.Result {
	o.t.Helper()
	res, err := o.relay.AppendAsContact(context.Background(), o.firm.ID, relay.ContactAct{
		Contact: m.contact, Via: engagement.Via{Session: "s1", Method: "code", Email: "maria@acme.example", IP: "203.0.113.7", Agent: "phone"},
		Events: []relay.Draft{{Stream: m.stream(), Kind: kind, Body: body, Private: private}},
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return res
}

func (o *office) sign(m matter, del engagement.DeliverableID, plan engagement.Plan, sum engagement.Digest) {
	o.t.Helper()
	o.signAs("Maria Alvarez", m, del, plan, sum)
}

func (o *office) signAs(name string, m matter, del engagement.DeliverableID, plan engagement.Plan, sum engagement.Digest) {
	o.t.Helper()
	o.clock.pass(time.Minute)
	o.contact(m, engagement.DeliverableViewed, engagement.DeliverableRef{Deliverable: del, Sum: sum}, nil)
	o.contact(m, engagement.SignatureConsented, engagement.ConsentBody{
		Deliverable: del, Sum: sum, Text: engagement.DigestOf([]byte("consent")), Version: "1"}, nil)
	res := o.contact(m, engagement.SignatureGiven, engagement.SignatureBody{Deliverable: del, Sum: sum, Plan: plan.Digest()},
		engagement.SignaturePrivate{Name: name, Ink: []engagement.Stroke{{0.1, 0.5, 0.5, 0.2, 0.9, 0.8}}})
	if res.Outcome != wire.Accepted {
		o.t.Fatalf("signing: %+v", res)
	}
}

// After the last signature the relay seals the approved bytes, and the evidence
// beside them verifies.
func TestTheLastSignatureIsFollowedByTheSeal(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	approved := onePage()
	del, plan := dana.publish(m, approved)
	o.sign(m, del, plan, engagement.DigestOf(approved))

	ctx := context.Background()
	for range 2 { // a second run changes nothing
		if err := o.relay.Settle(ctx); err != nil {
			t.Fatal(err)
		}
	}
	var d *engagement.Deliverable
	if err := o.relay.View(ctx, o.firm.ID, func(w *engagement.World) { d = w.Engagement(m.engagement).Deliverable(del) }); err != nil {
		t.Fatal(err)
	}
	if d.State != engagement.IsSealed {
		t.Fatalf("the deliverable is %s; log: %s", d.State, o.logs)
	}
	var sealed []byte
	dana.must(http.StatusOK, "GET", "/v1/blobs/"+string(m.client)+"/"+string(d.Seal.Blob), nil, &sealed)
	if !bytes.HasPrefix(sealed, approved) || len(sealed) == len(approved) {
		t.Errorf("the approved bytes are not the beginning of the sealed file")
	}
	var text []byte
	dana.must(http.StatusOK, "GET", "/v1/evidence/"+string(m.engagement)+"/"+string(del), nil, &text)
	rec, err := proof.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	if report := rec.Verify(proof.Trust{}); !report.Intact() {
		t.Errorf("the evidence is broken: %+v", report)
	}
	pin := blob.Sum(rec.SealCertificates()[0])
	report, err := pdf.Verify(ctx, pdf.BytesSource(sealed), pdf.VerifyOptions{
		Pins: [][32]byte{pin}, Approved: blob.Sum(approved), ApprovedSize: int64(len(approved)),
	})
	if err != nil || !report.Intact || report.Origin != pdf.OriginPinned {
		t.Errorf("the seal does not verify: %+v, %v", report, err)
	}
	if left, _ := filepath.Glob(filepath.Join(o.dir, "work", "*")); len(left) > 0 {
		t.Errorf("left behind in clear: %v", left)
	}
	got := o.subjects()
	want := []string{"Mercer & Boyd CPAs invites you to its client portal", "Your signed copy from Mercer & Boyd CPAs"}
	if !slices.Equal(got, want) {
		t.Errorf("mails: %q, want %q", got, want)
	}
}

// Fonts are read for the seals that need them. One that is gone holds up these
// until it is back, and no other.
func TestASealWaitsForAFontThatIsGone(t *testing.T) {
	font := filepath.Join(t.TempDir(), "names.ttf")
	o := newOfficeWith(t, func(opts *relay.Options) { opts.Fonts = []string{font} })
	dana := o.enrol(o.admin)
	state := func(signer string) func() engagement.DeliverableState {
		m := dana.takeOn(signer+" Ltd", "maria@acme.example")
		approved := onePage()
		del, plan := dana.publish(m, approved)
		o.signAs(signer, m, del, plan, engagement.DigestOf(approved))
		return func() (is engagement.DeliverableState) {
			o.clock.pass(2 * time.Minute)
			if err := o.relay.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := o.relay.View(t.Context(), o.firm.ID, func(w *engagement.World) { is = w.Engagement(m.engagement).Deliverable(del).State }); err != nil {
				t.Fatal(err)
			}
			return is
		}
	}
	if is := state("Zoë Ängström")(); is != engagement.IsSealed {
		t.Errorf("a name that needs no other font is %s", is)
	}
	wang := state("王小明")
	if is := wang(); is != engagement.IsSigned || !strings.Contains(o.logs.String(), "names.ttf") {
		t.Errorf("without its font it is %s; log: %s", is, o.logs)
	}
	if err := os.WriteFile(font, goregular.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	if is := wang(); is != engagement.IsSealed {
		t.Errorf("with its font it is %s; log: %s", is, o.logs)
	}
}

// subjects are those of every mail sent so far, sorted.
func (o *office) subjects() []string {
	o.t.Helper()
	all := []string{}
	for _, m := range o.outbox() {
		_, rest, _ := strings.Cut(m, "Subject: ")
		subject, _, _ := strings.Cut(rest, "\r\n")
		all = append(all, subject)
	}
	slices.Sort(all)
	return all
}

// outbox reads every mail sent so far, in order.
func (o *office) outbox() []string {
	o.t.Helper()
	names, err := filepath.Glob(filepath.Join(o.dir, "outbox", "*.eml"))
	if err != nil {
		o.t.Fatal(err)
	}
	var all []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			o.t.Fatal(err)
		}
		all = append(all, string(raw))
	}
	return all
}
