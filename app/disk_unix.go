//go:build unix

package app

import (
	"io/fs"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// diskOf implements Disk. What is punched out of a file takes no room.
func diskOf(dir string) (taken, free int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ignoreGone(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreGone(err)
		}
		if sys, ok := info.Sys().(*syscall.Stat_t); ok {
			const block = 512 // stat's, whatever the file system's own
			taken += int64(sys.Blocks) * block
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return 0, 0, err
	}
	return taken, int64(disk.Bavail) * int64(disk.Bsize), nil
}
