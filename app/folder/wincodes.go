package folder

import "io/fs"

// Error codes of Windows that decide something (winerror.h). They are here, not behind a build tag,
// so that the decisions are tested everywhere.
const (
	winFileNotFound     = 2
	winPathNotFound     = 3
	winAccessDenied     = 5
	winWriteProtect     = 19
	winSharingViolation = 32
	winLockViolation    = 33
	winHandleDiskFull   = 39
	winFileExists       = 80
	winDiskFull         = 112
	winAlreadyExists    = 183
	winDeletePending    = 303
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
