package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

type linuxFile struct{ *os.File }

func (f *linuxFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	return n, plainOf(err)
}

func (f *linuxFile) Sync() error { return plainOf(f.File.Sync()) }

func (f *linuxFile) Close() error { return plainOf(f.File.Close()) }

// plainOf gives an error of package os the meaning callers look for.
func plainOf(err error) error {
	var errno unix.Errno
	if !errors.As(err, &errno) {
		return err
	}
	if known := plain(errno); known != error(errno) {
		return fmt.Errorf("%w: %w", known, err)
	}
	return err
}

func (f *linuxFile) Stamp() (Stamp, error) {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return Stamp{}, &fs.PathError{Op: "stat", Path: f.Name(), Err: err}
	}
	return stampOf(&st), nil
}

// linuxRead is a plain file open for reading. It is no os.File, which would ask the system five times
// whether a plain file can be waited for.
type linuxRead struct {
	fd   int
	name string
	at   int64
}

// Read implements io.Reader.
func (f *linuxRead) Read(p []byte) (int, error) {
	n, err := f.pread(p, f.at)
	f.at += int64(n)
	if n == 0 && err == nil && len(p) > 0 {
		err = io.EOF
	}
	return n, err
}

// ReadAt implements io.ReaderAt.
func (f *linuxRead) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		m, err := f.pread(p[n:], at+int64(n))
		if err == nil && m == 0 {
			err = io.EOF
		}
		if n += m; err != nil {
			return n, err
		}
	}
	return n, nil
}

func (f *linuxRead) pread(p []byte, at int64) (int, error) {
	n, err := retryInterrupted(func() (int, error) { return unix.Pread(f.fd, p, at) })
	if err != nil {
		return 0, &fs.PathError{Op: "read", Path: f.name, Err: plain(err)}
	}
	return n, nil
}

func (f *linuxRead) Stamp() (Stamp, error) {
	var st unix.Stat_t
	if err := unix.Fstat(f.fd, &st); err != nil {
		return Stamp{}, &fs.PathError{Op: "stat", Path: f.name, Err: err}
	}
	return stampOf(&st), nil
}

func (f *linuxRead) Close() error { return unix.Close(f.fd) }

// Probe takes a read lease and gives it back: the kernel grants one only while nobody has the file open
// for writing (fcntl(2), F_SETLEASE). A program that opens the file for writing while the lease is held
// waits for it, so the two calls are made without a word to Go's scheduler in between: the lease lives
// for microseconds, also on a busy computer. The signal that the kernel sends for it means nothing here.
func (f *linuxRead) Probe() Probe {
	fd := uintptr(f.fd)
	_, _, errno := unix.RawSyscall(unix.SYS_FCNTL, fd, unix.F_SETLEASE, unix.F_RDLCK)
	if errno == 0 {
		unix.RawSyscall(unix.SYS_FCNTL, fd, unix.F_SETLEASE, unix.F_UNLCK)
	}
	return probeAnswer(errno)
}

// probeAnswer reads the answer of F_SETLEASE: EAGAIN is a writer; EACCES is a file of another user;
// EINVAL and its kin are file systems without leases.
func probeAnswer(errno unix.Errno) Probe {
	switch errno {
	case 0:
		return ProbeQuiet
	case unix.EAGAIN, unix.EBUSY:
		return ProbeBusy
	}
	return ProbeUnable
}

// Claim is a file under an exclusive flock, which the kernel ends with its holder.
func (t *linuxTree) Claim(rel string) (Claim, error) {
	for {
		fd, name, done, err := t.parent(rel)
		if err != nil {
			return nil, err
		}
		claim, err := claimAt(fd, name)
		done()
		if claim != nil || err != nil {
			return claim, err
		}
	}
}

// claimAt returns nothing at all when the file was removed between opening and locking: a lock on a
// file without a name excludes nobody.
func claimAt(dir int, name string) (Claim, error) {
	fd, err := openAt(dir, name, unix.O_RDWR|unix.O_CREAT|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0o666)
	if err != nil {
		return nil, &fs.PathError{Op: "claim", Path: name, Err: plain(err)}
	}
	if err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		unix.Close(fd)
		if err == unix.EWOULDBLOCK {
			return nil, ErrClaimed
		}
		return nil, &fs.PathError{Op: "claim", Path: name, Err: err}
	}
	var held unix.Stat_t
	if err := unix.Fstat(fd, &held); err != nil {
		unix.Close(fd)
		return nil, &fs.PathError{Op: "claim", Path: name, Err: err}
	}
	named, err := lstatAt(dir, name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && named.ID != held.Ino {
		unix.Close(fd)
		return nil, nil
	}
	if err != nil || named.Kind != KindFile {
		unix.Close(fd)
		return nil, errors.Join(ErrNotPlain, err)
	}
	parent, err := openAt(dir, ".", unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		unix.Close(fd)
		return nil, &fs.PathError{Op: "claim", Path: name, Err: err}
	}
	return &linuxClaim{file: os.NewFile(uintptr(fd), name), dir: os.NewFile(uintptr(parent), ".")}, nil
}

type linuxClaim struct {
	file, dir *os.File
}

func (c *linuxClaim) Read() ([]byte, error) {
	return io.ReadAll(io.NewSectionReader(c.file, 0, 1<<16))
}

func (c *linuxClaim) Write(p []byte) error {
	if err := c.file.Truncate(0); err != nil {
		return plainOf(err)
	}
	if _, err := c.file.WriteAt(p, 0); err != nil {
		return plainOf(err)
	}
	return plainOf(c.file.Sync())
}

func (c *linuxClaim) Drop() error {
	err := unix.Unlinkat(int(c.dir.Fd()), c.file.Name(), 0)
	return errors.Join(err, c.Leave())
}

func (c *linuxClaim) Leave() error {
	return errors.Join(c.file.Close(), c.dir.Close())
}
