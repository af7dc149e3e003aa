package engagement

// Steps of the trade that many tests share. Each is one event on Acme's return,
// and answers what became of it.

func (b *bench) ask(id RequestID) Refusal {
	return b.do(pia, work, RequestAsked, RequestAskedBody{Request: id}, RequestPrivate{Title: "Trial balance"})
}

func (b *bench) upload(id DocumentID) Refusal {
	return b.do(ann, work, DocumentUploaded, DocumentBody{Document: id, Blob: blobOf(string(id)), Size: 9}, UploadPrivate{Name: "tb.xlsx", Via: via("ann")})
}

func (b *bench) answer(id RequestID, docs ...DocumentID) Refusal {
	how := WithFiles
	if len(docs) == 0 {
		how = CannotFind
	}
	return b.do(ann, work, RequestAnswered, RequestAnsweredBody{id, how, docs}, NotePrivate{Via: via("ann")})
}

func (b *bench) remind(ids ...RequestID) Refusal {
	return b.do(pia, work, RequestReminded, RemindedBody{ids}, nil)
}

// nudge reminds whoever signs next.
func (b *bench) nudge(id DeliverableID) Refusal {
	return b.do(pia, work, SignatureReminded, DeliverableRef{Deliverable: id}, nil)
}

// save is a file saved in `To client/`, with the id of its identity.
func (b *bench) save(doc DocumentID, key string, base EventID, bytes string) Refusal {
	return b.try(b.saveEvent(doc, key, base, bytes))
}

func (b *bench) saveEvent(doc DocumentID, key string, base EventID, bytes string) Event {
	id := SaveID(workSalt, "work", key, base, sum(bytes))
	return b.eventNamed(id, pia, work, DocumentShared,
		DocumentBody{Document: doc, Base: base, Blob: blobOf(bytes), Size: 9}, SharedPrivate{Rel: key, Key: key})
}

func (b *bench) place(version EventID, bytes string) Refusal {
	return b.try(b.eventNamed(PlacedID(workSalt, "work", version), pia, work, DocumentPlaced,
		PlacedBody{version, sum(bytes)}, PlacedPrivate{"From client/tb.xlsx"}))
}

func via(who string) *Via {
	return &Via{Session: "s1", Method: "link", Email: who + "@acme.example", IP: "203.0.113.7", Agent: "Firefox"}
}

// signedBy is a plan in which these contacts sign on page 2.
func signedBy(inOrder bool, who ...ContactID) Plan {
	p := Plan{Signers: []ContactID{}, Fields: []Field{}, InOrder: inOrder}
	for i, c := range who {
		p.Signers = append(p.Signers, c)
		p.Fields = append(p.Fields, Field{ID: "f-" + string(c), Kind: SignatureField, Signer: c, Page: 2, X: 72, Y: float64(100 * (i + 1)), W: 180, H: 30})
	}
	return p
}

// draftBody is a package of three pages.
func draftBody(id DraftID, p Plan) DraftBody {
	return DraftBody{
		Draft: id, Blob: blobOf(string(id)), Size: 1000, Pages: 3, Plan: p, Final: true,
		Parts: []Part{{Sum: sum("letter"), Pages: 1, First: 1}, {Sum: sum("return"), Pages: 2, First: 2}},
	}
}

func (b *bench) assemble(body DraftBody) Refusal {
	return b.do(pia, work, DraftAssembled, body, DraftPrivate{Title: "2025 return", Parts: []string{"Letter", "Return"}})
}

func (b *bench) submit(id DraftID) Refusal {
	return b.do(pia, work, DraftSubmitted, DraftRef{id}, nil)
}

func approval(d *Draft) ApprovalBody {
	return ApprovalBody{Draft: d.ID, Sum: Digest(d.Blob), Pages: d.Pages, Plan: d.Plan.Digest()}
}

func (b *bench) approve(id DraftID) Refusal {
	return b.do(pat, work, DraftApproved, approval(b.eng().Draft(id)), nil)
}

// publishing is the body that sends an approved draft to its signers, or to Ann.
func (b *bench) publishing(id DeliverableID, draft DraftID) PublishedBody {
	d := b.eng().Draft(draft)
	body := PublishedBody{
		Deliverable: id, Draft: draft, Blob: d.Blob, Size: d.Size, Pages: d.Pages, Plan: d.Plan,
		To: d.Plan.Signers, Final: d.Final,
	}
	if d.Approval != nil {
		body.Approval = d.Approval.Event
	}
	if len(body.To) == 0 {
		body.To = []ContactID{"ann"}
	}
	return body
}

func (b *bench) publish(body PublishedBody) Refusal {
	return b.do(pia, work, DeliverablePublished, body, PublishedPrivate{Title: "2025 return", Note: "Please sign."})
}

// approvedDraft takes a draft to approval.
func (b *bench) approvedDraft(id DraftID, p Plan) {
	b.t.Helper()
	b.ok(b.assemble(draftBody(id, p)))
	b.ok(b.submit(id))
	b.ok(b.approve(id))
}

// sent publishes a new draft as a deliverable.
func (b *bench) sent(id DeliverableID, p Plan) {
	b.t.Helper()
	draft := DraftID("draft-" + id)
	b.approvedDraft(draft, p)
	b.ok(b.publish(b.publishing(id, draft)))
}

func (b *bench) sumOf(id DeliverableID) Digest { return Digest(b.eng().Deliverable(id).Blob) }

func (b *bench) view(by Actor, id DeliverableID) Refusal {
	return b.do(by, work, DeliverableViewed, DeliverableRef{id, b.sumOf(id)}, ViaPrivate{via(string(by.Contact()))})
}

func (b *bench) consent(by Actor, id DeliverableID) Refusal {
	return b.do(by, work, SignatureConsented, ConsentBody{id, b.sumOf(id), sum("consent"), "2026-01"}, ViaPrivate{via(string(by.Contact()))})
}

func (b *bench) sign(by Actor, id DeliverableID) Refusal {
	return b.do(by, work, SignatureGiven, SignatureBody{id, b.sumOf(id), b.eng().Deliverable(id).Plan.Digest()},
		SignaturePrivate{Name: "Ann Acme", Title: "President", Ink: []Stroke{{0, 0, 0.5, 1}}, Via: via(string(by.Contact()))})
}

// signed has these contacts agree and sign.
func (b *bench) signed(id DeliverableID, who ...Actor) {
	b.t.Helper()
	for _, c := range who {
		b.ok(b.consent(c, id))
		b.ok(b.sign(c, id))
	}
}

func sealing(d *Deliverable) SealedBody {
	return SealedBody{
		Deliverable: d.ID, Approved: Digest(d.Blob), Blob: blobOf("sealed " + string(d.ID)),
		Size: d.Size + 500, Pages: d.Pages + 1, Evidence: sum("evidence"),
	}
}

func (b *bench) seal(body SealedBody) Refusal {
	return b.try(b.eventNamed(SealedID(workSalt, "work", body.Deliverable), Relay, work, DeliverableSealed, body, nil))
}
