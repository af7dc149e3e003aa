package engagement

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// Identities. Every one is a ULID made by its author, except [EventID]s of
// derived-identity kinds, see [SaveID]. Named types keep them apart.
type (
	FirmID        string
	StaffID       string
	ClientID      string
	ContactID     string
	EngagementID  string
	EventID       string
	ActionID      string
	KeyID         string
	RequestID     string
	DocumentID    string
	MessageID     string
	DraftID       string
	NoteID        string
	DeliverableID string
	RootID        string
	EpochID       string
)

// BlobRef names bytes, by their SHA-256 in lower-case hex, that must be stored
// wherever the event that carries it is stored (SPEC H2).
type BlobRef string

// Digest is a statement about bytes, a SHA-256 in lower-case hex. Nothing is
// implied about the bytes being present anywhere (SPEC H2).
type Digest string

// DigestOf returns the Digest of b.
func DigestOf(b []byte) Digest {
	sum := sha256.Sum256(b)
	return Digest(hex.EncodeToString(sum[:]))
}

// Names says whether the reference and the statement mean the same bytes.
func (d Digest) Names(b BlobRef) bool { return d != "" && string(d) == string(b) }

func (b BlobRef) valid() bool { return validHash(string(b)) }
func (d Digest) valid() bool  { return validHash(string(d)) }

func validHash(s string) bool {
	if len(s) != 2*sha256.Size || strings.ToLower(s) != s {
		return false
	}
	_, err := hex.DecodeString(s)
	return err == nil
}

// Stream is the history an event belongs to: "firm", "client/ID" or
// "engagement/ID". Staff access is restricted per stream, never inside one.
type Stream string

// FirmStream is the one stream every member of the staff may read.
const FirmStream Stream = "firm"

// ClientStream returns the stream of a client.
func ClientStream(id ClientID) Stream { return Stream("client/" + string(id)) }

// EngagementStream returns the stream of an engagement.
func EngagementStream(id EngagementID) Stream { return Stream("engagement/" + string(id)) }

// ClientID returns the client of a client stream, or "".
func (s Stream) ClientID() ClientID {
	id, ok := strings.CutPrefix(string(s), "client/")
	if !ok {
		return ""
	}
	return ClientID(id)
}

// EngagementID returns the engagement of an engagement stream, or "".
func (s Stream) EngagementID() EngagementID {
	id, ok := strings.CutPrefix(string(s), "engagement/")
	if !ok {
		return ""
	}
	return EngagementID(id)
}

func (s Stream) valid() bool {
	return s == FirmStream || validID(string(s.ClientID())) || validID(string(s.EngagementID()))
}

// validID says whether s can be an id: it stands in URLs, in checkpoints and in
// the names of stored things, so it has nothing in it that means more there.
func validID(s string) bool {
	for _, c := range []byte(s) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
		if !letter && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return s != "" && len(s) <= 100 && s[0] != '.'
}

// Actor is who did it: "staff/ID", "contact/ID" or "relay".
type Actor string

// Relay is the author of consequences, keys and seals.
const Relay Actor = "relay"

// StaffActor returns the actor for a member of the staff.
func StaffActor(id StaffID) Actor { return Actor("staff/" + string(id)) }

// ContactActor returns the actor for a client's contact.
func ContactActor(id ContactID) Actor { return Actor("contact/" + string(id)) }

// Staff returns the member of the staff, or "" where somebody else acted.
func (a Actor) Staff() StaffID {
	id, ok := strings.CutPrefix(string(a), "staff/")
	if !ok {
		return ""
	}
	return StaffID(id)
}

// Contact returns the contact, or "" where somebody else acted.
func (a Actor) Contact() ContactID {
	id, ok := strings.CutPrefix(string(a), "contact/")
	if !ok {
		return ""
	}
	return ContactID(id)
}

// SaveID is the identity of one save in `To client/`: two desks that see the
// same save make the same event (SPEC H5). The salt is the engagement's secret
// and is erased with it, so an id says nothing about a name afterwards.
func SaveID(salt []byte, e EngagementID, pathKey string, base EventID, sum Digest) EventID {
	return derivedID(salt, "save", string(e), pathKey, string(base), string(sum))
}

// PlacedID is the identity of the receipt for placing one version on the share.
func PlacedID(salt []byte, e EngagementID, version EventID) EventID {
	return derivedID(salt, "placed", string(e), string(version))
}

// SealedID is the identity of the seal of one deliverable.
func SealedID(salt []byte, e EngagementID, d DeliverableID) EventID {
	return derivedID(salt, "sealed", string(e), string(d))
}

// takesDerivedID says whether an event has an id in the form of another kind's
// derived ids. Otherwise whoever can tell the id of a colleague's next save could
// store something else under it, and the save would be taken for a twin of that.
func takesDerivedID(e *Event) bool {
	form, _, _ := strings.Cut(string(e.ID), "-")
	kind, reserved := map[string]Kind{"save": DocumentShared, "placed": DocumentPlaced, "sealed": DeliverableSealed}[form]
	return reserved && e.Kind != kind
}

func derivedID(salt []byte, parts ...string) EventID {
	var said []byte
	for _, p := range parts {
		said = append(binary.BigEndian.AppendUint64(said, uint64(len(p))), p...)
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write(said)
	return EventID(parts[0] + "-" + hex.EncodeToString(mac.Sum(nil)))
}
