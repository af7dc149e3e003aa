package pdf

import (
	"encoding/binary"
	"errors"
	"slices"
)

// fontFile is a TrueType font's tables by tag.
type fontFile map[string][]byte

var errNotTrueType = errors.New("not a TrueType font with glyf outlines")

func parseFontFile(b []byte) (fontFile, error) {
	if len(b) < 12 {
		return nil, errNotTrueType
	}
	f := fontFile{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		at := 12 + 16*i
		if at+16 > len(b) {
			return nil, errNotTrueType
		}
		off, n := int(binary.BigEndian.Uint32(b[at+8:])), int(binary.BigEndian.Uint32(b[at+12:]))
		if off < 0 || n < 0 || off+n > len(b) {
			return nil, errNotTrueType
		}
		f[string(b[at:at+4])] = b[off : off+n]
	}
	for _, tag := range []string{"head", "hhea", "hmtx", "maxp", "loca", "glyf"} {
		if len(f[tag]) == 0 {
			return nil, errNotTrueType
		}
	}
	if len(f["head"]) < 54 || len(f["maxp"]) < 6 || len(f["hhea"]) < 36 {
		return nil, errNotTrueType
	}
	return f, nil
}

func (f fontFile) glyphs() int { return int(binary.BigEndian.Uint16(f["maxp"][4:])) }

// outline returns a glyph's data in glyf.
func (f fontFile) outline(gid int) []byte {
	loca, glyf := f["loca"], f["glyf"]
	var from, to int
	if binary.BigEndian.Uint16(f["head"][50:]) == 0 {
		if 2*gid+4 > len(loca) {
			return nil
		}
		from, to = 2*int(binary.BigEndian.Uint16(loca[2*gid:])), 2*int(binary.BigEndian.Uint16(loca[2*gid+2:]))
	} else {
		if 4*gid+8 > len(loca) {
			return nil
		}
		from, to = int(binary.BigEndian.Uint32(loca[4*gid:])), int(binary.BigEndian.Uint32(loca[4*gid+4:]))
	}
	if from < 0 || from >= to || to > len(glyf) {
		return nil
	}
	return glyf[from:to]
}

// components lists the glyphs that a composite glyph is made of.
func components(outline []byte) []int {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	var out []int
	for at := 10; at+4 <= len(outline); {
		flags := binary.BigEndian.Uint16(outline[at:])
		out = append(out, int(binary.BigEndian.Uint16(outline[at+2:])))
		at += 6
		if flags&1 != 0 { // arguments are words
			at += 2
		}
		switch {
		case flags&8 != 0:
			at += 2
		case flags&0x40 != 0:
			at += 4
		case flags&0x80 != 0:
			at += 8
		}
		if flags&0x20 == 0 {
			break
		}
	}
	return out
}

// subset keeps the outlines of the given glyphs and of what they are composed
// of. Glyph numbers stay, so codes written before subsetting stay valid.
func (f fontFile) subset(gids []int) []byte {
	keep := map[int]bool{0: true}
	for todo := slices.Clone(gids); len(todo) > 0; {
		gid := todo[0]
		todo = todo[1:]
		if keep[gid] && gid != 0 {
			continue
		}
		keep[gid] = true
		todo = append(todo, components(f.outline(gid))...)
	}
	var glyf, loca []byte
	for gid := range f.glyphs() {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if keep[gid] {
			glyf = append(glyf, f.outline(gid)...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := slices.Clone(f["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // long loca
	return assembleFont(fontFile{"head": head, "hhea": f["hhea"], "hmtx": f["hmtx"], "maxp": f["maxp"],
		"cvt ": f["cvt "], "fpgm": f["fpgm"], "prep": f["prep"], "glyf": glyf, "loca": loca})
}

func assembleFont(f fontFile) []byte {
	var tags []string
	for tag, b := range f {
		if len(b) > 0 {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	n := len(tags)
	power := 1
	for power*2 <= n {
		power *= 2
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	log := uint16(0)
	for p := power; p > 1; p /= 2 {
		log++
	}
	for _, v := range []uint16{uint16(n), uint16(power * 16), log, uint16((n - power) * 16)} {
		out = binary.BigEndian.AppendUint16(out, v)
	}
	var body []byte
	for _, tag := range tags {
		out = append(out, tag...)
		out = binary.BigEndian.AppendUint32(out, tableSum(f[tag]))
		out = binary.BigEndian.AppendUint32(out, uint32(12+16*n+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(f[tag])))
		body = append(body, f[tag]...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}

func tableSum(b []byte) (sum uint32) {
	for i := 0; i < len(b); i += 4 {
		var w [4]byte
		copy(w[:], b[i:])
		sum += binary.BigEndian.Uint32(w[:])
	}
	return sum
}
