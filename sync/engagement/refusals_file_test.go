package engagement

var documentRefusals = []refusal{
	{"an upload without bytes", CodeMalformed, func(b *bench) Refusal {
		return b.do(ann, work, DocumentUploaded, DocumentBody{Document: "u1", Blob: blobOf("x")}, UploadPrivate{Name: "n"})
	}},
	{"an upload of negative size", CodeMalformed, func(b *bench) Refusal {
		return b.do(ann, work, DocumentUploaded, DocumentBody{Document: "u1", Blob: blobOf("x"), Size: -1}, UploadPrivate{Name: "n"})
	}},
	{"an upload twice", CodeExists, func(b *bench) Refusal { b.ok(b.upload("u1")); return b.upload("u1") }},
	{"an upload over a save", CodeExists, func(b *bench) Refusal { b.ok(b.save("d1", "a.pdf", "", "v1")); return b.upload("d1") }},
	{"an upload without a name", CodeMalformed, func(b *bench) Refusal {
		return b.do(ann, work, DocumentUploaded, DocumentBody{Document: "u1", Blob: blobOf("x"), Size: 1}, ViaPrivate{via("ann")})
	}},
	{"a save of no bytes", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, DocumentShared, DocumentBody{Document: "d1", Blob: "ABC", Size: 9}, SharedPrivate{Rel: "a.pdf"})
	}},
	{"a save over an upload", CodeExists, func(b *bench) Refusal { b.ok(b.upload("u1")); return b.save("u1", "a.pdf", "", "v1") }},
	{"a save under another key", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		return b.save("d1", "b.pdf", b.eng().Base("a.pdf"), "v2")
	}},
	{"a save with an id of one's own", CodeMalformed, func(b *bench) Refusal {
		return b.do(pia, work, DocumentShared, DocumentBody{Document: "d1", Blob: blobOf("x"), Size: 9}, SharedPrivate{"a.pdf", "a.pdf"})
	}},
	{"a save of no path under another's id", CodeMalformed, func(b *bench) Refusal {
		id := SaveID(workSalt, "work", "a.pdf", "", sum("v1"))
		return b.try(b.eventNamed(id, pia, work, DocumentShared, DocumentBody{Document: "d1", Blob: blobOf("x"), Size: 9}, SharedPrivate{Rel: "x.pdf"}))
	}},
	{"a save over nothing", CodeStaleBase, func(b *bench) Refusal { return b.save("d1", "a.pdf", "save-none", "v1") }},
	{"a second document of one path", CodeStaleBase, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		return b.save("d2", "a.pdf", "", "v2")
	}},
	{"a save over an old version", CodeStaleBase, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		first := b.eng().Base("a.pdf")
		b.ok(b.save("d1", "a.pdf", first, "v2"))
		return b.save("d1", "a.pdf", first, "v3")
	}},
	{"the same bytes again", CodeSameBytes, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		return b.save("d2", "a.pdf", "", "v1")
	}},
	{"assigning what is not there", CodeMissing, func(b *bench) Refusal { b.ok(b.ask("q1")); return b.assignTo("u1", "q1") }},
	{"assigning the office's file", CodeMissing, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		return b.assignTo("d1", "q1")
	}},
	{"assigning to nothing", CodeMissing, func(b *bench) Refusal { b.ok(b.upload("u1")); return b.assignTo("u1", "q1") }},
	{"assigning twice", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.ask("q1"))
		b.ok(b.upload("u1"))
		b.ok(b.assignTo("u1", "q1"))
		return b.assignTo("u1", "q1")
	}},
	{"withdrawing what is not there", CodeMissing, func(b *bench) Refusal { return b.takeBack("d1", "") }},
	{"withdrawing the client's file", CodeMissing, func(b *bench) Refusal { b.ok(b.upload("u1")); return b.takeBack("u1", "") }},
	{"withdrawing twice", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		b.ok(b.takeBack("d1", ""))
		return b.takeBack("d1", "")
	}},
	{"withdrawing an old version", CodeStaleBase, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		first := b.eng().Base("a.pdf")
		b.ok(b.save("d1", "a.pdf", first, "v2"))
		return b.takeBack("d1", first)
	}},
	{"opening no version", CodeMissing, func(b *bench) Refusal { return b.look("d1", "none") }},
	{"opening another document's version", CodeMissing, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		b.ok(b.save("d2", "b.pdf", "", "v1"))
		return b.look("d2", b.eng().Base("a.pdf"))
	}},
	{"opening what was taken back", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		version := b.eng().Base("a.pdf")
		b.ok(b.takeBack("d1", ""))
		return b.look("d1", version)
	}},
	{"opening what was erased", CodeMissing, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		b.must(pat, work, Erased, ErasedBody{Blobs: []Digest{sum("v1")}}, nil)
		return b.look("d1", b.eng().Base("a.pdf"))
	}},
	{"opening twice", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		b.ok(b.look("d1", b.eng().Base("a.pdf")))
		return b.look("d1", b.eng().Base("a.pdf"))
	}},
	{"filing nothing", CodeMissing, func(b *bench) Refusal { return b.place("none", "x") }},
	{"filing the office's own file", CodeMissing, func(b *bench) Refusal {
		b.ok(b.save("d1", "a.pdf", "", "v1"))
		return b.place(b.eng().Base("a.pdf"), "v1")
	}},
	{"filing twice", CodeExists, func(b *bench) Refusal {
		b.ok(b.upload("u1"))
		version := b.eng().Document("u1").Tip
		b.ok(b.place(version, "u1"))
		return b.place(version, "u1")
	}},
	{"filing other bytes", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.upload("u1"))
		return b.place(b.eng().Document("u1").Tip, "other")
	}},
	{"filing other bytes as the signed copy", CodeMalformed, func(b *bench) Refusal {
		b.sent("d1", signedBy(false, "ann"))
		b.signed("d1", ann)
		b.ok(b.seal(sealing(b.eng().Deliverable("d1"))))
		return b.place(b.eng().Deliverable("d1").Seal.Event, "other")
	}},
	{"a receipt with an id of one's own", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.upload("u1"))
		return b.do(pia, work, DocumentPlaced, PlacedBody{b.eng().Document("u1").Tip, sum("u1")}, PlacedPrivate{"x"})
	}},
}

