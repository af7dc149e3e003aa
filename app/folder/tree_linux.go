package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// OS is the file system of this machine.
func OS() FS { return linuxFS{} }

type linuxFS struct{}

func (linuxFS) Open(path string) (Tree, error) {
	fd, err := retryInterrupted(func() (int, error) {
		return unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return &linuxTree{fd: fd, path: path}, nil
}

// networkTypes are file systems whose changes by other machines inotify does not see.
var networkTypes = map[int64]bool{
	unix.NFS_SUPER_MAGIC: true, unix.SMB_SUPER_MAGIC: true, unix.CIFS_SUPER_MAGIC: true, unix.SMB2_SUPER_MAGIC: true,
	unix.FUSE_SUPER_MAGIC: true, unix.AFS_SUPER_MAGIC: true, unix.CODA_SUPER_MAGIC: true, unix.V9FS_MAGIC: true,
}

func (linuxFS) Weak(path string) bool {
	var st unix.Statfs_t
	return unix.Statfs(path, &st) == nil && networkTypes[int64(uint32(st.Type))]
}

// linuxTree walks every path part by part from a held folder, so that no link, however quickly it is
// swapped in, leads anywhere.
type linuxTree struct {
	fd   int
	path string
}

func (t *linuxTree) Close() error { return unix.Close(t.fd) }

// parent opens the folder that holds rel and returns the last part.
func (t *linuxTree) parent(rel string) (fd int, name string, done func(), err error) {
	if !filepath.IsLocal(rel) {
		return 0, "", nil, &fs.PathError{Op: "open", Path: rel, Err: ErrNotPlain}
	}
	dir, name := path.Split(path.Clean(rel))
	fd, done, err = t.dir(strings.TrimSuffix(dir, "/"))
	return fd, name, done, err
}

func (t *linuxTree) dir(rel string) (fd int, done func(), err error) {
	if rel == "" || rel == "." {
		return t.fd, func() {}, nil
	}
	fd, err = t.beneath(rel, unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return 0, nil, &fs.PathError{Op: "open", Path: rel, Err: plain(err)}
	}
	return fd, func() { unix.Close(fd) }, nil
}

// beneath opens what rel leads to from the held folder without a link in any part of it, in one call
// where the system has it (openat2, Linux 5.6; some sandboxes forbid it), else part by part.
func (t *linuxTree) beneath(rel string, flags uint64) (int, error) {
	how := unix.OpenHow{
		Flags:   flags | unix.O_NOFOLLOW | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS,
	}
	fd, err := retryInterrupted(func() (int, error) { return unix.Openat2(t.fd, rel, &how) })
	if err == unix.ENOSYS || err == unix.EPERM || err == unix.EAGAIN {
		return t.partByPart(rel, int(flags))
	}
	return fd, err
}

func (t *linuxTree) partByPart(rel string, flags int) (int, error) {
	fd, done := t.fd, func() {}
	parts := strings.Split(rel, "/")
	for i, part := range parts {
		as := unix.O_PATH | unix.O_DIRECTORY
		if i == len(parts)-1 {
			as = flags
		}
		next, err := openAt(fd, part, as|unix.O_NOFOLLOW, 0)
		done()
		if err != nil {
			return 0, err
		}
		fd, done = next, func() { unix.Close(next) }
	}
	return fd, nil
}

func (t *linuxTree) Lstat(rel string) (Info, error) {
	fd, name, done, err := t.parent(rel)
	if err != nil {
		return Info{}, err
	}
	defer done()
	return lstatAt(fd, name)
}

func (t *linuxTree) ReadDir(rel string) ([]Info, error) {
	own, err := t.beneath(path.Clean(rel), unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return nil, &fs.PathError{Op: "list", Path: rel, Err: plain(err)}
	}
	dir := os.NewFile(uintptr(own), rel)
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	infos := make([]Info, 0, len(names))
	for _, name := range names {
		info, err := lstatAt(own, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // gone between the two calls: the listing of a moment later
		}
		if err != nil {
			return nil, err
		}
		infos = append(infos, info)
	}
	return infos, nil
}

func (t *linuxTree) OpenFile(rel string) (File, error) {
	fd, name, done, err := t.parent(rel)
	if err != nil {
		return nil, err
	}
	defer done()
	info, err := lstatAt(fd, name)
	if err == nil && info.Kind != KindFile {
		err = ErrNotPlain // opening a device can already do something
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: rel, Err: err}
	}
	file, err := openAt(fd, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: rel, Err: plain(err)}
	}
	var st unix.Stat_t
	if err := unix.Fstat(file, &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		unix.Close(file)
		return nil, &fs.PathError{Op: "open", Path: rel, Err: ErrNotPlain}
	}
	return &linuxRead{fd: file, name: rel}, nil
}

func (t *linuxTree) Create(rel string) (NewFile, error) {
	fd, name, done, err := t.parent(rel)
	if err != nil {
		return nil, err
	}
	defer done()
	file, err := openAt(fd, name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW, 0o666)
	if err != nil {
		return nil, &fs.PathError{Op: "create", Path: rel, Err: plain(err)}
	}
	return &linuxFile{os.NewFile(uintptr(file), rel)}, nil
}

