//go:build unix

package app

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// takenBy: what is punched out of a file takes no room.
func takenBy(info fs.FileInfo) int64 {
	const block = 512 // stat's, whatever the file system's own
	if sys, ok := info.Sys().(*syscall.Stat_t); ok {
		return int64(sys.Blocks) * block
	}
	return 0
}

func freeAt(dir string) (int64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return 0, err
	}
	return int64(disk.Bavail) * int64(disk.Bsize), nil
}
