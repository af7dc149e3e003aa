package engagement

import "time"

// publishing an approved draft that two sign, with a body spoiled by harm.
func publishingHarmed(harm func(p *PublishedBody)) func(b *bench) Refusal {
	return func(b *bench) Refusal {
		b.approvedDraft("p1", signedBy(false, "ann", "bob"))
		body := b.publishing("d1", "p1")
		harm(&body)
		return b.publish(body)
	}
}

var deliverableRefusals = []refusal{
	{"no bytes", CodeMalformed, publishingHarmed(func(p *PublishedBody) { p.Blob = "x" })},
	{"to nobody", CodeMalformed, func(b *bench) Refusal {
		b.approvedDraft("p1", Plan{})
		body := b.publishing("d1", "p1")
		body.To = nil
		return b.publish(body)
	}},
	{"to one contact twice", CodeMalformed, publishingHarmed(func(p *PublishedBody) { p.To = []ContactID{"ann", "ann", "bob"} })},
	{"past a signer", CodeMalformed, publishingHarmed(func(p *PublishedBody) { p.To = []ContactID{"ann"} })},
	{"to another client's contact", CodeMissing, publishingHarmed(func(p *PublishedBody) { p.To = []ContactID{"ann", "bob", "zoe"} })},
	{"to a contact who left", CodeMissing, func(b *bench) Refusal {
		b.approvedDraft("p1", signedBy(false, "ann"))
		b.must(ada, acme, ContactRevoked, ContactRef{"ann"}, nil)
		return b.publish(b.publishing("d1", "p1"))
	}},
	{"with a plan that is none", CodeMalformed, publishingHarmed(func(p *PublishedBody) { p.Plan.Fields = p.Plan.Fields[:1] })},
	{"twice", CodeExists, func(b *bench) Refusal {
		b.sent("d1", Plan{})
		b.approvedDraft("p2", Plan{})
		return b.publish(b.publishing("d1", "p2"))
	}},
	{"in the place of nothing", CodeMissing, publishingHarmed(func(p *PublishedBody) { p.Replaces = "d0" })},
	{"of no draft", CodeMissing, publishingHarmed(func(p *PublishedBody) { p.Draft = "p0" })},
	{"of a draft that was replaced", CodeSuperseded, func(b *bench) Refusal {
		b.approvedDraft("p1", Plan{})
		body := b.publishing("d1", "p1")
		newer := draftBody("p2", Plan{})
		newer.Replaces = "p1"
		b.ok(b.assemble(newer))
		return b.publish(body)
	}},
	{"of a draft published before", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", Plan{})
		return b.publish(b.publishing("d2", "draft-d1"))
	}},
	{"without approval", CodeNotApproved, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		b.ok(b.submit("p1"))
		return b.publish(b.publishing("d1", "p1"))
	}},
	{"on a withdrawn approval", CodeNotApproved, func(b *bench) Refusal {
		b.approvedDraft("p1", Plan{})
		body := b.publishing("d1", "p1")
		b.must(pat, work, ApprovalWithdrawn, DraftRef{"p1"}, nil)
		return b.publish(body)
	}},
	{"on an approval before the last", CodeNotApproved, func(b *bench) Refusal {
		b.approvedDraft("p1", Plan{})
		body := b.publishing("d1", "p1")
		b.must(pat, work, ApprovalWithdrawn, DraftRef{"p1"}, nil)
		b.ok(b.approve("p1"))
		return b.publish(body)
	}},
	{"of other bytes", CodeNotApproved, publishingHarmed(func(p *PublishedBody) { p.Blob = blobOf("other") })},
	{"of another size", CodeNotApproved, publishingHarmed(func(p *PublishedBody) { p.Size++ })},
	{"of other pages", CodeNotApproved, publishingHarmed(func(p *PublishedBody) { p.Pages++ })},
	{"of another plan", CodeNotApproved, publishingHarmed(func(p *PublishedBody) { p.Plan.Fields[0].X++ })},
	{"of an e-file authorisation to sign", CodeEfile, func(b *bench) Refusal {
		body := draftBody("p1", signedBy(false, "ann"))
		body.Parts[1].Efile = "8879"
		b.ok(b.assemble(body))
		b.ok(b.submit("p1"))
		b.ok(b.approve("p1"))
		return b.publish(b.publishing("d1", "p1"))
	}},
	{"opening what is not there", CodeMissing, func(b *bench) Refusal {
		return b.do(ann, work, DeliverableViewed, DeliverableRef{"d1", ""}, ViaPrivate{via("ann")})
	}},
	{"opening what went to another contact", CodeMissing, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		return b.view(bob, "d1")
	}},
	{"opening other bytes", CodeSuperseded, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		return b.do(ann, work, DeliverableViewed, DeliverableRef{"d1", sum("other")}, ViaPrivate{via("ann")})
	}},
	{"opening twice", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.ok(b.view(ann, "d1"))
		return b.view(ann, "d1")
	}},
	{"opening what was taken back", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.ok(b.pullBack("d1"))
		return b.view(ann, "d1")
	}},
	{"opening what was replaced", CodeSuperseded, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.replaced("d1", "d2")
		return b.view(ann, "d1")
	}},
	{"taking back what is not there", CodeMissing, func(b *bench) Refusal { return b.pullBack("d1") }},
	{"taking back what everybody signed", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.signed("d1", ann)
		return b.pullBack("d1")
	}},
	{"sealing nothing", CodeMissing, func(b *bench) Refusal { return b.seal(SealedBody{Deliverable: "d1"}) }},
	{"sealing before the last signature", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann", "bob"))
		b.signed("d1", ann)
		return b.seal(sealing(b.eng().Deliverable("d1")))
	}},
	{"sealing twice", CodeExists, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.signed("d1", ann)
		b.ok(b.seal(sealing(b.eng().Deliverable("d1"))))
		return b.seal(sealing(b.eng().Deliverable("d1")))
	}},
	{"sealing other bytes", CodeMalformed, sealingHarmed(func(s *SealedBody) { s.Approved = sum("other") })},
	{"sealing to a shorter file", CodeMalformed, sealingHarmed(func(s *SealedBody) { s.Size = 10 })},
	{"sealing away a page", CodeMalformed, sealingHarmed(func(s *SealedBody) { s.Pages = 2 })},
	{"sealing without evidence", CodeMalformed, sealingHarmed(func(s *SealedBody) { s.Evidence = "" })},
	{"sealing with an id of one's own", CodeMalformed, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.signed("d1", ann)
		return b.do(Relay, work, DeliverableSealed, sealing(b.eng().Deliverable("d1")), nil)
	}},
}

