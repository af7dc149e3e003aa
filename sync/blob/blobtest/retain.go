package blobtest

import (
	"io"
	"testing"
	"time"

	"tieout/sync/blob"
)

// retain: a large and a small blob are spoken of, a large and a small one are
// not, and the large one of these is being read.
func retain(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	named, other, small := noise(41, 2*part+1), noise(42, 3*part), noise(44, 20)
	for _, data := range [][]byte{named, other, small, noise(43, 10)} {
		w.mustPut(t, acme, data)
	}
	keep := map[blob.Hash]bool{blob.Sum(named): true, blob.Sum(small): true}
	clean := func(keep map[blob.Hash]bool, age time.Duration, limit, want int) {
		t.Helper()
		if found, err := w.Unkept(ctx(t), acme, keep, time.Now().Add(-age)); err != nil || found != (want > 0 || limit == 0) {
			t.Errorf("Unkept = %v, %v; want %d removed", found, err, want)
		}
		n, err := w.Retain(ctx(t), acme, keep, time.Now().Add(-age), limit)
		if err != nil || n != want {
			t.Errorf("Retain = %d, %v; want %d", n, err, want)
		}
		sweepAll(t, w, acme)
	}
	clean(keep, time.Hour, 10, 0)
	r, err := w.Open(ctx(t), acme, blob.Sum(other))
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 10)
	if _, err := io.ReadFull(r, head); err != nil {
		t.Fatal(err)
	}
	clean(keep, -time.Hour, 10, 1) // the small one
	if rest, err := io.ReadAll(r); err != nil || blob.Sum(append(head, rest...)) != blob.Sum(other) {
		t.Errorf("what is read broke off: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	clean(keep, -time.Hour, 0, 0)
	clean(keep, -time.Hour, 10, 1)
	w.wantBlob(t, acme, named)
	w.wantBlob(t, acme, small)
	w.wantGone(t, acme, blob.Sum(other))
	clean(map[blob.Hash]bool{}, -time.Hour, 1, 1)
	clean(map[blob.Hash]bool{}, -time.Hour, 10, 1)
	if left := keys(t, w.objects, below); len(left) != 0 {
		t.Errorf("%d objects left", len(left))
	}
	if n, err := w.Retain(ctx(t), bolt, nil, time.Now().Add(time.Hour), 10); n != 0 || err != nil {
		t.Errorf("an empty scope: %d, %v", n, err)
	}
}
