package folder

import (
	"errors"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// NewNotifier watches through the operating system: one handle for a root and everything below it.
// Handles to the folders inside, as a watch for each would need, would keep staff from renaming them.
func NewNotifier() (Watcher, error) { return newTreeWatcher(openSubtree), nil }

// watchedFor are the changes told. Attributes and times of access are no news.
const watchedFor = windows.FILE_NOTIFY_CHANGE_FILE_NAME | windows.FILE_NOTIFY_CHANGE_DIR_NAME |
	windows.FILE_NOTIFY_CHANGE_SIZE | windows.FILE_NOTIFY_CHANGE_LAST_WRITE

// windowsSubtree is an overlapped ReadDirectoryChangesW. Buffer and OVERLAPPED belong to the system
// from Arm until the operation has ended, which Close waits for.
type windowsSubtree struct {
	dir     string
	handle  windows.Handle
	stopped windows.Handle // events
	arrived windows.Handle
	pending bool
	over    *windows.Overlapped
	buf     *[subtreeBuffer / 4]uint32 // the system wants it aligned to a DWORD
}

func openSubtree(dir string) (subtree, error) {
	handle, err := openFolder(dir)
	if err != nil {
		return nil, meaning("watch", dir, err)
	}
	s := &windowsSubtree{dir: dir, handle: handle, over: new(windows.Overlapped), buf: new([subtreeBuffer / 4]uint32)}
	for _, event := range []*windows.Handle{&s.stopped, &s.arrived} {
		if *event, err = windows.CreateEvent(nil, 1, 0, nil); err != nil {
			s.Close()
			return nil, os.NewSyscallError("CreateEvent", err)
		}
	}
	return s, nil
}

// openFolder opens a folder for its changes and lets everybody do everything meanwhile. The root may be
// a link or a mount point itself; those inside are not entered by the system.
func openFolder(dir string) (windows.Handle, error) {
	name, err := windows.UTF16PtrFromString(long(dir))
	if err != nil {
		return windows.InvalidHandle, err
	}
	share := uint32(windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE)
	return windows.CreateFile(name, windows.FILE_LIST_DIRECTORY, share, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OVERLAPPED, 0)
}

// identity is the same for two handles only if they are to the same file or folder.
type identity struct{ volume, high, low uint32 }

func identityOf(h windows.Handle) (identity, error) {
	var info windows.ByHandleFileInformation
	err := windows.GetFileInformationByHandle(h, &info)
	return identity{info.VolumeSerialNumber, info.FileIndexHigh, info.FileIndexLow}, err
}

func (s *windowsSubtree) Arm() uint32 {
	if err := windows.ResetEvent(s.arrived); err != nil {
		return codeOf(err)
	}
	*s.over = windows.Overlapped{HEvent: s.arrived}
	err := windows.ReadDirectoryChanges(s.handle, (*byte)(unsafe.Pointer(s.buf)), subtreeBuffer, true, watchedFor, nil, s.over, 0)
	if err != nil && err != windows.ERROR_IO_PENDING {
		return codeOf(err)
	}
	s.pending = true
	return 0
}

func (s *windowsSubtree) Wait() ([]byte, uint32) {
	which, err := windows.WaitForMultipleObjects([]windows.Handle{s.arrived, s.stopped}, false, uint32(subtreeLook/time.Millisecond))
	switch {
	case err != nil:
		return nil, codeOf(err)
	case which == uint32(windows.WAIT_TIMEOUT):
		return nil, winWaitTimeout
	case which != windows.WAIT_OBJECT_0:
		return nil, winAborted
	}
	n, code := s.result()
	return unsafe.Slice((*byte)(unsafe.Pointer(s.buf)), subtreeBuffer)[:n], code
}

// result waits for the end of the operation under way.
func (s *windowsSubtree) result() (uint32, uint32) {
	var n uint32
	err := windows.GetOverlappedResult(s.handle, s.over, &n, true)
	s.pending = false
	return n, codeOf(err)
}

func (s *windowsSubtree) Current() bool {
	held, err := identityOf(s.handle)
	if err != nil {
		return false
	}
	named, err := openFolder(s.dir)
	if err != nil {
		return false
	}
	defer windows.CloseHandle(named)
	there, err := identityOf(named)
	return err == nil && held == there
}

func (s *windowsSubtree) Stop() { windows.SetEvent(s.stopped) }

func (s *windowsSubtree) Close() {
	if s.pending {
		windows.CancelIoEx(s.handle, s.over)
		s.result()
	}
	for _, h := range []windows.Handle{s.handle, s.stopped, s.arrived} {
		if h != 0 {
			windows.CloseHandle(h)
		}
	}
}

func codeOf(err error) uint32 {
	var code windows.Errno
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return uint32(code)
	}
	return winNotSupported
}