func (b *bench) assignTo(d DocumentID, r RequestID) Refusal {
	return b.do(pia, work, DocumentAssigned, AssignedBody{d, r}, nil)
}

func (b *bench) takeBack(d DocumentID, version EventID) Refusal {
	return b.do(pia, work, DocumentWithdrawn, DocumentRef{d, version}, WhyPrivate{Why: "wrong year"})
}

func (b *bench) look(d DocumentID, version EventID) Refusal {
	return b.do(ann, work, DocumentViewed, DocumentRef{d, version}, ViaPrivate{via("ann")})
}

// harmed assembles a draft whose body is spoiled by harm.
func harmed(harm func(d *DraftBody)) func(b *bench) Refusal {
	return func(b *bench) Refusal {
		body := draftBody("p1", signedBy(false, "ann", "bob"))
		harm(&body)
		return b.assemble(body)
	}
}

var draftRefusals = []refusal{
	{"no bytes", CodeMalformed, harmed(func(d *DraftBody) { d.Blob = "" })},
	{"no size", CodeMalformed, harmed(func(d *DraftBody) { d.Size = 0 })},
	{"no pages", CodeMalformed, harmed(func(d *DraftBody) { d.Pages = 0 })},
	{"no parts", CodeMalformed, harmed(func(d *DraftBody) { d.Parts = nil })},
	{"a part past the end", CodeMalformed, harmed(func(d *DraftBody) { d.Parts[1].Pages = 3 })},
	{"a part as long as a number goes", CodeMalformed, harmed(func(d *DraftBody) { d.Parts[1].Pages = 1<<63 - 1 })},
	{"a signer twice", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Signers[1] = "ann" })},
	{"a stranger's field", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Fields[0].Signer = "zoe" })},
	{"a field on no page", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Fields[0].Page = 4 })},
	{"a field without width", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Fields[0].W = 0 })},
	{"a field beyond all paper", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Fields[0].X = 1e308 })},
	{"a field of no kind", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Fields[0].Kind = "stamp" })},
	{"two fields of one id", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Fields[1].ID = d.Plan.Fields[0].ID })},
	{"a signer who only dates", CodeMalformed, harmed(func(d *DraftBody) { d.Plan.Fields[1].Kind = DateField })},
	{"the same draft twice", CodeExists, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.assemble(draftBody("p1", Plan{}))
	}},
	{"in the place of nothing", CodeMissing, harmed(func(d *DraftBody) { d.Replaces = "p0" })},
	{"in the place of what was replaced", CodeSuperseded, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		second, third := draftBody("p2", Plan{}), draftBody("p3", Plan{})
		second.Replaces, third.Replaces = "p1", "p1"
		b.ok(b.assemble(second))
		return b.assemble(third)
	}},
	{"submitting nothing", CodeMissing, func(b *bench) Refusal { return b.submit("p1") }},
	{"submitting twice", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		b.ok(b.submit("p1"))
		return b.submit("p1")
	}},
	{"submitting what was published", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", Plan{})
		return b.submit("draft-d1")
	}},
	{"submitting what was replaced", CodeSuperseded, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		b.must(pia, work, DraftDiscarded, DraftRef{"p1"}, nil)
		return b.submit("p1")
	}},
	{"discarding what was published", CodeNotOpen, func(b *bench) Refusal {
		b.sent("d1", Plan{})
		return b.do(pia, work, DraftDiscarded, DraftRef{"draft-d1"}, nil)
	}},
	{"returning nothing", CodeMissing, func(b *bench) Refusal { return b.do(maX, work, DraftReturned, DraftRef{"p1"}, nil) }},
	{"returning what is not in review", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.do(maX, work, DraftReturned, DraftRef{"p1"}, nil)
	}},
	{"approving nothing", CodeMissing, func(b *bench) Refusal {
		return b.do(pat, work, DraftApproved, ApprovalBody{Draft: "p1"}, nil)
	}},
	{"approving what is not in review", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.approve("p1")
	}},
	{"approving twice", CodeNotOpen, func(b *bench) Refusal { b.approvedDraft("p1", Plan{}); return b.approve("p1") }},
	{"approving other bytes", CodeSuperseded, approving(func(a *ApprovalBody) { a.Sum = sum("other") })},
	{"approving other pages", CodeSuperseded, approving(func(a *ApprovalBody) { a.Pages++ })},
	{"approving another plan", CodeSuperseded, approving(func(a *ApprovalBody) { a.Plan = signedBy(false, "bob").Digest() })},
	{"approving no bytes by name", CodeSuperseded, approving(func(a *ApprovalBody) { a.Sum = "" })},
	{"withdrawing the approval of nothing", CodeMissing, func(b *bench) Refusal {
		return b.do(pat, work, ApprovalWithdrawn, DraftRef{"p1"}, nil)
	}},
	{"withdrawing no approval", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.do(pat, work, ApprovalWithdrawn, DraftRef{"p1"}, nil)
	}},
	{"a note on nothing", CodeMissing, func(b *bench) Refusal { return b.pin("p1", "n1", 1) }},
	{"a note on no page", CodeMalformed, func(b *bench) Refusal { b.ok(b.assemble(draftBody("p1", Plan{}))); return b.pin("p1", "n1", 9) }},
	{"a note beyond all paper", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.do(pat, work, NotePinned, ReviewNoteBody{Draft: "p1", Note: "n1", Page: 1, Y: -1e300}, TextPrivate{Text: "x"})
	}},
	{"a note twice", CodeExists, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		b.ok(b.pin("p1", "n1", 1))
		return b.pin("p1", "n1", 1)
	}},
	{"an empty note", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.do(pat, work, NotePinned, ReviewNoteBody{Draft: "p1", Note: "n1", Page: 1}, nil)
	}},
	{"an answer under nothing", CodeMissing, func(b *bench) Refusal {
		return b.do(pia, work, NoteAnswered, ReviewNoteBody{Draft: "p1", Note: "n1"}, TextPrivate{Text: "x"})
	}},
	{"an answer to no note", CodeMissing, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.do(pia, work, NoteAnswered, ReviewNoteBody{Draft: "p1", Note: "n1"}, TextPrivate{Text: "x"})
	}},
	{"an empty answer", CodeMalformed, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		b.ok(b.pin("p1", "n1", 1))
		return b.do(pia, work, NoteAnswered, ReviewNoteBody{Draft: "p1", Note: "n1"}, nil)
	}},
	{"settling no note", CodeMissing, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		return b.settle("p1", "n1")
	}},
	{"settling twice", CodeNotOpen, func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", Plan{})))
		b.ok(b.pin("p1", "n1", 1))
		b.ok(b.settle("p1", "n1"))
		return b.settle("p1", "n1")
	}},
}

// approving approves a submitted draft with an approval spoiled by harm.
func approving(harm func(a *ApprovalBody)) func(b *bench) Refusal {
	return func(b *bench) Refusal {
		b.ok(b.assemble(draftBody("p1", signedBy(false, "ann"))))
		b.ok(b.submit("p1"))
		body := approval(b.eng().Draft("p1"))
		harm(&body)
		return b.do(pat, work, DraftApproved, body, nil)
	}
}

func (b *bench) pin(d DraftID, n NoteID, page int) Refusal {
	return b.do(pat, work, NotePinned, ReviewNoteBody{d, n, page, 10, 20}, TextPrivate{Text: "Wrong EIN"})
}

func (b *bench) settle(d DraftID, n NoteID) Refusal {
	return b.do(pia, work, NoteSettled, ReviewNoteBody{Draft: d, Note: n}, nil)
}
