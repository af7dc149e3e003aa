package blob_test

import (
	"testing"

	"tieout/sync/blob"
)

// What is stored to be flushed later is one file, also where a file cannot be given a name that is free at once.
func TestWhatIsFlushedLaterIsOneFile(t *testing.T) {
	dir := t.TempDir()
	folder, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := folder.PutLater(t.Context(), "a/one", []byte("later")); err != nil {
			t.Fatal(err)
		}
	}
	if found := files(t, dir); len(found) != 1 {
		t.Errorf("the folder has %v", found)
	}
	if err := folder.Delete(t.Context(), "a/one"); err != nil {
		t.Fatal(err)
	}
	if found := files(t, dir); len(found) != 0 {
		t.Errorf("it was deleted, and %v is left", found)
	}
}
