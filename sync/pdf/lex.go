package pdf

import (
	"bytes"
	"strconv"
)

// tokenKind tells the lexical classes of ISO 32000-1 §7.2.
type tokenKind byte

const (
	tokEnd tokenKind = iota
	tokWord
	tokNumber
	tokName
	tokString
	tokOpen  // [ or <<
	tokClose // ] or >>
)

// token is one lexical unit. text holds decoded bytes for strings and names,
// the spelling for the rest.
type token struct {
	kind tokenKind
	text []byte
	num  float64
	at   int // where it starts
}

// lexer reads tokens from bytes. It allocates little, never recurses and never
// fails: what it does not understand becomes a word.
type lexer struct {
	b   []byte
	pos int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) skipSpace() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

func (l *lexer) next() token {
	l.skipSpace()
	t := token{at: l.pos}
	if l.pos >= len(l.b) {
		return t
	}
	switch c := l.b[l.pos]; {
	case c == '(':
		t.kind, t.text = tokString, l.literal()
	case c == '/':
		l.pos++
		t.kind, t.text = tokName, nameText(l.regular())
	case c == '[' || bytes.HasPrefix(l.b[l.pos:], []byte("<<")):
		t.kind, t.text = tokOpen, l.take(delimiterLen(c))
	case c == ']' || bytes.HasPrefix(l.b[l.pos:], []byte(">>")):
		t.kind, t.text = tokClose, l.take(delimiterLen(c))
	case c == '<':
		end := bytes.IndexByte(l.b[l.pos:], '>')
		if end < 0 {
			end = len(l.b) - l.pos - 1
		}
		t.kind, t.text = tokString, hexBytes(string(l.b[l.pos+1:l.pos+max(end, 1)]))
		l.pos += end + 1
	case isDelimiter(c):
		t.kind, t.text = tokWord, l.take(1)
	default:
		t.kind, t.text = tokWord, l.regular()
		if f, err := strconv.ParseFloat(string(t.text), 64); err == nil {
			t.kind, t.num = tokNumber, f
		}
	}
	return t
}

func delimiterLen(c byte) int {
	if c == '<' || c == '>' {
		return 2
	}
	return 1
}

func (l *lexer) take(n int) []byte {
	s := l.b[l.pos : l.pos+n]
	l.pos += n
	return s
}

func (l *lexer) regular() []byte {
	start := l.pos
	for l.pos < len(l.b) && !isSpace(l.b[l.pos]) && !isDelimiter(l.b[l.pos]) {
		l.pos++
	}
	return l.b[start:l.pos]
}

// literal reads "( … )" with nested parentheses and escapes.
func (l *lexer) literal() []byte {
	var out []byte
	depth := 0
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		l.pos++
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				return out
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return out
}

func (l *lexer) escape(out []byte) []byte {
	if l.pos >= len(l.b) {
		return out
	}
	c := l.b[l.pos]
	l.pos++
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	if c == '\r' || c == '\n' {
		if c == '\r' && l.pos < len(l.b) && l.b[l.pos] == '\n' {
			l.pos++
		}
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for i := 0; i < 2 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; i++ {
		v = v*8 + int(l.b[l.pos]-'0')
		l.pos++
	}
	return append(out, byte(v))
}

// nameText resolves #xx in a name.
func nameText(b []byte) []byte {
	if !bytes.Contains(b, []byte("#")) {
		return b
	}
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			if v, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}
