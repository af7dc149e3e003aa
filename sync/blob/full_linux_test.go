package blob_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tieout/sync/blob"
)

// TestAFullDisk fills a small file system of its own, which takes root.
func TestAFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("SKIPPED, THE FULL DISK IS NOT TESTED: mounting a small file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	store := mustOpenAt(t, dir)
	t.Cleanup(func() { store.Close() })
	source := rand.NewChaCha8([32]byte{1})
	var kept []blob.Hash
	var err error
	for err == nil {
		data := make([]byte, blob.PartSize+blob.PartSize/2)
		source.Read(data)
		var hash blob.Hash
		if hash, _, err = store.Put(t.Context(), scope, bytes.NewReader(data)); err == nil {
			kept = append(kept, hash)
		}
	}
	if !errors.Is(err, blob.ErrFull) {
		t.Fatalf("Put on a full disk: %v", err)
	}
	for err = nil; err == nil; {
		small := make([][]byte, 10)
		for i := range small {
			small[i] = make([]byte, 10<<10)
			source.Read(small[i])
		}
		var hashes []blob.Hash
		if hashes, err = store.PutAll(t.Context(), scope, small); err == nil {
			kept = append(kept, hashes...)
		}
	}
	if !errors.Is(err, blob.ErrFull) {
		t.Fatalf("PutAll on a full disk: %v", err)
	}
	if len(kept) < 2 {
		t.Fatalf("only %d blobs fitted", len(kept))
	}
	for _, path := range files(t, dir) {
		if strings.HasPrefix(filepath.Base(path), ".tmp-") {
			t.Errorf("left behind: %s", path)
		}
	}
	seen := 0
	if err := store.Walk(t.Context(), scope, func(e blob.Entry) error { seen++; return e.Err }); err != nil || seen != len(kept) {
		t.Errorf("Walk saw %d of %d blobs: %v", seen, len(kept), err)
	}
	if err := store.Delete(t.Context(), scope, kept[0]); err != nil {
		t.Fatalf("Delete on a full disk: %v", err)
	}
	if _, _, err := store.Put(t.Context(), scope, strings.NewReader("room again")); err != nil {
		t.Errorf("Put after making room: %v", err)
	}
}
