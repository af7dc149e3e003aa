package blobtest

import (
	"errors"
	"slices"
	"testing"

	"tieout/sync/blob"
)

// commitContract is what a sender is asked for where the disk lost parts, or there is none yet.
func commitContract(t *testing.T, open Opener) {
	t.Run("all parts found damaged are asked for at once", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(41, 2*part)
		m, chunks := cut(data, part/4)
		w.sendParts(t, acme, chunks)
		for _, at := range []int{1, 3, 6} {
			w.flip(t, w.keyOfPart(t, chunks[at]), 500)
		}
		m.Parts = append(m.Parts, m.Parts[1]) // the same bytes again
		m.Size += m.Parts[1].Len
		m.SHA256 = blob.Sum(append(data, chunks[1]...))
		var missing *blob.MissingPartsError
		want := []blob.Hash{m.Parts[1].SHA256, m.Parts[3].SHA256, m.Parts[6].SHA256}
		if err := w.Commit(ctx(t), acme, m); !errors.As(err, &missing) || !slices.Equal(missing.Parts, want) {
			t.Fatalf("Commit over damaged parts: %v", err)
		}
		if got, err := w.MissingParts(ctx(t), acme, partHashes(m)); err != nil || !slices.Equal(got, want) {
			t.Fatalf("MissingParts = %v, %v", got, err)
		}
		w.sendParts(t, acme, chunks)
		commit(t, w, m)
	})
	t.Run("a scope that was never written to lacks a part that comes twice", func(t *testing.T) {
		w := newWorld(t, open(t))
		hash := blob.Sum([]byte("twice"))
		if got, err := w.PartsOf(ctx(t), acme, blob.Run{ID: "r"}, []blob.Hash{hash, hash}); err != nil || len(got) != 1 {
			t.Errorf("PartsOf = %v, %v", got, err)
		}
	})
}

// keyOfPart finds the object of a part by storing it alone.
func (w *world) keyOfPart(t testing.TB, data []byte) string {
	t.Helper()
	for _, key := range keys(t, w.objects, below) {
		was, err := w.objects.Get(ctx(t), key)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.objects.Delete(ctx(t), key); err != nil {
			t.Fatal(err)
		}
		gone, err := w.MissingParts(ctx(t), acme, []blob.Hash{blob.Sum(data)})
		if err != nil {
			t.Fatal(err)
		}
		put(t, w.objects, key, was)
		if len(gone) == 1 {
			return key
		}
	}
	t.Fatal("the part is not stored")
	return ""
}
