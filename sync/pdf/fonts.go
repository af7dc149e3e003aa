package pdf

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// Caveat (SIL Open Font License, fonts/OFL.txt) is the hand of typed
// signatures: Latin with extensions and Cyrillic.
//
//go:embed fonts/*.ttf
var handFonts embed.FS

// style chooses a family. Every family ends in fallbacks: the Go fonts cover
// Latin, Greek and Cyrillic; Chinese, Japanese and Korean use the standard
// fonts every viewer substitutes for Adobe's CJK collections, not embedded.
type style int

const (
	plain style = iota
	bold
	hand
)

// objects is a document under construction, whole or as a revision.
type objects interface {
	reserve() int
	set(nr int, o types.Object)
}

func add(to objects, o types.Object) types.IndirectRef {
	nr := to.reserve()
	to.set(nr, o)
	return ref(nr)
}

// fontbook hands out glyphs and remembers which were used, so that finish can
// embed just those.
type fontbook struct {
	to      objects
	extra   [][]byte
	faces   map[string]*face
	used    []*face // in order of first use: the same input gives the same bytes
	undrawn map[rune]bool
	// substituted are runes left to the viewer's fonts.
	substituted map[rune]bool
}

func newFontbook(to objects, extra [][]byte) *fontbook {
	return &fontbook{to: to, extra: extra, faces: map[string]*face{}, undrawn: map[rune]bool{}, substituted: map[rune]bool{}}
}

// face is one font in use. A face without tables is a CJK collection that the
// viewer supplies.
type face struct {
	key      string // its resource name
	nr       int
	font     *sfnt.Font
	buf      sfnt.Buffer
	tables   fontFile
	postName string
	glyphs   map[int]rune
	cjk      *collection
}

type collection struct{ base, cmap, ordering string }

var (
	simplified = &collection{"STSong-Light", "UniGB-UTF16-H", "GB1"}
	japanese   = &collection{"KozMinPro-Regular", "UniJIS-UTF16-H", "Japan1"}
	korean     = &collection{"HYSMyeongJo-Medium", "UniKS-UTF16-H", "Korea1"}
)

func collectionFor(text string) *collection {
	c := simplified
	for _, r := range text {
		if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			return japanese
		}
		if unicode.Is(unicode.Hangul, r) {
			c = korean
		}
	}
	return c
}

// run is text in one face, as glyph codes, with its width at size 1.
type run struct {
	face  *face
	codes []byte
	width float64
}

// shape turns text into runs, rune by rune through the family's fallbacks.
// Text is composed first (NFC), so accents find their glyphs. A rune that no
// font can draw becomes a box and is remembered in undrawn.
func (fb *fontbook) shape(st style, text string) []run {
	var out []run
	text = norm.NFC.String(strings.Map(visible, text))
	for _, r := range text {
		f, codes, w := fb.glyph(st, r, text)
		if n := len(out); n > 0 && out[n-1].face == f {
			out[n-1].codes = append(out[n-1].codes, codes...)
			out[n-1].width += w
			continue
		}
		out = append(out, run{f, codes, w})
	}
	return out
}

// visible turns white space into a plain space and drops control and
// direction marks, which could make a name read differently from what it is.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

func (fb *fontbook) family(st style) []*face {
	var out []*face
	if st == hand {
		for _, n := range []string{"latin", "latin-ext", "cyrillic"} {
			b, _ := handFonts.ReadFile("fonts/caveat-" + n + ".ttf")
			out = append(out, fb.load("Caveat-"+n, b))
		}
		out = append(out, fb.load("GoItalic", goitalic.TTF))
	}
	if st == bold {
		out = append(out, fb.load("GoBold", gobold.TTF))
	}
	out = append(out, fb.load("GoRegular", goregular.TTF))
	for i, b := range fb.extra {
		out = append(out, fb.load(fmt.Sprintf("Extra%d", i+1), b))
	}
	return slices.DeleteFunc(out, func(f *face) bool { return f == nil })
}

// CheckFont says whether a font can be given to Marks: TrueType with outlines.
func CheckFont(b []byte) error {
	if _, err := sfnt.Parse(b); err != nil {
		return refuse(CodeInvalid, err, "This is not a font.")
	}
	if _, err := parseFontFile(b); err != nil {
		return refuse(CodeInvalid, err, "This is not a TrueType font with outlines.")
	}
	return nil
}

// load parses a font once; nil when it cannot be used.
func (fb *fontbook) load(name string, b []byte) *face {
	if f, ok := fb.faces[name]; ok {
		return f
	}
	var f *face
	parsed, err := sfnt.Parse(b)
	tables, err2 := parseFontFile(b)
	if err == nil && err2 == nil {
		f = &face{font: parsed, tables: tables, postName: name, glyphs: map[int]rune{}}
	}
	fb.faces[name] = f
	return f
}

func (fb *fontbook) glyph(st style, r rune, text string) (*face, []byte, float64) {
	family := fb.family(st)
	for _, f := range family {
		if gid, _ := f.font.GlyphIndex(&f.buf, r); gid != 0 {
			return fb.use(f), f.code(int(gid), r), f.advance(int(gid))
		}
	}
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, cjkMarks) {
		c := collectionFor(text)
		f := fb.faces[c.base]
		if f == nil {
			f = &face{cjk: c, postName: c.base}
			fb.faces[c.base] = f
		}
		fb.substituted[r] = true
		return fb.use(f), utf16BE(string(r)), 1
	}
	fb.undrawn[r] = true
	f := family[len(family)-1-len(fb.extra)]
	return fb.use(f), f.code(0, 0), f.advance(0)
}

// cjkMarks are the CJK punctuation and full-width forms.
var cjkMarks = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3000, Hi: 0x303F, Stride: 1}, {Lo: 0xFF00, Hi: 0xFFEF, Stride: 1}}}

func (fb *fontbook) use(f *face) *face {
	if f.nr == 0 {
		f.nr = fb.to.reserve()
		f.key = fmt.Sprintf("Tieout%d", f.nr) // the object number makes it new on every page
		fb.used = append(fb.used, f)
	}
	return f
}

func (f *face) code(gid int, r rune) []byte {
	if r != 0 {
		f.glyphs[gid] = r
	}
	return []byte{byte(gid >> 8), byte(gid)}
}

// advance is a glyph's width at size 1.
func (f *face) advance(gid int) float64 {
	em := f.font.UnitsPerEm()
	a, err := f.font.GlyphAdvance(&f.buf, sfnt.GlyphIndex(gid), fixed.Int26_6(em)<<6, font.HintingNone)
	if err != nil {
		return 0.5
	}
	return float64(a) / 64 / float64(em)
}

func width(runs []run, size float64) (w float64) {
	for _, r := range runs {
		w += r.width * size
	}
	return w
}

// resources is the Font resource dictionary of everything used so far.
func (fb *fontbook) resources() types.Dict {
	d := types.Dict{}
	for _, f := range fb.used {
		d[f.key] = ref(f.nr)
	}
	return d
}

// listed gives runes in order, one string each.
func listed(set map[rune]bool) (out []string) {
	for _, r := range slices.Sorted(maps.Keys(set)) {
		out = append(out, string(r))
	}
	return out
}
