package pdf

import (
	"context"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// assembler is the state of one Assemble.
type assembler struct {
	p       Package
	b       *builder
	fonts   *fontbook
	out     Assembly
	pages   []builtPage
	outline []bookmark
	fields  types.Array
	needAP  bool
	layers  layers
	shared  map[[32]byte]int
}

// builtPage is a page whose dictionary is still open.
type builtPage struct {
	nr    int
	dict  types.Dict
	fonts types.Dict // its own Font resources
}

func (a *assembler) build(ctx context.Context, graphs []*graph) (root types.IndirectRef, info types.Object, err error) {
	tree := ref(a.b.reserve())
	total := 0
	for _, g := range graphs {
		total += len(g.taken())
	}
	for i, g := range graphs {
		if ctx.Err() != nil {
			return root, nil, refuse(CodeTime, ctx.Err(), "Making this package took longer than allowed. Try it with fewer or smaller documents.")
		}
		if err := a.part(i, g, tree, total); err != nil {
			return root, nil, inPart(err, i+1)
		}
	}
	a.fonts.finish()
	var kids types.Array
	for _, pg := range a.pages {
		for k, v := range a.fonts.resources() {
			if pg.fonts != nil {
				pg.fonts[k] = v
			}
		}
		a.b.set(pg.nr, pg.dict)
		kids = append(kids, ref(pg.nr))
	}
	a.b.set(tree.ObjectNumber.Value(), pageTree(a.b, tree, kids))
	catalog, err := a.catalog(tree)
	if err != nil {
		return root, nil, err
	}
	meta := types.Dict{"Producer": textString("Tieout"), "Title": textString(a.p.Title)}
	if !a.p.At.IsZero() {
		meta["CreationDate"], meta["ModDate"] = dateString(a.p.At), dateString(a.p.At)
	}
	return add(a.b, catalog), add(a.b, meta), nil
}

// pageTree is one level under the root: flat enough to be simple, and every
// page is found in two steps.
func pageTree(b *builder, root types.IndirectRef, pages types.Array) types.Dict {
	const fan = 64
	if len(pages) <= fan {
		return types.Dict{"Type": types.Name("Pages"), "Kids": pages, "Count": types.Integer(len(pages))}
	}
	var kids types.Array
	for i := 0; i < len(pages); i += fan {
		group := pages[i:min(i+fan, len(pages))]
		node := add(b, types.Dict{"Type": types.Name("Pages"), "Parent": root, "Kids": group, "Count": types.Integer(len(group))})
		for _, p := range group {
			b.objs[p.(types.IndirectRef).ObjectNumber.Value()-1].(types.Dict)["Parent"] = node
		}
		kids = append(kids, node)
	}
	return types.Dict{"Type": types.Name("Pages"), "Kids": kids, "Count": types.Integer(len(pages))}
}

// part copies one part's pages, stamps them and notes its bookmarks.
func (a *assembler) part(i int, g *graph, tree types.IndirectRef, total int) error {
	pages := g.taken()
	first := len(a.pages)
	c := &copier{g: g, b: a.b, nums: map[int]int{}, shared: a.shared,
		policy: policy{links: a.p.KeepLinks, forms: a.p.Forms == FormsKeep}}
	numbers := make([]int, len(pages))
	for n, l := range pages {
		numbers[n] = a.b.reserve()
		if l.nr > 0 {
			c.nums[l.nr] = numbers[n]
		}
	}
	dests := g.destinations()
	for n, l := range pages {
		built := builtPage{nr: numbers[n], dict: c.page(l, tree)}
		if an := c.annots(l, ref(built.nr), dests); len(an) > 0 {
			built.dict["Annots"] = an
		}
		a.burn(c, &built, l, i, first+n, total)
		a.pages = append(a.pages, built)
		a.out.Pages = append(a.out.Pages, l.page)
	}
	a.layers.take(c)
	if c.policy.forms {
		a.takeFields(c, i)
	}
	a.outline = append(a.outline, bookmark{a.p.Parts[i].Name, types.Array{ref(numbers[0]), types.Name("Fit")}, c.bookmarks(dests)})
	c.drain()
	for _, f := range g.efileForms(pages, g.fields(pages)) {
		a.out.EFile = append(a.out.EFile, EFileForm{first + f.Page, f.Form})
	}
	a.out.Parts = append(a.out.Parts, AssembledPart{a.p.Parts[i].Name, first + 1, len(pages)})
	if c.unclear {
		return refuse(CodeDamaged, nil, "Some pages of this document cannot be taken out alone. Print the pages you want to a new PDF and use that one.")
	}
	return nil
}

// burn draws fields and stamps into the page content.
func (a *assembler) burn(c *copier, built *builtPage, l leaf, part, index, total int) {
	before := len(a.fonts.used)
	res := built.dict["Resources"].(types.Dict)
	built.fonts = c.subDict(res, "Font")
	if !c.policy.forms {
		c.flatten(l, built.dict, a.fonts)
	}
	s := stamps{mark: a.p.Parts[part].Mark}
	if a.p.PageNumbers {
		s.foot = fmt.Sprintf("Page %d of %d", index+1, total)
	}
	if a.p.Bates != nil {
		s.bates = a.p.Bates.label(index)
	}
	stamp(a.b, a.fonts, built.dict, l.page, s)
	if len(a.fonts.used) == 0 && before == 0 && len(built.fonts) == 0 {
		delete(res, "Font")
		built.fonts = nil
	}
}

func (a *assembler) takeFields(c *copier, part int) {
	form := c.g.form()
	var kids types.Array
	for _, o := range c.g.array(form["Fields"]) {
		if r, ok := o.(types.IndirectRef); ok {
			if n := c.ref(r); n != nil {
				kids = append(kids, n)
			}
		}
	}
	if len(kids) == 0 {
		return
	}
	c.drain()
	parent := types.Dict{"T": textString(fmt.Sprintf("Part%d", part+1)), "Kids": kids}
	if da := c.g.raw(form["DA"]); da != nil {
		parent["DA"] = types.NewHexLiteral(da)
	}
	pr := add(a.b, parent)
	for _, k := range kids {
		if d, ok := a.b.objs[k.(types.IndirectRef).ObjectNumber.Value()-1].(types.Dict); ok {
			d["Parent"] = pr
		}
	}
	a.fields = append(a.fields, pr)
	need, _ := c.g.deref(form["NeedAppearances"]).(types.Boolean)
	a.needAP = a.needAP || bool(need)
}

func (a *assembler) catalog(tree types.IndirectRef) (types.Dict, error) {
	d := types.Dict{"Type": types.Name("Catalog"), "Pages": tree,
		"ViewerPreferences": types.Dict{"DisplayDocTitle": types.Boolean(true)}}
	if out := writeOutline(a.b, a.outline); out != nil {
		d["Outlines"], d["PageMode"] = *out, types.Name("UseOutlines")
	}
	if len(a.fields) > 0 {
		form := types.Dict{"Fields": a.fields, "DR": types.Dict{}, "DA": types.StringLiteral("/Helv 0 Tf 0 g")}
		if a.needAP {
			form["NeedAppearances"] = types.Boolean(true)
		}
		d["AcroForm"] = add(a.b, form)
	}
	if oc := a.layers.properties(); oc != nil {
		d["OCProperties"] = oc
	}
	var files []embedded
	for _, at := range a.p.Attachments {
		f, err := attach(a.b, at, a.p.At)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if len(files) > 0 {
		d["Names"] = types.Dict{"EmbeddedFiles": embeddedTree(nil, files)}
		d["AF"] = specs(files)
	}
	return d, nil
}
