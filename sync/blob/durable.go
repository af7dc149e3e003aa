package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tempPrefix starts the name of a file that is still being written. No object
// key or scope can spell it.
const tempPrefix = ".tmp-"

// writeAbsent creates path with data unless it exists, and reports whether it
// did. Data is written beside path under a temporary name, flushed, and linked
// into place, so path is whole and durable or absent. The file system must
// know hard links; every one fit for a server does.
func writeAbsent(path string, data []byte) (bool, error) {
	dir := filepath.Dir(path)
	var err error
	for range 16 { // a folder may be pruned between making and using it
		if err = makeDir(dir); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return false, diskError(err)
		}
		if _, err := os.Lstat(path); err == nil {
			return false, syncDir(dir)
		}
		var created bool
		created, err = linkNew(dir, path, data)
		if !errors.Is(err, fs.ErrNotExist) {
			return created, diskError(err)
		}
	}
	return false, err
}

func linkNew(dir, path string, data []byte) (bool, error) {
	temp, err := writeTemp(dir, data)
	if err != nil {
		return false, err
	}
	defer os.Remove(temp)
	err = os.Link(temp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	}
	return err == nil, syncDir(dir)
}

// replaceFile puts data at path, old or new but never in between.
func replaceFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	temp, err := writeTemp(dir, data)
	if err != nil {
		return diskError(err)
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return diskError(err)
	}
	return syncDir(dir)
}

// writeTemp leaves data flushed in a new temporary file of dir, mode 0600, or
// leaves nothing.
func writeTemp(dir string, data []byte) (string, error) {
	file, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// makeDir makes dir and its parents, mode 0700, and flushes each new entry.
func makeDir(dir string) error {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("blob: %s is not a folder", dir)
		}
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := makeDir(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(parent)
}

func isTemp(name string) bool { return strings.HasPrefix(name, tempPrefix) }

// diskError adds ErrFull to an error that says so.
func diskError(err error) error {
	if err != nil && isFull(err) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
