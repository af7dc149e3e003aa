package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/sys/windows"
)

// OS is the file system of this machine.
func OS() FS { return windowsFS{} }

type windowsFS struct{}

func (windowsFS) Open(path string) (Tree, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: ErrNotPlain}
	}
	return &windowsTree{path: filepath.Clean(path)}, nil
}

func (windowsFS) Weak(path string) bool {
	volume := filepath.VolumeName(path)
	if strings.HasPrefix(volume, `\\`) {
		return true
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE
}

// windowsTree holds no handle: one would keep staff from renaming the folder. Links and junctions are
// refused by looking at every part of a path before it is used.
type windowsTree struct{ path string }

func (t *windowsTree) Close() error { return nil }

// Writable is true: only trying tells.
func (t *windowsTree) Writable() bool { return true }

// Volume is the serial number of the volume, which servers tell of theirs.
func (t *windowsTree) Volume() Volume {
	h, err := openFolder(t.path)
	if err != nil {
		return Volume{}
	}
	defer windows.CloseHandle(h)
	id, err := identityOf(h)
	if err != nil {
		return Volume{}
	}
	return Volume{ID: uint64(id.volume)}
}

// Identity is the file index, which on NTFS is not given out again.
func (t *windowsTree) Identity(rel string) string {
	at, err := t.plainTo(rel)
	if err != nil {
		return ""
	}
	h, err := openFolder(at)
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(h)
	id, err := identityOf(h)
	if err != nil || id.high == 0 && id.low == 0 {
		return ""
	}
	return fmt.Sprintf("%x-%x-%x", id.volume, id.high, id.low)
}

func (t *windowsTree) abs(rel string) string { return filepath.Join(t.path, filepath.FromSlash(rel)) }

// plainTo refuses rel when a folder on the way to it is a link, a junction or no folder.
func (t *windowsTree) plainTo(rel string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(rel)) {
		return "", &fs.PathError{Op: "open", Path: rel, Err: ErrNotPlain}
	}
	dir := path.Dir(path.Clean(rel))
	for i := 0; dir != "." && i <= len(dir); i++ {
		if i < len(dir) && dir[i] != '/' {
			continue
		}
		info, err := os.Lstat(t.abs(dir[:i]))
		if err != nil {
			return "", meaning("open", rel, err)
		}
		if kindOf(info.Mode()) != KindDir {
			return "", &fs.PathError{Op: "open", Path: rel, Err: ErrNotPlain}
		}
	}
	return t.abs(rel), nil
}

func kindOf(mode fs.FileMode) Kind {
	switch {
	case mode.IsRegular():
		return KindFile
	case mode.Type() == fs.ModeDir:
		return KindDir
	}
	return KindOther
}

func infoOf(info fs.FileInfo) Info {
	return Info{Name: info.Name(), Kind: kindOf(info.Mode()), Stamp: Stamp{Size: info.Size(), ModTime: info.ModTime()}}
}

func (t *windowsTree) Lstat(rel string) (Info, error) {
	at, err := t.plainTo(rel)
	if err != nil {
		return Info{}, err
	}
	info, err := os.Lstat(at)
	if err != nil {
		return Info{}, meaning("stat", rel, err)
	}
	return infoOf(info), nil
}

func (t *windowsTree) ReadDir(rel string) ([]Info, error) {
	info, err := t.Lstat(rel)
	if err != nil {
		return nil, err
	}
	if info.Kind != KindDir {
		return nil, &fs.PathError{Op: "list", Path: rel, Err: ErrNotPlain}
	}
	found, err := os.ReadDir(t.abs(rel))
	if err != nil {
		return nil, meaning("list", rel, err)
	}
	infos := make([]Info, 0, len(found))
	for _, e := range found {
		info, err := e.Info() // part of the enumeration: no further call
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, meaning("stat", rel, err)
		}
		infos = append(infos, infoOf(info))
	}
	sort.Slice(infos, func(i, j int) bool { return infos[i].Name < infos[j].Name })
	return infos, nil
}

