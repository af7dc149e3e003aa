package portaltest

import (
	"context"

	"tieout/sync/engagement"
	"tieout/sync/portal"
)

// LetterPlan is what Ruth signs in the engagement letter: two signatures and a
// date.
func LetterPlan() engagement.Plan {
	return engagement.Plan{Signers: []engagement.ContactID{Ruth}, Fields: []engagement.Field{
		{ID: "f1", Kind: engagement.SignatureField, Signer: Ruth, Page: 2, X: 72, Y: 300, W: 258, H: 30},
		{ID: "f2", Kind: engagement.DateField, Signer: Ruth, Page: 2, X: 360, Y: 300, W: 110, H: 30},
		{ID: "f3", Kind: engagement.SignatureField, Signer: Ruth, Page: 4, X: 72, Y: 300, W: 258, H: 30},
		{ID: "f4", Kind: engagement.DateField, Signer: Ruth, Page: 4, X: 360, Y: 300, W: 110, H: 30},
	}}
}

// LetterPDF is the engagement letter.
func LetterPDF() []byte {
	return PDF(
		Page{"Engagement letter", []string{
			"Dear Ruth,", "", "Thank you for asking us to prepare the 2025 federal and New York returns of Acme Ltd.",
			"This letter says what we will do, what we need from you, and what it costs.", "",
			"We will prepare Form 1120-S and Form CT-3-S from the records you give us.",
			"We will not audit or otherwise verify them, though we may ask you to explain some of them.",
		}},
		Page{"Signature, scope of work", []string{"I have read the scope of the work above and agree to it on behalf of Acme Ltd."}},
		Page{"Fees", []string{"Our fee for the returns is $2,400, due when the returns are filed."}},
		Page{"Signature, fees and terms", []string{"I agree to the fees and terms above on behalf of Acme Ltd."}},
	)
}

func (w *World) letter() {
	w.Clock.Set(at(3, 3, 16, 5))
	w.open(Letter, Acme, "letter", "2025 engagement letter", "2026-03-10")
	w.Publish(Letter, Acme, LetterToSign, "Engagement letter 2025", "Please sign before we file.", LetterPDF(), 4, LetterPlan(), Ruth)
}

func (w *World) lastYear() {
	w.Clock.Set(at(1, 6, 10, 0))
	w.open(Return2024, Acme, engagement.Form1120S, "2024 Form 1120-S", "2025-03-17")
	plan := engagement.Plan{Signers: []engagement.ContactID{Ruth}, Fields: []engagement.Field{
		{ID: "f1", Kind: engagement.SignatureField, Signer: Ruth, Page: 1, X: 72, Y: 300, W: 258, H: 30},
	}}
	pdf := PDF(Page{"Signature, 2024 return", []string{"Copy for your records."}})
	w.Publish(Return2024, Acme, SealedReturn, "2024 Form 1120-S", "", pdf, 1, plan, Ruth)
	w.Clock.Set(at(1, 9, 9, 18))
	w.contact(Return2024, engagement.DeliverableViewed, engagement.DeliverableRef{Deliverable: SealedReturn}, nil)
	text := engagement.DigestOf([]byte("consent"))
	ref := w.Relay.Engagement(Lindqvist, Return2024).Deliverable(SealedReturn).Blob
	w.contact(Return2024, engagement.SignatureConsented,
		engagement.ConsentBody{Deliverable: SealedReturn, Sum: engagement.Digest(ref), Text: text, Version: "esign-1"}, nil)
	w.contact(Return2024, engagement.SignatureGiven,
		engagement.SignatureBody{Deliverable: SealedReturn, Sum: engagement.Digest(ref), Plan: plan.Digest()},
		engagement.SignaturePrivate{Name: "Ruth Adeyemi"})
	w.Seal(Return2024, Acme, SealedReturn, append(pdf, []byte("% signed\n")...), 2)
	w.Staff(Tom, Return2024, engagement.FilingConfirmed, engagement.FilingBody{Authority: "IRS", Accepted: true, On: "2026-01-12"}, nil)
}

// contact records what Ruth did.
func (w *World) contact(e engagement.EngagementID, kind engagement.Kind, body, private any) {
	_, err := w.Relay.Append(context.Background(), Lindqvist, portal.Act{
		Action: engagement.ActionID(w.Relay.ID("by-ruth")), By: Ruth, Via: engagement.Via{Method: "code", Email: RuthMail},
		Facts: []portal.Fact{{Stream: engagement.EngagementStream(e), Kind: kind, Body: body, Private: private}},
	})
	must(err)
}

func (w *World) ask(e engagement.EngagementID, id engagement.RequestID, title, detail, due string) {
	w.Staff(Tom, e, engagement.RequestAsked, engagement.RequestAskedBody{Request: id, Due: due},
		engagement.RequestPrivate{Title: title, Detail: detail})
}

// answer is Ruth's, with one file, and Tom's acceptance of it where he did.
func (w *World) answer(e engagement.EngagementID, id engagement.RequestID, name, media, text string, accepted bool) {
	ref := w.Put(Acme, []byte(text))
	doc := engagement.DocumentID("doc-" + id)
	stream := engagement.EngagementStream(e)
	_, err := w.Relay.Append(context.Background(), Lindqvist, portal.Act{Action: engagement.ActionID(w.Relay.ID("by-ruth")), By: Ruth, Facts: []portal.Fact{
		{Stream: stream, Kind: engagement.DocumentUploaded,
			Body:    engagement.DocumentBody{Document: doc, Blob: ref, Size: int64(len(text)), Media: media},
			Private: engagement.UploadPrivate{Name: name}},
		{Stream: stream, Kind: engagement.RequestAnswered,
			Body: engagement.RequestAnsweredBody{Request: id, Answer: engagement.WithFiles, Documents: []engagement.DocumentID{doc}}},
	}})
	must(err)
	if accepted {
		w.Staff(Tom, e, engagement.RequestAccepted, engagement.RequestRef{Request: id}, nil)
	}
}

