// Package wire holds the shapes that cross between a desk and the relay, the
// error codes, and the protocol's version. It does no I/O and holds no rules.
//
// Every endpoint is under /v1 and speaks JSON, blobs excepted; desks push and read
// in CBOR, see [CBORType]. Every reply to a desk carries [State]. An error reply is
// an [Error] with an HTTP status of the same meaning; a refused action is not an
// error, it is a [Result].
package wire

import (
	"time"

	"tieout/sync/engagement"
)

// Protocol is the version of these shapes. A relay answers 426 and code
// "update" to a desk whose version it cannot serve.
const Protocol = 3

// Header names.
const (
	ProtocolHeader = "Tieout-Protocol"
)

// State is where the relay stands (SPEC H11).
type State struct {
	Protocol int                `json:"protocol"`
	Epoch    engagement.EpochID `json:"epoch"`
	Head     uint64             `json:"head"`
	// Settling says that the relay was restored from a backup and desks may
	// still give back what it lost: until then no deletion is to be believed and
	// nothing is to be filed.
	Settling bool `json:"settling,omitempty"`
	// Wanted says that bytes of events that were given back are missing: see
	// [WantedReply].
	Wanted bool `json:"wanted,omitempty"`
}

// Codes of errors, beside those of engagement.Refusal.
const (
	CodeUnauthorized = "unauthorized" // no token, or an old one: answer a challenge
	CodeRevoked      = "revoked"      // this device's access was withdrawn
	CodeForbidden    = "forbidden"
	CodeNotFound     = "not-found"
	CodeMalformed    = "malformed"
	CodeUpdate       = "update" // the desk's protocol is too old
	CodeTooLarge     = "too-large"
	CodeFull         = "full"     // the relay's disk is full; nothing was stored
	CodeBusy         = "busy"     // rate limit or a stop under way; try again later
	CodeBadCode      = "bad-code" // an enrolment code that is wrong, used or expired
	CodeInternal     = "internal"
	CodeClock        = "clock" // the relay's clock cannot be right; nothing was recorded
	// CodeNotProven: what is given back is not what the firm's log says, or its
	// checkpoint is not by the firm's log key. Nothing of the call was taken.
	CodeNotProven = "not-proven"
	// CodeLost: the bytes were lost with the history after a backup, and nobody
	// has sent them again.
	CodeLost = "lost"
)

// Error is the body of every error reply.
type Error struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " " + e.Hint
}

// EnrolRequest exchanges an enrolment code for a place in the firm.
// POST /v1/enrol, no token. Sig is the device key's signature over
// EnrolContext ‖ code, which proves that the desk holds the private half.
type EnrolRequest struct {
	Code   string `json:"code"`
	Public []byte `json:"public"` // Ed25519
	Name   string `json:"name"`   // what the person calls this computer
	Sig    []byte `json:"sig"`
}

// Contexts that keep signatures of one use from serving another.
const (
	EnrolContext = "tieout enrol v1\n"
	TokenContext = "tieout token v1\n"
)

// EnrolReply tells a desk who it is and which keys to pin.
type EnrolReply struct {
	State
	Firm   engagement.FirmID  `json:"firm"`
	Staff  engagement.StaffID `json:"staff"`
	Device engagement.KeyID   `json:"device"`
	LogKey []byte             `json:"logKey"` // Ed25519
	// SealCert is the DER certificate of the firm's seal.
	SealCert []byte `json:"sealCert"`
}

// ChallengeRequest asks for a challenge. POST /v1/challenge, no token.
type ChallengeRequest struct {
	Device engagement.KeyID `json:"device"`
}

// ChallengeReply is a nonce that is good once, for a minute.
type ChallengeReply struct {
	Nonce []byte `json:"nonce"`
}

// TokenRequest answers a challenge: Sig is over TokenContext ‖ nonce.
// POST /v1/token, no token.
type TokenRequest struct {
	Device engagement.KeyID `json:"device"`
	Nonce  []byte           `json:"nonce"`
	Sig    []byte           `json:"sig"`
}

// TokenReply is a bearer token and how many seconds it lives, by the relay's
// clock; the desk's is not asked.
type TokenReply struct {
	State
	Token string `json:"token"`
	For   int    `json:"for"`
}

// Action is one act of a person: the events it appended, accepted or refused
// whole.
type Action struct {
	Records []engagement.Record `json:"records"`
}

// PushRequest carries a device's actions in rising N. POST /v1/push.
// At most MaxPush actions, of MaxElements records each in CBOR, and 2 MaxBatch
// bytes; idempotent by action id.
type PushRequest struct {
	Actions []Action `json:"actions"`
}

// Limits of single calls.
const (
	MaxPush    = 200
	MaxPull    = 500
	MaxReoffer = 200
	MaxAsk     = 1000
	MaxBatch   = 4 << 20
)

