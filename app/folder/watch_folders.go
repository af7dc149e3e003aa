package folder

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"time"
)

// Why change notices are not relied on, for people.
const (
	pollNoNotices = "This computer does not tell of changes."
	pollNoHere    = "This file system does not tell of changes."
	pollNoMore    = "This computer cannot watch more folders."
	pollWeak      = "Network shares do not tell of every change."
)

// polling says why change notices are not relied on, and how late a save is noticed at worst. A work file in
// use is looked at much more often than that.
func (k *keeper) polling(why string) string {
	return fmt.Sprintf("%s A save is noticed within %s; a file that is rewritten in place after a quiet time, within %s.",
		why, waitWords(k.cfg.Timing.Warm), waitWords(k.fullPause()))
}

func waitWords(d time.Duration) string {
	switch {
	case d <= time.Second:
		return "a second"
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f seconds", math.Ceil(d.Seconds()))
	}
	return fmt.Sprintf("%.0f minutes", math.Ceil(d.Minutes()))
}

func (k *keeper) startWatching() {
	w, err := k.cfg.NewWatcher()
	k.weak = k.cfg.FS.Weak(k.root.Path)
	switch {
	case err != nil:
		k.status.Polling = k.polling(pollNoNotices)
	case k.weak:
		k.status.Polling = k.polling(pollWeak)
	}
	if err == nil {
		k.watcher = w
	}
}

// watch begins to watch a folder of a work file, unless it is watched already.
func (k *keeper) watch(wf *workFile, dir string) {
	switch {
	case k.watcher == nil:
	case k.watcher.Deep():
		k.watchRoot()
	case !wf.view.watching(dir) && k.begin(k.abs(dir)):
		wf.view.watch(dir)
	}
}

func (k *keeper) watchRoot() {
	if k.rooted {
		return
	}
	if k.rooted = k.watcher.Add(k.root.Path) == nil; !k.rooted {
		k.pollInstead(pollNoHere)
	} else if k.status.Polling == k.polling(pollNoHere) {
		k.status.Polling = ""
		k.cfg.Sink.Root(k.status)
	}
}

// begin asks for the notices of one folder. Running out of watches is not an error but a change of
// method that people can see; a folder that is just gone is neither.
func (k *keeper) begin(abs string) bool {
	err := k.watcher.Add(abs)
	if errors.Is(err, ErrWatchLimit) {
		k.pollInstead(pollNoMore)
	} else if errors.Is(err, ErrNoNotices) {
		k.pollInstead(pollNoHere)
	}
	return err == nil
}

// pollInstead says, once, that notices are not relied on, and has everything looked at by the clock.
func (k *keeper) pollInstead(why string) {
	if k.status.Polling != "" {
		return
	}
	k.status.Polling = k.polling(why)
	soon := k.cfg.Clock.Now().Add(k.cfg.Timing.Warm)
	for _, wf := range k.order {
		wf.pollBy(soon)
	}
	k.cfg.Sink.Root(k.status)
}

// unwatch ends the watches of those folders of a work file that drop says.
func (k *keeper) unwatch(wf *workFile, drop func(knownDir) bool) {
	for _, rel := range wf.view.unwatch(drop) {
		k.watcher.Remove(k.abs(rel))
	}
}

// forgetWatches ends all watches, which may be on folders that are no longer where they were. The
// scans that follow begin new ones. A watcher that covers the root looks after that itself.
func (k *keeper) forgetWatches() {
	for _, wf := range k.order {
		k.unwatch(wf, func(knownDir) bool { return true })
	}
}

func (k *keeper) abs(rel string) string { return filepath.Join(k.root.Path, filepath.FromSlash(rel)) }
