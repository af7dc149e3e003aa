package folder

import (
	"errors"
	"io"
	"time"
)

// FS reaches the shares. The one of this machine is OS(); tests and simulators bring their own. What is
// relied on is foldertest.Contract, which all of them keep.
type FS interface {
	// Open holds the folder at an absolute path, for one operation or one pass and no longer: an open
	// handle would keep pointing at a folder that has been renamed away.
	Open(path string) (Tree, error)
	// Weak says that change notices from this path cannot be relied on (network shares).
	Weak(path string) bool
}

// Tree is one folder and what is below it. Every rel has "/" between its parts, "." is the folder
// itself. No method follows a symbolic link or junction in any part of rel, and none can leave the
// folder. Errors match fs.ErrNotExist, fs.ErrExist, fs.ErrPermission and the errors below.
type Tree interface {
	Lstat(rel string) (Info, error)
	// ReadDir lists a folder in name order, or fails: a listing is whole or it is an error.
	ReadDir(rel string) ([]Info, error)
	// OpenFile opens a regular file for reading without getting in the way of anyone who writes.
	OpenFile(rel string) (File, error)
	// Create makes a new file, never truncates one.
	Create(rel string) (NewFile, error)
	Mkdir(rel string) error
	// RenameNew renames within the tree and fails with fs.ErrExist rather than replace anything. On a
	// server a file that somebody has open may keep its old name as well.
	RenameNew(from, to string) error
	Remove(rel string) error
	// SyncDir makes renames in a folder durable, where the system has such a call.
	SyncDir(rel string) error
	// Claim takes the exclusive, crash-proof right behind a file, which it creates when absent, or
	// fails with ErrClaimed while another process holds it. The right ends with its holder.
	Claim(rel string) (Claim, error)
	// Writable is false when a file certainly cannot be made in the folder.
	Writable() bool
	// Identity is the same for as long as a folder is the same one, whatever it is called, and another one's is
	// another; "" where the system does not say, or just now.
	Identity(rel string) string
	// Volume says what the folder lies on.
	Volume() Volume
	Close() error
}

// Volume tells one volume from another, whatever is mounted where. ID stays for as long as the volume is
// not formatted anew; Mount changes whenever it is mounted again, which ends all watches on it. Both are
// zero where the system does not say.
type Volume struct{ ID, Mount uint64 }

// Kind of a directory entry. Everything that is neither a plain file nor a plain folder (links,
// junctions, pipes, sockets, devices) is Other: listed, never opened.
type Kind uint8

// The kinds.
const (
	KindFile Kind = iota
	KindDir
	KindOther
)

// Info is what a listing tells about one entry.
type Info struct {
	Name string
	Kind Kind
	Stamp
}

// Stamp tells one state of a file from another without reading it. ID (inode or file index) and
// Change (the system's own change time, Unix nanoseconds) are zero where the system does not say.
type Stamp struct {
	Size    int64
	ModTime time.Time
	ID      uint64
	Change  int64
}

// Same is true when nothing that both stamps know differs.
func (s Stamp) Same(o Stamp) bool {
	return s.Size == o.Size && s.ModTime.Equal(o.ModTime) &&
		(s.ID == 0 || o.ID == 0 || s.ID == o.ID) &&
		(s.Change == 0 || o.Change == 0 || s.Change == o.Change)
}

// File is a file open for shared reading.
type File interface {
	io.Reader
	io.ReaderAt
	io.Closer
	Stamp() (Stamp, error)
	// Probe asks the system whether anyone has the file open for writing, and lets go at once.
	Probe() Probe
}

// Probe is the answer to "is anybody writing this file?".
type Probe uint8

// The answers. ProbeUnable means the system will not say: not our file and no right to take leases,
// or a file system without them.
const (
	ProbeQuiet Probe = iota
	ProbeBusy
	ProbeUnable
)

// NewFile is a file being made.
type NewFile interface {
	io.Writer
	io.Closer
	Sync() error
	Stamp() (Stamp, error)
}

// Claim is a held right and a few bytes that outlive it, for whoever takes it next.
type Claim interface {
	Read() ([]byte, error)
	// Write replaces the bytes durably.
	Write([]byte) error
	// Drop ends the right and removes the file.
	Drop() error
	// Leave ends the right and leaves the file and its bytes.
	Leave() error
}

// Errors that callers tell apart.
var (
	ErrClaimed  = errors.New("another desk is placing this file right now")
	ErrDiskFull = errors.New("the share has no room left")
	ErrReadOnly = errors.New("the share can be read but not written from this desk")
	// ErrNotPlain is met instead of a link, pipe or device, in any part of a path.
	ErrNotPlain = errors.New("not a plain file or folder")
	// ErrNoSafeRename means the share offers no rename that refuses to replace.
	ErrNoSafeRename = errors.New("the share cannot rename without the risk of replacing another file")
	// ErrInUse means another program has the file open in a way that excludes us for now.
	ErrInUse = errors.New("another program has the file open")
)