func (w *World) thisYear() {
	w.Clock.Set(at(2, 2, 10, 0))
	w.open(Return2025, Acme, engagement.Form1120S, "2025 Form 1120-S", "2026-03-16")
	const e = Return2025
	w.ask(e, "req-prior", "Prior-year depreciation schedule", "", "")
	w.ask(e, "req-trial", "Trial balance", "As of December 31, as Excel or PDF.", "")
	w.ask(e, "req-payroll", "Payroll summary, Form W-3", "", "")
	w.ask(e, "req-health", "Health insurance paid for shareholders", "", "")
	w.ask(e, "req-bank", "Bank statements, October to December", "All business accounts.", "")
	w.ask(e, LoanAgreement, "Shareholder loan agreement", "The agreement between you and Acme Ltd, or tell us there isn’t one.", "2026-03-06")
	w.Clock.Set(at(2, 18, 9, 30))
	w.answer(e, "req-prior", "Depreciation 2024.pdf", "application/pdf", string(PDF(Page{"Depreciation 2024", nil})), true)
	w.answer(e, "req-trial", "2025 trial balance.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sheet", true)
	w.Clock.Set(at(2, 20, 11, 5))
	w.answer(e, "req-payroll", "Payroll W-3 (corrected).pdf", "application/pdf", string(PDF(Page{"W-3", nil})), true)
	w.answer(e, "req-health", "Health insurance 2025.pdf", "application/pdf", string(PDF(Page{"Health", nil})), true)
	w.financials()
	w.talk()
	w.Clock.Set(at(3, 4, 14, 28))
	w.answer(e, "req-bank", "Bank statements, Oct–Dec 2025.pdf", "application/pdf", string(PDF(Page{"Bank", nil})), false)
}

func (w *World) financials() {
	for i, day := range []int{19, 23, 26} {
		w.Clock.Set(at(2, day, 15, 20))
		pages := []Page{{"Draft financials", []string{"Acme Ltd, year ended December 31, 2025", "", "Draft for discussion."}}}
		for range i {
			pages = append(pages, Page{"Notes", []string{"Corrected."}})
		}
		w.Share(Tom, Return2025, Acme, Financials, "Draft financials.pdf", "application/pdf", PDF(pages...))
	}
}

func (w *World) say(by engagement.StaffID, text string, about string) {
	w.Staff(by, Return2025, engagement.MessagePosted,
		engagement.MessageBody{Message: engagement.MessageID(w.Relay.ID("msg")), About: about}, engagement.TextPrivate{Text: text})
}

func (w *World) hear(text string) {
	w.contact(Return2025, engagement.MessagePosted,
		engagement.MessageBody{Message: engagement.MessageID(w.Relay.ID("msg"))}, engagement.TextPrivate{Text: text})
}

func (w *World) talk() {
	w.Clock.Set(at(2, 23, 10, 2))
	w.hear("Do you need the health insurance for all twelve months?")
	w.Clock.Set(at(2, 23, 11, 44))
	w.say(Tom, "Yes please, all twelve. The year’s total for each shareholder is enough.", "")
	w.Clock.Set(at(2, 27, 9, 10))
	w.hear("Are the draft financials final?")
	w.Clock.Set(at(2, 27, 11, 20))
	w.say(Tom, "Not yet. Version 3 has the corrected rent; the van is still open.", "")
	w.Relay.Do(Lindqvist, Dana, engagement.FirmStream, engagement.StaffAwaySet,
		engagement.StaffAwayBody{Staff: Tom, Away: &engagement.Away{From: at(3, 4, 12, 0), Until: at(3, 4, 16, 0), Cover: Priya}}, nil)
	w.Clock.Set(at(3, 4, 12, 30))
	w.hear("Thanks Tom. On page 4: is the new van a repair or an asset? We bought it on Aug 14 for $38,600 and traded in the old one for $9,000, so the bank shows $29,600.")
	w.Clock.Set(at(3, 4, 14, 20))
	w.Staff(Priya, Return2025, engagement.RequestAsked, engagement.RequestAskedBody{Request: VanInvoice, Due: "2026-03-06"},
		engagement.RequestPrivate{Title: "Vehicle purchase invoice", Detail: "The dealer’s invoice for the van you bought on Aug 14, 2025. A phone photo is fine."})
	w.say(Priya, "It is an asset, so it goes on the register at $38,600 and we record the trade-in separately. To do both I need the dealer’s invoice. A phone photo is fine.", string(VanInvoice))
}

func (w *World) others() {
	w.Clock.Set(at(3, 2, 9, 0))
	w.open(Ruth1040, RuthSelf, engagement.Form1040, "Your 2025 Form 1040", "2026-04-15")
	w.open(RosewellBook, Rosewell, engagement.Monthly, "February accounts", "2026-03-15")
	w.ask(RosewellBook, "req-rosewell", "Bank statement", "", "2026-03-10")
}
