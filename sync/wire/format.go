package wire

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

// Bodies of typed calls are JSON or CBOR (RFC 8949), of the same names. The relay
// answers what Accept prefers, JSON to who prefers nothing. It reads a push in
// either, by its Content-Type, and all other requests in JSON: what it checks
// against its description has bytes in base64. Desks push and read in CBOR, in
// which the bytes of an event stay as they are. Times are text (RFC 3339) in both,
// since the log counts their microseconds.
const (
	CBORType = "application/cbor"
	JSONType = "application/json"
)

var (
	toCBOR   = must(cbor.EncOptions{Time: cbor.TimeRFC3339Nano}.EncMode())
	fromCBOR = must(cbor.DecOptions{}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Encode writes v as CBOR.
func Encode(w io.Writer, v any) error { return toCBOR.NewEncoder(w).Encode(v) }

// DecodeCBOR reads one value, and nothing behind it.
func DecodeCBOR(data []byte, v any) error { return fromCBOR.Unmarshal(data, v) }

// Decode reads a body of the given Content-Type.
func Decode(contentType string, data []byte, v any) error {
	if kind, _, _ := strings.Cut(contentType, ";"); strings.HasSuffix(strings.TrimSpace(kind), "cbor") {
		return DecodeCBOR(data, v)
	}
	return json.Unmarshal(data, v)
}
