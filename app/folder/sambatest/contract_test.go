//go:build linux

package sambatest

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app/folder/foldertest"
)

// folderOf makes an empty folder of the share for one test and returns where desks find it.
func folderOf(t *testing.T) string {
	t.Helper()
	need(t)
	dir, err := os.MkdirTemp(samba.share, "work")
	must(t, err)
	return path.Join(mount, filepath.Base(dir))
}

func TestSambaKeepsTheContract(t *testing.T) {
	need(t)
	mine, theirs, staff := connect(t), connect(t), connect(t)
	foldertest.Contract(t, func(t *testing.T) foldertest.Ground {
		at := folderOf(t)
		return foldertest.Ground{FS: desktop{mine}, Other: desktop{theirs}, Path: at, Edit: func(t *testing.T, rel string) func() {
			t.Helper()
			h, err := staff.open(strings.TrimPrefix(path.Join(at, rel), mount+"/"), howEdit)
			must(t, err)
			return func() { must(t, h.close()) }
		}}
	})
}
