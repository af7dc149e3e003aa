package engagement

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// SaltSize is the number of random bytes that start every private part.
const SaltSize = 32

// Header is what an author signs. Its JSON bytes are stored and forwarded as
// the author wrote them and are never encoded again (SPEC E1).
type Header struct {
	ID     EventID  `json:"id"`
	Stream Stream   `json:"stream"`
	Action ActionID `json:"action"`
	// Part counts from 1 to Of: one act of a person may append several events,
	// which are accepted or refused whole (SPEC H7).
	Part int `json:"part"`
	Of   int `json:"of"`
	// After names an earlier action of the same device that this one needs.
	After  ActionID `json:"after,omitempty"`
	By     Actor    `json:"by"`
	Device KeyID    `json:"device"`
	// N is the device's own count of actions; every event of an action has the
	// same N and the relay takes a device's actions in rising N only.
	N uint64 `json:"n"`
	// Seen is the firm's head as the author knew it.
	Seen uint64          `json:"seen"`
	At   time.Time       `json:"at"`
	Kind Kind            `json:"kind"`
	Body json.RawMessage `json:"body"`
	// Private is SHA-256(salt ‖ private JSON) in hex, or empty: the private part
	// can be erased and the signature still verifies.
	Private string `json:"private,omitempty"`
}

// Record is one event as it is stored and sent: the author's bytes untouched,
// and what the relay added. Private is nil when there is none or it was erased.
type Record struct {
	Header   []byte    `json:"header"`
	Private  []byte    `json:"private,omitempty"`
	Sig      []byte    `json:"sig"`
	Seq      uint64    `json:"seq,omitempty"`
	Received time.Time `json:"received,omitzero"`
}

// Event is a decoded Record.
type Event struct {
	Header
	PrivateBody json.RawMessage
	Seq         uint64
	Received    time.Time
}

// When is the time to reckon with: the relay's once it has one, else the
// author's, which nobody has checked.
func (e *Event) When() time.Time {
	if !e.Received.IsZero() {
		return e.Received
	}
	return e.At
}

// gone says that the private part was erased: one was signed and is not here.
func (e *Event) gone() bool { return e.Private != "" && len(e.PrivateBody) == 0 }

// blank says that a text the kind needs was never written. An erased one was.
func (e *Event) blank(text string) bool { return strings.TrimSpace(text) == "" && !e.gone() }

// Seal makes a Record of h and signs it, see [Unsigned].
func Seal(h Header, private json.RawMessage, salt []byte, key ed25519.PrivateKey) (Record, error) {
	r, err := Unsigned(h, private, salt)
	if err == nil {
		err = Sign(key, &r)
	}
	return r, err
}

// Unsigned makes a Record of h for [Sign]: it binds the private part (JSON, may
// be nil) with the salt, which must be SaltSize fresh random bytes.
func Unsigned(h Header, private json.RawMessage, salt []byte) (Record, error) {
	var r Record
	h.Private = ""
	if len(private) > 0 {
		if len(salt) != SaltSize {
			return r, errors.New("engagement: a private part needs a 32-byte salt")
		}
		r.Private = append(append(r.Private, salt...), private...)
		sum := sha256.Sum256(r.Private)
		h.Private = hex.EncodeToString(sum[:])
	}
	var err error
	if r.Header, err = json.Marshal(h); err != nil {
		return r, fmt.Errorf("engagement: header: %w", err)
	}
	return r, nil
}

// Decode reads the record. It fails when the header is malformed or a private
// part is present that the header does not name.
func (r *Record) Decode() (Event, error) {
	e := Event{Seq: r.Seq, Received: r.Received}
	if err := json.Unmarshal(r.Header, &e.Header); err != nil {
		return e, fmt.Errorf("engagement: header: %w", err)
	}
	if !e.Stream.valid() || !validID(string(e.ID)) || !validID(string(e.Action)) || e.Kind == "" || e.Part < 1 || e.Part > e.Of {
		return e, errors.New("engagement: the header is incomplete")
	}
	if len(r.Private) == 0 {
		return e, nil
	}
	sum := sha256.Sum256(r.Private)
	if len(r.Private) < SaltSize || hex.EncodeToString(sum[:]) != e.Private {
		return e, errors.New("engagement: the private part is not the one that was signed")
	}
	e.PrivateBody = r.Private[SaltSize:]
	return e, nil
}

// Leaf is the record's entry in the firm's Merkle log: header ‖ sig ‖ seq ‖
// received, each length-prefixed. The private part is in it only by its hash.
func (r *Record) Leaf() []byte {
	b := make([]byte, 0, len(r.Header)+len(r.Sig)+64)
	for _, p := range [][]byte{r.Header, r.Sig} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	b = binary.BigEndian.AppendUint64(b, r.Seq)
	return binary.BigEndian.AppendUint64(b, uint64(r.Received.UnixMicro()))
}

// Via is how a contact's act reached the relay. It stands in the private part
// of every event by a contact.
type Via struct {
	Session string `json:"session,omitempty"`
	Method  string `json:"method,omitempty"` // "link" or "code"
	Email   string `json:"email,omitempty"`
	IP      string `json:"ip,omitempty"`
	Agent   string `json:"agent,omitempty"`
}
