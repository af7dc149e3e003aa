package blob_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// A large file passes by the pages that the system keeps in memory, on its way in
// and on its way out.
func TestALargeBlobDoesNotFillTheCache(t *testing.T) {
	dir := t.TempDir()
	knowsDirect(t, dir)
	store := mustOpenAt(t, dir)
	data := make([]byte, 40<<20)
	rand.Read(data)
	hash, _, err := store.Put(t.Context(), scope, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if kept := inCache(t, dir); kept > 4<<20 {
		t.Errorf("%d bytes stay in memory after 40 MiB were stored", kept)
	}
	blob, err := store.Open(t.Context(), scope, hash)
	if err != nil {
		t.Fatal(err)
	}
	defer blob.Close()
	if got, err := io.ReadAll(blob); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes come back, %v", len(got), err)
	}
	if kept := inCache(t, dir); kept > 4<<20 {
		t.Errorf("%d bytes stay in memory after 40 MiB were read", kept)
	}
}

func knowsDirect(t *testing.T, dir string) {
	file, err := os.OpenFile(dir+"/direct", os.O_CREATE|os.O_WRONLY|unix.O_DIRECT, 0o600)
	if err != nil {
		t.Skipf("SKIPPED, WHAT STAYS IN MEMORY IS NOT TESTED: this file system always keeps it: %v", err)
	}
	file.Close()
	os.Remove(file.Name())
}

// inCache is how many bytes of the files of a folder are in memory.
func inCache(t *testing.T, dir string) (kept uint64) {
	for _, path := range files(t, dir) {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		var of unix.Cachestat_t
		err = unix.Cachestat(uint(file.Fd()), &unix.CachestatRange{}, &of, 0)
		file.Close()
		if err != nil {
			t.Skipf("SKIPPED, WHAT STAYS IN MEMORY IS NOT TESTED: the system does not tell: %v", err)
		}
		kept += of.Cache * uint64(os.Getpagesize())
	}
	return kept
}
