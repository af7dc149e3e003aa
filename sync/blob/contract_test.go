package blob_test

import (
	"path/filepath"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/blob/blobtest"
)

func TestMemory(t *testing.T) {
	blobtest.Run(t, func(*testing.T) blob.Objects { return &blob.Memory{} })
}

func TestFolder(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Objects {
		folder, err := blob.OpenFolder(filepath.Join(t.TempDir(), "blobs"))
		if err != nil {
			t.Fatal(err)
		}
		return folder
	})
}

func TestMemoryKeys(t *testing.T) {
	blobtest.RunKeys(t, func(*testing.T) blob.WrappedKeys { return &blob.MemoryKeys{} })
}

func TestFolderKeys(t *testing.T) {
	blobtest.RunKeys(t, func(t *testing.T) blob.WrappedKeys { return blob.FolderKeys{Root: t.TempDir()} })
}