func (t *windowsTree) OpenFile(rel string) (File, error) {
	at, err := t.plainTo(rel)
	if err != nil {
		return nil, err
	}
	info, err := os.Lstat(at)
	if err != nil {
		return nil, meaning("open", rel, err)
	}
	if kindOf(info.Mode()) != KindFile {
		return nil, &fs.PathError{Op: "open", Path: rel, Err: ErrNotPlain}
	}
	file, err := openShared(at)
	if err != nil {
		return nil, meaning("open", rel, err)
	}
	return file, nil
}

func (t *windowsTree) Create(rel string) (NewFile, error) {
	at, err := t.plainTo(rel)
	if err != nil {
		return nil, err
	}
	attributes := uint32(windows.FILE_ATTRIBUTE_NORMAL)
	if path.Base(rel) == markerName {
		attributes = windows.FILE_ATTRIBUTE_HIDDEN
	}
	h, err := createFile(at, windows.GENERIC_WRITE|windows.FILE_READ_ATTRIBUTES, windows.FILE_SHARE_READ,
		windows.CREATE_NEW, attributes)
	if err != nil {
		return nil, meaning("create", rel, err)
	}
	return &windowsFile{os.NewFile(uintptr(h), at)}, nil
}

func (t *windowsTree) Mkdir(rel string) error {
	at, err := t.plainTo(rel)
	if err != nil {
		return err
	}
	return meaning("mkdir", rel, os.Mkdir(at, 0o777))
}

func (t *windowsTree) Remove(rel string) error {
	info, err := t.Lstat(rel)
	if err != nil {
		return err
	}
	if info.Kind == KindDir {
		return &fs.PathError{Op: "remove", Path: rel, Err: ErrNotPlain}
	}
	return meaning("remove", rel, os.Remove(t.abs(rel)))
}

// RenameNew never sets MOVEFILE_REPLACE_EXISTING, which os.Rename does. On a server it gives the file its
// new name as a second one first, see winLink.
func (t *windowsTree) RenameNew(from, to string) error {
	fromAt, err := t.plainTo(from)
	if err != nil {
		return err
	}
	toAt, err := t.plainTo(to)
	if err != nil {
		return err
	}
	fromPtr, err := windows.UTF16PtrFromString(long(fromAt))
	if err != nil {
		return meaning("rename", from, err)
	}
	toPtr, err := windows.UTF16PtrFromString(long(toAt))
	if err != nil {
		return meaning("rename", to, err)
	}
	if (windowsFS{}).Weak(t.path) {
		switch err := windows.CreateHardLink(toPtr, fromPtr, 0); winLink(codeOf(err)) {
		case linkDone:
			_ = windows.DeleteFile(fromPtr) // where somebody has the file open already, the sweep removes this name
			return nil
		case linkFailed:
			return meaning("rename", to, err)
		}
	}
	return meaning("rename", to, windows.MoveFileEx(fromPtr, toPtr, windows.MOVEFILE_WRITE_THROUGH))
}

// SyncDir does nothing: Windows has no such call, and MOVEFILE_WRITE_THROUGH waited already.
func (t *windowsTree) SyncDir(string) error { return nil }

// long spells a path so that neither its length nor a device name in it matters.
func long(abs string) string {
	switch {
	case strings.HasPrefix(abs, `\\?\`):
		return abs
	case strings.HasPrefix(abs, `\\`):
		return `\\?\UNC\` + abs[2:]
	}
	return `\\?\` + abs
}

// plainOf gives an error of package os the meaning callers look for.
func plainOf(err error) error {
	var code windows.Errno
	if !errors.As(err, &code) {
		return err
	}
	if known := winMeaning(uint32(code)); known != nil {
		return fmt.Errorf("%w: %w", known, err)
	}
	return err
}

// meaning wraps a system error so that it matches what callers look for.
func meaning(op, rel string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: op, Path: rel, Err: plainOf(err)}
}
