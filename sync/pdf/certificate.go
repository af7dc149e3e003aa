package pdf

import (
	"fmt"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Certificate is what the certificate pages say. Times print in the zone they
// carry. A zero time prints as "not recorded".
type Certificate struct {
	Firm     string
	Document string
	SHA256   [32]byte // of the approved bytes
	Pages    int      // of the approved document
	Signers  []CertifiedSigner
	Events   []CertifiedEvent
}

// CertifiedSigner is one signer's line of evidence. The e-mail address is
// printed masked; give it whole.
type CertifiedSigner struct {
	Name, Role, Email, Method, IP, UserAgent string
	ConsentVersion                           string
	ConsentSHA256                            [32]byte
	Viewed, Consented, Signed                time.Time
}

// CertifiedEvent is one step of the signing.
type CertifiedEvent struct {
	At       time.Time
	By, Text string
}

// appendCertificate adds the pages at the end and says how many.
func (r *revision) appendCertificate(fb *fontbook, c Certificate) (int, error) {
	root, ok := r.g.root["Pages"].(types.IndirectRef)
	if !ok {
		return 0, refuse(CodeDamaged, nil, "The page tree of this PDF is damaged, so nothing can be added to it.")
	}
	s := newSheet(fb)
	c.write(s)
	tree := r.editable(root.ObjectNumber.Value())
	kids := append(types.Array{}, r.g.array(tree["Kids"])...)
	for i := range s.pages {
		fmt.Fprintf(&s.pages[i], "0.35 g\n")
		s.text(&s.pages[i], plain, fmt.Sprintf("Certificate page %d of %d", i+1, len(s.pages)), sheetLeft, 30, 8)
	}
	for i := range s.pages {
		kids = append(kids, add(r, types.Dict{"Type": types.Name("Page"), "Parent": root,
			"MediaBox": letter.array(), "CropBox": letter.array(), "Rotate": types.Integer(0),
			"Resources": types.Dict{"Font": fb.resources()},
			"Contents":  add(r, deflated(types.Dict{}, s.pages[i].Bytes()))}))
	}
	tree["Kids"], tree["Count"] = kids, types.Integer(r.g.integer(tree["Count"])+len(s.pages))
	return len(s.pages), nil
}

func (c Certificate) write(s *sheet) {
	s.line(bold, "Certificate of signing", 20)
	s.gap(4)
	s.grey(c.Firm, 10)
	s.gap(14)
	s.rows([][2]string{
		{"Document", c.Document},
		{"Pages", fmt.Sprint(c.Pages)},
		{"SHA-256", fmt.Sprintf("%x", c.SHA256)},
	})
	s.gap(6)
	s.grey("The fingerprint above is of the document as it was approved and presented. This file begins with exactly those bytes; "+
		"the marks and this page were added after them.", 8)
	for i, signer := range c.Signers {
		s.gap(14)
		s.keep(150)
		s.heading(fmt.Sprintf("Signer %d of %d", i+1, len(c.Signers)))
		s.rows(signer.rows())
	}
	if len(c.Events) > 0 {
		s.gap(14)
		s.keep(80)
		s.heading("What happened")
		for _, e := range c.Events {
			s.event(stamped(e.At), e.By, e.Text)
		}
	}
	if len(s.fb.undrawn) > 0 {
		s.gap(10)
		s.grey("Characters shown as an empty box could not be drawn here. The attached record holds the exact spelling.", 8)
	}
}

func (c CertifiedSigner) rows() [][2]string {
	var rows [][2]string
	for _, r := range [][2]string{{"Name", c.Name}, {"Role", c.Role}, {"E-mail", maskEmail(c.Email)}, {"Identity", c.Method},
		{"IP address", c.IP}, {"Browser", c.UserAgent}} {
		if r[1] != "" {
			rows = append(rows, r)
		}
	}
	if c.ConsentVersion != "" {
		rows = append(rows, [2]string{"Consent text", fmt.Sprintf("version %s, SHA-256 %x", c.ConsentVersion, c.ConsentSHA256)})
	}
	return append(rows, [2]string{"Viewed", stamped(c.Viewed)}, [2]string{"Consented", stamped(c.Consented)}, [2]string{"Signed", stamped(c.Signed)})
}

// stamped prints a time to the second with its offset. A zone's abbreviation is
// left out: it is ambiguous, and does not survive every encoding of a time.
func stamped(t time.Time) string {
	if t.IsZero() {
		return "not recorded"
	}
	return t.Format("Jan 2, 2006, 3:04:05 PM (UTC-07:00)")
}

// maskEmail keeps enough to recognise an address and not enough to use it.
func maskEmail(s string) string {
	user, host, ok := strings.Cut(s, "@")
	if !ok || user == "" {
		return s
	}
	first := []rune(user)[:1]
	return string(first) + "•••@" + host
}
