package blob_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"testing"

	"tieout/sync/blob"
)

// A download that broke off is gone on with: from the last part that is there and sound, also where parts are
// alike, and from the beginning where none is.
func TestAWriterGoesOnWhereAnotherEnded(t *testing.T) {
	const part = blob.PartSize
	data := make([]byte, 6*part+7)
	rand.Read(data)
	copy(data[2*part:], data[:part]) // the third is as the first
	lacking := blob.Sum([]byte("never sent"))
	for name, c := range map[string]struct {
		begun int
		parts func([]blob.Hash) []blob.Hash
		from  int64
	}{
		"nothing":                {0, func(p []blob.Hash) []blob.Hash { return p }, 0},
		"within a part":          {5*part + 100, func(p []blob.Hash) []blob.Hash { return p }, 5 * part},
		"a part that is lost":    {5*part + 100, func(p []blob.Hash) []blob.Hash { return append(p[:3:3], lacking, p[4]) }, 3 * part},
		"nothing was remembered": {5*part + 100, func([]blob.Hash) []blob.Hash { return nil }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			store := mustOpenAt(t, t.TempDir())
			first, err := store.Create(t.Context(), scope)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := first.Write(data[:c.begun]); err != nil {
				t.Fatal(err)
			}
			parts := first.Leave()
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			w, from, err := store.Continue(t.Context(), scope, c.parts(parts))
			if err != nil || from != c.from {
				t.Fatalf("it goes on from %d, %v; want %d", from, err, c.from)
			}
			defer w.Close()
			if _, err := w.Write(data[from:]); err != nil {
				t.Fatal(err)
			}
			hash, size, err := w.Commit()
			if err != nil || hash != blob.Sum(data) || size != int64(len(data)) {
				t.Fatalf("%d bytes were kept, %v", size, err)
			}
			r, err := store.Open(t.Context(), scope, hash)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d other bytes: %v", len(got), err)
			}
		})
	}
}
