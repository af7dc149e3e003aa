package folder

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// subtree is the system's notice of changes anywhere below one folder. It has one caller, but for
// Stop, which may come from anywhere.
type subtree interface {
	// Arm asks for the next changes. The first call begins the watch: whatever changes from then on is
	// told, or said to be lost.
	Arm() (code uint32)
	// Wait returns them as FILE_NOTIFY_INFORMATION records, valid until the next Arm. After subtreeLook
	// without any it answers winWaitTimeout and stays armed.
	Wait() (records []byte, code uint32)
	// Current is false once the path leads to another folder than the one watched, or nowhere.
	Current() bool
	// Stop makes Wait return.
	Stop()
	// Close ends the watch and frees what it holds.
	Close()
}

const (
	subtreeBuffer = 64 << 10        // the most that a server takes over SMB (ReadDirectoryChangesW)
	subtreeLook   = 5 * time.Second // between looks at whether the path still leads to the folder
	subtreeRetry  = 2 * time.Second // between attempts to watch a folder again
)

// treeWatcher covers everything below the folders it is given, with one handle for each. A watch that
// fails, as each does when the connection to the server breaks, is begun again until it is removed;
// what may have been missed meanwhile is told as lost.
type treeWatcher struct {
	*HintBox
	open    func(dir string) (subtree, error)
	after   func(time.Duration) <-chan time.Time
	mu      sync.Mutex
	watches map[string]*treeWatch
	running sync.WaitGroup
}

// treeWatch is one folder under watch.
type treeWatch struct {
	dir  string
	stop chan struct{}
	mu   sync.Mutex
	tree subtree // nil between two
}

func newTreeWatcher(open func(string) (subtree, error)) *treeWatcher {
	return &treeWatcher{HintBox: NewHintBox(), open: open, after: time.After, watches: map[string]*treeWatch{}}
}

// Deep implements Watcher.
func (w *treeWatcher) Deep() bool { return true }

// Add implements Watcher. When it returns, the watch has begun.
func (w *treeWatcher) Add(dir string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.watches[dir] != nil {
		return nil
	}
	tree, err := w.arm(dir)
	if err != nil {
		return err
	}
	t := &treeWatch{dir: dir, stop: make(chan struct{}), tree: tree}
	w.watches[dir] = t
	w.running.Go(func() { w.keep(t, tree) })
	return nil
}

func (w *treeWatcher) arm(dir string) (subtree, error) {
	tree, err := w.open(dir)
	if err != nil {
		return nil, err
	}
	if code := tree.Arm(); code != 0 {
		tree.Close()
		return nil, winWatchError(code)
	}
	return tree, nil
}

// Remove implements Watcher.
func (w *treeWatcher) Remove(dir string) {
	w.mu.Lock()
	t := w.watches[dir]
	delete(w.watches, dir)
	w.mu.Unlock()
	if t != nil {
		t.end()
	}
}

// Close implements Watcher.
func (w *treeWatcher) Close() error {
	w.mu.Lock()
	for dir, t := range w.watches {
		delete(w.watches, dir)
		t.end()
	}
	w.mu.Unlock()
	w.running.Wait()
	return nil
}

func (t *treeWatch) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.stop)
	if t.tree != nil {
		t.tree.Stop()
	}
}

// hold takes what is watched now, so that end reaches it; false when the end has come already.
func (t *treeWatch) hold(tree subtree) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tree = tree
	select {
	case <-t.stop:
		return false
	default:
		return true
	}
}

// keep follows one folder until it is removed, through as many handles as that takes.
func (w *treeWatcher) keep(t *treeWatch, tree subtree) {
	for {
		w.follow(t, tree)
		alive := t.hold(nil)
		tree.Close()
		if !alive {
			return
		}
		w.Lose() // the root is looked at anew, even while it cannot be watched
		if tree = w.again(t); tree == nil {
			return
		}
		w.Lose() // what changed between the two handles
	}
}

// again begins a new watch, however long that takes; nil when the watch was removed meanwhile.
func (w *treeWatcher) again(t *treeWatch) subtree {
	for {
		select {
		case <-t.stop:
			return nil
		case <-w.after(subtreeRetry):
		}
		tree, err := w.arm(t.dir)
		if err != nil {
			continue
		}
		if !t.hold(tree) {
			tree.Close()
			return nil
		}
		return tree
	}
}

// follow tells changes until the handle has to be replaced or the watch is removed.
func (w *treeWatcher) follow(t *treeWatch, tree subtree) {
	for {
		records, code := tree.Wait()
		switch winWatch(code, len(records), tree.Current) {
		case watchTell:
			if !w.tell(t.dir, records) {
				w.Lose()
			}
		case watchLost:
			w.Lose()
		case watchIdle:
			continue
		case watchReopen:
			return
		}
		if tree.Arm() != 0 {
			return
		}
	}
}

// Actions of FILE_NOTIFY_INFORMATION (winnt.h).
const (
	winAdded      = 1
	winRemoved    = 2
	winModified   = 3
	winRenamedOld = 4
	winRenamedNew = 5
)

// tell turns records into hints. It is false when they are not what the system promises: then some
// may be missing.
func (w *treeWatcher) tell(dir string, records []byte) bool {
	return eachChange(records, func(action uint32, rel string) {
		w.HintBox.Add(Hint{
			Path:    filepath.Join(dir, filepath.FromSlash(strings.ReplaceAll(rel, `\`, "/"))),
			Arrived: action == winAdded || action == winRenamedNew,
			Wrote:   action == winModified,
			Left:    action == winRemoved || action == winRenamedOld,
		})
	})
}

// changeHeader is what comes before the name in FILE_NOTIFY_INFORMATION: the offset of the next record
// from the start of this one (0 in the last), the action, and the length of the name in bytes.
const changeHeader = 12

var errBadRecord = errors.New("a change record is not whole")

func eachChange(records []byte, visit func(action uint32, rel string)) bool {
	for {
		next, action, rel, err := oneChange(records)
		if err != nil {
			return false
		}
		visit(action, rel)
		if next == 0 {
			return true
		}
		records = records[next:]
	}
}

func oneChange(b []byte) (next, action uint32, rel string, err error) {
	if len(b) < changeHeader {
		return 0, 0, "", errBadRecord
	}
	next, action = binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
	size := uint64(binary.LittleEndian.Uint32(b[8:]))
	inside := uint64(next) <= uint64(len(b)) && (next == 0 || uint64(next) >= changeHeader+size)
	if size%2 != 0 || changeHeader+size > uint64(len(b)) || !inside {
		return 0, 0, "", errBadRecord
	}
	name := make([]uint16, size/2)
	for i := range name {
		name[i] = binary.LittleEndian.Uint16(b[changeHeader+2*i:])
	}
	return next, action, string(utf16.Decode(name)), nil
}
