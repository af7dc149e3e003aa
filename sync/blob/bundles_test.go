package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"tieout/sync/blob"
)

// together stores small blobs in one call.
func together(t *testing.T, store *blob.Store, in blob.Scope, seed byte, n int) (hashes []blob.Hash, contents map[blob.Hash][]byte) {
	t.Helper()
	source := rand.NewChaCha8([32]byte{seed})
	contents = map[blob.Hash][]byte{}
	var all [][]byte
	for i := range n {
		data := make([]byte, 1000+100*i)
		source.Read(data)
		all = append(all, data)
		contents[blob.Sum(data)] = data
	}
	hashes, err := store.PutAll(t.Context(), in, all)
	if err != nil {
		t.Fatal(err)
	}
	return hashes, contents
}

// onlyBundle is the path of the one file that there is.
func onlyBundle(t *testing.T, dir string) string {
	t.Helper()
	found := files(t, filepath.Join(dir, "blobs"))
	if len(found) != 1 || !strings.Contains(found[0], ".bundles") {
		t.Fatalf("the files are %v", found)
	}
	return found[0]
}

// Many small blobs that come together are one file, and are read as any other,
// now and after a restart.
func TestSmallBlobsThatComeTogetherAreOneFile(t *testing.T) {
	dir := t.TempDir()
	store := mustOpenAt(t, dir)
	hashes, contents := together(t, store, scope, 1, 30)
	onlyBundle(t, dir)
	for restart := range 2 {
		for _, hash := range hashes {
			if data, err := store.Get(t.Context(), scope, hash); err != nil || !bytes.Equal(data, contents[hash]) {
				t.Fatalf("restart %d: %d bytes, %v", restart, len(data), err)
			}
		}
		seen := 0
		if err := store.Walk(t.Context(), scope, func(e blob.Entry) error { seen++; return e.Err }); err != nil || seen != 30 {
			t.Errorf("Walk saw %d, %v", seen, err)
		}
		together(t, store, scope, 1, 30) // again: nothing changes
		onlyBundle(t, dir)
		store = mustOpenAt(t, dir)
	}
}

// A blob that is deleted leaves none of its bytes, though it shares a file, and
// the last one takes the file with it.
func TestADeletedBlobLeavesItsBundle(t *testing.T) {
	dir := t.TempDir()
	store := mustOpenAt(t, dir)
	hashes, contents := together(t, store, scope, 2, 12)
	path := onlyBundle(t, dir)
	for i, hash := range hashes {
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			store = mustOpenAt(t, dir)
		}
		if err := store.Delete(t.Context(), scope, hash); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Get(t.Context(), scope, hash); !errors.Is(err, blob.ErrNotFound) {
			t.Fatalf("blob %d after it was deleted: %v", i, err)
		}
		for _, rest := range hashes[i+1:] {
			if data, err := store.Get(t.Context(), scope, rest); err != nil || !bytes.Equal(data, contents[rest]) {
				t.Fatalf("another one after blob %d: %v", i, err)
			}
		}
		after, err := os.ReadFile(path)
		if i < len(hashes)-1 && (err != nil || kept(before, after) > len(before)-1000-100*i) {
			t.Errorf("of blob %d %d bytes are left: %v", i, kept(before, after), err)
		}
	}
	if left := files(t, filepath.Join(dir, "blobs")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "blobs")); err != nil || len(entries) != 0 {
		t.Errorf("folders are left behind: %v, %v", entries, err)
	}
	again, _ := together(t, store, scope, 2, 12)
	if has, err := store.Has(t.Context(), scope, again[3]); !has || err != nil {
		t.Errorf("it cannot be put again: %v, %v", has, err)
	}
}

// kept counts the bytes that are not zero and as they were.
func kept(before, after []byte) int {
	n := 0
	for i := range min(len(before), len(after)) {
		if before[i] == after[i] && after[i] != 0 || before[i] == 0 {
			n++
		}
	}
	return n
}

// Whatever byte of a bundle is damaged, no wrong byte is read, and at most one
// blob is lost, which comes back when it is put again.
func TestADamagedBundleLosesOneBlobAtMost(t *testing.T) {
	dir := t.TempDir()
	hashes, contents := together(t, mustOpenAt(t, dir), scope, 3, 10)
	path := onlyBundle(t, dir)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		spoilt := bytes.Clone(sound)
		spoilt[rapid.IntRange(0, len(sound)-1).Draw(rt, "at")] ^= rapid.Byte().Draw(rt, "flip") | 1
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			rt.Fatal(err)
		}
		store := mustOpenAt(t, dir)
		lost := 0
		for _, hash := range hashes {
			data, err := store.Get(context.Background(), scope, hash)
			switch {
			case errors.Is(err, blob.ErrDamaged):
				lost++
			case err != nil || !bytes.Equal(data, contents[hash]):
				rt.Fatalf("%d bytes, %v", len(data), err)
			}
		}
		if lost > 1 {
			rt.Fatalf("%d blobs are lost", lost)
		}
	})
}

