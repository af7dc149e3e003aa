package proof

import (
	"strings"
	"time"

	"tieout/sync/engagement"
)

// Certificate is what the certificate page prints. It is computed here once,
// from a record that verifies; the page adds nothing of its own.
type Certificate struct {
	Title       string
	Deliverable engagement.DeliverableID
	Sum         engagement.Digest // of the approved bytes
	Size        int64
	Pages       int
	ApprovedBy  string
	Signers     []Signer
	Events      []CertificateEvent
}

// Signer is one person who signed, as they signed.
type Signer struct {
	Name    string
	Title   string
	Email   string // masked
	Method  string // "link" or "code"
	IP      string
	Agent   string
	Consent Agreement
	// Viewed is zero for a signer who signed without opening the document first.
	Viewed, Consented, Signed Stamp
}

// Agreement is the consent text that a signer agreed to.
type Agreement struct {
	Version string
	Text    engagement.Digest
}

// CertificateEvent is one line of the certificate's history.
type CertificateEvent struct {
	At   Stamp
	What string
	Who  string
}

// Stamp is one moment, by the relay's clock, as it is printed.
type Stamp struct {
	At    time.Time
	UTC   string // "2026-03-14 15:09:26 UTC"
	Local string // "Mar 14, 2026, 11:09:26 AM EDT", in the firm's zone
}

// Names puts actors in words: staff by their name, the relay as the firm.
type Names func(engagement.Actor) string

// Certificate answers what the certificate page prints. It fails when the
// record's events do not agree; it does not check the log: see [Record.Verify].
func (r *Record) Certificate(zone *time.Location, names Names) (Certificate, error) {
	keys, err := r.keyring()
	if err != nil {
		return Certificate{}, err
	}
	f, err := r.fold(keys)
	if err != nil {
		return Certificate{}, err
	}
	c := Certificate{
		Title: f.published.priv.Title, Deliverable: r.Deliverable,
		Sum: r.Approved.Sum, Size: r.Approved.Size, Pages: r.Approved.Pages,
		ApprovedBy: names(f.approval.by),
	}
	for i := range f.signed {
		c.Signers = append(c.Signers, f.signer(i, zone))
	}
	for _, m := range f.order {
		who := f.nameOf(m.by)
		if who == "" {
			who = names(m.by)
		}
		c.Events = append(c.Events, CertificateEvent{stamp(m.at, zone), happenings[m.kind], who})
	}
	return c, nil
}

var happenings = map[engagement.Kind]string{
	engagement.DraftApproved:        "Approved",
	engagement.DeliverablePublished: "Sent",
	engagement.DeliverableViewed:    "Opened",
	engagement.SignatureConsented:   "Agreed to sign electronically",
	engagement.SignatureGiven:       "Signed",
	engagement.DeliverableSealed:    "Sealed",
}

func (f *facts) signer(i int, zone *time.Location) Signer {
	s := &f.signed[i]
	c := f.consentOf(s.by) // fold refuses a signature without consent
	who := Signer{
		Name: s.priv.Name, Title: s.priv.Title,
		Consent:   Agreement{c.body.Version, c.body.Text},
		Consented: stamp(c.at, zone), Signed: stamp(s.at, zone),
	}
	if via := s.priv.Via; via != nil {
		who.Email, who.Method, who.IP, who.Agent = MaskEmail(via.Email), via.Method, via.IP, via.Agent
	}
	for _, v := range f.views {
		if v.by == s.by {
			who.Viewed = stamp(v.at, zone)
			break
		}
	}
	return who
}

// nameOf is the name a contact signed with, or "".
func (f *facts) nameOf(by engagement.Actor) string {
	if s := f.signatureOf(by); s != nil {
		return s.priv.Name
	}
	return ""
}

func stamp(at time.Time, zone *time.Location) Stamp {
	at = at.UTC()
	return Stamp{
		At:    at,
		UTC:   at.Format("2006-01-02 15:04:05 UTC"),
		Local: at.In(zone).Format("Jan 2, 2006, 3:04:05 PM MST"),
	}
}

// MaskEmail leaves the first letter and the domain: enough for the owner to
// know the address, too little to write to it.
func MaskEmail(address string) string {
	name, domain, ok := strings.Cut(address, "@")
	if !ok || name == "" {
		return ""
	}
	first := []rune(name)[:1]
	return string(first) + "***@" + domain
}
