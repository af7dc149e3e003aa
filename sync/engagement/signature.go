package engagement

import "slices"

// signatureReminded is one reminder to everybody whose turn it is. It is no
// part of the signing, so the certificate does not print it.
func signatureReminded(a *act, b *DeliverableRef, _ *none) Refusal {
	d, r := a.live(b.Deliverable)
	switch {
	case !r.OK():
		return r
	case !d.AwaitsSignature():
		return notOpen("Nobody has to sign this any more, so there is nothing to remind about.")
	}
	if r := a.mayRemind(); !r.OK() {
		return r
	}
	at := a.When()
	d.Reminded = &at
	d.Reminders++
	a.note(string(d.ID))
	return accepted
}

// ConsentBody is the body of signature.consented. Text is the digest of the
// consent text as it was shown.
type ConsentBody struct {
	Deliverable DeliverableID `json:"deliverable"`
	Sum         Digest        `json:"sum"`
	Text        Digest        `json:"text"`
	Version     string        `json:"version"`
}

func signatureConsented(a *act, b *ConsentBody, _ *ViaPrivate) Refusal {
	d, r := a.signable(b.Deliverable, b.Sum)
	switch {
	case !r.OK():
		return r
	case !b.Text.valid() || b.Version == "":
		return malformed("the consent does not name its text")
	case d.ConsentOf(a.By.Contact()) != nil:
		return exists("Your consent")
	}
	d.Consents = append(d.Consents, Consent{
		By: a.By.Contact(), At: a.When(), Text: b.Text, Version: b.Version, Event: a.ID,
	})
	d.Trail = append(d.Trail, a.ID)
	a.note(string(d.ID))
	return accepted
}

// signable finds a deliverable that the author can sign now, with these bytes
// in front of them.
func (a *act) signable(id DeliverableID, sum Digest) (*Deliverable, Refusal) {
	d, r := a.live(id)
	if !r.OK() {
		return nil, r
	}
	me := a.By.Contact()
	signs, turn := false, false
	for _, c := range d.Plan.Signers {
		signs = signs || c == me
	}
	for _, c := range d.Next() {
		turn = turn || c == me
	}
	switch {
	case !signs:
		return nil, forbiddenToClient("You are not asked to sign this.")
	case d.HasSigned(me):
		return nil, notOpen("You have signed this already.")
	case d.State != IsOut:
		return nil, notOpen("This cannot be signed any more.")
	case !turn:
		return nil, Refusal{CodeOutOfTurn, "Somebody else signs first.", "We will write to you when it is your turn."}
	case !sum.Names(d.Blob):
		return nil, Refusal{CodeSuperseded, "This is not the document you were sent.", "Open it again."}
	}
	return d, accepted
}

// SignatureBody is the body of signature.given: one act for all the signer's
// fields.
type SignatureBody struct {
	Deliverable DeliverableID `json:"deliverable"`
	Sum         Digest        `json:"sum"`
	Plan        Digest        `json:"plan"`
}

// SignaturePrivate is the private part of signature.given.
type SignaturePrivate struct {
	Name  string   `json:"name"`
	Title string   `json:"title,omitempty"` // the contact's, as the firm lists it
	Ink   []Stroke `json:"ink,omitempty"`
	Via   *Via     `json:"via,omitempty"`
}

// maxInk is how many numbers a drawn signature has at most.
const maxInk = 20_000

func validInk(ink []Stroke) bool {
	n := 0
	for _, s := range ink {
		n += len(s)
		if len(s)%2 != 0 || slices.ContainsFunc(s, func(v float64) bool { return !(v >= 0 && v <= 1) }) {
			return false
		}
	}
	return n <= maxInk
}

func signatureGiven(a *act, b *SignatureBody, p *SignaturePrivate) Refusal {
	d, r := a.signable(b.Deliverable, b.Sum)
	switch {
	case !r.OK():
		return r
	case d.ConsentOf(a.By.Contact()) == nil:
		return Refusal{CodeNoConsent, "Signing electronically needs your consent first.", "Read the consent and agree to it."}
	case b.Plan != d.Plan.Digest():
		return Refusal{CodeSuperseded, "The places to sign have changed.", "Open the document again."}
	case a.blank(p.Name) || len(p.Name) > 200:
		return malformed("a signature needs a name")
	case !validInk(p.Ink):
		return malformed("the drawn signature is not inside its box")
	}
	d.Signed = append(d.Signed, Signature{
		By: a.By.Contact(), At: a.When(), Name: p.Name, Title: p.Title, Ink: p.Ink, Via: p.Via, Event: a.ID,
	})
	d.Trail = append(d.Trail, a.ID)
	if len(d.Signed) == len(d.Plan.Signers) {
		d.State = IsSigned
	}
	a.note(string(d.ID))
	return accepted
}

func signatureDeclined(a *act, b *DeliverableRef, p *WhyPrivate) Refusal {
	d, r := a.signable(b.Deliverable, b.Sum)
	if !r.OK() {
		return r
	}
	d.State = IsDeclined
	d.Declined = &Decline{By: a.By.Contact(), At: a.When(), Why: p.Why}
	d.Trail = append(d.Trail, a.ID)
	a.note(string(d.ID))
	return accepted
}

// SealedBody is the body of deliverable.sealed, whose id is a [SealedID].
type SealedBody struct {
	Deliverable DeliverableID `json:"deliverable"`
	Approved    Digest        `json:"approved"` // the literal prefix of the sealed file
	Blob        BlobRef       `json:"blob"`
	Size        int64         `json:"size"`
	Pages       int           `json:"pages"`
	Evidence    Digest        `json:"evidence"` // of the record embedded in the PDF
}

func deliverableSealed(a *act, b *SealedBody, _ *none) Refusal {
	d := a.eng.Deliverable(b.Deliverable)
	switch {
	case d == nil:
		return missing("This deliverable")
	case d.Seal != nil:
		return exists("The seal")
	case d.State != IsSigned:
		return notOpen("Only a deliverable that everybody signed is sealed.")
	case !b.Approved.Names(d.Blob) || !b.Blob.valid() || b.Size <= d.Size || b.Pages < d.Pages || !b.Evidence.valid():
		return malformed("the seal is over other bytes than the approved ones")
	case !a.derived(SealedID(a.eng.Salt, a.eng.ID, d.ID)):
		return malformed("the seal does not have the id of its identity")
	}
	d.State = IsSealed
	d.Seal = &Sealed{
		Blob: b.Blob, Size: b.Size, Pages: b.Pages, Evidence: b.Evidence, At: a.When(), Event: a.ID, Seq: a.Seq,
	}
	a.note(string(d.ID))
	return accepted
}
