package app

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"tieout/app/desktop"
)

// host is this process among those of other users on one machine. On a remote-desktop server thirty
// desks would watch one share thirty times; with a folder for it (Config.HostDir) one of them watches and
// files for all, and the others take over when its process ends. What it does reaches the others as
// everything does: by the relay. Without such a folder every desk watches for itself.
type host struct {
	a   *App
	dir string

	mu     sync.Mutex
	held   *desktop.Lock
	holder desktop.Holder // somebody else, as far as is known
	why    error          // why the place cannot be asked for; everybody watches then
}

func newHost(a *App) *host { return &host{a: a, dir: a.cfg.HostDir} }

// hostLook is how often a desk that rests asks whether the place is free.
const hostLook = 2 * time.Second

// resting says that another process of this machine watches and files.
func (h *host) resting() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.dir != "" && h.held == nil && h.why == nil
}

// run asks for the place until it is this process's.
func (h *host) run() {
	if h.dir == "" {
		return
	}
	for !h.take() {
		timer, giveUp := h.a.clock.After(hostLook)
		select {
		case <-h.a.ctx.Done():
			giveUp()
			return
		case <-timer:
		}
		giveUp()
	}
	if folders, err := h.a.share.folders(); err == nil {
		folders.Rescan("")
	}
	h.a.effects.kick()
	h.a.news.tell(nounSync)
}

// take says whether nothing is left to wait for.
func (h *host) take() bool {
	h.a.mu.Lock()
	firm := h.a.id.Firm
	h.a.mu.Unlock()
	if firm == "" {
		return false // not connected yet
	}
	lock, err := desktop.LockHost(h.dir, string(firm))
	h.mu.Lock()
	defer h.mu.Unlock()
	var other *desktop.HeldError
	if errors.As(err, &other) {
		h.holder = other.Holder
		return false
	}
	h.held, h.why = lock, err
	return true
}

// close lets another process take the place.
func (h *host) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.held == nil {
		return nil
	}
	return h.held.Release()
}

// HostWords says who watches and files for this machine: "" where each process does so for itself.
func (p *Program) HostWords() string {
	h := p.App.host
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.dir == "":
		return ""
	case h.why != nil:
		return "Each desk of this machine watches for itself: " + h.why.Error()
	case h.held != nil:
		return "This process watches and files for all desks of this machine"
	case h.holder.PID == 0:
		return "Another process watches and files for this machine"
	}
	return fmt.Sprintf("Process %d of %s watches and files for this machine since %s",
		h.holder.PID, h.holder.User, h.holder.At.Local().Format("Jan 2, 3:04 PM"))
}