// A bundle that was cut off anywhere is made up for by putting its blobs again.
func TestABundleThatWasCutOffIsPutAgain(t *testing.T) {
	for _, cut := range []float64{0, 0.001, 0.05, 0.5, 0.99} {
		dir := t.TempDir()
		hashes, contents := together(t, mustOpenAt(t, dir), scope, 6, 10)
		path := onlyBundle(t, dir)
		info, err := os.Stat(path)
		if err == nil {
			err = os.Truncate(path, int64(cut*float64(info.Size())))
		}
		if err != nil {
			t.Fatal(err)
		}
		store := mustOpenAt(t, dir)
		for _, hash := range hashes {
			if data, err := store.Get(t.Context(), scope, hash); err == nil && !bytes.Equal(data, contents[hash]) {
				t.Errorf("cut off at %v: wrong bytes", cut)
			}
		}
		together(t, store, scope, 6, 10)
		for _, store := range []*blob.Store{store, mustOpenAt(t, dir)} {
			for _, hash := range hashes {
				if data, err := store.Get(t.Context(), scope, hash); err != nil || !bytes.Equal(data, contents[hash]) {
					t.Errorf("cut off at %v and put again: %v", cut, err)
				}
			}
		}
	}
}

// A deletion that a crash interrupted is damage until it is finished.
func TestAnInterruptedDeletionIsFinished(t *testing.T) {
	dir := t.TempDir()
	hashes, _ := together(t, mustOpenAt(t, dir), scope, 4, 10)
	path := onlyBundle(t, dir)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(raw, []byte("TIEB"))
	clear(raw[at-1 : at+300]) // the first 300 bytes of the first blob
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	store := mustOpenAt(t, dir)
	if _, err := store.Get(t.Context(), scope, hashes[0]); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("half deleted: %v", err)
	}
	if err := store.Delete(t.Context(), scope, hashes[0]); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || len(bytes.Trim(after[at-1:at+1000], "\x00")) != 0 {
		t.Errorf("something is left of it: %v", err)
	}
	if _, err := mustOpenAt(t, dir).Get(t.Context(), scope, hashes[0]); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("deleted to the end: %v", err)
	}
}

// Reading beside deletions answers whole blobs or none.
func TestReadingWhileABundleShrinks(t *testing.T) {
	dir := t.TempDir()
	store := mustOpenAt(t, dir)
	hashes, contents := together(t, store, scope, 5, 40)
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			for _, hash := range hashes {
				data, err := store.Get(context.Background(), scope, hash)
				if !errors.Is(err, blob.ErrNotFound) && (err != nil || !bytes.Equal(data, contents[hash])) {
					t.Errorf("%d bytes, %v", len(data), err)
				}
			}
		})
	}
	for _, hash := range hashes {
		if err := store.Delete(t.Context(), scope, hash); err != nil {
			t.Error(err)
		}
	}
	work.Wait()
}

// Another process that looks in, to check or to copy, takes what was deleted
// since it looked for deleted.
func TestWhatIsDeletedBesideAReader(t *testing.T) {
	dir := t.TempDir()
	store := mustOpenAt(t, dir)
	hashes, contents := together(t, store, scope, 7, 10)
	beside := mustOpenAt(t, dir)
	if has, err := beside.Has(t.Context(), scope, hashes[0]); !has || err != nil {
		t.Fatalf("it is there: %v, %v", has, err)
	}
	for i, hash := range hashes {
		if err := store.Delete(t.Context(), scope, hash); err != nil {
			t.Fatal(err)
		}
		if _, err := beside.Get(t.Context(), scope, hash); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("blob %d: %v", i, err)
		}
		for _, rest := range hashes[i+1:] {
			if data, err := beside.Get(t.Context(), scope, rest); err != nil || !bytes.Equal(data, contents[rest]) {
				t.Errorf("another one after blob %d: %v", i, err)
			}
		}
	}
}

// With more bundles than names may be known, all of them are found all the same.
func TestMoreBundlesThanAreKnownAtOnce(t *testing.T) {
	dir := t.TempDir()
	folder, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	folder.KnowAtMost(25)
	key := func(dir, i int) string { return fmt.Sprintf("c%d/%d", dir, i) }
	for d := range 6 {
		var all []blob.Object
		for i := range 10 {
			all = append(all, blob.Object{Key: key(d, i), Data: []byte(key(d, i))})
		}
		if _, err := folder.PutEachIfAbsent(t.Context(), all); err != nil {
			t.Fatal(err)
		}
	}
	for round := range 2 {
		for d := range 6 {
			for i := range 10 {
				data, err := folder.Get(t.Context(), key(d, i))
				if deleted := round > 0 && i == d; deleted != errors.Is(err, blob.ErrNotFound) || !deleted && string(data) != key(d, i) {
					t.Errorf("%s: %q, %v", key(d, i), data, err)
				}
			}
			if err := folder.Delete(t.Context(), key(d, d)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Readers of several bundles do not get in each other's way.
func TestReadingSeveralBundlesAtOnce(t *testing.T) {
	store := mustOpenAt(t, t.TempDir())
	var work sync.WaitGroup
	for seed := range byte(3) {
		hashes, contents := together(t, store, scope, 10+seed, 10)
		for range 2 {
			work.Go(func() {
				for range 200 {
					for _, hash := range hashes {
						if data, err := store.Get(context.Background(), scope, hash); err != nil || !bytes.Equal(data, contents[hash]) {
							t.Errorf("%d bytes, %v", len(data), err)
							return
						}
					}
				}
			})
		}
	}
	work.Wait()
}
