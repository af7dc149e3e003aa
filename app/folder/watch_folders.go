package folder

import (
	"errors"
	"path/filepath"
)

// Why change notices are not relied on, for people.
const (
	pollNoNotices = "This computer gives no change notices; folders are looked at every few seconds instead."
	pollNoHere    = "This file system gives no change notices; folders are looked at every few seconds instead."
	pollNoMore    = "This computer cannot watch more folders; they are looked at every few seconds instead."
	pollWeak      = "Change notices from network shares are not complete; folders are looked at every few seconds as well."
)

func (k *keeper) startWatching() {
	w, err := k.cfg.NewWatcher()
	k.weak = k.cfg.FS.Weak(k.root.Path)
	switch {
	case err != nil:
		k.status.Polling = pollNoNotices
	case k.weak:
		k.status.Polling = pollWeak
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
	} else if k.status.Polling == pollNoHere {
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
	k.status.Polling = why
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
