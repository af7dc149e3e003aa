package folder

import (
	"errors"
	"slices"

	"golang.org/x/sys/unix"
)

// RenameNew renames with the flag that refuses to replace, or gives the file its new name as a second one,
// which no server does while the name is taken, and takes the first away. Samba looks whether a name is
// free and then renames over whatever was saved meanwhile, so there the second way comes first. Where
// neither is to be had it gives up: a plain rename would replace.
func (t *linuxTree) RenameNew(from, to string) error {
	ways := []renameWay{renameFlagged, renameByLink}
	if t.onSMB() {
		slices.Reverse(ways)
	}
	return t.at("rename", from, func(fromFD int, fromName string) error {
		return t.at("rename", to, func(toFD int, toName string) error {
			for _, way := range ways {
				if err := way(fromFD, fromName, toFD, toName); !errors.Is(err, ErrNoSafeRename) {
					return err
				}
			}
			return ErrNoSafeRename
		})
	})
}

// renameWay renames and never replaces, or says with ErrNoSafeRename that this is no way here.
type renameWay func(fromFD int, from string, toFD int, to string) error

func renameFlagged(fromFD int, from string, toFD int, to string) error {
	err := unix.Renameat2(fromFD, from, toFD, to, unix.RENAME_NOREPLACE)
	if err == unix.EINVAL || err == unix.ENOSYS || err == unix.EOPNOTSUPP {
		return ErrNoSafeRename
	}
	return err
}

func renameByLink(fromFD int, from string, toFD int, to string) error {
	err := unix.Linkat(fromFD, from, toFD, to, 0)
	if err == unix.EPERM || err == unix.EOPNOTSUPP || err == unix.ENOSYS {
		return ErrNoSafeRename
	}
	if err != nil {
		return err
	}
	if err := unix.Unlinkat(fromFD, from, 0); err != unix.EACCES && err != unix.EBUSY && err != unix.ETXTBSY {
		return err
	}
	return nil // somebody has the file open already; the sweep removes the other name
}

func (t *linuxTree) onSMB() bool {
	var fs unix.Statfs_t
	if unix.Fstatfs(t.fd, &fs) != nil {
		return false
	}
	switch uint32(fs.Type) {
	case unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC:
		return true
	}
	return false
}
