package folder_test

import (
	"os"
	"path/filepath"
	"testing"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

func TestThisComputerKeepsTheContract(t *testing.T) {
	foldertest.Contract(t, func(t *testing.T) foldertest.Ground {
		dir := t.TempDir()
		return foldertest.Ground{FS: folder.OS(), Other: folder.OS(), Path: dir, Edit: func(t *testing.T, rel string) func() {
			t.Helper()
			file, err := os.OpenFile(filepath.Join(dir, rel), os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			return func() { file.Close() }
		}}
	})
}
