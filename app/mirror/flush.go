package mirror

import (
	"errors"
	"io/fs"
	"os"
	"path"

	"golang.org/x/sync/errgroup"
)

const (
	// few is up to how many files and folders are flushed one by one. More are
	// flushed with everything else on their file system, where that can be trusted.
	few = 8
	// syncers is how many are flushed at once: the disk commits what waits together.
	syncers = 8
)

// writeWhole leaves the bytes of a document, checked, in the stage. The file is
// still open, for flush.
func (c *Copy) writeWhole(w *Whole) (*os.File, error) {
	data := w.Data.Bytes()
	if int64(len(data)) != w.Size || w.Data.Hash().String() != w.SHA256 {
		return nil, ErrWrongBytes
	}
	if err := c.ready(w.Doc); err != nil {
		return nil, err
	}
	root, err := c.staging()
	if err != nil {
		return nil, err
	}
	name := path.Base(staged(w.Doc, partSuffix))
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, readOnly)
	if errors.Is(err, fs.ErrExist) { // an earlier try, which is quicker done again than read
		if err = root.Remove(name); err == nil {
			file, err = root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, readOnly)
		}
	}
	if err != nil {
		return nil, err
	}
	if _, err = file.Write(data); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// flush makes files durable and closes them: all at once with their volume, or,
// where there is none or it says that something failed, one by one.
func flush(files []*os.File, failed []error, on *volume) {
	together := on != nil && on.sync() == nil
	var work errgroup.Group
	work.SetLimit(syncers)
	for i, file := range files {
		if file == nil {
			continue
		}
		work.Go(func() error {
			if !together {
				failed[i] = file.Sync()
			}
			failed[i] = errors.Join(failed[i], file.Close())
			return nil
		})
	}
	_ = work.Wait() // each has its own error
}

// volumeOf opens the volume of the stage for many files, or answers nil.
func (c *Copy) volumeOf(files int) (*volume, error) {
	if files <= few {
		return nil, nil
	}
	root, err := c.staging()
	if err != nil {
		return nil, err
	}
	return openVolume(root), nil
}

// Sync makes names durable that were given, changed or removed.
func (c *Copy) Sync() error {
	on, err := c.volumeOf(c.unsynced())
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if on != nil {
		defer on.close()
		if on.sync() == nil {
			clear(c.touched)
			return nil
		}
	}
	for dir := range c.touched {
		if err := c.tree.SyncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		delete(c.touched, dir)
	}
	return nil
}

func (c *Copy) unsynced() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.touched)
}
