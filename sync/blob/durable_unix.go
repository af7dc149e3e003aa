//go:build unix

package blob

import (
	"errors"
	"os"
	"syscall"
)

// syncDir makes the entries of dir survive a power loss.
func syncDir(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
