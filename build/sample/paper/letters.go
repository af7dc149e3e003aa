package paper

// Firm is the sender of letters.
type Firm struct{ Name, Address string }

// EngagementLetter is a two-page letter whose second page is signed, with the
// places for the signature and its date.
func EngagementLetter(f Firm, client, service, signer, title string) ([]byte, []Box, error) {
	s := newSheet("Engagement letter, " + client)
	s.head(f.Name, f.Address)
	s.line(10.5, "January 5, 2026")
	s.Ln(10)
	s.line(10.5, client)
	s.Ln(10)
	s.para("Dear " + signer + ",")
	s.para("Thank you for choosing us to prepare your " + service + ". This letter says what we will do, what we need from you, and what it costs, so that neither of us has to guess.")
	s.para("What we do. We prepare the federal and state returns named above from the information that you give us. We do not audit it, but we ask where something looks incomplete or unusual.")
	s.para("What we need from you. Send us what is on your request list by the dates shown there. You are responsible for the completeness of your records and for reading the return before you sign it.")
	s.para("What it costs. Our fee is based on the time the work takes at our usual rates. If the work turns out to be larger than we both expect, we tell you before we go on.")
	s.para("How we keep your information. We share it with nobody outside the firm unless the law requires it or you agree in writing. Your documents travel through our portal, and the signed copies stay in your file.")
	s.AddPage()
	s.para("Ending this engagement. Either of us may end it in writing at any time. You pay for the work done until then, and we return your original records.")
	s.para("If this letter says what you expect, please sign below. Your signature is also your agreement to receive documents electronically for this engagement.")
	s.signHere(signer, title)
	s.Ln(30)
	s.para("With kind regards,")
	s.para(f.Name)
	b, err := s.bytes()
	return b, s.boxes, err
}

// CoverLetter goes with a finished return.
func CoverLetter(f Firm, client, service, contact string) ([]byte, error) {
	s := newSheet("Cover letter, " + client)
	s.head(f.Name, f.Address)
	s.para("Dear " + contact + ",")
	s.para("Enclosed is your " + service + " for your review. Please read it before you sign. The pages that need your signature are marked.")
	s.para("Nothing is filed before you have signed. If anything looks wrong, write to us in the portal under this document and we will answer there.")
	s.para("With kind regards,")
	s.para(f.Name)
	return s.bytes()
}
