package blobtest

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tieout/sync/blob"
)

func sweepAll(t testing.TB, w *world, scope blob.Scope) int {
	t.Helper()
	n, err := w.Sweep(ctx(t), scope, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatalf("Sweep: %v", err)
	}
	return n
}

func (w *world) mustDelete(t testing.TB, scope blob.Scope, hash blob.Hash) {
	t.Helper()
	if err := w.Delete(ctx(t), scope, hash); err != nil {
		t.Fatalf("Delete: %v", err)
	}
}

func deleteContract(t *testing.T, open Opener) {
	t.Run("a deleted blob leaves nothing behind, and again is fine", func(t *testing.T) {
		w := newWorld(t, open(t))
		for _, data := range [][]byte{nil, []byte("small"), noise(30, 2*part+1)} {
			hash := w.mustPut(t, acme, data)
			w.mustDelete(t, acme, hash)
			w.mustDelete(t, acme, hash)
			w.wantGone(t, acme, hash)
			if left := keys(t, w.objects, below); len(left) != 0 {
				t.Errorf("%d objects left", len(left))
			}
		}
		w.mustDelete(t, bolt, blob.Sum([]byte("in a scope never written to")))
	})
	t.Run("whatever is put and deleted, what should be there is there", func(t *testing.T) { deleteModel(t, open) })
	t.Run("a blob that equals a part of another is its own", func(t *testing.T) {
		w := newWorld(t, open(t))
		big := noise(31, 2*part)
		small := big[:part]
		w.mustPut(t, acme, big)
		w.wantGone(t, acme, blob.Sum(small))
		w.mustPut(t, acme, small)
		w.mustDelete(t, acme, blob.Sum(big))
		w.wantBlob(t, acme, small)
		w.mustPut(t, acme, big)
		w.mustDelete(t, acme, blob.Sum(small))
		w.wantBlob(t, acme, big)
	})
	t.Run("a sweep takes what no blob names, once it is old enough", func(t *testing.T) {
		w := newWorld(t, open(t))
		kept := noise(32, part+1)
		w.mustPut(t, acme, kept)
		_, chunks := cut(noise(33, 2*part), part)
		w.sendParts(t, acme, chunks)
		if n, err := w.Sweep(ctx(t), acme, time.Now().Add(-time.Hour)); n != 0 || err != nil {
			t.Errorf("Sweep of the young = %d, %v", n, err)
		}
		if n := sweepAll(t, w, acme); n != 2 {
			t.Errorf("swept %d parts, want 2", n)
		}
		w.wantBlob(t, acme, kept)
		if n := sweepAll(t, w, bolt); n != 0 {
			t.Errorf("swept %d parts of an empty scope", n)
		}
	})
	t.Run("what nobody speaks of goes, once it is old enough and nobody reads it", func(t *testing.T) { retain(t, open) })
	t.Run("parts of a Put under way are neither deleted nor swept", func(t *testing.T) { deleteDuringPut(t, open) })
	t.Run("deleting a scope deletes it and no other", func(t *testing.T) { deleteScope(t, open) })
	t.Run("a Put under way does not survive its scope", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(34, 2*part)
		in, out := io.Pipe()
		done := make(chan error, 1)
		go func() {
			_, _, err := w.Put(ctx(t), acme, in)
			done <- err
		}()
		feed(t, out, data[:part+1])
		if err := w.DeleteScope(ctx(t), acme); err != nil {
			t.Fatal(err)
		}
		go func() { out.Write(data[part+1:]); out.Close() }()
		if err := <-done; !errors.Is(err, blob.ErrScopeDeleted) {
			t.Fatalf("Put: %v", err)
		}
		if left := keys(t, w.objects, below); len(left) != 0 {
			t.Errorf("%d objects left", len(left))
		}
		w.mustPut(t, acme, data)
		w.wantBlob(t, acme, data)
	})
	t.Run("writers and deleters at once leave every blob whole", func(t *testing.T) { churn(t, open) })
}

// feed writes data to a Put and returns once the Put has taken all of it.
func feed(t testing.TB, out *io.PipeWriter, data []byte) {
	t.Helper()
	if _, err := out.Write(data); err != nil {
		t.Fatal(err)
	}
}

