package mirror

import (
	"errors"

	"golang.org/x/sys/unix"
)

// readOnly tells programs and people that the copy is for reading.
const readOnly = 0o444

// strictNames is true where the system refuses names that others allow.
const strictNames = false

func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if err == unix.EINVAL || err == unix.ENOSYS || err == unix.EOPNOTSUPP {
		return errors.ErrUnsupported
	}
	return err
}
