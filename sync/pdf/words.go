package pdf

import (
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// shown is one run of text as a content stream shows it, and whether the next
// run continues the same line. That is all that recognising a form's title
// needs; it is not a general text extraction.
type shown struct {
	text string
	line int
}

// pageText lists the text runs of a page in drawing order, forms included.
// Fonts without a Unicode map are read as WinAnsi. Work is bounded: a page
// with more than maxRuns runs is cut there.
func (g *graph) pageText(l leaf) []shown {
	x := &textReader{g: g}
	var content []byte
	if a := g.array(l.dict["Contents"]); a != nil {
		for _, o := range a {
			content = append(append(content, g.content(g.stream(o))...), '\n')
		}
	} else {
		content = g.content(g.stream(l.dict["Contents"]))
	}
	x.read(content, g.dict(l.resources), 0)
	return x.runs
}

const maxRuns = 20_000

type textReader struct {
	g    *graph
	runs []shown
	line int
}

func (x *textReader) read(content []byte, res types.Dict, depth int) {
	if depth > 4 {
		return
	}
	p := &contentReader{textReader: x, res: res, depth: depth, decode: winAnsiText,
		fonts: x.g.dict(res["Font"]), forms: x.g.dict(res["XObject"]), decoders: map[string]func([]byte) string{}}
	lex := &lexer{b: content}
	for t := lex.next(); t.kind != tokEnd && len(x.runs) < maxRuns; t = lex.next() {
		switch t.kind {
		case tokString:
			p.parts = append(p.parts, p.decode(t.text))
		case tokNumber:
			if t.num < -180 && len(p.parts) > 0 { // a kerning this wide is a space
				p.parts = append(p.parts, " ")
			}
			p.args = append(p.args, t)
		case tokName:
			p.args = append(p.args, t)
		case tokWord:
			if string(t.text) == "ID" {
				lex.skipInlineImage()
			}
			p.operator(string(t.text))
			p.args, p.parts = p.args[:0], p.parts[:0]
		}
	}
}

// contentReader is the state while reading one content stream.
type contentReader struct {
	*textReader
	res, fonts, forms types.Dict
	depth             int
	decode            func([]byte) string
	decoders          map[string]func([]byte) string
	args              []token
	parts             []string
}

func (p *contentReader) operator(op string) {
	switch op {
	case "'", "\"":
		p.line++
		fallthrough
	case "Tj", "TJ":
		p.runs = append(p.runs, shown{strings.Join(p.parts, ""), p.line})
	case "Td", "TD":
		if len(p.args) >= 2 && p.args[len(p.args)-1].num != 0 {
			p.line++
		}
	case "Tm", "T*", "BT":
		p.line++
	case "Tf":
		if len(p.args) >= 2 {
			p.decode = p.decoder(p.decoders, p.fonts, string(p.args[len(p.args)-2].text))
		}
	case "Do":
		if len(p.args) > 0 {
			p.form(p.forms[string(p.args[len(p.args)-1].text)], p.res, p.depth)
		}
	}
}

func (x *textReader) form(o, outer types.Object, depth int) {
	sd := x.g.stream(o)
	if sd == nil || x.g.name(sd.Dict["Subtype"]) != "Form" {
		return
	}
	res := x.g.dict(sd.Dict["Resources"])
	if res == nil {
		res = x.g.dict(outer)
	}
	x.read(x.g.content(sd), res, depth+1)
}

func (x *textReader) decoder(known map[string]func([]byte) string, fonts types.Dict, name string) func([]byte) string {
	if d, ok := known[name]; ok {
		return d
	}
	font := x.g.dict(fonts[name])
	d := winAnsiText
	if cmap := x.g.content(x.g.stream(font["ToUnicode"])); cmap != nil {
		width := 1
		if x.g.name(font["Subtype"]) == "Type0" {
			width = 2
		}
		table := unicodeMap(cmap)
		d = func(b []byte) string { return mapped(table, b, width) }
	}
	known[name] = d
	return d
}

func mapped(table map[uint32]string, b []byte, width int) string {
	var s strings.Builder
	for i := 0; i+width <= len(b); i += width {
		code := uint32(b[i])
		if width == 2 {
			code = code<<8 | uint32(b[i+1])
		}
		if u, ok := table[code]; ok {
			s.WriteString(u)
		} else if width == 1 {
			s.WriteString(winAnsiText(b[i : i+1]))
		}
	}
	return s.String()
}

// unicodeMap reads the bfchar and bfrange sections of a ToUnicode CMap.
func unicodeMap(cmap []byte) map[uint32]string {
	lex, table := &lexer{b: cmap}, map[uint32]string{}
	var args []token
	for t := lex.next(); t.kind != tokEnd; t = lex.next() {
		if t.kind != tokWord {
			args = append(args, t)
			continue
		}
		switch string(t.text) {
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				table[code(args[i].text)] = decodeUTF16(args[i+1].text)
			}
		case "endbfrange":
			readRanges(table, args)
		}
		args = args[:0]
	}
	return table
}

func readRanges(table map[uint32]string, args []token) {
	for i := 0; i+2 < len(args); {
		lo, hi := code(args[i].text), code(args[i+1].text)
		i += 2
		if args[i].kind == tokOpen {
			i++
			for c := lo; i < len(args) && args[i].kind == tokString; c, i = c+1, i+1 {
				table[c] = decodeUTF16(args[i].text)
			}
			i++
			continue
		}
		base := utf16.Encode([]rune(decodeUTF16(args[i].text)))
		i++
		for c := lo; len(base) > 0 && c <= hi && c-lo < 0x10000; c++ {
			u := append([]uint16(nil), base...)
			u[len(u)-1] += uint16(c - lo)
			table[c] = string(utf16.Decode(u))
		}
	}
}

func code(b []byte) (v uint32) {
	for _, c := range b {
		v = v<<8 | uint32(c)
	}
	return v
}

// skipInlineImage moves past the binary data that follows ID.
func (l *lexer) skipInlineImage() {
	for l.pos+2 < len(l.b) {
		if isSpace(l.b[l.pos]) && l.b[l.pos+1] == 'E' && l.b[l.pos+2] == 'I' &&
			(l.pos+3 == len(l.b) || isSpace(l.b[l.pos+3])) {
			l.pos += 3
			return
		}
		l.pos++
	}
	l.pos = len(l.b)
}
