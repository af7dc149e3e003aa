package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// bookmark is one outline entry with its place in the new document.
type bookmark struct {
	title string
	dest  types.Array
	kids  []bookmark
}

// maxBookmarks bounds what one part may bring; hostile outlines loop.
const maxBookmarks = 2000

// bookmarks reads a part's own outline; entries without a place in the part
// are dropped unless something under them has one.
func (c *copier) bookmarks(dests destinations) []bookmark {
	left := maxBookmarks
	seen := map[int]bool{}
	var level func(o types.Object, depth int) []bookmark
	level = func(o types.Object, depth int) (out []bookmark) {
		for o != nil && left > 0 && depth < 20 {
			left--
			if r, ok := o.(types.IndirectRef); ok {
				if seen[r.ObjectNumber.Value()] {
					return out
				}
				seen[r.ObjectNumber.Value()] = true
			}
			d := c.g.dict(o)
			if d == nil {
				return out
			}
			b := bookmark{title: c.g.text(d["Title"]), kids: level(d["First"], depth+1)}
			if act := c.action(d, dests); act != nil && act["D"] != nil {
				b.dest = act["D"].(types.Array)
			}
			if b.title != "" && (b.dest != nil || len(b.kids) > 0) {
				out = append(out, b)
			}
			o = d["Next"]
		}
		return out
	}
	return level(c.g.dict(c.g.root["Outlines"])["First"], 0)
}

// writeOutline writes the tree with the parts open and what is under them
// closed; nil when there is nothing to show.
func writeOutline(b *builder, marks []bookmark) *types.IndirectRef {
	var named []bookmark
	for _, m := range marks {
		if m.title == "" { // a part without a name lends its own entries
			named = append(named, m.kids...)
			continue
		}
		named = append(named, m)
	}
	if len(named) == 0 {
		return nil
	}
	root := ref(b.reserve())
	first, last := writeLevel(b, root, named)
	b.set(root.ObjectNumber.Value(), types.Dict{"Type": types.Name("Outlines"),
		"First": first, "Last": last, "Count": types.Integer(len(named))})
	return &root
}

func writeLevel(b *builder, parent types.IndirectRef, marks []bookmark) (first, last types.IndirectRef) {
	refs := make([]types.IndirectRef, len(marks))
	for i := range marks {
		refs[i] = ref(b.reserve())
	}
	for i, m := range marks {
		d := types.Dict{"Title": textString(m.title), "Parent": parent}
		if m.dest != nil {
			d["Dest"] = m.dest
		}
		if i > 0 {
			d["Prev"] = refs[i-1]
		}
		if i+1 < len(marks) {
			d["Next"] = refs[i+1]
		}
		if len(m.kids) > 0 {
			d["First"], d["Last"] = writeLevel(b, refs[i], m.kids)
			d["Count"] = types.Integer(-len(m.kids))
		}
		b.set(refs[i].ObjectNumber.Value(), d)
	}
	return refs[0], refs[len(refs)-1]
}
