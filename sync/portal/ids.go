package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/oklog/ulid/v2"
)

// digest joins parts unambiguously and hashes them.
func digest(parts ...string) string {
	sum := sum(parts...)
	return hex.EncodeToString(sum[:])
}

func sum(parts ...string) [sha256.Size]byte {
	h := sha256.New()
	for _, s := range parts {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// sameID is the id of what is the same whenever it is asked for again: 128 bits
// of a hash in the spelling of every other id (SPEC H5). It tells no time.
func sameID(parts ...string) string {
	sum := sum(parts...)
	return ulid.ULID(sum[:16]).String()
}

// newID is a new id.
func (p *Portal) newID(at time.Time) (string, error) {
	id, err := ulid.New(ulid.Timestamp(at), p.random)
	return id.String(), err
}

// token is n random bytes in hex.
func (p *Portal) token(n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(p.random, b); err != nil {
		return "", err
	}
	return hex.EncodeToString(b), nil
}
