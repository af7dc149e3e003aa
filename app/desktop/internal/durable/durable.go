// Package durable writes small files that survive a crash whole.
package durable

import (
	"os"
	"path/filepath"
)

// WriteFile puts data at path, mode 0600: afterwards, also after a crash, the
// old content is there or the new one, whole.
func WriteFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails once it is renamed
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync()
	}
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	if folder, err := os.Open(dir); err == nil {
		folder.Sync() // Windows knows no flush of a folder; it journals the rename
		folder.Close()
	}
	return nil
}
