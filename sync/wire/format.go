package wire

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// Bodies of typed calls are JSON or CBOR (RFC 8949), of the same names. Once a
// caller is let in, the relay answers what Accept prefers, JSON to who prefers
// nothing; who is not let in is told so in JSON. It reads a push in either, by its
// Content-Type, and all other requests in JSON alone: those it checks against its
// description. Desks push and read in CBOR, in which the bytes of an event stay as
// they are. Times are text (RFC 3339) in both, since the log counts their
// microseconds.
const (
	CBORType = "application/cbor"
	JSONType = "application/json"
)

// MaxReply is how many bytes of a reply a desk reads. Within it an array has as many
// elements as it likes.
const MaxReply = 64 << 20

// MaxElements is how many elements an array of a request in CBOR has at most: what
// takes a byte there takes a hundred in memory.
const MaxElements = 4096

var (
	toCBOR    = must(cbor.EncOptions{Time: cbor.TimeRFC3339Nano}.EncMode())
	fromDesks = must(cbor.DecOptions{MaxArrayElements: MaxElements, MaxNestedLevels: 8}.DecMode())
	fromRelay = must(cbor.DecOptions{MaxArrayElements: MaxReply}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Encode writes v as CBOR.
func Encode(w io.Writer, v any) error { return toCBOR.NewEncoder(w).Encode(v) }

// DecodeRequest reads the one value of a request in CBOR.
func DecodeRequest(data []byte, v any) error { return fromDesks.Unmarshal(data, v) }

// DecodeReply reads a reply of the given Content-Type.
func DecodeReply(contentType string, data []byte, v any) error {
	if kind, _, _ := strings.Cut(contentType, ";"); strings.HasSuffix(strings.TrimSpace(kind), "cbor") {
		return fromRelay.Unmarshal(data, v)
	}
	return json.Unmarshal(data, v)
}
