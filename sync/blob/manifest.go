package blob

import (
	"encoding/json"
	"fmt"
)

const (
	// PartSize is where this package cuts, and the most bytes any part or
	// any single-object blob may have.
	PartSize = 1 << 20
	// MaxParts bounds a manifest: 64 GiB at PartSize.
	MaxParts = 1 << 16

	manifestVersion = 1
)

// Manifest lists the parts of a blob in order. Parts may have any length from
// 1 to PartSize, so another cutter can be used without a new version; the
// blob's name does not depend on the cut.
type Manifest struct {
	V      int    `json:"v"`      // 1
	Size   int64  `json:"size"`   // bytes, the sum of the parts
	SHA256 Hash   `json:"sha256"` // of the whole plaintext
	Parts  []Part `json:"parts"`
}

// Part is one run of a blob's bytes.
type Part struct {
	Len    int64 `json:"len"` // bytes
	SHA256 Hash  `json:"sha256"`
}

// Check returns ErrManifest, with the reason, when m breaks a rule, and
// ErrTooLarge when it has more than MaxParts parts. It looks at shape only;
// Commit looks at the bytes.
func (m Manifest) Check() error {
	switch {
	case m.V != manifestVersion:
		return fmt.Errorf("%w: version %d is not known here", ErrManifest, m.V)
	case len(m.Parts) > MaxParts:
		return fmt.Errorf("%w: %d parts", ErrTooLarge, len(m.Parts))
	case len(m.Parts) == 0 && m.Size != 0:
		return fmt.Errorf("%w: no parts for %d bytes", ErrManifest, m.Size)
	}
	var sum int64
	for i, p := range m.Parts {
		if p.Len < 1 || p.Len > PartSize {
			return fmt.Errorf("%w: part %d has %d bytes", ErrManifest, i, p.Len)
		}
		sum += p.Len
	}
	if sum != m.Size {
		return fmt.Errorf("%w: parts add up to %d of %d bytes", ErrManifest, sum, m.Size)
	}
	return nil
}

// hashes returns the distinct parts of m in order of first use.
func (m Manifest) hashes() []Hash {
	seen := make(map[Hash]bool, len(m.Parts))
	list := make([]Hash, 0, len(m.Parts))
	for _, p := range m.Parts {
		if !seen[p.SHA256] {
			seen[p.SHA256] = true
			list = append(list, p.SHA256)
		}
	}
	return list
}

func (m Manifest) encode() ([]byte, error) { return json.Marshal(m) }

func decodeManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("%w: %v", ErrManifest, err)
	}
	return m, m.Check()
}

// maxPlain is the most plaintext one object may hold: a manifest of MaxParts
// parts, with room to spare.
const maxPlain = 16 << 20