// Outcomes of an action.
const (
	Accepted  = "accepted"
	Duplicate = "duplicate" // its derived identity was stored before; it is confirmed
	Refused   = "refused"
)

// Result is what became of one action, in the order pushed. Seqs are the
// numbers of its events (of the stored twins for a duplicate).
type Result struct {
	Action  engagement.ActionID `json:"action"`
	Outcome string              `json:"outcome"`
	Seqs    []uint64            `json:"seqs,omitempty"`
	Refusal engagement.Refusal  `json:"refusal,omitzero"`
}

// PushReply answers every action that was looked at. After the first action
// that lacks its blobs (code "no-blob") nothing further is looked at: the desk
// sends the blobs and pushes again from there.
type PushReply struct {
	State
	Results []Result `json:"results"`
}

// PullReply is a stretch of the firm's history. GET /v1/pull?after=N.
// Every number from After+1 to Through is either a record or in a hidden range,
// whose leaf hashes are given so that the desk can compute the log's root.
//
// Through below After means that the relay's history is shorter than what the
// desk asked to go on from: with another epoch it was restored from a backup,
// and the desk looks for what both have in common; with the same epoch the desk
// must not believe it.
type PullReply struct {
	State
	After   uint64              `json:"after"`
	Through uint64              `json:"through"`
	Records []engagement.Record `json:"records"`
	Hidden  []Hidden            `json:"hidden,omitempty"`
	// Checkpoint is the signed checkpoint of size Through.
	Checkpoint string `json:"checkpoint"`
}

// Hidden is a range of events that this member of the staff may not read.
type Hidden struct {
	From   uint64   `json:"from"`
	To     uint64   `json:"to"`
	Leaves [][]byte `json:"leaves"`
}

// MissingRequest asks which blobs the relay lacks for a client (or, with an
// empty client, for the firm). POST /v1/blobs/missing.
type MissingRequest struct {
	Client engagement.ClientID  `json:"client,omitempty"`
	Blobs  []engagement.BlobRef `json:"blobs,omitempty"`
	// Parts asks about single parts of blobs over 1 MiB.
	Parts []engagement.BlobRef `json:"parts,omitempty"`
	// Run tells where the first of the parts is in a run, all others following: see
	// [RunHeader]. Of a run, parts that are there need not be sent.
	Run string `json:"run,omitempty"`
}

// MissingReply lists what has to be sent.
type MissingReply struct {
	State
	Blobs []engagement.BlobRef `json:"blobs"`
	Parts []engagement.BlobRef `json:"parts"`
}

// Blobs travel outside JSON:
//
//	PUT  /v1/blobs/{client}/{sha256}         a whole blob up to 1 MiB
//	PUT  /v1/blobs/{client}/parts/{sha256}   one part of a larger one, durable with
//	                                         the commit; see [RunHeader]
//	POST /v1/blobs/{client}/commit           a manifest: makes the blob exist once
//	                                         all parts are there and the whole hash fits;
//	                                         409 with a [MissingReply] of the parts that
//	                                         are not: send them and commit again
//	GET  /v1/blobs/{client}/{sha256}         with Range
//
// {client} is a client's id, or "firm". All are idempotent.

// EnrolmentRequest asks for a code that lets a member of the staff enrol one
// computer. POST /v1/enrolments; administrators, and everybody for themselves.
type EnrolmentRequest struct {
	Staff engagement.StaffID `json:"staff"`
}

// EnrolmentReply is shown once; the relay keeps only its hash.
type EnrolmentReply struct {
	State
	Code    string    `json:"code"`
	Expires time.Time `json:"expires"`
}

// Hint is the data of one server-sent event of GET /v1/events: something
// changed, pull to see what. A heartbeat repeats the last one.
type Hint struct {
	State
}

// FilingReply says who places uploads on the share. GET /v1/filing.
type FilingReply struct {
	State
	Desks []FilingDesk `json:"desks"`
	// Since is when the last one left, if nobody files now.
	Since *time.Time `json:"since,omitempty"`
	// Unsure says that desks filed when the relay was last stopped, and had no time
	// to say so again.
	Unsure bool `json:"unsure,omitempty"`
}

// FilingDesk is a computer that is on and has the share.
type FilingDesk struct {
	Device engagement.KeyID   `json:"device"`
	Staff  engagement.StaffID `json:"staff"`
	Since  time.Time          `json:"since"`
	// Roots are the shares on which it files.
	Roots []engagement.RootID `json:"roots"`
}

// PresenceRequest says that this desk is on, and on which shares it files, up to
// MaxAsk; none when it does not. POST /v1/presence, at least every 60 s while it
// does.
type PresenceRequest struct {
	Roots []engagement.RootID `json:"roots"`
}

// The evidence record of a sealed deliverable, made when it is asked for, is at
// GET /v1/evidence/{engagement}/{deliverable}: proof.Record as JSON. It has the
// seal event and every inclusion proof against the newest checkpoint.
