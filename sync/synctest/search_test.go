package synctest

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"

	"tieout/app/folder"
)

// search looks for texts and their traces in bytes, however they are packed.
type search struct{ needles [][]byte }

// traces are what a text would look like: as it is, in UTF-16, in hex, inside base64, as a folded name,
// and as a plain hash.
func traces(text []byte) [][]byte {
	folded := folder.PathKey("to-client", string(text))
	_, key, _ := strings.Cut(folded, "/")
	all := [][]byte{text, []byte(key), []byte(strings.ToLower(string(text)))}
	for _, plain := range [][]byte{text, []byte(key)} {
		hash := sha256.Sum256(plain)
		all = append(all, hash[:], []byte(hex.EncodeToString(hash[:])))
	}
	for _, plain := range slices.Clone(all) {
		all = append(all, []byte(hex.EncodeToString(plain)), []byte(strings.ToUpper(hex.EncodeToString(plain))),
			utf16Of(string(plain), false), utf16Of(string(plain), true), jsonOf(plain))
		all = append(all, inBase64(plain)...)
	}
	return slices.DeleteFunc(all, func(b []byte) bool { return len(b) < 8 })
}

func utf16Of(s string, big bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func jsonOf(b []byte) []byte {
	quoted, err := json.Marshal(string(b))
	if err != nil {
		return nil
	}
	return bytes.Trim(quoted, `"`)
}

// inBase64 is what of the encoding does not depend on what stands around, at each of three places.
func inBase64(b []byte) [][]byte {
	var all [][]byte
	for shift := range 3 {
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := enc.EncodeToString(append(make([]byte, shift), b...))
			from, to := []int{0, 2, 3}[shift], len(text)
			if (shift+len(b))%3 != 0 {
				to--
			}
			all = append(all, []byte(text[from:to]))
		}
	}
	return all
}

// in answers the traces that are there.
func (s search) in(haystack []byte) [][]byte {
	var found [][]byte
	unpack(haystack, 0, func(plain []byte) {
		for _, n := range s.needles {
			if bytes.Contains(plain, n) {
				found = append(found, n)
			}
		}
	})
	return found
}

// maxDepth is how many packings inside one another are opened.
const maxDepth = 5

// unpack visits bytes, and what is packed inside them: gzip, zlib and zstd streams, base64 and hex.
func unpack(b []byte, depth int, visit func([]byte)) {
	visit(b)
	if depth == maxDepth {
		return
	}
	for _, p := range packings {
		for from := 0; ; {
			at := bytes.Index(b[from:], p.magic)
			if at < 0 {
				break
			}
			from += at
			if plain := p.open(b[from:]); len(plain) > 0 {
				unpack(plain, depth+1, visit)
			}
			from++
		}
	}
	for _, run := range runs(b) {
		for _, open := range []func(string) ([]byte, error){
			base64.RawStdEncoding.DecodeString, base64.RawURLEncoding.DecodeString, hex.DecodeString,
		} {
			if plain, err := open(run); err == nil {
				unpack(plain, depth+1, visit)
			}
		}
	}
}

var packings = []struct {
	magic []byte
	open  func([]byte) []byte
}{
	{[]byte{0x1f, 0x8b, 8}, func(b []byte) []byte { return opened(gzip.NewReader(bytes.NewReader(b))) }},
	{[]byte{0x78, 0x9c}, func(b []byte) []byte { return opened(zlib.NewReader(bytes.NewReader(b))) }},
	{[]byte{0x78, 0xda}, func(b []byte) []byte { return opened(zlib.NewReader(bytes.NewReader(b))) }},
	{[]byte{0x28, 0xb5, 0x2f, 0xfd}, func(b []byte) []byte {
		r, err := zstd.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil
		}
		defer r.Close()
		return opened(r, nil)
	}},
}

// opened reads what can be read of a stream.
func opened(r io.Reader, err error) []byte {
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(io.LimitReader(r, 16<<20)) // a stream that breaks has a beginning
	return plain
}

// runs are the stretches that could be an encoding of something.
func runs(b []byte) []string {
	var all []string
	for _, run := range bytes.FieldsFunc(b, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+/-_", r)
	}) {
		if len(run) >= 24 {
			all = append(all, string(run))
		}
	}
	return all
}

// TestTheSearchFinds hides a text in every way that the search claims to see through.
func TestTheSearchFinds(t *testing.T) {
	text := "Bonus für den Geschäftsführer"
	s := search{traces([]byte(text))}
	hash := sha256.Sum256([]byte(text))
	for how, hidden := range map[string][]byte{
		"raw": []byte("x" + text + "x"), "UTF-16": utf16Of("ab"+text, false), "big UTF-16": utf16Of(text, true),
		"base64": []byte(base64.StdEncoding.EncodeToString([]byte("a" + text))), "hex": []byte(hex.EncodeToString([]byte("ab" + text))),
		"base64 of base64": []byte(base64.URLEncoding.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte("abcd" + text))))),
		"gzip":             packed(t, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, text),
		"zlib":             packed(t, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, text),
		"zstd": packed(t, func(w io.Writer) io.WriteCloser {
			z, err := zstd.NewWriter(w)
			if err != nil {
				t.Fatal(err)
			}
			return z
		}, text),
		"folded": []byte(folder.PathKey("to-client", text)), "upper case": []byte(strings.ToUpper(hex.EncodeToString([]byte(text)))),
		"plain hash": hash[:], "hash in hex": []byte(hex.EncodeToString(hash[:])), "hash in base64": []byte(base64.StdEncoding.EncodeToString(hash[:])),
		"escaped": jsonOf([]byte(text)),
	} {
		if len(s.in(hidden)) == 0 {
			t.Errorf("it does not see through %s", how)
		}
	}
	if found := s.in([]byte("Bonus und sonst nichts, " + strings.Repeat("abcd", 100))); len(found) != 0 {
		t.Errorf("it sees %q where nothing is", found)
	}
}

func packed(t *testing.T, with func(io.Writer) io.WriteCloser, text string) []byte {
	t.Helper()
	b := bytes.NewBufferString("before")
	w := with(b)
	if _, err := io.WriteString(w, strings.Repeat(text, 3)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), "after"...)
}
