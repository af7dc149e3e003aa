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
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, t.Name())
	must(t, os.Mkdir(filepath.Join(samba.share, name), 0o755))
	return path.Join(mount, name)
}

// openInOffice are the rights and the sharing with which a program of the staff keeps a file open that it
// works on: others may read it meanwhile.
var openInOffice = how{genericRead | genericWrite, withReaders, isFile, openThere, normal}

func TestSambaKeepsTheContract(t *testing.T) {
	need(t)
	mine, theirs, staff := connect(t), connect(t), connect(t)
	foldertest.Contract(t, func(t *testing.T) foldertest.Ground {
		at := folderOf(t)
		return foldertest.Ground{FS: desktop{mine}, Other: desktop{theirs}, Path: at, Edit: func(t *testing.T, rel string) func() {
			t.Helper()
			// A reader is in the way of nobody: the program does not have to allow for one.
			h, err := staff.open(strings.TrimPrefix(path.Join(at, rel), mount+"/"), openInOffice)
			must(t, err)
			return func() { must(t, h.close()) }
		}}
	})
}
