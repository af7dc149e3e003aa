package relay

import (
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/proof"
)

// marks puts what the signers gave into the fields of the plan.
func marks(j *sealJob) []pdf.Mark {
	var all []pdf.Mark
	for _, f := range j.d.Plan.Fields {
		for i := range j.d.Signed {
			if s := &j.d.Signed[i]; s.By == f.Signer {
				all = append(all, mark(f, s, j.zone))
			}
		}
	}
	return all
}

func mark(f engagement.Field, s *engagement.Signature, zone *time.Location) pdf.Mark {
	m := pdf.Mark{Page: f.Page, Rect: pdf.Rect{X0: f.X, Y0: f.Y, X1: f.X + f.W, Y1: f.Y + f.H}}
	switch f.Kind {
	case engagement.DateField:
		m.Kind, m.Text = pdf.MarkText, s.At.In(zone).Format("Jan 2, 2006")
	case engagement.InitialsField:
		m.Kind, m.Text = pdf.MarkTyped, initials(s.Name)
	case engagement.CheckboxField:
		m.Kind = pdf.MarkCheck
	default:
		m.Kind, m.Text = pdf.MarkTyped, s.Name
		if len(s.Ink) > 0 {
			m.Kind, m.Text, m.Strokes = pdf.MarkDrawn, "", strokes(s.Ink)
		}
	}
	return m
}

func strokes(ink []engagement.Stroke) [][]pdf.Point {
	all := make([][]pdf.Point, len(ink))
	for i, s := range ink {
		for k := 0; k+1 < len(s); k += 2 {
			all[i] = append(all[i], pdf.Point{X: s[k], Y: s[k+1]})
		}
	}
	return all
}

// initials are the first letters of the words of a name.
func initials(name string) string {
	var out []rune
	start := true
	for _, c := range oneLine(name) {
		if start {
			out = append(out, c)
		}
		start = c == ' ' || c == '-'
	}
	return string(out)
}

// certificate puts the facts of the evidence on the certificate page.
func certificate(j *sealJob, c *proof.Certificate, approved blob.Hash) pdf.Certificate {
	out := pdf.Certificate{Firm: j.firm, Document: c.Title, SHA256: approved, Pages: c.Pages}
	in := func(s proof.Stamp) time.Time {
		if s.At.IsZero() {
			return time.Time{}
		}
		return s.At.In(j.zone)
	}
	for i := range c.Signers {
		s := &c.Signers[i]
		out.Signers = append(out.Signers, pdf.CertifiedSigner{
			Name: s.Name, Role: s.Title, Email: s.Email, Method: methods[s.Method], IP: s.IP, UserAgent: s.Agent,
			ConsentVersion: s.Consent.Version, ConsentSHA256: sum(s.Consent.Text),
			Viewed: in(s.Viewed), Consented: in(s.Consented), Signed: in(s.Signed),
		})
	}
	for _, e := range c.Events {
		out.Events = append(out.Events, pdf.CertifiedEvent{At: in(e.At), By: e.Who, Text: e.What})
	}
	return out
}

// methods says how a signer proved who they are.
var methods = map[string]string{
	"link": "A link sent to this e-mail address",
	"code": "A code sent to this e-mail address",
}
