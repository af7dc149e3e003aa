//go:build !windows

package folder

import (
	"errors"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// notifier is the Watcher over fsnotify.
type notifier struct {
	*HintBox
	w    *fsnotify.Watcher
	done chan struct{}
}

// NewNotifier watches through the operating system.
func NewNotifier() (Watcher, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, watchError(err)
	}
	n := &notifier{HintBox: NewHintBox(), w: w, done: make(chan struct{})}
	go n.read()
	return n, nil
}

// read only remembers. A reader that does anything slower loses everything past the kernel's 16,384
// queued events, with one error for all of them.
func (n *notifier) read() {
	defer close(n.done)
	for {
		select {
		case e, ok := <-n.w.Events:
			if !ok {
				return
			}
			n.HintBox.Add(Hint{
				Path:    e.Name,
				Arrived: e.Has(fsnotify.Create),
				Wrote:   e.Has(fsnotify.Write),
				Left:    e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename),
			})
		case _, ok := <-n.w.Errors:
			if !ok {
				return
			}
			n.Lose() // whatever the error was, events may be missing
		}
	}
}

// Deep implements Watcher: inotify watches one folder and not what is below it.
func (n *notifier) Deep() bool { return false }

func (n *notifier) Add(dir string) error { return watchError(n.w.Add(dir)) }

func (n *notifier) Remove(dir string) { n.w.Remove(dir) } // a watch that is gone already is as good as removed

func (n *notifier) Close() error {
	err := n.w.Close()
	<-n.done
	return err
}

// watchError recognises the limits of inotify: ENOSPC for watches, EMFILE and ENFILE for instances.
func watchError(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return errors.Join(ErrWatchLimit, err)
	}
	return err
}
