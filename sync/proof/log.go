// Package proof is the arithmetic that makes a firm's history evident: the
// Merkle log over its events, signed checkpoints, inclusion proofs, and the
// evidence record that lies beside a signed PDF.
//
// It is shared by the relay, which builds proofs, and by desks and anybody else
// who checks them. It does no I/O and decides nothing about engagements.
package proof

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/sync/engagement"
)

// Hash is a node of the log, RFC 6962 style.
type Hash = tlog.Hash

// LeafHash is the record's leaf. Its index in the log is Seq − 1.
func LeafHash(r *engagement.Record) Hash { return tlog.RecordHash(r.Leaf()) }

// Frontier is the right edge of a log: enough to append to it and to know its
// root, in about log2(size) hashes. The zero value is the empty log.
type Frontier struct {
	Size  uint64 `json:"size"`
	Nodes []Hash `json:"nodes,omitempty"` // roots of the full subtrees, largest first
}

// Append adds a leaf.
func (f *Frontier) Append(leaf Hash) {
	h := leaf
	for n := f.Size; n&1 == 1; n >>= 1 {
		last := len(f.Nodes) - 1
		h = tlog.NodeHash(f.Nodes[last], h)
		f.Nodes = f.Nodes[:last:last]
	}
	f.Nodes = append(f.Nodes[:len(f.Nodes):len(f.Nodes)], h)
	f.Size++
}

// Root is the hash of the whole log. The root of the empty log is the hash of
// no bytes.
func (f *Frontier) Root() Hash {
	if len(f.Nodes) == 0 {
		root, _ := tlog.TreeHash(0, nil)
		return root
	}
	h := f.Nodes[len(f.Nodes)-1]
	for i := len(f.Nodes) - 2; i >= 0; i-- {
		h = tlog.NodeHash(f.Nodes[i], h)
	}
	return h
}

// Checkpoint is the log's state, signed by the firm's log key. A desk pins the
// newest it has seen and refuses one that does not continue it.
type Checkpoint struct {
	Firm  engagement.FirmID
	Epoch engagement.EpochID
	Size  uint64
	Root  Hash
}

func (c Checkpoint) text() string {
	return fmt.Sprintf("tieout/%s/%s\n%d\n%s\n", c.Firm, c.Epoch, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

const checkpointSig = "— tieout-log "

// Sign returns the checkpoint as a signed note: its text, an empty line and one
// signature line. It is text so that a person can keep it.
func (c Checkpoint) Sign(key ed25519.PrivateKey) string {
	t := c.text()
	return t + "\n" + checkpointSig + base64.StdEncoding.EncodeToString(ed25519.Sign(key, []byte(t))) + "\n"
}

// ErrCheckpoint says that a checkpoint is not one, or not by the given key.
var ErrCheckpoint = errors.New("proof: this is not a checkpoint signed by the firm's log key")

// OpenCheckpoint verifies and reads a signed checkpoint.
func OpenCheckpoint(note string, pub ed25519.PublicKey) (Checkpoint, error) {
	text, sig, ok := strings.Cut(note, "\n\n"+checkpointSig)
	if !ok || len(pub) != ed25519.PublicKeySize {
		return Checkpoint{}, ErrCheckpoint
	}
	text += "\n"
	line, ok := strings.CutSuffix(sig, "\n")
	raw, err := base64.StdEncoding.Strict().DecodeString(line)
	if !ok || err != nil || strings.ContainsAny(line, "\r\n") || !ed25519.Verify(pub, []byte(text), raw) {
		return Checkpoint{}, ErrCheckpoint
	}
	return parseCheckpoint(text)
}

func parseCheckpoint(text string) (Checkpoint, error) {
	var c Checkpoint
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return c, ErrCheckpoint
	}
	origin := strings.Split(lines[0], "/")
	if len(origin) != 3 || origin[0] != "tieout" {
		return c, ErrCheckpoint
	}
	size, err := strconv.ParseUint(lines[1], 10, 63)
	if err != nil {
		return c, ErrCheckpoint
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return c, ErrCheckpoint
	}
	c.Firm, c.Epoch = engagement.FirmID(origin[1]), engagement.EpochID(origin[2])
	c.Size, c.Root = size, root
	return c, nil
}

// CheckInclusion says whether the record is in the log of the checkpoint.
func CheckInclusion(c Checkpoint, r *engagement.Record, path []Hash) error {
	if r.Seq == 0 || r.Seq > c.Size {
		return errors.New("proof: the event is not among those the checkpoint covers")
	}
	return tlog.CheckRecord(tlog.RecordProof(path), int64(c.Size), c.Root, int64(r.Seq-1), LeafHash(r))
}

// CheckConsistency says whether the log of newer continues that of older.
func CheckConsistency(older, newer Checkpoint, path []Hash) error {
	if older.Epoch != newer.Epoch {
		return errors.New("proof: the checkpoints are of different epochs")
	}
	if older.Size == 0 {
		return nil
	}
	return tlog.CheckTree(tlog.TreeProof(path), int64(newer.Size), newer.Root, int64(older.Size), older.Root)
}
