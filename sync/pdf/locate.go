package pdf

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
)

// located is a signature dictionary found by its /ByteRange.
type located struct {
	before, after, rest int64 // [0 before after rest]
	claimed             string
	certifies           bool
}

func (s located) end() int64 { return s.after + s.rest }

// window is how far around /ByteRange a signature dictionary is read. The
// signature itself, which may be long, is skipped by its own range.
const dictionaryWindow = 8 << 10

// findSignatures looks at the bytes, not at the object graph: a signature
// dictionary is never compressed, and a file that hides its seal from this
// search has none. They come ordered by how far they reach.
func findSignatures(ctx context.Context, src Source) ([]located, error) {
	const chunk, overlap = 1 << 20, 64
	needle := []byte("/ByteRange")
	var out []located
	buf := make([]byte, min(chunk+overlap, src.Size))
	for off := int64(0); off < src.Size; off += chunk {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		want := min(int64(len(buf)), src.Size-off)
		n, err := src.ReadAt(buf[:want], off)
		if int64(n) < want {
			return nil, fmt.Errorf("read the file: %w", err)
		}
		for at := 0; ; {
			i := bytes.Index(buf[at:n], needle)
			if i < 0 || at+i >= chunk {
				break
			}
			if s, ok := signatureAt(src, off+int64(at+i)); ok {
				out = append(out, s)
			}
			at += i + len(needle)
		}
	}
	slices.SortStableFunc(out, func(a, b located) int { return cmp.Compare(a.end(), b.end()) })
	return out, nil
}

// signatureAt reads the dictionary around a /ByteRange.
func signatureAt(src Source, at int64) (located, bool) {
	lex := &lexer{b: src.window(at+int64(len("/ByteRange")), 256)}
	if t := lex.next(); t.kind != tokOpen {
		return located{}, false
	}
	var v [4]int64
	for i := range v {
		t := lex.next()
		if t.kind != tokNumber || t.num < 0 || t.num > 1<<50 || t.num != float64(int64(t.num)) {
			return located{}, false
		}
		v[i] = int64(t.num)
	}
	if t := lex.next(); t.kind != tokClose || v[0] != 0 || v[2] <= v[1] {
		return located{}, false
	}
	s := located{before: v[1], after: v[2], rest: v[3]}
	s.readDictionary(src, at)
	return s, true
}

// readDictionary reads what stands around the signature value in the same
// object, and whether the catalog of the same revision names that object as
// the document's certification.
func (s *located) readDictionary(src Source, at int64) {
	start := max(0, at-dictionaryWindow)
	head := src.window(start, at-start)
	i := bytes.LastIndex(head, []byte(" obj"))
	if i < 0 || s.after > src.Size {
		return
	}
	number := objectNumber(head[:i])
	body := append(bytes.Clone(head[i+len(" obj"):]), src.window(at, max(0, s.before-at))...)
	if int64(len(body)) > 1<<20 {
		return
	}
	body = append(append(body, "()"...), src.window(s.after, dictionaryWindow)...)
	if end := bytes.Index(body, []byte("endobj")); end >= 0 {
		body = body[:end]
	}
	s.claimed = string(entry(body, "M"))
	sub := string(entry(body, "SubFilter"))
	p := string(entry(body, "P"))
	s.certifies = string(entry(body, "TransformMethod")) == "DocMDP" && p == "1" && number != "" &&
		(sub == "ETSI.CAdES.detached" || sub == "adbe.pkcs7.detached") && namedByCatalog(src, start+int64(i), number)
}

// objectNumber reads "n g" backwards.
func objectNumber(b []byte) string {
	f := bytes.Fields(b[max(0, len(b)-32):])
	if len(f) < 2 {
		return ""
	}
	return string(f[len(f)-2])
}

// entry is the token after a key in a run of PDF text, at any depth.
func entry(b []byte, key string) []byte {
	lex := &lexer{b: b}
	for t := lex.next(); t.kind != tokEnd; t = lex.next() {
		if t.kind == tokName && string(t.text) == key {
			return lex.next().text
		}
	}
	return nil
}

// namedByCatalog looks for /DocMDP n g R in the objects of the same revision.
func namedByCatalog(src Source, at int64, number string) bool {
	const reach = 4 << 20
	from := max(0, at-reach)
	b := src.window(from, 2*reach)
	for {
		i := bytes.Index(b, []byte("/DocMDP"))
		if i < 0 {
			return false
		}
		b = b[i+len("/DocMDP"):]
		lex := &lexer{b: b[:min(len(b), 64)]}
		n, g, r := lex.next(), lex.next(), lex.next()
		if string(n.text) == number && g.kind == tokNumber && string(r.text) == "R" {
			return true
		}
	}
}
