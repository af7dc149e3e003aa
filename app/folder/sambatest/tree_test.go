//go:build linux

package sambatest

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"tieout/app/folder"
)

// desktop is the share as one session sees it: the folder.FS of one desk.
type desktop struct{ s *session }

// mount is where the share lies on every desk.
const mount = "/office"

func (d desktop) Weak(string) bool { return true }

func (d desktop) Open(at string) (folder.Tree, error) {
	base, found := strings.CutPrefix(at, mount)
	if !found || base != "" && base[0] != '/' {
		return nil, &fs.PathError{Op: "open", Path: at, Err: fs.ErrNotExist}
	}
	t := &tree{d.s, strings.TrimPrefix(base, "/")}
	return t, t.with(".", howFolder, func(handle) error { return nil })
}

// line is the share as a desk sees it that connects again when its session has ended.
type line struct{ now atomic.Pointer[session] }

func (l *line) Weak(at string) bool { return desktop{l.now.Load()}.Weak(at) }

func (l *line) Open(at string) (folder.Tree, error) { return desktop{l.now.Load()}.Open(at) }

// tree holds no handle, as on Windows.
type tree struct {
	s    *session
	base string // within the share
}

// Rights, sharing, options, dispositions and attributes (MS-SMB2, 2.2.13).
const (
	genericRead, genericWrite          = 0x80000000, 0x40000000
	toDelete, toAttributes, toList     = 0x10000, 0x80, 0x1
	toSetAttributes                    = 0x100
	withReaders, withWriters, withGoes = 1, 2, 4
	withAll                            = withReaders | withWriters | withGoes
	isFolder, isFile, itself           = 0x1, 0x40, 0x200000
	writeThrough                       = 0x2
	openThere, makeNew, openAlways     = 1, 2, 3
	normal, hidden, directory, reparse = 0x80, 0x2, 0x10, 0x400
)

// The opens of app/folder on Windows.
var (
	howFolder = how{toList | toAttributes, withAll, isFolder, openThere, 0}
	howStat   = how{toAttributes, withAll, itself, openThere, 0}
	howRead   = how{genericRead, withAll, isFile | itself, openThere, normal}
	howProbe  = how{genericRead, withReaders | withGoes, isFile | itself, openThere, normal}
	howCreate = how{genericWrite | toAttributes, withReaders, isFile, makeNew, normal}
	howMkdir  = how{toAttributes, withAll, isFolder, makeNew, directory}
	howLink   = how{toSetAttributes, withAll, itself, openThere, 0}
	howRename = how{toDelete | toAttributes, withAll, itself, openThere, 0}
	howRemove = how{toDelete | toAttributes, withAll, isFile | itself, openThere, 0}
	howClaim  = how{genericRead | genericWrite | toDelete, 0, isFile | itself | writeThrough, openAlways, hidden}
)

// at is the path within the share; a rel that leads out of the folder is refused.
func (t *tree) at(rel string) (string, error) {
	if !filepath.IsLocal(rel) {
		return "", folder.ErrNotPlain
	}
	return strings.TrimPrefix(path.Join(t.base, rel), "."), nil
}

func (t *tree) open(rel string, h how) (handle, error) {
	at, err := t.at(rel)
	if err != nil {
		return handle{}, err
	}
	return t.s.open(at, h)
}

// with opens, does and closes.
func (t *tree) with(rel string, h how, do func(handle) error) error {
	got, err := t.open(rel, h)
	if err != nil {
		return meaning("open", rel, err)
	}
	err = do(got)
	return meaning("use", rel, errors.Join(err, got.close()))
}

func (t *tree) Lstat(rel string) (i folder.Info, err error) {
	err = t.with(rel, howStat, func(h handle) error {
		got, err := h.ask("info", nil)
		if err == nil {
			i = infoOf(path.Base(rel), got.Entries[0])
		}
		return err
	})
	return i, err
}

func (t *tree) ReadDir(rel string) (all []folder.Info, err error) {
	err = t.with(rel, howFolder, func(h handle) error {
		got, err := h.ask("list", nil)
		for _, e := range got.Entries {
			all = append(all, infoOf(e.Name, e))
		}
		return err
	})
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all, err
}

func infoOf(name string, e entry) folder.Info {
	i := folder.Info{Name: name, Kind: folder.KindFile, Stamp: stampOf(e)}
	switch {
	case e.Attributes&reparse != 0:
		i.Kind = folder.KindOther
	case e.Attributes&directory != 0:
		i.Kind = folder.KindDir
	}
	return i
}

func stampOf(e entry) folder.Stamp {
	return folder.Stamp{Size: e.Size, ModTime: fileTime(e.Written), ID: e.Index, Change: fileTime(e.Changed).UnixNano()}
}

// fileTime reads tenths of microseconds since 1601.
func fileTime(t int64) time.Time { return time.Unix(0, (t-116444736000000000)*100) }

func (t *tree) OpenFile(rel string) (folder.File, error) {
	h, err := t.open(rel, howRead)
	if err != nil {
		return nil, meaning("open", rel, err)
	}
	return &file{handle: h, t: t, rel: rel}, nil
}

func (t *tree) Create(rel string) (folder.NewFile, error) {
	h, err := t.open(rel, howCreate)
	if err != nil {
		return nil, meaning("create", rel, err)
	}
	return &file{handle: h, t: t, rel: rel}, nil
}

func (t *tree) Mkdir(rel string) error {
	return t.with(rel, howMkdir, func(handle) error { return nil })
}

// RenameNew asks for a second name and takes the first away, and renames where there are no second names.
func (t *tree) RenameNew(from, to string) error {
	err := t.link(from, to)
	if errors.Is(err, notSupported) || errors.Is(err, invalidRequest) || errors.Is(err, fs.ErrPermission) {
		return t.rename(from, to)
	}
	if err == nil {
		_ = t.Remove(from) // where somebody has the file open already, the sweep removes this name
	}
	return err
}

func (t *tree) link(from, to string) error { return t.name(from, howLink, "link", to) }

func (t *tree) rename(from, to string) error { return t.name(from, howRename, "rename", to) }

func (t *tree) name(from string, h how, act, to string) error {
	at, err := t.at(to)
	if err != nil {
		return meaning("rename", to, err)
	}
	return t.with(from, h, func(h handle) error {
		_, err := h.ask(act, args{"to": at, "replace": false})
		return err
	})
}

func (t *tree) Remove(rel string) error {
	return t.with(rel, howRemove, func(h handle) error {
		_, err := h.ask("remove", nil)
		return err
	})
}

func (t *tree) SyncDir(string) error { return nil }

func (t *tree) Claim(rel string) (folder.Claim, error) {
	h, err := t.open(rel, howClaim)
	if errors.Is(err, sharingViolation) || errors.Is(err, deletePending) {
		err = folder.ErrClaimed
	}
	if err != nil {
		return nil, meaning("claim", rel, err)
	}
	return &claim{&file{handle: h, t: t, rel: rel}}, nil
}

func (t *tree) Writable() bool { return true }

func (t *tree) Identity(rel string) string {
	i, err := t.Lstat(rel)
	if err != nil || i.ID == 0 {
		return ""
	}
	return strconv.FormatUint(i.ID, 10)
}

func (t *tree) Volume() (v folder.Volume) {
	_ = t.with(".", howFolder, func(h handle) error {
		got, err := h.ask("volume", nil)
		v.ID = uint64(got.Serial)
		return err
	}) // zero where the server does not say
	return v
}

func (t *tree) Close() error { return nil }