// deleteModel builds blobs out of three parts, so that they share them, and
// compares with a map after every step.
func deleteModel(t *testing.T, open Opener) {
	parts := [][]byte{noise(35, part), noise(36, part), noise(37, part)}
	objects := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, objects)
		stored := map[blob.Hash][]byte{}
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			data := []byte{}
			for _, i := range rapid.SliceOfN(rapid.IntRange(0, 2), 1, 2).Draw(rt, "parts") {
				data = append(data, parts[i]...)
			}
			if rapid.Bool().Draw(rt, "delete") {
				w.mustDelete(t, acme, blob.Sum(data))
				delete(stored, blob.Sum(data))
			} else {
				stored[w.mustPut(t, acme, data)] = data
			}
			if n := sweepAll(t, w, acme); n != 0 {
				rt.Fatalf("%d parts that no blob names", n)
			}
		}
		seen := map[blob.Hash]int64{}
		err := w.Walk(ctx(t), acme, func(e blob.Entry) error { seen[e.Hash] = e.Size; return e.Err })
		if err != nil || len(seen) != len(stored) {
			rt.Fatalf("Walk saw %d of %d blobs: %v", len(seen), len(stored), err)
		}
		for hash, data := range stored {
			if seen[hash] != int64(len(data)) {
				rt.Fatalf("Walk saw %d of %d bytes", seen[hash], len(data))
			}
		}
		for _, hash := range slices.Collect(maps.Keys(stored)) {
			w.mustDelete(t, acme, hash)
		}
		if left := keys(t, objects, below); len(left) != 0 {
			rt.Fatalf("%d objects left after everything was deleted", len(left))
		}
	})
}

func deleteDuringPut(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	shared := noise(38, part)
	old := append(bytes.Clone(shared), 'o')
	fresh := append(bytes.Clone(shared), noise(39, part)...)
	w.mustPut(t, acme, old)
	in, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, _, err := w.Put(ctx(t), acme, in)
		done <- err
	}()
	// The Put has relied on the shared part once it asks for bytes beyond
	// what fills its look-ahead.
	feed(t, out, fresh[:part+part/2])
	w.mustDelete(t, acme, blob.Sum(old))
	sweepAll(t, w, acme)
	feed(t, out, fresh[part+part/2:])
	out.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	w.wantGone(t, acme, blob.Sum(old))
	w.wantBlob(t, acme, fresh)
}

func deleteScope(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	data := noise(40, part+1)
	for _, scope := range []blob.Scope{firm, acme, bolt} {
		w.mustPut(t, scope, data)
	}
	for range 2 {
		if err := w.DeleteScope(ctx(t), firm); err != nil {
			t.Fatal(err)
		}
	}
	w.wantGone(t, firm, blob.Sum(data))
	w.wantBlob(t, acme, data)
	saved := map[string][]byte{}
	for _, key := range keys(t, w.objects, "firm/01j0/client/01acme/") {
		saved[key], _ = w.objects.Get(ctx(t), key)
	}
	if err := w.DeleteScope(ctx(t), acme); err != nil {
		t.Fatal(err)
	}
	w.wantBlob(t, bolt, data)
	if _, err := w.keys.Load(ctx(t), "firm/01j0/client/01acme"); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("the data key of a deleted scope: %v", err)
	}
	for key, object := range saved { // a backup brings the objects back, but not their key
		put(t, w.objects, key, object)
	}
	w.mustPut(t, acme, []byte("a new key"))
	w.wantGone(t, acme, blob.Sum(data))
}

func churn(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	shared := noise(41, part)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			data := append(bytes.Clone(shared), byte(i))
			for range 6 {
				if _, _, err := w.Put(ctx(t), acme, bytes.NewReader(data)); err != nil {
					t.Errorf("Put: %v", err)
					return
				}
				if got, err := w.read(t, acme, blob.Sum(data)); err != nil || !bytes.Equal(got, data) {
					t.Errorf("read back %d bytes: %v", len(got), err)
				}
				if err := w.Delete(ctx(t), acme, blob.Sum(data)); err != nil {
					t.Errorf("Delete: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if left := keys(t, w.objects, below); len(left) != 0 {
		t.Errorf("%d objects left", len(left))
	}
}
