package portal

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// Deliverable is a published document as one of its recipients sees it.
type Deliverable struct {
	ID         engagement.DeliverableID    `json:"id"`
	Engagement engagement.EngagementID     `json:"engagement"`
	Work       string                      `json:"work"`
	Title      string                      `json:"title"`
	Note       string                      `json:"note,omitempty"`
	State      engagement.DeliverableState `json:"state" enum:"out,delivered,signed,sealed,declined,withdrawn,replaced"`
	Sentence   string                      `json:"sentence" doc:"Where it stands, for this person."`
	From       string                      `json:"from"`
	When       When                        `json:"when"`
	Due        string                      `json:"due,omitempty"`
	Pages      int                         `json:"pages"`
	Size       int64                       `json:"size"`
	Sum        engagement.Digest           `json:"sum" doc:"SHA-256 of the bytes; consent and signature name it."`
	Plan       engagement.Digest           `json:"plan" doc:"SHA-256 of the field plan; a signature names it."`
	Fields     []Field                     `json:"fields" nullable:"false" doc:"Where this person signs, in reading order."`
	Signers    []Signer                    `json:"signers" nullable:"false"`
	You        You                         `json:"you"`
	Consent    Consent                     `json:"consent"`
	ReplacedBy engagement.DeliverableID    `json:"replacedBy,omitempty"`
	File       string                      `json:"file" doc:"The document."`
	Signed     string                      `json:"signed,omitempty" doc:"The sealed copy, once there is one."`
	Evidence   string                      `json:"evidence,omitempty" doc:"The evidence record beside it."`
	Proof      *Proof                      `json:"proof,omitempty" doc:"This person's signature, as the certificate has it."`
}

// Field is a place to sign: points from the lower left of a page as stored.
type Field struct {
	ID   string               `json:"id"`
	Kind engagement.FieldKind `json:"kind" enum:"signature,date,initials,checkbox"`
	Page int                  `json:"page" doc:"From 1."`
	X    float64              `json:"x"`
	Y    float64              `json:"y"`
	W    float64              `json:"w"`
	H    float64              `json:"h"`
}

// Signer is somebody who signs.
type Signer struct {
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	You   bool   `json:"you"`
	State string `json:"state" enum:"signed,next,later"`
	When  *When  `json:"when,omitempty"`
}

// You is what the person reading can do.
type You struct {
	Signs     bool   `json:"signs"`
	Turn      bool   `json:"turn"`
	Opened    bool   `json:"opened"`
	Consented bool   `json:"consented"`
	Signed    bool   `json:"signed"`
	Name      string `json:"name"`
	Today     string `json:"today" doc:"The date a signature gets now, in the firm's zone."`
}

// Proof is one signature as the certificate prints it; the whole certificate is
// in the sealed file.
type Proof struct {
	SignedBy    string `json:"signedBy" doc:"Ruth Adeyemi, President, Acme Ltd"`
	When        string `json:"when" doc:"In full, with its zone."`
	ConfirmedBy string `json:"confirmedBy"`
	Seal        string `json:"seal,omitempty" doc:"SHA-256 of the sealed file, once there is one."`
}

// AtDeliverable is the part of a path that names a deliverable.
type AtDeliverable struct {
	AtClient
	Engagement  engagement.EngagementID  `path:"engagement"`
	Deliverable engagement.DeliverableID `path:"deliverable"`
}

func (p *Portal) deliverableRoutes() {
	const one = "/clients/{client}/engagements/{engagement}/deliverables/{deliverable}"
	register(p, http.MethodGet, one, "deliverable", "A published document, and what to do with it.", p.deliverable)
	register(p, http.MethodPost, one+"/consent", "consent", "Agree to sign electronically.", p.consent)
	register(p, http.MethodPost, one+"/sign", "sign", "Sign: all of this person's fields at once.", p.sign)
	register(p, http.MethodPost, one+"/decline", "decline", "Decline to sign.", p.decline)
}

// seen is a deliverable with the visit it is seen in.
type seen struct {
	*visit
	e *engagement.Engagement
	d *engagement.Deliverable
}

func (p *Portal) open(ctx context.Context, in *AtDeliverable) (*seen, error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	return v.deliverable(in)
}

func (v *visit) deliverable(in *AtDeliverable) (*seen, error) {
	e, err := v.engagement(in.Engagement)
	if err != nil {
		return nil, err
	}
	d := e.Deliverable(in.Deliverable)
	if d == nil || !v.reaches(d) {
		return nil, notFound()
	}
	return &seen{v, e, d}, nil
}

func (p *Portal) deliverable(ctx context.Context, in *AtDeliverable) (*body[Deliverable], error) {
	s, err := p.open(ctx, in)
	if err != nil {
		return nil, err
	}
	return answer(s.read()), nil
}

