package blob

import (
	"os"
	"sync"
)

// lastRead is the bundle that a member was read from last. It stays open: the
// next member that is asked for is most often in it too.
type lastRead struct {
	mu   sync.Mutex
	path string
	file *os.File
}

// open answers the open bundle of a path. It may be closed at any time, when
// another one is asked for; what is being read then is read to its end.
func (l *lastRead) open(path string) (*os.File, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil && l.path == path {
		return l.file, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	l.drop()
	l.path, l.file = path, file
	return file, nil
}

// remove removes a bundle, closed: Windows removes no file that is open.
func (l *lastRead) remove(path string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.path == path {
		l.drop()
	}
	return absentIsFine(os.Remove(path))
}

// Close implements io.Closer. Another bundle may be opened after it.
func (l *lastRead) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop()
	return nil
}

// drop is called with the lock.
func (l *lastRead) drop() {
	if l.file != nil {
		l.file.Close() // it was only read
	}
	l.path, l.file = "", nil
}
