package relay

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// completedNodes lists the nodes of the log that adding leaf completes, the
// leaf first. They are stored with the event, so the log needs no table.
func completedNodes(f *proof.Frontier, leaf proof.Hash) []byte {
	h := leaf
	out := append([]byte(nil), h[:]...)
	last := len(f.Nodes) - 1
	for n := f.Size; n&1 == 1; n >>= 1 {
		h = tlog.NodeHash(f.Nodes[last], h)
		last--
		out = append(out, h[:]...)
	}
	return out
}

// logReader reads stored nodes of a firm's log by tlog's numbering.
type logReader struct {
	ctx context.Context
	t   *tenant
}

// ReadHashes implements tlog.HashReader. A node of some level lies with the
// event that completed it.
func (l logReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	type place struct {
		seq   uint64
		level int
	}
	places := make([]place, len(indexes))
	seqs := make([]uint64, 0, len(indexes))
	for i, x := range indexes {
		level, n := tlog.SplitStoredHashIndex(x)
		places[i] = place{uint64(n+1) << level, level}
		seqs = append(seqs, places[i].seq)
	}
	rows, err := l.t.relay.db.Nodes(l.ctx, string(l.t.id), seqs)
	if err != nil {
		return nil, err
	}
	hashes := make([]tlog.Hash, len(indexes))
	for i, p := range places {
		from := p.level * tlog.HashSize
		nodes := rows[p.seq]
		if len(nodes) < from+tlog.HashSize {
			return nil, fmt.Errorf("relay: node %d of event %d is not stored", p.level, p.seq)
		}
		copy(hashes[i][:], nodes[from:])
	}
	return hashes, nil
}

// checkpoint signs the log as it was after its first size events.
func (t *tenant) checkpoint(ctx context.Context, size uint64, epoch engagement.EpochID) (proof.Checkpoint, string, error) {
	c := proof.Checkpoint{Firm: t.id, Epoch: epoch, Size: size}
	var err error
	if c.Root, err = tlog.TreeHash(int64(size), logReader{ctx, t}); err != nil {
		return c, "", err
	}
	return c, c.Sign(t.keys.logKey), nil
}
