package app

import (
	"errors"
	"io/fs"
)

// ignoreGone: files come and go while a folder is walked.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