func (t *linuxTree) Mkdir(rel string) error {
	return t.at("mkdir", rel, func(fd int, name string) error { return unix.Mkdirat(fd, name, 0o777) })
}

func (t *linuxTree) Remove(rel string) error {
	return t.at("remove", rel, func(fd int, name string) error {
		err := unix.Unlinkat(fd, name, 0)
		if err == unix.EISDIR {
			return ErrNotPlain
		}
		return err
	})
}

func (t *linuxTree) SyncDir(rel string) error {
	fd, done, err := t.dir(path.Clean(rel))
	if err != nil {
		return err
	}
	defer done()
	own, err := openAt(fd, ".", unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		return err
	}
	defer unix.Close(own)
	if err := unix.Fsync(own); err != nil && err != unix.EINVAL {
		return err
	}
	return nil
}

func (t *linuxTree) Writable() bool {
	return unix.Faccessat(t.fd, ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS) == nil
}

// lastingIDs are file systems whose f_fsid comes from what was made with them. Others make it from the
// number of the device, which a restart may give to another.
var lastingIDs = map[int64]bool{unix.EXT4_SUPER_MAGIC: true, unix.BTRFS_SUPER_MAGIC: true}

// statxMountUnique asks for a mount id that is never given out again (STATX_MNT_ID_UNIQUE, Linux 6.8).
const statxMountUnique = 0x4000

func (t *linuxTree) Volume() (v Volume) {
	var fs unix.Statfs_t
	if unix.Fstatfs(t.fd, &fs) == nil && lastingIDs[int64(uint32(fs.Type))] {
		v.ID = uint64(uint32(fs.Fsid.Val[0]))<<32 | uint64(uint32(fs.Fsid.Val[1]))
	}
	var st unix.Statx_t
	if unix.Statx(t.fd, "", unix.AT_EMPTY_PATH, unix.STATX_MNT_ID|statxMountUnique, &st) == nil {
		v.Mount = st.Mnt_id ^ (uint64(st.Dev_major)<<32|uint64(st.Dev_minor))<<20
	}
	return v
}

// Identity has the time at which the folder was made, where the file system keeps it: numbers are given out again.
// Servers make that time up where they have none, of times that change.
func (t *linuxTree) Identity(rel string) (id string) {
	_ = t.at("stat", rel, func(fd int, name string) error {
		var st unix.Statx_t
		err := unix.Statx(fd, name, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_INO|unix.STATX_BTIME, &st)
		if err != nil || st.Mask&unix.STATX_INO == 0 {
			return err
		}
		id = strconv.FormatUint(st.Ino, 36)
		var on unix.Statfs_t
		if st.Mask&unix.STATX_BTIME != 0 && unix.Fstatfs(fd, &on) == nil && !networkTypes[int64(uint32(on.Type))] {
			id += "@" + strconv.FormatInt(st.Btime.Sec, 36) + "." + strconv.FormatUint(uint64(st.Btime.Nsec), 36)
		}
		return nil
	})
	return id
}

func (t *linuxTree) at(op, rel string, do func(fd int, name string) error) error {
	fd, name, done, err := t.parent(rel)
	if err != nil {
		return err
	}
	defer done()
	if err := do(fd, name); err != nil {
		return &fs.PathError{Op: op, Path: rel, Err: plain(err)}
	}
	return nil
}

func openAt(dir int, name string, flags int, mode uint32) (int, error) {
	return retryInterrupted(func() (int, error) { return unix.Openat(dir, name, flags|unix.O_CLOEXEC, mode) })
}

func retryInterrupted(call func() (int, error)) (int, error) {
	for {
		if fd, err := call(); err != unix.EINTR {
			return fd, err
		}
	}
}

func lstatAt(dir int, name string) (Info, error) {
	var st unix.Stat_t
	if err := unix.Fstatat(dir, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return Info{}, &fs.PathError{Op: "stat", Path: name, Err: plain(err)}
	}
	info := Info{Name: name, Kind: KindOther, Stamp: stampOf(&st)}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		info.Kind = KindFile
	case unix.S_IFDIR:
		info.Kind = KindDir
	}
	return info, nil
}

func stampOf(st *unix.Stat_t) Stamp {
	return Stamp{Size: st.Size, ModTime: time.Unix(st.Mtim.Unix()), ID: st.Ino, Change: st.Ctim.Nano()}
}

// plain gives the system's error the meaning callers look for.
func plain(err error) error {
	switch err {
	case unix.ELOOP, unix.ENOTDIR, unix.ENXIO, unix.ENODEV:
		return ErrNotPlain
	case unix.ENOSPC, unix.EDQUOT:
		return ErrDiskFull
	case unix.EROFS:
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case unix.EWOULDBLOCK, unix.ETXTBSY:
		return ErrInUse
	}
	return err
}
