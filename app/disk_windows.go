package app

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

func takenBy(info fs.FileInfo) int64 { return info.Size() }

func freeAt(dir string) (int64, error) {
	at, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var room uint64
	err = windows.GetDiskFreeSpaceEx(at, &room, nil, nil)
	return int64(room), err
}
