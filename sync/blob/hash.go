package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Hash is the sha256 of a plaintext and the name of a blob. Its text form,
// also in JSON, is 64 lower-case hexadecimal digits.
type Hash [sha256.Size]byte

// Sum returns the hash of data.
func Sum(data []byte) Hash { return sha256.Sum256(data) }

// Checked is bytes with their hash. Only [Check] makes it, so who is handed one
// need not hash the bytes again. Nobody changes them.
type Checked struct {
	hash Hash
	data []byte
}

// Check answers data as the bytes that h names, or ErrMismatch.
func Check(h Hash, data []byte) (Checked, error) {
	if Sum(data) != h {
		return Checked{}, fmt.Errorf("%w: %s", ErrMismatch, h)
	}
	return Checked{h, data}, nil
}

// Hash is the hash of the bytes. That of the zero value names nothing.
func (c Checked) Hash() Hash { return c.hash }

// Bytes are the bytes. They are not to be changed.
func (c Checked) Bytes() []byte { return c.data }

// Parse reads the text form of a hash. It accepts lower-case digits only: a
// name has one spelling.
func Parse(text string) (Hash, error) {
	var h Hash
	if len(text) != 2*len(h) || strings.ToLower(text) != text {
		return Hash{}, fmt.Errorf("blob: %q is not a sha256 in lower-case hexadecimal", text)
	}
	if _, err := hex.Decode(h[:], []byte(text)); err != nil {
		return Hash{}, fmt.Errorf("blob: %q is not a sha256 in lower-case hexadecimal", text)
	}
	return h, nil
}

// String returns the text form.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero reports whether h is the zero value, which names nothing.
func (h Hash) IsZero() bool { return h == Hash{} }

// MarshalText implements encoding.TextMarshaler.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hash) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*h = parsed
	return nil
}

// Scope is the reach of dedupe and of one data key, for example
// "firm/01J…" or "firm/01J…/client/01K…". It is one or more segments of
// letters, digits, "-" and "_", each starting with a letter or digit and at
// most 64 long, joined by "/". Case does not matter, because a stored scope is
// a folder and some file systems fold case. A scope does not contain the
// scopes that start with it.
type Scope string

const (
	maxScope   = 512
	maxSegment = 64
)

// canonical returns the one spelling under which a scope is stored, and
// ErrScope when s is none.
func (s Scope) canonical() (string, error) {
	low := strings.ToLower(string(s))
	if len(low) > maxScope {
		return "", fmt.Errorf("%w: longer than %d bytes", ErrScope, maxScope)
	}
	for segment := range strings.SplitSeq(low, "/") {
		if segment == "" || len(segment) > maxSegment || segment[0] == '-' || segment[0] == '_' || !plainName(segment) {
			return "", fmt.Errorf("%w: %q", ErrScope, string(s))
		}
	}
	return low, nil
}

// plainName reports whether text is spelled with a-z, 0-9, "-" and "_" only.
func plainName(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return text != ""
}
