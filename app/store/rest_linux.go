package store

import (
	bolt "go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// unmapped lets go of the pages of a file that were read into this process's memory. They are read again
// when somebody asks for them.
func unmapped(db *bolt.DB) error {
	return db.View(func(tx *bolt.Tx) error { // while one reads, the file stays mapped where it is
		_, _, errno := unix.Syscall(unix.SYS_MADVISE, db.Info().Data, uintptr(tx.Size()), unix.MADV_DONTNEED)
		if errno != 0 {
			return errno
		}
		return nil
	})
}
