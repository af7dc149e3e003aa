package pdf

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Field is one form field's box on a page. A field shown in several places
// appears once for each. Kind is "text", "button", "choice" or "signature".
type Field struct {
	Name string
	Kind string
	Page int // 1-based; 0 when the field is on no page
	Rect Rect
	// Filled tells that the field holds a value; for a signature, that it is signed.
	Filled bool
}

var fieldKinds = map[string]string{"Tx": "text", "Btn": "button", "Ch": "choice", "Sig": "signature"}

// fields lists the widgets of all pages in page order.
func (g *graph) fields(pages []leaf) []Field {
	var out []Field
	for i, l := range pages {
		for _, o := range g.array(l.dict["Annots"]) {
			d := g.dict(o)
			if d == nil || g.name(d["Subtype"]) != "Widget" {
				continue
			}
			kind := fieldKinds[g.name(g.fieldValue(d, "FT"))]
			if kind == "" {
				continue
			}
			r, _ := g.rect(d["Rect"])
			out = append(out, Field{g.fieldName(d), kind, i + 1, r, g.fieldValue(d, "V") != nil})
		}
	}
	return out
}

// fieldName joins the partial names from the root, "topmostSubform.Page1.f1".
func (g *graph) fieldName(d types.Dict) string {
	var parts []string
	for range maxDepth {
		if d == nil {
			break
		}
		if t := g.text(d["T"]); t != "" {
			parts = append([]string{t}, parts...)
		}
		d = g.dict(d["Parent"])
	}
	return strings.Join(parts, ".")
}

// fieldValue looks up an inheritable field entry.
func (g *graph) fieldValue(d types.Dict, key string) types.Object {
	for range maxDepth {
		if d == nil {
			return nil
		}
		if o := g.deref(d[key]); o != nil {
			return o
		}
		d = g.dict(d["Parent"])
	}
	return nil
}
