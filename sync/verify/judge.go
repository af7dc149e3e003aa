package verify

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
)

// judge goes from the file outwards: the seal, the record inside, the evidence
// beside it, and last where all of that comes from.
func (c *check) judge(doc *pdf.Report) {
	c.judgeSeal(doc)
	c.judgeInside(doc.Intact)
	c.judgeBeside(doc.Intact)
	if r := c.record(); r != nil {
		c.signers(r)
		if doc.Intact {
			c.ok("It begins with exactly the bytes that were approved", thousands(r.Approved.Size)+" bytes")
		}
	}
	c.judgeOrigin(doc)
}

func (c *check) judgeSeal(doc *pdf.Report) {
	for _, b := range doc.Broken {
		c.broken(Part(b.Part), b.Detail)
	}
	s := doc.Seal
	if s == nil || s.Certificate == nil {
		return
	}
	c.answer.Seal = &Seal{By: s.Subject, Fingerprint: hex.EncodeToString(s.Fingerprint[:]), Claimed: s.Claimed, Stamped: s.Stamped}
	if doc.Intact {
		c.ok("The seal covers every byte of the file", "by "+s.Subject)
	}
}

func (c *check) judgeInside(docIntact bool) {
	switch e := c.inside; {
	case e == nil:
		c.unchecked("No record of the signing was found inside", "The seal proves the bytes, and says nothing of who signed.")
	case !e.report.Intact():
		c.broken(Part(e.report.Broken), "Inside the file: "+e.report.Why)
	case e.record.Seal != nil && docIntact:
		c.broken(RecordPart, "The record inside the file speaks of its seal, which came later.")
	default:
		c.ok("Every event of the signing is in the firm's log", fmt.Sprintf("%d events with proofs, in the record inside the file", len(e.record.Trail)))
	}
}

func (c *check) judgeBeside(docIntact bool) {
	switch e := c.beside; {
	case e == nil:
		c.unchecked("No evidence file beside it", "It would prove that the firm's log has the seal as well.")
	case !e.report.Intact():
		c.broken(Part(e.report.Broken), "In the evidence file: "+e.report.Why)
	case e.record.Sealed == nil:
		c.unchecked("The evidence file does not speak of the seal", "It was made before the file was sealed.")
	case !docIntact:
		c.unchecked("The evidence file is about the file as it was", "It is intact itself.")
	case e.record.Sealed.Sum != c.sum:
		c.broken(RecordPart, "The evidence file is about another file.")
	case c.inside.intact() && !e.record.Embeds(c.inside.raw):
		c.broken(RecordPart, "The evidence file names another record than the one inside the file.")
	default:
		c.ok("The firm's log has the seal, over exactly these bytes", "sha256 "+string(c.sum))
	}
}

// judgeOrigin answers where the file comes from. The seal's certificate and the
// log's key must both be known, or be vouched for by the one that is: a seal
// covers the record inside with its log key, and a log names the seals of its
// firm.
func (c *check) judgeOrigin(doc *pdf.Report) {
	seal := Origin(doc.Origin)
	if doc.Seal != nil && seal == Unknown && doc.Genuine && slices.Contains(c.trust.Fingerprints, doc.Seal.Fingerprint) {
		seal = Given
	}
	best := c.beside
	if !best.intact() {
		best = c.inside
	}
	if !best.intact() {
		c.answer.Origin = seal
		return
	}
	log := Unknown
	if best.report.Origin == proof.OriginPinned {
		log = Pinned
	}
	named := doc.Seal != nil && c.names(best.record, doc.Seal.Certificate)
	if doc.Intact && !named {
		c.broken(SealPart, "It is by a certificate that the log of the signing does not have.")
	}
	if seal == Unknown && named && doc.Genuine {
		seal = log
	}
	if !doc.Intact {
		c.answer.Origin = seal // of what the file was before it was changed
		return
	}
	if log == Unknown && c.inside.intact() && bytes.Equal(c.inside.report.LogKey, best.report.LogKey) {
		log = seal
	}
	c.answer.Origin = weaker(seal, log)
}

func (c *check) names(r *proof.Record, certificate []byte) bool {
	return slices.ContainsFunc(r.SealCertificates(), func(der []byte) bool { return bytes.Equal(der, certificate) })
}

func weaker(a, b Origin) Origin {
	for _, o := range []Origin{Unknown, Given} {
		if a == o || b == o {
			return o
		}
	}
	return Pinned
}

func (c *check) signers(r *proof.Record) {
	facts, err := r.Certificate(time.UTC, func(engagement.Actor) string { return "" })
	if err != nil {
		return // the record verified, so this is no question of what is broken
	}
	for _, s := range facts.Signers {
		c.answer.Signers = append(c.answer.Signers, Signer{Name: s.Name, Signed: s.Signed.At})
	}
}

func (c *check) ok(words, detail string) {
	c.answer.Findings = append(c.answer.Findings, Finding{State: OK, Words: words, Detail: detail})
}

func (c *check) unchecked(words, detail string) {
	c.answer.Findings = append(c.answer.Findings, Finding{State: Unchecked, Words: words, Detail: detail})
}

func (c *check) broken(part Part, why string) {
	a := &c.answer
	if a.Intact {
		a.Intact, a.Broken = false, part
	}
	words := fmt.Sprintf("The %s %s broken", part, areOrIs(part))
	a.Findings = append(a.Findings, Finding{State: Bad, Part: part, Words: words, Detail: sentence(why)})
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(s[n:], ".") + "."
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
