//go:build linux

package sambatest

import (
	"errors"
	"fmt"
	"io/fs"

	"tieout/app/folder"
)

// status is the server's answer to a request it did not carry out (MS-ERREF, 2.3.1).
type status uint32

func (s status) Error() string { return fmt.Sprintf("NT status %#08x", uint32(s)) }

const (
	noSuchFile       status = 0xC000000F
	invalidRequest   status = 0xC0000010
	accessDenied     status = 0xC0000022
	nameNotFound     status = 0xC0000034
	nameCollision    status = 0xC0000035
	pathNotFound     status = 0xC000003A
	sharingViolation status = 0xC0000043
	lockConflict     status = 0xC0000054
	deletePending    status = 0xC0000056
	diskFull         status = 0xC000007F
	writeProtected   status = 0xC00000A2
	notSupported     status = 0xC00000BB
	isDirectory      status = 0xC00000BA
	notADirectory    status = 0xC0000103
)

// meanings are those that Windows gives its programs through the codes of the same names.
var meanings = map[status]error{
	noSuchFile: fs.ErrNotExist, nameNotFound: fs.ErrNotExist, pathNotFound: fs.ErrNotExist,
	nameCollision: fs.ErrExist, accessDenied: fs.ErrPermission,
	sharingViolation: folder.ErrInUse, lockConflict: folder.ErrInUse, deletePending: folder.ErrInUse,
	diskFull: folder.ErrDiskFull, writeProtected: folder.ErrReadOnly,
	isDirectory: folder.ErrNotPlain, notADirectory: folder.ErrNotPlain,
}

// meaning wraps an answer so that it matches what callers look for.
func meaning(op, rel string, err error) error {
	var s status
	if err == nil {
		return nil
	}
	if errors.As(err, &s) && meanings[s] != nil {
		err = fmt.Errorf("%w: %w", meanings[s], err)
	}
	return &fs.PathError{Op: op, Path: rel, Err: err}
}
