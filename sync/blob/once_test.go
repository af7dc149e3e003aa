package blob_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"sync"
	"testing"

	"tieout/sync/blob"
)

// The memory of parts that were read is used again, but not while somebody has
// them: neither the part that was handed out nor what another reader is at.
func TestPartsThatWereHandedOutStayAsTheyAre(t *testing.T) {
	store := mustOpenAt(t, t.TempDir())
	data := make([]byte, 40*blob.PartSize)
	rand.Read(data)
	hash, _, err := store.Put(t.Context(), scope, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			r, err := store.Open(t.Context(), scope, hash)
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Close()
			first := make([]byte, 3*blob.PartSize/2)
			if _, err := io.ReadFull(r, first); err != nil {
				t.Error(err)
				return
			}
			held, err := r.Part(1)
			if err != nil {
				t.Error(err)
				return
			}
			rest, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(append(first, rest...), data) {
				t.Errorf("%d other bytes: %v", len(rest), err)
			}
			if !bytes.Equal(held, data[blob.PartSize:2*blob.PartSize]) {
				t.Error("a part changed after it was handed out")
			}
		})
	}
	all.Wait()
}
