package desktop

import (
	"errors"
	"fmt"
	"path/filepath"
)

var errNotPlain = errors.New("something else is where its file is to be; whoever runs this machine can remove it")

// LockHost takes the one place called name among all users of this machine, or
// returns *HeldError at once. dir is a folder that the administrator made for
// the users who may take it (rights 2770 and a group of theirs): whoever can
// write there can take the place, so nobody else should. The operating system
// frees it when the process ends, however it ends. A folder that is not there
// is fs.ErrNotExist; a link or anything else that somebody put where the place's
// file is to be is refused and left as it is.
func LockHost(dir, name string) (*Lock, error) {
	file, err := openPlain(filepath.Join(dir, name+".lock"), 0o660)
	if err != nil {
		return nil, fmt.Errorf("the place of this machine cannot be asked for: %w", err)
	}
	if info, err := file.Stat(); err == nil && info.Mode().Perm() != 0o660 {
		_ = file.Chmod(0o660) // past the umask of who made it; others may not and need not
	}
	if err := tryLock(file); err != nil {
		defer file.Close()
		if errors.Is(err, errHeld) {
			return nil, &HeldError{dir, readHolder(file)}
		}
		return nil, fmt.Errorf("the place of this machine cannot be taken: %w", err)
	}
	if err := writeHolder(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Lock{file}, nil
}
