package portal

import (
	"bytes"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names and kinds of files. A client may call a file anything: the name is kept
// as it is shown, without what cannot be seen. What Windows makes of it is the
// business of whoever places it on the share.

const maxName = 200 // runes

// visible drops what hides or reverses text: control characters and the
// bidirectional overrides that make "invoice‮fdp.exe" look like a PDF.
func visible(r rune) rune {
	switch {
	case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
		r == 0x200e, r == 0x200f, r == 0xfeff, r == utf8.RuneError:
		return -1
	}
	return r
}

// displayName is the name of an upload as everybody will see it.
func displayName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(visible, name))
	if runes := []rune(name); len(runes) > maxName {
		ext := []rune(path.Ext(name))
		if len(ext) > 20 {
			ext = nil
		}
		name = string(runes[:maxName-len(ext)]) + string(ext)
	}
	if strings.Trim(name, ". ") == "" {
		return "file"
	}
	return name
}

// extension is what Windows would go by: it ignores dots and spaces at the end.
func extension(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(strings.TrimRight(name, ". ")), "."))
}

// programs are extensions that run, or make something run, when opened.
var programs = []string{
	"ade", "adp", "apk", "app", "application", "appref-ms", "appx", "bat", "chm", "cmd", "com", "command", "cpl",
	"deb", "dll", "dmg", "exe", "gadget", "hlp", "hta", "img", "inf", "ins", "iso", "isp", "jar", "js", "jse",
	"lib", "library-ms", "lnk", "msc", "msi", "msix", "msp", "mst", "ocx", "pif", "pkg", "ps1", "ps1xml", "psd1",
	"psm1", "reg", "rpm", "scf", "scr", "sct", "search-ms", "settingcontent-ms", "sh", "sys", "url", "vb", "vbe",
	"vbs", "vhd", "vhdx", "vxd", "website", "ws", "wsc", "wsf", "wsh", "xbap", "xll",
}

// refusedName answers why a file of this name is not taken, or nil.
func refusedName(name string) *Problem {
	if ext := extension(name); slices.Contains(programs, ext) {
		return problem(http.StatusUnprocessableEntity, codeRefused, "We can’t take ."+ext+" files.", "If it is an export, save it as PDF or Excel.")
	}
	return nil
}

// programStarts are the first bytes of programs: Windows, Linux, macOS, Java,
// scripts and Windows shortcuts.
var programStarts = [][]byte{
	[]byte("MZ"), []byte("\x7fELF"), []byte("\xfe\xed\xfa\xce"), []byte("\xfe\xed\xfa\xcf"), []byte("\xce\xfa\xed\xfe"),
	[]byte("\xcf\xfa\xed\xfe"), []byte("\xca\xfe\xba\xbe"), []byte("#!"), []byte("\x4c\x00\x00\x00\x01\x14\x02\x00"),
}

// refusedBytes answers why bytes that start so are not taken, or nil.
func refusedBytes(start []byte) *Problem {
	for _, p := range programStarts {
		if bytes.HasPrefix(start, p) {
			return problem(http.StatusUnprocessableEntity, codeRefused, "We can’t take programs, also under another name.", "If it is an export, save it as PDF or Excel.")
		}
	}
	return nil
}

// mediaByExtension is for kinds that their first bytes do not tell.
var mediaByExtension = map[string]string{
	"pdf": "application/pdf", "heic": "image/heic", "heif": "image/heif", "csv": "text/csv", "txt": "text/plain",
	"doc": "application/msword", "xls": "application/vnd.ms-excel",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// mediaOf judges a file by its first bytes, and by its name where they are
// silent.
func mediaOf(name string, start []byte) string {
	sniffed, _, _ := strings.Cut(http.DetectContentType(start), ";")
	switch sniffed {
	case "application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp":
		return sniffed
	case "application/zip", "application/octet-stream", "text/plain", "video/mp4":
		if m := mediaByExtension[extension(name)]; m != "" && m != "application/pdf" {
			return m
		}
	}
	return sniffed
}

// kindOf is how a file is drawn in a list.
func kindOf(name, media string) string {
	switch {
	case media == "application/pdf" || extension(name) == "pdf":
		return "pdf"
	case strings.HasPrefix(media, "image/"):
		return "image"
	}
	switch extension(name) {
	case "xls", "xlsx", "xlsm", "csv", "ods":
		return "sheet"
	case "doc", "docx", "odt", "rtf", "txt":
		return "word"
	case "jpg", "jpeg", "png", "heic", "heif", "gif", "webp", "tif", "tiff":
		return "image"
	}
	return "other"
}

// shownInline says whether a browser may display the bytes itself. Everything
// else is a download: HTML and SVG run scripts.
func shownInline(media string) bool {
	switch media {
	case "application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "text/plain":
		return true
	}
	return false
}
