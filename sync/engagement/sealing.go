package engagement

import (
	"crypto/ed25519"
	"errors"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Records that are signed in one moment are signed together: the key signs the
// root of the Merkle tree (RFC 6962) over their headers, and each carries its own
// way to that root. It so verifies without the others. Of those it tells how many
// there are, and hashes of headers, which nobody guesses: each has the random id of
// its action. One that is signed alone is signed directly.
//
//	alone:    Ed25519(key, "tieout event v1\n" ‖ header)
//	together: Ed25519(key, "tieout events v1\n" ‖ size ‖ root) ‖ root ‖ size ‖ place ‖ way
//
// Size is how many there are, 2 to [MaxSignedTogether], and place is a record's own
// among them from 0, each as one byte. The way is the tree's inclusion proof: hashes
// of 32 bytes, from the leaf up.
const (
	signContext = "tieout event v1\n"
	treeContext = "tieout events v1\n"
)

// MaxSignedTogether is how many records one signature covers at most.
const MaxSignedTogether = 128

// Sign signs records that [Unsigned] made, together where there are several.
func Sign(key ed25519.PrivateKey, records ...*Record) error {
	if len(key) != ed25519.PrivateKeySize {
		return errors.New("engagement: this is no key to sign with")
	}
	for some := range slices.Chunk(records, MaxSignedTogether) {
		if len(some) == 1 {
			some[0].Sig = ed25519.Sign(key, some[0].signed())
		} else if err := signTree(key, some); err != nil {
			return err
		}
	}
	return nil
}

// signed is what is signed of a record that is signed alone.
func (r *Record) signed() []byte { return append([]byte(signContext), r.Header...) }

func signTree(key ed25519.PrivateKey, records []*Record) error {
	var nodes []tlog.Hash
	reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(at))
		for i, n := range at {
			found[i] = nodes[n]
		}
		return found, nil
	})
	for i, r := range records {
		added, err := tlog.StoredHashes(int64(i), r.Header, reader)
		if err != nil {
			return err
		}
		nodes = append(nodes, added...)
	}
	size := int64(len(records))
	root, err := tlog.TreeHash(size, reader)
	if err != nil {
		return err
	}
	tree := tree{size: byte(size), root: root}
	head := append(ed25519.Sign(key, tree.signed()), root[:]...)
	for i, r := range records {
		way, err := tlog.ProveRecord(size, int64(i), reader)
		if err != nil {
			return err
		}
		r.Sig = append(slices.Clip(head), tree.size, byte(i))
		for _, h := range way {
			r.Sig = append(r.Sig, h[:]...)
		}
	}
	return nil
}

// tree is what one signature covers.
type tree struct {
	size byte
	root tlog.Hash
}

func (t tree) signed() []byte {
	return append(append([]byte(treeContext), t.size), t.root[:]...)
}

// VerifySignature says whether pub signed the record's header.
func (r *Record) VerifySignature(pub ed25519.PublicKey) bool {
	return new(Signatures).Verify(r, pub)
}

// Signatures verifies records, and what was signed together once for all of
// them. The zero value is ready; it is not for concurrent use, nor to be kept
// longer than there are records to verify.
type Signatures struct {
	trees map[string]bool // that were verified: key, signature and what it covers
}

// Verify says whether pub signed the record's header.
func (s *Signatures) Verify(r *Record, pub ed25519.PublicKey) bool {
	switch {
	case len(pub) != ed25519.PublicKeySize:
		return false
	case len(r.Sig) == ed25519.SignatureSize:
		return ed25519.Verify(pub, r.signed(), r.Sig)
	}
	sig, t, place, way, ok := splitSignature(r.Sig)
	if !ok || tlog.CheckRecord(way, int64(t.size), t.root, place, tlog.RecordHash(r.Header)) != nil {
		return false
	}
	seen := string(pub) + string(sig) + string(t.signed())
	if s.trees[seen] {
		return true
	}
	if !ed25519.Verify(pub, t.signed(), sig) {
		return false
	}
	if s.trees == nil {
		s.trees = map[string]bool{}
	}
	s.trees[seen] = true
	return true
}

func splitSignature(all []byte) (sig []byte, t tree, place int64, way tlog.RecordProof, ok bool) {
	const head = ed25519.SignatureSize + tlog.HashSize + 2
	if len(all) < head || (len(all)-head)%tlog.HashSize != 0 {
		return nil, t, 0, nil, false
	}
	sig = all[:ed25519.SignatureSize]
	t.root = tlog.Hash(all[ed25519.SignatureSize:])
	t.size, place = all[head-2], int64(all[head-1])
	if t.size < 2 || t.size > MaxSignedTogether || place >= int64(t.size) {
		return nil, t, 0, nil, false
	}
	for rest := all[head:]; len(rest) > 0; rest = rest[tlog.HashSize:] {
		way = append(way, tlog.Hash(rest))
	}
	return sig, t, place, way, true
}
