package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// finish writes the font objects. Nothing may be shaped afterwards.
func (fb *fontbook) finish() {
	for _, f := range fb.used {
		if f.cjk != nil {
			f.writeCollection(fb.to)
		} else {
			f.writeEmbedded(fb.to)
		}
	}
}

// writeEmbedded writes a composite font whose codes are glyph numbers
// (Identity-H), with a ToUnicode map so that text can be searched and copied.
func (f *face) writeEmbedded(to objects) {
	gids := slices.Sorted(maps.Keys(f.glyphs))
	data := f.tables.subset(gids)
	name := types.Name(subsetTag(data) + "+" + f.postName)
	em := float64(binary.BigEndian.Uint16(f.tables["head"][18:]))
	unit := func(table string, at int) types.Object {
		v := int16(binary.BigEndian.Uint16(f.tables[table][at:]))
		return types.Integer(int(float64(v) * 1000 / em))
	}
	file := deflated(types.Dict{"Length1": types.Integer(len(data))}, data)
	descriptor := add(to, types.Dict{
		"Type": types.Name("FontDescriptor"), "FontName": name, "Flags": types.Integer(4),
		"FontBBox":    types.Array{unit("head", 36), unit("head", 38), unit("head", 40), unit("head", 42)},
		"ItalicAngle": types.Integer(0), "Ascent": unit("hhea", 4), "Descent": unit("hhea", 6),
		"CapHeight": unit("hhea", 4), "StemV": types.Integer(80), "FontFile2": add(to, file),
	})
	var widths types.Array
	for _, gid := range append([]int{0}, gids...) {
		widths = append(widths, types.Integer(gid), types.Array{types.Integer(int(f.advance(gid)*1000 + .5))})
	}
	descendant := add(to, types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("CIDFontType2"), "BaseFont": name,
		"CIDSystemInfo":  systemInfo("Identity"),
		"FontDescriptor": descriptor, "W": widths, "CIDToGIDMap": types.Name("Identity"),
	})
	to.set(f.nr, types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("Type0"), "BaseFont": name,
		"Encoding": types.Name("Identity-H"), "DescendantFonts": types.Array{descendant},
		"ToUnicode": add(to, deflated(types.Dict{}, f.toUnicode(gids))),
	})
}

func systemInfo(ordering string) types.Dict {
	return types.Dict{"Registry": types.StringLiteral("Adobe"), "Ordering": types.StringLiteral(ordering), "Supplement": types.Integer(0)}
}

// subsetTag is six capitals that depend on the content alone.
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	for i := range 6 {
		sum[i] = 'A' + sum[i]%26
	}
	return string(sum[:6])
}

func (f *face) toUnicode(gids []int) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n" +
		"/CMapName /Tieout-UCS def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for chunk := range slices.Chunk(gids, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(chunk))
		for _, gid := range chunk {
			fmt.Fprintf(&b, "<%04X> <%X>\n", gid, utf16BE(string(f.glyphs[gid])))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nend\nend\n")
	return b.Bytes()
}

// writeCollection refers to one of Adobe's CJK collections by a Unicode CMap
// (ISO 32000-1 §9.7.5.2); the viewer supplies the glyphs.
func (f *face) writeCollection(to objects) {
	name := types.Name(f.cjk.base)
	descriptor := add(to, types.Dict{
		"Type": types.Name("FontDescriptor"), "FontName": name, "Flags": types.Integer(4),
		"FontBBox":    types.Array{types.Integer(0), types.Integer(-200), types.Integer(1000), types.Integer(900)},
		"ItalicAngle": types.Integer(0), "Ascent": types.Integer(880), "Descent": types.Integer(-120),
		"CapHeight": types.Integer(880), "StemV": types.Integer(80),
	})
	descendant := add(to, types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("CIDFontType0"), "BaseFont": name,
		"CIDSystemInfo": systemInfo(f.cjk.ordering), "FontDescriptor": descriptor, "DW": types.Integer(1000),
	})
	to.set(f.nr, types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("Type0"), "BaseFont": name,
		"Encoding": types.Name(f.cjk.cmap), "DescendantFonts": types.Array{descendant},
	})
}
