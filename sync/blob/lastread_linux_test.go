package blob_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The bundle that was read last is open, and is let go before it is removed, and
// with the store: what is open keeps its room, and Windows would not remove it.
func TestABundleIsClosedBeforeItIsRemoved(t *testing.T) {
	dir := t.TempDir()
	store := mustOpenAt(t, dir)
	hashes, _ := together(t, store, scope, 20, 10)
	for _, hash := range hashes {
		if _, err := store.Get(t.Context(), scope, hash); err != nil {
			t.Fatal(err)
		}
	}
	if open := openBelow(t, dir); len(open) != 1 {
		t.Fatalf("open after reading: %v", open)
	}
	if err := store.Close(); err != nil || len(openBelow(t, dir)) != 0 {
		t.Errorf("after the store was closed: %v, %v", openBelow(t, dir), err)
	}
	if _, err := store.Get(t.Context(), scope, hashes[0]); err != nil || len(openBelow(t, dir)) != 1 {
		t.Errorf("read after that: %v", err)
	}
	for _, hash := range hashes {
		if err := store.Delete(t.Context(), scope, hash); err != nil {
			t.Fatal(err)
		}
	}
	if open := openBelow(t, dir); len(open) != 0 {
		t.Errorf("still open: %v", open)
	}
}

// openBelow lists the files in a folder that this process has open.
func openBelow(t *testing.T, dir string) (open []string) {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range all {
		to, err := os.Readlink(filepath.Join("/proc/self/fd", fd.Name()))
		if err == nil && strings.HasPrefix(to, dir) {
			open = append(open, to)
		}
	}
	return open
}
