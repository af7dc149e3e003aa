package folder

import (
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// PathKey names a file of a work file the same way on every desk and at the relay: the lane's id, a
// slash, and the path inside the lane as spelled on disk, in NFC and case-folded. Two spellings that a
// Windows or Mac share would take for one file have one key; "Rechnung Ä.pdf" and "rechnung a\u0308.PDF" do.
//
// lane is the lane's id, never the firm's name for the folder. rel is relative, with "/" between its
// parts. Nothing is sanitised and nothing of this machine enters: the key is part of signed histories
// and does not change for ever. Characters newer than the frozen version of Unicode stand for
// themselves. Bytes that are not UTF-8 are kept as they are; such a name is never published.
func PathKey(lane, rel string) string {
	return lane + "/" + foldName(rel)
}

// foldName is NFC(fold(NFC(s))): folding can leave a letter and its accent apart, hence the second pass.
func foldName(s string) string {
	if isPlainASCII(s) {
		return strings.ToLower(s)
	}
	return frozenNFC(foldRunes(frozenNFC(s)))
}

func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// frozenNFC normalises as the frozen version of Unicode does, whatever version norm was built from: a
// character not assigned then neither composes nor decomposes, so it splits the text, and by Unicode's
// stability policy the text between never changes its normal form.
func frozenNFC(s string) string {
	var out strings.Builder
	start := 0
	for i, r := range s {
		if !isAssigned(r) {
			out.WriteString(norm.NFC.String(s[start:i]))
			start = i + utf8.RuneLen(r)
			out.WriteString(s[i:start])
		}
	}
	if start == 0 {
		return norm.NFC.String(s)
	}
	out.WriteString(norm.NFC.String(s[start:]))
	return out.String()
}

func foldRunes(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			out.WriteByte(s[i])
		} else {
			out.WriteRune(foldRune(r))
		}
		i += n
	}
	return out.String()
}

// foldRange folds lo, lo+step … hi by adding delta.
type foldRange struct{ lo, hi, step, delta rune }

func foldRune(r rune) rune {
	i := sort.Search(len(simpleFolds), func(i int) bool { return simpleFolds[i].hi >= r })
	if i == len(simpleFolds) || r < simpleFolds[i].lo {
		return r
	}
	if f := simpleFolds[i]; (r-f.lo)%f.step == 0 {
		return r + f.delta
	}
	return r
}

func isAssigned(r rune) bool {
	i := sort.Search(len(assigned), func(i int) bool { return assigned[i][1] >= r })
	return i < len(assigned) && r >= assigned[i][0]
}