func (s *seen) read() Deliverable {
	c := s.clock()
	d := s.d
	out := Deliverable{
		ID: d.ID, Engagement: s.e.ID, Work: s.e.Title, Title: d.Title, Note: d.Note, State: d.State, Sentence: s.sentence(),
		From: actorName(s.Firm, nil, d.By), When: c.when(d.At), Due: c.long(s.e.Due), Pages: d.Pages, Size: d.Size,
		Sum: engagement.Digest(d.Blob), Plan: d.Plan.Digest(), Fields: s.fields(), Signers: s.signers(), You: s.you(),
		Consent: consentText(s.Firm.Name, d.Title), File: s.deliverableHref(s.e, d, "document"),
	}
	for _, other := range s.e.Deliverables {
		if other.Replaces == d.ID && other.Live() && s.reaches(other) {
			out.ReplacedBy = other.ID
		}
	}
	if d.Seal != nil {
		out.Signed, out.Evidence = s.deliverableHref(s.e, d, "signed"), s.deliverableHref(s.e, d, "evidence")
	}
	out.Proof = s.proof(c)
	return out
}

func (s *seen) fields() []Field {
	out := []Field{}
	for _, f := range s.d.Plan.Fields {
		if f.Signer == s.at.Contact {
			out = append(out, Field{f.ID, f.Kind, f.Page, f.X, f.Y, f.W, f.H})
		}
	}
	slices.SortStableFunc(out, func(a, b Field) int {
		switch {
		case a.Page != b.Page:
			return a.Page - b.Page
		case math.Abs(a.Y-b.Y) > 4: // the same line of a form, near enough
			return int(math.Copysign(1, b.Y-a.Y))
		}
		return int(math.Copysign(1, a.X-b.X))
	})
	return out
}

func (s *seen) signers() []Signer {
	c := s.clock()
	next := s.d.Next()
	out := []Signer{}
	for _, id := range s.d.Plan.Signers {
		one := Signer{You: id == s.at.Contact, State: "later"}
		if who := s.Client.Contacts[id]; who != nil {
			one.Name, one.Title = who.Name, who.Title
		}
		if slices.Contains(next, id) {
			one.State = "next"
		}
		for _, given := range s.d.Signed {
			if given.By == id {
				w := c.when(given.At)
				one.State, one.When = "signed", &w
			}
		}
		out = append(out, one)
	}
	return out
}

func (s *seen) you() You {
	return You{
		Signs: slices.Contains(s.d.Plan.Signers, s.at.Contact), Turn: slices.Contains(s.d.Next(), s.at.Contact),
		Opened: viewedBy(s.d.Views, s.at.Contact) != nil, Consented: s.d.ConsentOf(s.at.Contact) != nil,
		Signed: s.d.HasSigned(s.at.Contact), Name: s.me.Name, Today: s.now.Format("01/02/2006"),
	}
}

// sentence says where the document stands, for this person.
func (s *seen) sentence() string {
	d, you := s.d, s.you()
	switch {
	case d.State == engagement.IsReplaced:
		return "Your accountant sent a corrected version. Start again with that one."
	case d.State == engagement.IsTakenBack:
		return "Your accountant took this document back. There is nothing you need to do."
	case d.State == engagement.IsDeclined:
		return "Signing was declined. " + lead(s.Firm, s.e) + " will be in touch."
	case d.State == engagement.IsDelivered:
		return "Sent for you to read and keep. There is nothing to sign."
	case d.State == engagement.IsSealed:
		return "Signed and sealed. Your copy is in Documents."
	case d.State == engagement.IsSigned:
		return "Everybody has signed. The sealed copy follows in a moment."
	case you.Turn:
		return "Ready for you to read and sign."
	case you.Signed:
		return "You have signed. " + s.waitsFor() + " is next."
	case you.Signs:
		return s.waitsFor() + " signs first. We will write to you when it is your turn."
	}
	return "Sent for you to read. " + s.waitsFor() + " signs."
}

func (s *seen) waitsFor() string {
	var names []string
	for _, id := range s.d.Next() {
		if who := s.Client.Contacts[id]; who != nil && id != s.at.Contact {
			names = append(names, firstName(who.Name))
		}
	}
	if len(names) == 0 {
		return "Somebody else"
	}
	return strings.Join(names, " and ")
}

// proof is this person's signature, or nil where they have not signed.
func (s *seen) proof(c clock) *Proof {
	for _, given := range s.d.Signed {
		if given.By != s.at.Contact {
			continue
		}
		out := &Proof{SignedBy: given.Name, When: c.when(given.At).Full}
		if given.Title != "" { // as it was when they signed
			out.SignedBy += ", " + given.Title
		}
		if s.Client.Name != given.Name { // a person who signs for a company
			out.SignedBy += ", " + s.Client.Name
		}
		if given.Via != nil {
			out.ConfirmedBy = "Portal sign-in with a " + given.Via.Method + " sent to " + given.Via.Email
		}
		if s.d.Seal != nil {
			out.Seal = string(s.d.Seal.Blob)
		}
		return out
	}
	return nil
}

