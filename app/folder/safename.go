package folder

import (
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name placed, in bytes: room for " (2)" and for the path around it on Windows.
const maxName = 180

// maxExtension is the longest ending kept whole when a name has to be shortened.
const maxExtension = 20

// SafeName makes a name that a client chose fit for a Windows share and honest to the eye: no path, no
// reserved device name, no trailing dot or space, no control or text-direction characters, at most 180
// bytes with the extension kept, never empty, and none that our own watcher would take for a temporary
// file. A safe name comes back unchanged. It is applied once, when a file is placed; the name the
// client gave is kept by the caller.
func SafeName(name string) string {
	name = lastPart(strings.ToValidUTF8(name, "_"))
	name = strings.Map(safeRune, name)
	name = strings.TrimSpace(name)
	name = strings.TrimRight(name, ". ")
	if strings.Trim(name, "._ ") == "" {
		return "file"
	}
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") {
		name = "file" + strings.TrimLeft(name, "~$")
	}
	name = frozenNFC(name)
	if isIgnored(name) {
		name += ".file"
	}
	if isReserved(name) {
		name = "_" + name
	}
	return shorten(name, maxName)
}

// lastPart drops folders: a browser may send "C:\fakepath\W-2.pdf".
func lastPart(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		return name[i+1:]
	}
	return name
}

// safeRune replaces what Windows refuses and drops what hides: control characters, text-direction
// overrides and isolates (they make "exe.pdf" of "fdp.exe"), and zero-width marks.
func safeRune(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"|?*`, r):
		return '_'
	case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
		r == 0x200e, r == 0x200f, r == 0x061c, r == 0x200b, r == 0x2060, r == 0xfeff,
		r == 0x2028, r == 0x2029:
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// isReserved knows the device names of Windows, which no extension makes safe.
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func isReserved(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		if digit, ok := strings.CutPrefix(base, port); ok && utf8.RuneCountInString(digit) == 1 {
			return strings.Contains("0123456789¹²³", digit)
		}
	}
	return false
}

// shorten cuts the stem, never the extension, and never through a character.
func shorten(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > maxExtension {
		ext = ""
	}
	stem := name[:limit-len(ext)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return strings.TrimRight(stem, ". ") + ext
}

// numbered is the name a clash gets: "W-2.pdf" becomes "W-2 (2).pdf".
func numbered(name string, n int) string {
	if n < 2 {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > maxExtension {
		ext = ""
	}
	mark := " (" + strconv.Itoa(n) + ")"
	stem := shorten(strings.TrimSuffix(name, ext), maxName-len(ext)-len(mark))
	return stem + mark + ext
}
