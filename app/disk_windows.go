package app

import (
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// diskOf implements Disk.
func diskOf(dir string) (taken, free int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ignoreGone(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreGone(err)
		}
		taken += info.Size()
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	at, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, 0, err
	}
	var room uint64
	err = windows.GetDiskFreeSpaceEx(at, &room, nil, nil)
	return taken, int64(room), err
}
