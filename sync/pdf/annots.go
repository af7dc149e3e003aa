package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Annotations that are part of what a reader sees travel with the page.
// Comments (Text, Popup), media, attached files and scripts do not: a comment
// is office talk, and the rest can act. Widgets are the business of forms.
var visibleAnnots = map[string]bool{
	"Link": true, "FreeText": true, "Line": true, "Square": true, "Circle": true, "Polygon": true,
	"PolyLine": true, "Highlight": true, "Underline": true, "Squiggly": true, "StrikeOut": true,
	"Stamp": true, "Caret": true, "Ink": true, "Redact": true, "Watermark": true,
}

// annots copies the annotations of a page that may travel.
func (c *copier) annots(l leaf, page types.IndirectRef, dests destinations) types.Array {
	var out types.Array
	for _, o := range c.g.array(l.dict["Annots"]) {
		d := c.g.dict(o)
		if d == nil {
			continue
		}
		subtype := c.g.name(d["Subtype"])
		if subtype == "Widget" && c.policy.forms {
			if a := c.widget(o, page); a != nil {
				out = append(out, a)
			}
			continue
		}
		if !visibleAnnots[subtype] {
			continue
		}
		if a := c.annot(d, subtype, page, dests); a != nil {
			out = append(out, add(c.b, a))
		}
	}
	return out
}

func (c *copier) annot(d types.Dict, subtype string, page types.IndirectRef, dests destinations) types.Dict {
	plain := cloneDict(d)
	for _, k := range []string{"A", "AA", "PA", "Dest", "P", "Popup", "IRT", "RT", "StructParent", "Parent"} {
		delete(plain, k)
	}
	var act types.Dict
	if subtype == "Link" {
		if act = c.action(d, dests); act == nil {
			return nil
		}
	}
	out := c.dict(plain, 0)
	out["P"] = page
	if act != nil {
		out["A"] = act
	}
	return out
}

// action gives a link's action when it may travel: a place in the same part,
// or a web address when the policy keeps those.
func (c *copier) action(d types.Dict, dests destinations) types.Dict {
	a := c.g.dict(d["A"])
	target := d["Dest"]
	if c.g.name(a["S"]) == "GoTo" {
		target = a["D"]
	}
	if target != nil {
		if dest := c.destination(target, dests); dest != nil {
			return types.Dict{"S": types.Name("GoTo"), "D": dest}
		}
		return nil
	}
	if uri := c.g.raw(a["URI"]); c.policy.links && c.g.name(a["S"]) == "URI" && len(uri) > 0 {
		return types.Dict{"S": types.Name("URI"), "URI": types.NewHexLiteral(uri)}
	}
	return nil
}

// widget keeps a field's box, for packages whose fields stay fields.
func (c *copier) widget(o types.Object, page types.IndirectRef) types.Object {
	r, ok := o.(types.IndirectRef)
	if !ok {
		return nil
	}
	n := c.ref(r)
	if n == nil {
		return nil
	}
	c.drain()
	if nr := n.(types.IndirectRef).ObjectNumber.Value(); nr > 0 {
		if d, ok := c.b.objs[nr-1].(types.Dict); ok {
			d["P"] = page
		}
	}
	return n
}

// destinations are a part's named destinations.
type destinations map[string]types.Object

func (g *graph) destinations() destinations {
	out := destinations{}
	for k, v := range g.dict(g.root["Dests"]) {
		out[k] = v
	}
	g.nameTree(g.dict(g.root["Names"])["Dests"], func(k []byte, v types.Object) { out[string(k)] = v })
	return out
}

// destination resolves a name to its page and maps the page; nil when the
// page is not in the part.
func (c *copier) destination(o types.Object, dests destinations) types.Array {
	for range 4 { // a name, a dictionary with D, an array
		switch v := c.g.deref(o).(type) {
		case types.Array:
			if len(v) == 0 {
				return nil
			}
			r, ok := v[0].(types.IndirectRef)
			if !ok {
				return nil
			}
			n, ok := c.nums[r.ObjectNumber.Value()]
			if !ok {
				return nil
			}
			out := types.Array{ref(n)}
			for _, e := range v[1:] {
				out = append(out, c.value(e, 0))
			}
			return out
		case types.Dict:
			o = v["D"]
		case types.Name:
			o = dests[string(v)]
		default:
			key := c.g.raw(o)
			if key == nil {
				return nil
			}
			o = dests[string(key)]
		}
	}
	return nil
}
