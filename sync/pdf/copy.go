package pdf

import (
	"crypto/sha256"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// copier brings the objects that one part's pages reach into a new document.
//
// It is the scrub: a reference to an object that is absent or free becomes
// null, and page objects outside the part, catalogs and page trees are never
// followed. So no reference of one part can ever land on an object of another,
// which is what renumbering a whole object table in place gets wrong. Objects
// are numbered in the order they are met, so output does not depend on chance.
type copier struct {
	g      *graph
	b      *builder
	policy policy
	nums   map[int]int // source number → new number
	queue  []int
	shared map[[32]byte]int // set when identical streams are to be joined
	// unclear is set when it could not be told what a page that was taken shows.
	unclear bool
}

// policy says what travels. The zero value is the strict one.
type policy struct {
	links bool // keep links to web addresses
	forms bool // keep fields as fields
}

// ref maps a reference; nil means it must become null.
func (c *copier) ref(r types.IndirectRef) types.Object {
	nr := r.ObjectNumber.Value()
	if n, ok := c.nums[nr]; ok {
		return ref(n)
	}
	o := c.g.deref(r)
	if o == nil {
		return nil
	}
	if d, ok := o.(types.Dict); ok && c.outside(d) {
		return nil
	}
	if n := c.known(o); n > 0 {
		c.nums[nr] = n
		return ref(n)
	}
	n := c.b.reserve()
	c.nums[nr] = n
	c.queue = append(c.queue, nr)
	return ref(n)
}

// known finds or enters a stream among those of all parts, when identical
// streams are to be joined. Only streams that refer to nothing can be told to
// be identical by their bytes.
func (c *copier) known(o types.Object) int {
	sd := c.g.stream(o)
	if c.shared == nil || sd == nil || refers(withoutLength(sd.Dict), 0) {
		return 0
	}
	made := c.streamOf(sd, 0)
	key := sha256.Sum256(appendIndirect(nil, 0, made))
	if c.shared[key] == 0 {
		n := c.b.reserve()
		c.b.set(n, made)
		c.shared[key] = n
	}
	return c.shared[key]
}

func withoutLength(d types.Dict) types.Dict {
	d = cloneDict(d)
	delete(d, "Length")
	return d
}

func refers(o types.Object, depth int) bool {
	if depth > maxDepth {
		return true
	}
	switch v := o.(type) {
	case types.IndirectRef:
		return true
	case types.Array:
		return slices.ContainsFunc(v, func(e types.Object) bool { return refers(e, depth+1) })
	case types.Dict:
		for _, e := range v {
			if refers(e, depth+1) {
				return true
			}
		}
	}
	return false
}

// outside tells objects that belong to the document rather than to the pages
// taken from it.
func (c *copier) outside(d types.Dict) bool {
	switch c.g.name(d["Type"]) {
	case "Page", "Pages", "Catalog", "StructTreeRoot", "StructElem", "Sig":
		return true
	}
	return false
}

// value copies an object deeply, mapping references.
func (c *copier) value(o types.Object, depth int) types.Object {
	if depth > maxDepth {
		return nil
	}
	switch v := o.(type) {
	case types.IndirectRef:
		return c.ref(v)
	case types.Array:
		a := make(types.Array, len(v))
		for i, e := range v {
			a[i] = c.value(e, depth+1)
		}
		return a
	case types.Dict:
		return c.dict(v, depth)
	case types.StreamDict:
		return c.streamOf(&v, depth)
	case *types.StreamDict:
		return c.streamOf(v, depth)
	}
	return o
}

func (c *copier) streamOf(sd *types.StreamDict, depth int) types.StreamDict {
	d := cloneDict(sd.Dict)
	for _, k := range []string{"Length", "Metadata", "PieceInfo", "OPI", "F", "FFilter", "FDecodeParms", "DL"} {
		delete(d, k)
	}
	if c.g.only != nil && d["Resources"] != nil {
		d["Resources"] = c.formResources(sd)
	}
	return types.StreamDict{Dict: c.dict(d, depth), Raw: sd.Raw}
}

// dict copies a dictionary; an absent target drops the key.
func (c *copier) dict(d types.Dict, depth int) types.Dict {
	out := make(types.Dict, len(d))
	field := c.g.isField(d)
	for _, k := range sortedKeys(d) {
		if field && (k == "AA" || k == "A" || k == "StructParent") {
			continue
		}
		if v := c.value(d[k], depth+1); v != nil {
			out[k] = v
		}
	}
	return out
}

// isField tells form fields, whose actions and calculations never travel.
func (g *graph) isField(d types.Dict) bool {
	return g.name(d["Subtype"]) == "Widget" || fieldKinds[g.name(d["FT"])] != ""
}

// drain emits everything that was met and not yet written.
func (c *copier) drain() {
	for len(c.queue) > 0 {
		nr := c.queue[0]
		c.queue = c.queue[1:]
		c.b.set(c.nums[nr], c.value(c.g.deref(ref(nr)), 0))
	}
}

// pageKeys are the entries of a page that travel as they are.
var pageKeys = []string{"Group", "UserUnit"}

// page emits one page under its reserved number. The caller adds content,
// stamps and annotations to the returned dictionary before emitting it.
func (c *copier) page(l leaf, parent types.IndirectRef) types.Dict {
	d := types.Dict{
		"Type": types.Name("Page"), "Parent": parent,
		"MediaBox": l.page.MediaBox.array(), "CropBox": l.page.CropBox.array(),
	}
	if l.page.Rotate != 0 {
		d["Rotate"] = types.Integer(l.page.Rotate)
	}
	for _, k := range pageKeys {
		if v := c.value(l.dict[k], 0); v != nil {
			d[k] = v
		}
	}
	resources := c.g.dict(l.resources)
	if c.g.only != nil {
		content, ok := c.g.pageContent(l)
		c.unclear = c.unclear || !ok
		resources = c.needed(resources, content)
	}
	d["Resources"] = c.dict(resources, 0)
	var contents types.Array
	add := func(o types.Object) {
		if r, ok := o.(types.IndirectRef); ok && c.g.isStream(r) {
			if n := c.ref(r); n != nil {
				contents = append(contents, n)
			}
		}
	}
	if a := c.g.array(l.dict["Contents"]); a != nil {
		for _, o := range a {
			add(o)
		}
	} else {
		add(l.dict["Contents"])
	}
	d["Contents"] = contents
	return d
}

// subDict returns a page resource category that is safe to add to: a copy of
// this page's own, never one shared with other pages.
func (c *copier) subDict(res types.Dict, key string) types.Dict {
	var d types.Dict
	switch v := res[key].(type) {
	case types.Dict:
		d = v
	case types.IndirectRef:
		c.drain()
		existing, _ := c.b.objs[v.ObjectNumber.Value()-1].(types.Dict)
		d = cloneDict(existing)
	default:
		d = types.Dict{}
	}
	res[key] = d
	return d
}
