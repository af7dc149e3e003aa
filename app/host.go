package app

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/app/desktop"
	"tieout/app/folder"
	"tieout/sync/desk"
)

// host is this process among those of other users on one machine. On a remote-desktop server thirty
// desks would watch one share thirty times; with a folder for it (Config.HostDir) one of them holds the
// place of a root, watches it and files on it for all, and the others rest. The place is for who can do
// that: who reaches the root, may write on it, and is let in by the relay. It goes to another within
// seconds when its holder ends, however it ends, or cannot do it any more. What the holder does reaches
// the others as everything does: by the relay. Work that is closed to some of the firm is watched by every
// desk that may see it, because the holder may be none of them. Without such a folder every desk watches
// for itself.
type host struct {
	a   *App
	dir string

	mu     sync.Mutex
	places map[string]*hostPlace // by root
	why    error                 // why no place can be asked for; everybody watches then
}

// hostPlace is the place of one root.
type hostPlace struct {
	held   *desktop.Lock
	holder desktop.Holder // somebody else, as far as is known
}

func newHost(a *App) *host { return &host{a: a, dir: a.cfg.HostDir, places: map[string]*hostPlace{}} }

// hostLook is how often a desk asks which places are free, and which it has to give back.
const hostLook = 2 * time.Second

// resting says that another process of this machine watches a root and files on it.
func (h *host) resting(root string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.dir == "" || h.why != nil {
		return false
	}
	p := h.places[root]
	return p == nil || p.held == nil
}

// restsFor says that of one work file.
func (h *host) restsFor(m folder.Mapping) bool {
	return h.resting(m.RootID) && !h.a.share.isClosed(m.ID)
}

// watcher is whose process watches a root in place of this one, as far as is known.
func (h *host) watcher(root string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p := h.places[root]; p != nil && p.holder.User != "" {
		return p.holder.User + "'s Tieout"
	}
	return "another Tieout"
}

// run asks for the places of the bound roots for as long as the App runs.
func (h *host) run() {
	if h.dir == "" {
		return
	}
	for h.look() {
		timer, giveUp := h.a.clock.After(hostLook)
		select {
		case <-h.a.ctx.Done():
			giveUp()
			return
		case <-timer:
		}
		giveUp()
	}
}

// look takes the free places of roots that this process can keep, and gives back those of others. It is
// false when there is nothing to ask for on this machine.
func (h *host) look() bool {
	firm, can := h.able()
	h.mu.Lock()
	changed := h.giveBack(can)
	for root := range can {
		changed = h.take(firm, root) || changed
	}
	alone := h.why != nil
	h.mu.Unlock()
	if changed {
		if folders, err := h.a.share.folders(); err == nil {
			folders.Rescan("")
		}
		h.a.share.tellFiling()
		h.a.effects.kick()
		h.a.news.tell(nounSync)
	}
	return !alone
}

// able answers the roots that this process can watch and file on now.
func (h *host) able() (firm string, can map[string]bool) {
	h.a.mu.Lock()
	firm, link := string(h.a.id.Firm), h.a.link
	h.a.mu.Unlock()
	if firm == "" || link == nil {
		return "", nil
	}
	switch s := link.Status(); {
	case s.Paused, s.State == desk.Revoked, s.State == desk.Outdated, s.State == desk.Distrusted:
		return firm, nil
	}
	return firm, h.a.share.ready()
}

// giveBack lets others take what this process cannot keep. The caller holds the lock.
func (h *host) giveBack(can map[string]bool) (changed bool) {
	for root, p := range h.places {
		if can[root] {
			continue
		}
		if p.held != nil {
			changed = true
			h.why = errors.Join(h.why, p.held.Release())
		}
		delete(h.places, root)
	}
	return changed
}

// take asks for a place that this process does not hold. The caller holds the lock.
func (h *host) take(firm, root string) (changed bool) {
	p := h.places[root]
	if p == nil {
		p = &hostPlace{}
		h.places[root] = p
	}
	if p.held != nil || h.why != nil {
		return false
	}
	lock, err := desktop.LockHost(h.dir, firm+"."+root)
	var other *desktop.HeldError
	if errors.As(err, &other) {
		p.holder = other.Holder
		return false
	}
	p.held, h.why = lock, err
	return true
}

// close lets other processes take the places.
func (h *host) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	var err error
	for _, p := range h.places {
		if p.held != nil {
			err = errors.Join(err, p.held.Release())
		}
	}
	clear(h.places)
	return err
}

// HostWords says who watches and files for this machine: "" where each process does so for itself.
func (p *Program) HostWords() string {
	h := p.App.host
	if h.dir == "" {
		return ""
	}
	h.mu.Lock()
	why, all := h.why, map[string]string{}
	for root, place := range h.places {
		all[root] = place.words()
	}
	h.mu.Unlock()
	if why != nil {
		return "Each desk of this machine watches for itself: " + why.Error()
	}
	said := map[string][]string{} // paths by what is said of them
	for id, words := range all {
		root, _, _ := p.App.share.root(id)
		said[words] = append(said[words], root.Path)
	}
	switch words := slices.Sorted(maps.Keys(said)); len(words) {
	case 0:
		return "No share can be watched from this process; another of this machine may"
	case 1:
		return words[0]
	default:
		for i, w := range words {
			slices.Sort(said[w])
			words[i] = strings.Join(said[w], ", ") + ": " + w
		}
		return strings.Join(words, "; ")
	}
}

func (p *hostPlace) words() string {
	switch {
	case p.held != nil:
		return "This process watches and files for all desks of this machine"
	case p.holder.PID == 0:
		return "Another process watches and files for this machine"
	}
	return fmt.Sprintf("Process %d of %s watches and files for this machine since %s",
		p.holder.PID, p.holder.User, p.holder.At.Local().Format("Jan 2, 3:04 PM"))
}
