package blob

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// moveNew gives a file another name in the same folder, unless that is taken:
// then it is fs.ErrExist. A file system that cannot do that at once is given a
// second name instead.
func moveNew(from, to string) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EOPNOTSUPP):
		return os.Link(from, to)
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}
