package app

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// diskOf implements Disk.
func diskOf(dir string) (taken, free int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ignoreGone(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreGone(err)
		}
		taken += takenBy(info)
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	free, err = freeAt(dir)
	return taken, free, err
}

// ignoreGone: files come and go while a folder is walked.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
