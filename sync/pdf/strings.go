package pdf

import (
	"encoding/hex"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/encoding/charmap"
)

// hexBytes reads a hexadecimal string; white space is skipped and a missing
// last digit is 0, as ISO 32000-1 §7.3.4.3 says.
func hexBytes(s string) []byte {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\f\x00", r) {
			return -1
		}
		return r
	}, s)
	if len(s)%2 == 1 {
		s += "0"
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}

// decodeText reads a PDF text string: UTF-16BE or UTF-8 when it says so,
// otherwise close enough to PDFDocEncoding for names and titles.
func decodeText(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		return decodeUTF16(b[2:])
	case len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF:
		return strings.ToValidUTF8(string(b[3:]), "\uFFFD")
	}
	return winAnsiText(b)
}

func winAnsiText(b []byte) string {
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(s)
}

func decodeUTF16(b []byte) string {
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(u))
}

// textString encodes for a PDF text string: UTF-16BE in hexadecimal, which
// needs no escaping and no guess by the reader.
func textString(s string) types.HexLiteral {
	ascii := true
	for _, r := range s {
		ascii = ascii && r >= 32 && r < 127
	}
	if ascii {
		return types.NewHexLiteral([]byte(s))
	}
	return types.NewHexLiteral(append([]byte{0xFE, 0xFF}, utf16BE(s)...))
}

func utf16BE(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}
