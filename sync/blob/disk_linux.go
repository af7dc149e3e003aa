package blob

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// punch makes bytes of a file zeros and gives their room back where the file
// system can.
func punch(file *os.File, at, n int64) error {
	err := unix.Fallocate(int(file.Fd()), unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, at, n)
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS) {
		return zeros(file, at, n)
	}
	return err
}
