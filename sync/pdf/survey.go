package pdf

import (
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// survey is what one pass over all objects tells.
type survey struct {
	signed     bool
	javascript bool
	launch     bool
	comments   bool
	dangling   int // references to objects that are not there
	maxRef     int // the highest object number referred to, present or not
}

func (g *graph) survey() survey {
	var s survey
	rights := g.rightsSignatures()
	g.each(func(nr int, o types.Object) {
		if s.maxRef < nr {
			s.maxRef = nr
		}
		s.visit(g, o, rights[nr], 0)
	})
	return s
}

func (s *survey) visit(g *graph, o types.Object, isRights bool, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := o.(type) {
	case types.IndirectRef:
		nr := v.ObjectNumber.Value()
		s.maxRef = max(s.maxRef, nr)
		if e := g.ctx.Table[nr]; e == nil || e.Free {
			s.dangling++
		}
	case types.Array:
		for _, e := range v {
			s.visit(g, e, false, depth+1)
		}
	case types.StreamDict:
		s.dict(g, v.Dict, isRights, depth)
	case *types.StreamDict:
		s.dict(g, v.Dict, isRights, depth)
	case types.Dict:
		s.dict(g, v, isRights, depth)
	}
}

func (s *survey) dict(g *graph, d types.Dict, isRights bool, depth int) {
	if d["ByteRange"] != nil && d["Contents"] != nil && !isRights && !g.grantsRights(d) {
		s.signed = true
	}
	if g.name(d["Subtype"]) == "Text" && d["Rect"] != nil {
		s.comments = true
	}
	switch g.name(d["S"]) {
	case "JavaScript":
		s.javascript = true
	case "Launch", "SubmitForm", "ImportData", "GoToR":
		s.launch = true
	}
	for _, v := range d {
		s.visit(g, v, false, depth+1)
	}
}

// rightsSignatures numbers the signature dictionaries that grant Adobe usage
// rights; they sign nothing for a person.
func (g *graph) rightsSignatures() map[int]bool {
	out := map[int]bool{}
	perms := g.dict(g.root["Perms"])
	for _, key := range []string{"UR", "UR3"} {
		if r, ok := perms[key].(types.IndirectRef); ok {
			out[r.ObjectNumber.Value()] = true
		}
	}
	return out
}

// grantsRights tells such a dictionary by its transform method; earlier
// revisions leave some behind that nothing refers to any more.
func (g *graph) grantsRights(d types.Dict) bool {
	for _, o := range g.array(d["Reference"]) {
		switch g.name(g.dict(o)["TransformMethod"]) {
		case "UR", "UR3":
			return true
		}
	}
	return false
}

func (g *graph) usageRights() bool {
	p := g.dict(g.root["Perms"])
	return p["UR"] != nil || p["UR3"] != nil
}

func (g *graph) form() types.Dict { return g.dict(g.root["AcroForm"]) }

// xfaOnly tells a form whose pages exist only in Adobe's XFA engine: the
// catalog says NeedsRendering, or the only page is the "please wait" notice
// that such files carry for other viewers.
func (g *graph) xfaOnly() bool {
	if g.form()["XFA"] == nil {
		return false
	}
	if b, ok := g.deref(g.root["NeedsRendering"]).(types.Boolean); ok && bool(b) {
		return true
	}
	pages := g.leaves()
	if len(pages) != 1 {
		return false
	}
	var text strings.Builder
	for _, r := range g.pageText(pages[0]) {
		text.WriteString(r.text + " ")
	}
	return strings.Contains(text.String(), "Please wait")
}

func (g *graph) infoRef() types.Object {
	if g.ctx.Info == nil {
		return nil
	}
	return *g.ctx.Info
}

// attachmentNames lists embedded files: those of the catalog's name tree and
// file annotations on pages.
func (g *graph) attachmentNames() []string {
	var out []string
	g.nameTree(g.dict(g.root["Names"])["EmbeddedFiles"], func(_ []byte, o types.Object) {
		out = append(out, g.fileSpecName(g.dict(o)))
	})
	for _, l := range g.leaves() {
		for _, o := range g.array(l.dict["Annots"]) {
			if d := g.dict(o); d != nil && g.name(d["Subtype"]) == "FileAttachment" {
				out = append(out, g.fileSpecName(g.dict(d["FS"])))
			}
		}
	}
	slices.Sort(out)
	return out
}

func (g *graph) fileSpecName(d types.Dict) string {
	if s := g.text(d["UF"]); s != "" {
		return s
	}
	return g.text(d["F"])
}

// nameTree visits a name tree's leaves in order. Loops are cut by depth and by
// not entering a node twice.
func (g *graph) nameTree(o types.Object, visit func(key []byte, value types.Object)) {
	seen := map[int]bool{}
	var walk func(o types.Object, depth int)
	walk = func(o types.Object, depth int) {
		if r, ok := o.(types.IndirectRef); ok {
			if seen[r.ObjectNumber.Value()] {
				return
			}
			seen[r.ObjectNumber.Value()] = true
		}
		d := g.dict(o)
		if d == nil || depth > maxDepth {
			return
		}
		names := g.array(d["Names"])
		for i := 0; i+1 < len(names); i += 2 {
			visit(g.raw(names[i]), names[i+1])
		}
		for _, k := range g.array(d["Kids"]) {
			walk(k, depth+1)
		}
	}
	walk(o, 0)
}
