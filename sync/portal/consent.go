package portal

import (
	"strings"

	"tieout/sync/engagement"
)

// ConsentVersion names the wording below. Any change of the wording is a new
// version; consents that were given stay with the version they name.
const ConsentVersion = "esign-1"

// Consent is what a person agrees to before signing electronically. Its
// paragraphs are the eight things 15 U.S.C. 7001(c) asks to be said before
// consent: paper as an option; withdrawal, how and at what cost; what it
// covers; how to change contact details; a paper copy later and its fee; what
// is needed to read and keep the record; that the person shows they can open
// it; and what happens when those needs change.
type Consent struct {
	Version    string             `json:"version"`
	Title      string             `json:"title"`
	Paragraphs []ConsentParagraph `json:"paragraphs" nullable:"false"`
	Agree      string             `json:"agree" doc:"The sentence beside the box, which is never ticked in advance."`
	Digest     engagement.Digest  `json:"digest" doc:"SHA-256 of the text as shown; the consent names it."`
}

// ConsentParagraph is one point of the text.
type ConsentParagraph struct {
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// consentText is the text for one firm and one document.
func consentText(firm, document string) Consent {
	c := Consent{
		Version: ConsentVersion,
		Title:   "Signing and receiving records electronically",
		Agree: "I agree to sign and receive “" + document + "” electronically. I have opened the document on this page and could read it. " +
			"I can ask for paper or withdraw at any time.",
		Paragraphs: []ConsentParagraph{
			{"You can have paper instead", "You do not have to sign electronically. Choose “I want paper” on this page, or tell " + firm +
				", and you will get this document on paper to sign by hand."},
			{"You can withdraw", "You can withdraw this consent until you have signed, by choosing “Decline” here or by telling " + firm +
				". There is no fee and no penalty. The document is then handled on paper, which may take longer."},
			{"What this covers", "This consent covers this one document, “" + document + "”, its signature, and the signed copy and certificate you get afterwards. Nothing else."},
			{"How to reach us", "To withdraw, or to change your e-mail address or telephone number, write to " + firm + " under Messages in this portal, or call the office."},
			{"A paper copy later", "After signing you can download the signed copy here at any time. You can also ask " + firm + " for a copy on paper. There is no fee for it."},
			{"What you need", "A device with a current web browser (Chrome, Edge, Firefox or Safari of the last three years), an internet connection, an e-mail address you can read, " +
				"a program that opens PDF files, and a place to save or print them."},
			{"Checking that it works", "The first page of your document is shown on this page. If you can read it, your device can open what we send. If you cannot, choose paper."},
			{"If this changes", "If you will ever need other equipment or programs to open or keep these records, we will tell you, and ask for your consent again. You can then withdraw without any fee."},
		},
	}
	c.Digest = engagement.DigestOf([]byte(c.text()))
	return c
}

// text is the consent as it is read: what the digest is taken of.
func (c *Consent) text() string {
	var b strings.Builder
	b.WriteString(c.Version + "\n" + c.Title + "\n")
	for _, p := range c.Paragraphs {
		b.WriteString("\n" + p.Heading + "\n" + p.Text + "\n")
	}
	b.WriteString("\n" + c.Agree + "\n")
	return b.String()
}
