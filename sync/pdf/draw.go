package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func num(f float64) string { return string(appendFloat(nil, f)) }

func nums(f ...float64) string {
	s := make([]string, len(f))
	for i, v := range f {
		s[i] = num(v)
	}
	return strings.Join(s, " ")
}

// writeRuns shows text with its base line starting at x, y.
func writeRuns(out *bytes.Buffer, runs []run, x, y, size float64) {
	out.WriteString("BT ")
	fmt.Fprintf(out, "%s Td ", nums(x, y))
	for _, r := range runs {
		fmt.Fprintf(out, "/%s %s Tf <%X> Tj ", r.face.key, num(size), r.codes)
	}
	out.WriteString("ET\n")
}

// wrap breaks text into lines no wider than limit, at spaces where there are
// any and inside a word where there are none.
func (fb *fontbook) wrap(st style, text string, size, limit float64) []string {
	var lines []string
	for _, para := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(para) {
			joined := strings.TrimSpace(line + " " + word)
			if width(fb.shape(st, joined), size) <= limit {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for line = word; width(fb.shape(st, line), size) > limit; {
				cut := fb.fitting(st, line, size, limit)
				lines = append(lines, line[:cut])
				line = line[cut:]
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// fitting is the length in bytes of the longest start of s that fits; at least
// one rune.
func (fb *fontbook) fitting(st style, s string, size, limit float64) int {
	w, cut := 0.0, len(s)
	for i, r := range s {
		w += width(fb.shape(st, string(r)), size)
		if w > limit && i > 0 {
			cut = i
			break
		}
	}
	return cut
}

// appendContent puts drawing operators after a page's content without reading
// that content: "q" in front and "Q" behind restore the initial state first.
func appendContent(to objects, page types.Dict, ops []byte) {
	if len(ops) == 0 {
		return
	}
	before := add(to, types.StreamDict{Dict: types.Dict{}, Raw: []byte("q\n")})
	after := add(to, deflated(types.Dict{}, append([]byte("\nQ\n"), ops...)))
	old, _ := page["Contents"].(types.Array)
	contents := append(types.Array{before}, old...)
	page["Contents"] = append(contents, after)
}
