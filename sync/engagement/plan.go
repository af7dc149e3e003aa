package engagement

import "encoding/json"

// FieldKind is what a field takes.
type FieldKind string

// The kinds of fields.
const (
	SignatureField FieldKind = "signature"
	DateField      FieldKind = "date"
	InitialsField  FieldKind = "initials"
	CheckboxField  FieldKind = "checkbox"
)

// Field is a place for a signer's mark: a rectangle in PDF user space (points,
// origin at the lower left of the page as stored) on a 1-based page.
type Field struct {
	ID     string    `json:"id"`
	Kind   FieldKind `json:"kind"`
	Signer ContactID `json:"signer"`
	Page   int       `json:"page"`
	X      float64   `json:"x"`
	Y      float64   `json:"y"`
	W      float64   `json:"w"`
	H      float64   `json:"h"`
}

// Plan is who signs a package, where, and whether in the order listed.
type Plan struct {
	Signers []ContactID `json:"signers"`
	InOrder bool        `json:"inOrder,omitempty"`
	Fields  []Field     `json:"fields"`
}

// Digest is the SHA-256 of the plan's canonical form, which is its JSON with
// the fields of this type in this order.
func (p Plan) Digest() Digest {
	if p.Signers == nil {
		p.Signers = []ContactID{}
	}
	if p.Fields == nil {
		p.Fields = []Field{}
	}
	b, err := json.Marshal(p)
	if err != nil {
		return "" // only NaN or Inf in a rectangle: valid refuses those plans
	}
	return DigestOf(b)
}

// valid says what is wrong with the plan for a package of so many pages, or "".
func (p Plan) valid(pages int) string {
	signs := map[ContactID]bool{}
	for _, s := range p.Signers {
		if s == "" || signs[s] {
			return "a signer is named twice"
		}
		signs[s] = false
	}
	ids := map[string]bool{}
	for _, f := range p.Fields {
		if _, ok := signs[f.Signer]; !ok {
			return "a field belongs to nobody who signs"
		}
		if f.ID == "" || ids[f.ID] || !f.placed(pages) {
			return "a field has no place on a page"
		}
		ids[f.ID] = true
		if f.Kind == SignatureField {
			signs[f.Signer] = true
		}
	}
	for _, has := range signs {
		if !has {
			return "a signer has no signature field"
		}
	}
	return ""
}

// userSpace is the largest coordinate that is taken: PDF pages end at 14,400
// units (ISO 32000-1, annex C), and their origin may lie anywhere.
const userSpace = 1e6

// placed says whether the field is a rectangle on one of so many pages. NaN is
// none.
func (f *Field) placed(pages int) bool {
	known := f.Kind == SignatureField || f.Kind == DateField || f.Kind == InitialsField || f.Kind == CheckboxField
	inside := func(v, from float64) bool { return v >= from && v <= userSpace }
	return known && f.Page >= 1 && f.Page <= pages && f.W > 0 && f.H > 0 &&
		inside(f.X, -userSpace) && inside(f.Y, -userSpace) && inside(f.W, 0) && inside(f.H, 0)
}
