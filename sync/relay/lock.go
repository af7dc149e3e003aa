package relay

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrInUse says that another process has the data folder open.
var ErrInUse = errors.New("relay: another relay is using this data folder; stop it first, or give this one another folder")

// lockFolder takes the folder for this process until the file is closed.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("relay: data folder: %w", err)
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(ErrInUse, f.Close())
	}
	return f, nil
}
