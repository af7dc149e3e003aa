package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// tempPrefix starts the name of a file that is still being written. No object
// key or scope can spell it.
const tempPrefix = ".tmp-"

// file is one file to be made: path with data unless it exists.
type file struct {
	path string
	data []byte
	temp string // where the data lies before it has its name
	made bool
	// later has it flushed by Folder.Flush.
	later bool
}

// syncers is how many files are flushed at once: the disk commits what waits
// together.
const syncers = 8

// makeAbsent makes those files that do not exist. Data is written beside its
// path under a temporary name, flushed, and given its name, so a path is whole
// and durable or absent. The folders are flushed once for all. Files that are to
// be flushed later are whole, and not durable yet.
func (f *Folder) makeAbsent(files []*file) error {
	dirs := map[string]bool{}
	var absent []*file
	for _, one := range files {
		if !one.later {
			dirs[filepath.Dir(one.path)] = true
		}
		if _, err := os.Lstat(one.path); err != nil {
			absent = append(absent, one)
		}
	}
	err := inParallel(absent, func(one *file) error { return one.write() })
	for _, one := range absent {
		if err == nil {
			err = one.name()
		}
		if one.temp != "" {
			os.Remove(one.temp)
		}
	}
	if err != nil {
		return diskError(err)
	}
	return f.folders.syncAll(dirs)
}

// inParallel does the work of all, a few at a time, and answers the first error.
func inParallel(all []*file, do func(*file) error) error {
	if len(all) == 1 {
		return do(all[0])
	}
	var work errgroup.Group
	work.SetLimit(syncers)
	for _, one := range all {
		work.Go(func() error { return do(one) })
	}
	return work.Wait()
}

// write leaves the data flushed under a temporary name. A folder may be pruned
// between making and using it.
func (f *file) write() error {
	dir := filepath.Dir(f.path)
	var err error
	for range 16 {
		if f.temp, err = writeTemp(dir, f.data, !f.later); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err = makeDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return err
}

// name gives the data its name unless that was taken meanwhile.
func (f *file) name() error {
	err := moveNew(f.temp, f.path)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	f.made = err == nil
	return err
}

// folderSyncs flushes folders. Whoever asks while a flush runs shares the next
// one with all who ask meanwhile.
type folderSyncs struct {
	mu      sync.Mutex
	next    map[string]*flush
	running map[string]bool
}

type flush struct {
	done chan struct{}
	err  error
}

func (s *folderSyncs) syncAll(dirs map[string]bool) error {
	for dir := range dirs {
		if err := s.sync(dir); err != nil {
			return err
		}
	}
	return nil
}

func (s *folderSyncs) sync(dir string) error {
	s.mu.Lock()
	if s.next == nil {
		s.next, s.running = map[string]*flush{}, map[string]bool{}
	}
	mine := s.next[dir]
	if mine == nil {
		mine = &flush{done: make(chan struct{})}
		s.next[dir] = mine
	}
	lead := !s.running[dir]
	s.running[dir] = true
	s.mu.Unlock()
	if lead {
		s.run(dir, mine)
	}
	<-mine.done
	return mine.err
}

// run flushes until mine is done, and leaves what came meanwhile to a goroutine.
func (s *folderSyncs) run(dir string, mine *flush) {
	for {
		s.mu.Lock()
		now := s.next[dir]
		delete(s.next, dir)
		if now == nil {
			delete(s.running, dir)
		}
		s.mu.Unlock()
		if now == nil {
			return
		}
		now.err = syncDir(dir)
		close(now.done)
		if now == mine {
			go s.run(dir, nil)
			return
		}
	}
}

// writeAbsent is makeAbsent for one file outside a Folder.
func writeAbsent(path string, data []byte) (bool, error) {
	one := &file{path: path, data: data}
	err := new(Folder).makeAbsent([]*file{one})
	return one.made, err
}

// replaceFile puts data at path, old or new but never in between.
func replaceFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	temp, err := writeTemp(dir, data, true)
	if err != nil {
		return diskError(err)
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return diskError(err)
	}
	return syncDir(dir)
}

// writeTemp leaves data, flushed or at best on its way to the disk, in a new
// temporary file of dir, mode 0600, or leaves nothing.
func writeTemp(dir string, data []byte, flushed bool) (string, error) {
	file, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return "", err
	}
	if !flushed {
		err = writeAround(file, data)
	} else if _, err = file.Write(data); err == nil {
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

// IsFull says that an error means a full disk or quota, also one that is not of this package.
func IsFull(err error) bool { return errors.Is(err, ErrFull) || isFull(err) }

// diskError adds ErrFull to an error that says so.
func diskError(err error) error {
	if err != nil && isFull(err) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
