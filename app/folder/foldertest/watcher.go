package foldertest

import (
	"sort"
	"sync"

	"tieout/app/folder"
)

// Watcher is a folder.Watcher that says what it is told to say. By itself it says nothing, like a
// network share with notices switched off.
type Watcher struct {
	*folder.HintBox
	mu      sync.Mutex
	watched map[string]bool
	limit   int
	deep    bool
}

// NewWatcher watches any number of folders.
func NewWatcher() *Watcher {
	return &Watcher{HintBox: folder.NewHintBox(), watched: map[string]bool{}, limit: -1}
}

// Limit makes it refuse more than n folders with folder.ErrWatchLimit.
func (w *Watcher) Limit(n int) *Watcher {
	w.limit = n
	return w
}

// AllBelow makes it cover everything below the folders it watches.
func (w *Watcher) AllBelow() *Watcher {
	w.deep = true
	return w
}

// Deep implements folder.Watcher.
func (w *Watcher) Deep() bool { return w.deep }

// Open is a Config.NewWatcher that gives out this one.
func (w *Watcher) Open() (folder.Watcher, error) { return w, nil }

// Add watches a folder.
func (w *Watcher) Add(dir string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.limit >= 0 && !w.watched[dir] && len(w.watched) >= w.limit {
		return folder.ErrWatchLimit
	}
	w.watched[dir] = true
	return nil
}

// Remove stops watching a folder.
func (w *Watcher) Remove(dir string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.watched, dir)
}

// Watched lists the folders.
func (w *Watcher) Watched() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	dirs := make([]string, 0, len(w.watched))
	for dir := range w.watched {
		dirs = append(dirs, dir)
	}
	sort.Strings(dirs)
	return dirs
}

// Say gives a hint.
func (w *Watcher) Say(h folder.Hint) { w.HintBox.Add(h) }

// Close does nothing.
func (w *Watcher) Close() error { return nil }