func sealingHarmed(harm func(s *SealedBody)) func(b *bench) Refusal {
	return func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.signed("d1", ann)
		body := sealing(b.eng().Deliverable("d1"))
		harm(&body)
		return b.seal(body)
	}
}

func (b *bench) pullBack(id DeliverableID) Refusal {
	return b.do(pia, work, DeliverableWithdrawn, DeliverableRef{Deliverable: id}, WhyPrivate{Why: "wrong year"})
}

// replaced sends another deliverable in the place of one.
func (b *bench) replaced(old, by DeliverableID) {
	b.t.Helper()
	b.approvedDraft("draft-"+DraftID(by), signedBy(false, "ann"))
	body := b.publishing(by, "draft-"+DraftID(by))
	body.Replaces = old
	b.ok(b.publish(body))
}

var signatureRefusals = []refusal{
	{"reminded of what is not there", CodeMissing, func(b *bench) Refusal { return b.nudge("d1") }},
	{"reminded of what everybody signed", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.signed("d1", ann)
		return b.nudge("d1")
	}},
	{"reminded of what was taken back", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.ok(b.pullBack("d1"))
		return b.nudge("d1")
	}},
	{"reminded to sign while reminders are paused", CodePaused, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.must(pia, acme, RemindersSet, RemindersBody{Paused: true}, nil)
		return b.nudge("d1")
	}},
	{"reminded to sign on the day of another reminder", CodeReminded, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.ok(b.ask("q1"))
		b.ok(b.remind("q1"))
		b.later(ReminderRest - time.Hour)
		return b.nudge("d1")
	}},
	{"agreeing to nothing", CodeMissing, func(b *bench) Refusal {
		return b.do(ann, work, SignatureConsented, ConsentBody{Deliverable: "d1"}, ViaPrivate{via("ann")})
	}},
	{"agreeing to other bytes", CodeSuperseded, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		return b.do(ann, work, SignatureConsented, ConsentBody{"d1", sum("other"), sum("c"), "1"}, ViaPrivate{via("ann")})
	}},
	{"agreeing to no text", CodeMalformed, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		return b.do(ann, work, SignatureConsented, ConsentBody{"d1", b.sumOf("d1"), "", "1"}, ViaPrivate{via("ann")})
	}},
	{"agreeing twice", CodeExists, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.ok(b.consent(ann, "d1"))
		return b.consent(ann, "d1")
	}},
	{"agreeing unasked", CodeForbidden, func(b *bench) Refusal { b.sent("d1", signedBy(false, "ann")); return b.consent(bob, "d1") }},
	{"out of turn", CodeOutOfTurn, func(b *bench) Refusal {
		b.sent("d1", signedBy(true, "ann", "bob"))
		return b.consent(bob, "d1")
	}},
	{"without consent", CodeNoConsent, func(b *bench) Refusal { b.sent("d1", signedBy(false, "ann")); return b.sign(ann, "d1") }},
	{"on another's consent", CodeNoConsent, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann", "bob"))
		b.ok(b.consent(ann, "d1"))
		return b.sign(bob, "d1")
	}},
	{"twice", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann", "bob"))
		b.signed("d1", ann)
		return b.sign(ann, "d1")
	}},
	{"after another declined", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann", "bob"))
		b.ok(b.consent(ann, "d1"))
		b.ok(b.decline(bob, "d1"))
		return b.sign(ann, "d1")
	}},
	{"in other places", CodeSuperseded, signing(func(s *SignatureBody, _ *SignaturePrivate) { s.Plan = sum("plan") })},
	{"other bytes", CodeSuperseded, signing(func(s *SignatureBody, _ *SignaturePrivate) { s.Sum = sum("other") })},
	{"no bytes by name", CodeSuperseded, signing(func(s *SignatureBody, _ *SignaturePrivate) { s.Sum = "" })},
	{"without a name", CodeMalformed, signing(func(_ *SignatureBody, p *SignaturePrivate) { p.Name = " " })},
	{"outside the box", CodeMalformed, signing(func(_ *SignatureBody, p *SignaturePrivate) { p.Ink = []Stroke{{0, 1.5}} })},
	{"with half a point", CodeMalformed, signing(func(_ *SignatureBody, p *SignaturePrivate) { p.Ink = []Stroke{{0, 1, 1}} })},
	{"with endless ink", CodeMalformed, signing(func(_ *SignatureBody, p *SignaturePrivate) { p.Ink = []Stroke{make(Stroke, maxInk+2)} })},
	{"what was replaced", CodeSuperseded, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.ok(b.consent(ann, "d1"))
		b.replaced("d1", "d2")
		return b.sign(ann, "d1")
	}},
	{"declining what one signed", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann", "bob"))
		b.signed("d1", ann)
		return b.decline(ann, "d1")
	}},
}

// signing has Ann agree and sign with parts spoiled by harm.
func signing(harm func(s *SignatureBody, p *SignaturePrivate)) func(b *bench) Refusal {
	return func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.ok(b.consent(ann, "d1"))
		body := SignatureBody{"d1", b.sumOf("d1"), b.eng().Deliverable("d1").Plan.Digest()}
		private := SignaturePrivate{Name: "Ann Acme", Via: via("ann")}
		harm(&body, &private)
		return b.do(ann, work, SignatureGiven, body, private)
	}
}

func (b *bench) decline(by Actor, id DeliverableID) Refusal {
	return b.do(by, work, SignatureDeclined, DeliverableRef{id, b.sumOf(id)}, WhyPrivate{Why: "wrong EIN", Via: via(string(by.Contact()))})
}
