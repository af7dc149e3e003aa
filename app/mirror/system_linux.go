package mirror

import (
	"errors"
	"fmt"
	"os"
	"sync"

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

// flushesWhole are local file systems whose syncfs flushes all data and names that
// were written before it.
var flushesWhole = map[int64]bool{
	unix.EXT4_SUPER_MAGIC: true, unix.XFS_SUPER_MAGIC: true, unix.BTRFS_SUPER_MAGIC: true,
}

// volume is the file system that a folder lies on, opened before what it is to
// flush is written: what fails from then on is said by sync.
type volume struct{ dir *os.File }

// openVolume answers nil where each file has to be flushed by itself.
func openVolume(in *os.Root) *volume {
	dir, err := in.Open(".")
	if err != nil {
		return nil
	}
	var on unix.Statfs_t
	if unix.Fstatfs(int(dir.Fd()), &on) != nil || !flushesWhole[int64(uint32(on.Type))] || !saysFailures() {
		dir.Close()
		return nil
	}
	return &volume{dir}
}

func (v *volume) sync() error { return unix.Syncfs(int(v.dir.Fd())) }

func (v *volume) close() { v.dir.Close() }

// saysFailures is true since Linux 5.8: before, syncfs is silent about writes that
// failed.
var saysFailures = sync.OnceValue(func() bool {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return false
	}
	var major, minor int
	if n, err := fmt.Sscanf(unix.ByteSliceToString(u.Release[:]), "%d.%d", &major, &minor); n < 2 || err != nil {
		return false
	}
	return major > 5 || major == 5 && minor >= 8
})

// beginWriting has the disk begin with what was written, and waits for nothing.
func beginWriting(file *os.File, from, n int64) {
	_ = unix.SyncFileRange(int(file.Fd()), from, n, unix.SYNC_FILE_RANGE_WRITE) // a hint
}

// letGo waits until the disk has what was written, and gives its memory back: to
// fill the same pages again is far cheaper than to fill fresh ones. Its error is that
// of the disk, which a flush of the same file does not say again.
func letGo(file *os.File, from, n int64) error {
	const written = unix.SYNC_FILE_RANGE_WAIT_BEFORE | unix.SYNC_FILE_RANGE_WRITE | unix.SYNC_FILE_RANGE_WAIT_AFTER
	err := unix.SyncFileRange(int(file.Fd()), from, n, written)
	if err == unix.ENOSYS || err == unix.EOPNOTSUPP || err == unix.ESPIPE {
		return nil
	}
	if err != nil {
		return &os.PathError{Op: "write", Path: file.Name(), Err: err}
	}
	_ = unix.Fadvise(int(file.Fd()), from, n, unix.FADV_DONTNEED) // a hint
	return nil
}
