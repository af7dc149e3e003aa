package folder

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

type windowsFile struct{ *os.File }

func createFile(at string, access, share, how, flags uint32) (windows.Handle, error) {
	name, err := windows.UTF16PtrFromString(long(at))
	if err != nil {
		return windows.InvalidHandle, err
	}
	return windows.CreateFile(name, access, share, nil, how, flags|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
}

// openShared opens for reading and lets everybody do everything meanwhile. Of what stands for something
// else only files that a server has deduplicated are opened: their bytes are their own.
func openShared(at string) (*windowsFile, error) {
	share := uint32(windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE)
	h, err := createFile(at, windows.GENERIC_READ, share, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL)
	if err != nil {
		return nil, err
	}
	attributes, tag, err := reparseOf(h)
	if err != nil {
		windows.CloseHandle(h)
		return nil, err
	}
	switch winReparse(attributes, tag) {
	case reparseRefuse:
		windows.CloseHandle(h)
		return nil, ErrNotPlain
	case reparseFollow:
		stub := h
		h, err = followFile(at, share, stub)
		windows.CloseHandle(stub)
		if err != nil {
			return nil, err
		}
	}
	return &windowsFile{os.NewFile(uintptr(h), at)}, nil
}

// followFile opens the file that stub is, and nothing that got its name since.
func followFile(at string, share uint32, stub windows.Handle) (windows.Handle, error) {
	name, err := windows.UTF16PtrFromString(long(at))
	if err != nil {
		return windows.InvalidHandle, err
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ, share, nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return windows.InvalidHandle, err
	}
	was, err := identityOf(stub)
	is, isErr := identityOf(h)
	if err = errors.Join(err, isErr); err == nil && was != is {
		err = ErrNotPlain
	}
	if err != nil {
		windows.CloseHandle(h)
		return windows.InvalidHandle, err
	}
	return h, nil
}

func reparseOf(h windows.Handle) (attributes, tag uint32, err error) {
	var info struct{ Attributes, Tag uint32 } // FILE_ATTRIBUTE_TAG_INFO
	err = windows.GetFileInformationByHandleEx(h, windows.FileAttributeTagInfo, (*byte)(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err == windows.ERROR_INVALID_PARAMETER { // a file system without reparse points
		return 0, 0, nil
	}
	return info.Attributes, info.Tag, err
}

func (f *windowsFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	if err != nil {
		err = meaning("write", f.Name(), err)
	}
	return n, err
}

func (f *windowsFile) Sync() error { return meaning("sync", f.Name(), f.File.Sync()) }

func (f *windowsFile) Stamp() (Stamp, error) {
	h := windows.Handle(f.Fd())
	var info windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(h, &info); err != nil {
		return Stamp{}, meaning("stat", f.Name(), err)
	}
	s := Stamp{
		Size:    int64(info.FileSizeHigh)<<32 | int64(info.FileSizeLow),
		ModTime: time.Unix(0, info.LastWriteTime.Nanoseconds()),
		ID:      uint64(info.FileIndexHigh)<<32 | uint64(info.FileIndexLow),
	}
	var basic struct { // FILE_BASIC_INFO
		Created, Accessed, Written, Changed windows.Filetime
		Attributes                          uint32
		_                                   uint32
	}
	err := windows.GetFileInformationByHandleEx(h, windows.FileBasicInfo, (*byte)(unsafe.Pointer(&basic)), uint32(unsafe.Sizeof(basic)))
	if err == nil {
		s.Change = basic.Changed.Nanoseconds()
	}
	return s, nil
}

// Probe opens the file a second time in a way that is refused while anybody, on any computer, has it
// open for writing, and closes it at once.
func (f *windowsFile) Probe() Probe {
	h, err := createFile(f.Name(), windows.GENERIC_READ, windows.FILE_SHARE_READ|windows.FILE_SHARE_DELETE,
		windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL)
	if err == nil {
		windows.CloseHandle(h)
		return winProbe(0)
	}
	var code windows.Errno
	if !errors.As(err, &code) {
		return ProbeUnable
	}
	return winProbe(uint32(code))
}

// Claim is a file held open without sharing, which the server ends with its holder.
func (t *windowsTree) Claim(rel string) (Claim, error) {
	at, err := t.plainTo(rel)
	if err != nil {
		return nil, err
	}
	h, err := createFile(at, windows.GENERIC_READ|windows.GENERIC_WRITE|windows.DELETE, 0, windows.OPEN_ALWAYS,
		windows.FILE_ATTRIBUTE_HIDDEN|windows.FILE_FLAG_WRITE_THROUGH)
	if err != nil {
		var code windows.Errno
		if errors.As(err, &code) {
			if known := winClaim(uint32(code)); known != nil {
				err = known
			}
		}
		return nil, &fs.PathError{Op: "claim", Path: rel, Err: err}
	}
	return &windowsClaim{os.NewFile(uintptr(h), at)}, nil
}

type windowsClaim struct{ file *os.File }

func (c *windowsClaim) Read() ([]byte, error) {
	return io.ReadAll(io.NewSectionReader(c.file, 0, 1<<16))
}

func (c *windowsClaim) Write(p []byte) error {
	if err := c.file.Truncate(0); err != nil {
		return meaning("write", c.file.Name(), err)
	}
	if _, err := c.file.WriteAt(p, 0); err != nil {
		return meaning("write", c.file.Name(), err)
	}
	return meaning("sync", c.file.Name(), c.file.Sync())
}

// Drop marks the file for deletion through the held handle, so that there is no moment in which
// another desk could hold a claim on a file that is about to go.
func (c *windowsClaim) Drop() error {
	remove := byte(1) // FILE_DISPOSITION_INFO
	err := windows.SetFileInformationByHandle(windows.Handle(c.file.Fd()), windows.FileDispositionInfo, &remove, 1)
	return errors.Join(err, c.file.Close())
}

func (c *windowsClaim) Leave() error { return c.file.Close() }
