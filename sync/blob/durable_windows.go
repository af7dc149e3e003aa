package blob

import (
	"errors"

	"golang.org/x/sys/windows"
)

// syncDir does nothing: NTFS journals folder entries, and Windows offers no
// flush of a folder.
func syncDir(string) error { return nil }

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) ||
		errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}