// ConsentBody is the agreement: it names the text and the bytes it is about.
type ConsentBody struct {
	Sum  engagement.Digest `json:"sum" minLength:"64" maxLength:"64"`
	Text engagement.Digest `json:"text" minLength:"64" maxLength:"64"`
}

// consent takes it only from somebody whose browser fetched the document: that
// is what reasonably demonstrates that they can open it.
func (p *Portal) consent(ctx context.Context, in *struct {
	AtDeliverable
	Body ConsentBody
}) (*body[Deliverable], error) {
	s, err := p.open(ctx, &in.AtDeliverable)
	if err != nil {
		return nil, err
	}
	text := consentText(s.Firm.Name, s.d.Title)
	switch {
	case viewedBy(s.d.Views, s.at.Contact) == nil:
		return nil, problem(http.StatusConflict, codeNotOpened, "Open the document first.", "If it does not open on this device, ask for paper.")
	case in.Body.Text != text.Digest:
		return nil, problem(http.StatusConflict, engagement.CodeSuperseded, "The consent text has changed.", "Read it again, then agree.")
	case s.d.ConsentOf(s.at.Contact) != nil:
		return answer(s.read()), nil
	}
	return p.act(ctx, s, &in.AtDeliverable, "consent/", engagement.SignatureConsented,
		engagement.ConsentBody{Deliverable: s.d.ID, Sum: in.Body.Sum, Text: text.Digest, Version: text.Version}, nil)
}

// SignBody is a signature: typed, or drawn as well.
type SignBody struct {
	Sum  engagement.Digest `json:"sum" minLength:"64" maxLength:"64"`
	Plan engagement.Digest `json:"plan" minLength:"64" maxLength:"64"`
	Name string            `json:"name" minLength:"1" maxLength:"120"`
	Ink  [][]float64       `json:"ink,omitempty" maxItems:"200" nullable:"false" doc:"Strokes in a unit square from the upper left: x0, y0, x1, y1 …"`
}

func (p *Portal) sign(ctx context.Context, in *struct {
	AtDeliverable
	Body SignBody
}) (*body[Deliverable], error) {
	s, err := p.open(ctx, &in.AtDeliverable)
	if err != nil {
		return nil, err
	}
	if s.d.HasSigned(s.at.Contact) {
		return answer(s.read()), nil
	}
	name := plain(in.Body.Name)
	ink, ok := strokes(in.Body.Ink)
	if name == "" || !ok {
		return nil, problem(http.StatusUnprocessableEntity, wire.CodeMalformed, "The signature is incomplete.", "Type your name, or draw it again.")
	}
	return p.act(ctx, s, &in.AtDeliverable, "sign/", engagement.SignatureGiven,
		engagement.SignatureBody{Deliverable: s.d.ID, Sum: in.Body.Sum, Plan: in.Body.Plan},
		engagement.SignaturePrivate{Name: name, Title: s.me.Title, Ink: ink})
}

const maxPoints = 8000

// strokes takes lines of at least two points inside the unit square.
func strokes(lines [][]float64) ([]engagement.Stroke, bool) {
	var ink []engagement.Stroke
	points := 0
	for _, line := range lines {
		if len(line) < 4 || len(line)%2 != 0 {
			return nil, false
		}
		for _, v := range line {
			if !(v >= 0 && v <= 1) {
				return nil, false
			}
		}
		points += len(line) / 2
		ink = append(ink, engagement.Stroke(line))
	}
	return ink, points <= maxPoints
}

// DeclineBody is a refusal to sign.
type DeclineBody struct {
	Sum engagement.Digest `json:"sum" minLength:"64" maxLength:"64"`
	Why string            `json:"why,omitempty" maxLength:"4000"`
}

func (p *Portal) decline(ctx context.Context, in *struct {
	AtDeliverable
	Body DeclineBody
}) (*body[Deliverable], error) {
	s, err := p.open(ctx, &in.AtDeliverable)
	if err != nil {
		return nil, err
	}
	if s.d.Declined != nil && s.d.Declined.By == s.at.Contact {
		return answer(s.read()), nil
	}
	return p.act(ctx, s, &in.AtDeliverable, "decline/", engagement.SignatureDeclined,
		engagement.DeliverableRef{Deliverable: s.d.ID, Sum: in.Body.Sum},
		engagement.WhyPrivate{Why: plain(in.Body.Why)})
}

// act appends one fact about a deliverable and reads it again.
func (p *Portal) act(ctx context.Context, s *seen, in *AtDeliverable, key string, kind engagement.Kind, fact, private any) (*body[Deliverable], error) {
	_, err := p.append(ctx, s.visit, key+string(s.d.ID), Fact{
		Stream: engagement.EngagementStream(s.e.ID), Kind: kind, Body: fact, Private: private,
	})
	if err != nil {
		return nil, p.fault(ctx, string(kind), err)
	}
	v, err := p.look(ctx, s.visitor, s.at, s.all)
	if err != nil {
		return nil, err
	}
	after, err := v.deliverable(in)
	if err != nil {
		return nil, err
	}
	return answer(after.read()), nil
}
