package pdf

import (
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Rect is a rectangle in PDF user space: points (1/72 inch), origin at the
// lower left of the unrotated page, before /Rotate is applied.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// W and H are the sides, never negative after normal.
func (r Rect) W() float64 { return r.X1 - r.X0 }
func (r Rect) H() float64 { return r.Y1 - r.Y0 }

func (r Rect) normal() Rect {
	return Rect{min(r.X0, r.X1), min(r.Y0, r.Y1), max(r.X0, r.X1), max(r.Y0, r.Y1)}
}

func (r Rect) intersect(o Rect) Rect {
	return Rect{max(r.X0, o.X0), max(r.Y0, o.Y0), min(r.X1, o.X1), min(r.Y1, o.Y1)}
}

func (r Rect) array() types.Array {
	return types.Array{types.Float(r.X0), types.Float(r.Y0), types.Float(r.X1), types.Float(r.Y1)}
}

// Page is one page's geometry. CropBox is what is visible, already cut to the
// MediaBox. Rotate is 0, 90, 180 or 270 degrees clockwise.
type Page struct {
	MediaBox Rect
	CropBox  Rect
	Rotate   int
}

// Width and Height are as displayed, in points.
func (p Page) Width() float64 {
	if p.Rotate%180 != 0 {
		return p.CropBox.H()
	}
	return p.CropBox.W()
}

func (p Page) Height() float64 {
	if p.Rotate%180 != 0 {
		return p.CropBox.W()
	}
	return p.CropBox.H()
}

// matrix is a PDF transformation [a b c d e f].
type matrix [6]float64

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// upright maps a frame whose origin is the lower-left corner of r as the
// reader sees it, x to the reader's right and y up, onto user space.
func (p Page) upright(r Rect) (m matrix, w, h float64) {
	switch p.Rotate {
	case 90:
		return matrix{0, 1, -1, 0, r.X1, r.Y0}, r.H(), r.W()
	case 180:
		return matrix{-1, 0, 0, -1, r.X1, r.Y1}, r.W(), r.H()
	case 270:
		return matrix{0, -1, 1, 0, r.X0, r.Y1}, r.H(), r.W()
	}
	return matrix{1, 0, 0, 1, r.X0, r.Y0}, r.W(), r.H()
}

// leaf is a page found in the tree, with what it inherits resolved.
type leaf struct {
	nr        int // object number, 0 for a direct dictionary
	dict      types.Dict
	resources types.Object
	page      Page
}

// letter is used when a page states no usable box, as viewers do.
var letter = Rect{0, 0, 612, 792}

type inherited struct {
	resources, media, crop, rotate types.Object
}

func (i inherited) with(d types.Dict) inherited {
	pick := func(key string, old types.Object) types.Object {
		if o, ok := d[key]; ok && o != nil {
			return o
		}
		return old
	}
	return inherited{pick("Resources", i.resources), pick("MediaBox", i.media), pick("CropBox", i.crop), pick("Rotate", i.rotate)}
}

// leaves walks the page tree in order. A node met twice is skipped: a tree
// with a loop would otherwise never end.
func (g *graph) leaves() []leaf {
	var out []leaf
	seen := map[int]bool{}
	var walk func(o types.Object, in inherited, depth int)
	walk = func(o types.Object, in inherited, depth int) {
		nr := 0
		if r, ok := o.(types.IndirectRef); ok {
			nr = r.ObjectNumber.Value()
			if seen[nr] {
				return
			}
			seen[nr] = true
		}
		d := g.dict(o)
		if d == nil || depth > maxDepth {
			return
		}
		in = in.with(d)
		if kids := g.array(d["Kids"]); kids != nil && g.name(d["Type"]) != "Page" {
			for _, k := range kids {
				walk(k, in, depth+1)
			}
			return
		}
		if g.name(d["Type"]) == "Pages" {
			return
		}
		out = append(out, leaf{nr, d, in.resources, g.geometry(in)})
	}
	walk(g.root["Pages"], inherited{}, 0)
	return out
}

func (g *graph) geometry(in inherited) Page {
	media, ok := g.rect(in.media)
	if !ok {
		media = letter
	}
	crop, ok := g.rect(in.crop)
	if crop = crop.intersect(media); !ok || crop.W() < 1 || crop.H() < 1 {
		crop = media
	}
	rot, _ := g.number(in.rotate)
	r := int(math.Mod(math.Round(rot/90)*90, 360))
	if r < 0 {
		r += 360
	}
	return Page{MediaBox: media, CropBox: crop, Rotate: r}
}

func (g *graph) rect(o types.Object) (Rect, bool) {
	a := g.array(o)
	if len(a) < 4 {
		return Rect{}, false
	}
	var v [4]float64
	for i := range v {
		f, ok := g.number(a[i])
		if !ok || math.Abs(f) > 1e7 {
			return Rect{}, false
		}
		v[i] = f
	}
	r := Rect{v[0], v[1], v[2], v[3]}.normal()
	return r, r.W() >= 1 && r.H() >= 1
}
