package proof_test

import (
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

func namesOf(a engagement.Actor) string {
	return map[engagement.Actor]string{"staff/dana": "Dana Reed", engagement.Relay: "Reed & Moss"}[a]
}

// D7
func TestCertificatePrintsWhoAgreedToWhatAndWhen(t *testing.T) {
	r := signedStory(t).evidence()
	c, err := r.Certificate(time.FixedZone("EDT", -4*3600), namesOf)
	if err != nil {
		t.Fatal(err)
	}
	if c.Title != "2025 Form 1120-S" || c.Sum != approved || c.Pages != 3 || c.ApprovedBy != "Dana Reed" {
		t.Fatalf("head: %+v", c)
	}
	if len(c.Signers) != 2 {
		t.Fatalf("signers: %+v", c.Signers)
	}
	ann := c.Signers[0]
	if ann.Name != "Ann Acme" || ann.Title != "President" || ann.Email != "a***@acme.example" ||
		ann.Method != "link" || ann.IP != "203.0.113.7" || ann.Agent != "Firefox" {
		t.Fatalf("signer: %+v", ann)
	}
	if ann.Consent != (proof.Agreement{Version: "2026-01", Text: consent}) {
		t.Fatalf("consent: %+v", ann.Consent)
	}
	if !ann.Viewed.At.Before(ann.Consented.At) || !ann.Consented.At.Before(ann.Signed.At) {
		t.Fatalf("order: %+v", ann)
	}
	if !c.Signers[1].Viewed.At.IsZero() {
		t.Fatal("Bob did not open the document")
	}
	first := c.Events[0]
	if first.What != "Approved" || first.Who != "Dana Reed" ||
		first.At.UTC != "2026-03-14 15:07:00 UTC" || first.At.Local != "Mar 14, 2026, 11:07:00 AM EDT" {
		t.Fatalf("first event: %+v", first)
	}
	last := c.Events[len(c.Events)-1]
	if last.What != "Sealed" || last.Who != "Reed & Moss" || len(c.Events) != 8 {
		t.Fatalf("last of %d events: %+v", len(c.Events), last)
	}
}

func TestMaskEmail(t *testing.T) {
	for in, want := range map[string]string{
		"ann@acme.example": "a***@acme.example", "é@x.example": "é***@x.example", "@x": "", "nobody": "", "": "",
	} {
		if got := proof.MaskEmail(in); got != want {
			t.Errorf("MaskEmail(%q) = %q, want %q", in, got, want)
		}
	}
}
