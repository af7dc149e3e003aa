//go:build unix

package desktop

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func tryLock(file *os.File) error {
	for {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EWOULDBLOCK):
			return errHeld
		}
		return err
	}
}

// openPlain opens a file for writing that other users may have made, or makes
// it. It follows no link, and refuses a file that has another name elsewhere:
// both would let them have somebody else's file overwritten.
func openPlain(path string, mode os.FileMode) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW|unix.O_NONBLOCK, mode)
	if errors.Is(err, unix.ELOOP) || errors.Is(err, unix.ENXIO) {
		return nil, errNotPlain
	}
	if err != nil {
		return nil, err
	}
	var is unix.Stat_t
	if err = unix.Fstat(int(file.Fd()), &is); err == nil && (is.Mode&unix.S_IFMT != unix.S_IFREG || is.Nlink != 1) {
		err = errNotPlain
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
