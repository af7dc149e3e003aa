package desk

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// Position is how far the desk's copy of the history reaches, and what it is
// pinned to. Frontier.Size is the cursor.
type Position struct {
	Epoch      engagement.EpochID `json:"epoch"`
	Frontier   proof.Frontier     `json:"frontier"`
	Checkpoint string             `json:"checkpoint,omitempty"` // the last one verified, as signed
}

// Batch is a verified stretch of history.
type Batch struct {
	Position Position // after it
	Records  []engagement.Record
	Events   []engagement.Event // decoded, in the same order
	Hidden   []wire.Hidden
	// Head is where the relay stood: the desk is level when it equals the cursor.
	Head uint64
}

// Outgoing is one act that waits. N is the device's count.
type Outgoing struct {
	ID     engagement.ActionID
	N      uint64
	Action wire.Action
	// Blobs must be at the relay before the act.
	Blobs []BlobKey
}

// BlobKey names bytes of a client, or of the firm where Client is empty.
type BlobKey struct {
	Client engagement.ClientID
	Blob   engagement.BlobRef
}

// Settled is what the relay answered to one act.
type Settled struct {
	Outgoing
	wire.Result
}

// ErrNoBytes is returned by [Home.OpenBlob] for bytes that are not here. An act
// that needs them can never be sent and is settled as refused.
var ErrNoBytes = errors.New("desk: the bytes are not on this computer")

// Blob is bytes to send. ReadAt may be called concurrently.
type Blob interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Home is where the desk's state lies. Its methods are called by one goroutine
// at a time, except OpenBlob. An error ends the round, which is tried again.
type Home interface {
	Position() (Position, error)
	// Key answers the public key that signs under id, or nil.
	Key(engagement.KeyID) ed25519.PublicKey
	// Confirm takes a verified stretch, durably, whole or not at all.
	Confirm(Batch) error
	// Outbox answers the next acts to send, in the order of N. Acts that the
	// relay has taken are not among them.
	Outbox(limit int) ([]Outgoing, error)
	// Settle takes the answers to acts, durably.
	Settle([]Settled) error
	// OpenBlob opens bytes to send, or fails with ErrNoBytes.
	OpenBlob(context.Context, BlobKey) (Blob, error)
	// Held answers what Confirm took above a number, in order and without a gap,
	// some of it at a time: records as the relay sent them, but for private parts
	// that were erased, and hidden ranges.
	Held(after uint64) ([]engagement.Record, []wire.Hidden, error)
	// Frontier answers the log's frontier at an earlier size.
	Frontier(size uint64) (proof.Frontier, error)
	// Rewind forgets everything above to.Frontier.Size, because the relay was
	// restored from a backup and began a new epoch there; what was above it was
	// given back before. Acts of this device above it wait to be sent again, in
	// case that the relay could not place them. Until the desk is level no deletion is to
	// be believed (SPEC H11).
	Rewind(to Position) error
}

// Finder is a Home that may find bytes elsewhere.
type Finder interface {
	// Find looks for bytes that the relay lost and OpenBlob does not have, and says
	// whether it did: once found they go to the relay by themselves. It is asked again
	// in every round, and returns at once.
	Find(BlobKey) bool
}

// Revealer is a Home that asks again for what was hidden from it, once access
// changed. One that keeps no hidden ranges need not be one.
type Revealer interface {
	// Hidden answers the ranges that may have become readable and are to be
	// asked for again; none when nobody's access changed.
	Hidden() ([]wire.Hidden, error)
	// Reveal takes events of hidden ranges, durably. last says that all ranges
	// were asked for.
	Reveal(records []engagement.Record, events []engagement.Event, last bool) error
}
