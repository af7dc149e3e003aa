package folder

import (
	"cmp"
	"fmt"
	"io/fs"
)

// Error codes of Windows that decide something (winerror.h). They are here, not behind a build tag,
// so that the decisions are tested everywhere.
const (
	winInvalidFunction  = 1
	winFileNotFound     = 2
	winPathNotFound     = 3
	winAccessDenied     = 5
	winWriteProtect     = 19
	winSharingViolation = 32
	winLockViolation    = 33
	winHandleDiskFull   = 39
	winNotSupported     = 50
	winFileExists       = 80
	winInvalidParameter = 87
	winDiskFull         = 112
	winAlreadyExists    = 183
	winMoreData         = 234
	winWaitTimeout      = 258
	winDeletePending    = 303
	winAborted          = 995
	winNotifyEnumDir    = 1022
	winTooManyLinks     = 1142
	winUserMapped       = 1224
	winQuota            = 1295
)

// winProbe reads the answer of an open that denies others to write: a sharing violation means that
// somebody, on this computer or another, has the file open for writing. A file that is on its way out
// counts as busy: the next look finds out.
func winProbe(code uint32) Probe {
	switch code {
	case 0:
		return ProbeQuiet
	case winSharingViolation, winLockViolation, winUserMapped, winDeletePending, winFileNotFound, winPathNotFound:
		return ProbeBusy
	}
	return ProbeUnable
}

// winMeaning gives a code the meaning callers look for, nil when it has no special one.
func winMeaning(code uint32) error {
	switch code {
	case winFileNotFound, winPathNotFound:
		return fs.ErrNotExist
	case winFileExists, winAlreadyExists:
		return fs.ErrExist
	case winAccessDenied:
		return fs.ErrPermission
	case winSharingViolation, winLockViolation, winDeletePending, winUserMapped:
		return ErrInUse
	case winDiskFull, winHandleDiskFull, winQuota:
		return ErrDiskFull
	case winWriteProtect:
		return ErrReadOnly
	}
	return nil
}

// winClaim is the meaning of a refused claim: the file is held without sharing by its holder, or is
// just being removed by one.
func winClaim(code uint32) error {
	switch code {
	case winSharingViolation, winDeletePending:
		return ErrClaimed
	}
	return winMeaning(code)
}

// linkStep is what follows from the answer of CreateHardLink.
type linkStep uint8

const (
	linkDone   linkStep = iota // the file has its new name
	linkUnable                 // not here: it is to be renamed
	linkFailed                 // the name is taken, or the answer may be lost: nothing else is tried
)

// winLink reads the answer of a server that was asked for a second name of a file. No server gives one that
// is taken. A rename can be less careful: Samba looks whether the name is free, and then renames over
// whatever was saved there meanwhile.
func winLink(code uint32) linkStep {
	switch code {
	case 0:
		return linkDone
	case winInvalidFunction, winNotSupported, winInvalidParameter, winAccessDenied, winTooManyLinks:
		return linkUnable
	}
	return linkFailed
}

// watchStep is what follows from one answer of ReadDirectoryChangesW.
type watchStep uint8

const (
	watchTell   watchStep = iota // changes came
	watchLost                    // more changes than the buffer holds: only a scan knows them
	watchIdle                    // nothing happened, and the folder is the one it was
	watchReopen                  // the handle tells nothing more
)

// winWatch decides by the answer. Changes that do not fit are told as no bytes at all or, by servers,
// as ERROR_NOTIFY_ENUM_DIR; the handle stays good. Every other error ends it: ERROR_NETNAME_DELETED
// and its kin come once, when the connection breaks, and nothing comes afterwards.
func winWatch(code uint32, bytes int, current func() bool) watchStep {
	switch {
	case code == 0 && bytes > 0:
		return watchTell
	case code == 0, code == winNotifyEnumDir, code == winMoreData:
		return watchLost
	case code == winWaitTimeout && current():
		return watchIdle
	}
	return watchReopen
}

// winWatchError is the meaning of a watch that cannot begin.
func winWatchError(code uint32) error {
	switch code {
	case winInvalidFunction, winNotSupported, winInvalidParameter:
		return ErrNoNotices
	}
	return cmp.Or(winMeaning(code), fmt.Errorf("watching the folder failed with the system's code %d", code))
}

// Attributes and tags of files (winnt.h).
const (
	winDirectory    = 0x10
	winReparsePoint = 0x400
	winTagDedup     = 0x80000013
)

type reparseStep uint8

const (
	reparsePlain  reparseStep = iota // what was opened is the file
	reparseFollow                    // opened again without a flag, it is
	reparseRefuse                    // it leads elsewhere, or fetches bytes from elsewhere, or is no file
)

// winReparse decides by what was opened. Links, junctions and placeholders of cloud drives are refused.
func winReparse(attributes, tag uint32) reparseStep {
	switch {
	case attributes&winDirectory != 0:
		return reparseRefuse
	case attributes&winReparsePoint == 0:
		return reparsePlain
	case tag == winTagDedup:
		return reparseFollow
	}
	return reparseRefuse
}
