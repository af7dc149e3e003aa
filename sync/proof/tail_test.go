package proof_test

import (
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// Every event after any point is proven by what lies after that point and the
// edge of what lies before, and no event by the path of another.
func TestATailProvesWhatItHolds(t *testing.T) {
	records := make([]engagement.Record, 37)
	for i := range records {
		records[i] = engagement.Record{
			Header: []byte{byte(i)}, Sig: []byte("sig"), Seq: uint64(i) + 1, Received: time.Unix(int64(i), 0),
		}
	}
	for start := range records {
		var from proof.Frontier
		for i := range records[:start] {
			from.Append(proof.LeafHash(&records[i]))
		}
		tail := proof.NewTail(from)
		for i := range records[start:] {
			if err := tail.Append(proof.LeafHash(&records[start+i])); err != nil {
				t.Fatal(err)
			}
		}
		c := proof.Checkpoint{Size: tail.Size(), Root: tail.Root()}
		for i := range records {
			path, err := tail.Prove(records[i].Seq)
			if (err == nil) != (i >= start) {
				t.Fatalf("event %d from %d on: %v", i+1, start, err)
			}
			if err != nil {
				continue
			}
			if err := proof.CheckInclusion(c, &records[i], path); err != nil {
				t.Errorf("event %d from %d on: %v", i+1, start, err)
			}
			other := records[(i+1)%len(records)]
			if proof.CheckInclusion(c, &other, path) == nil {
				t.Errorf("the path of event %d proves another", i+1)
			}
		}
	}
	if err := proof.NewTail(proof.Frontier{Size: 3}).Append(proof.Hash{}); err == nil {
		t.Error("a tail without the edge before it takes a leaf")
	}
}
