package app

import (
	"encoding/json"
	"log/slog"

	"tieout/app/folder"
)

// settingUnset says that where the shares are on this computer was lost with its data, until they are chosen again.
const settingUnset = "shares-lost"

// readUnset finds out whether that was lost, now or before an earlier start. The caller holds the lock.
func (a *App) readUnset() (err error) {
	if a.store.Unset() {
		if err := a.store.Settings.Put(settingUnset, nil); err != nil {
			return err
		}
	}
	a.unset, err = a.store.Settings.Has(settingUnset)
	return err
}

// lostShares are the names of shares that have work files, and that this computer may have been bound to before it
// lost where they are. A person who has chosen, or said that a share is none of this computer's, is asked no more.
// The caller holds the lock.
func (a *App) lostShares() (names []string) {
	if !a.unset {
		return nil
	}
	for _, r := range a.rootViews() {
		forgone, err := a.store.Settings.Has(settingLeft + r.ID)
		if r.State == unbound && r.Mapped > 0 && !forgone && err == nil {
			names = append(names, "“"+r.Name+"”")
		}
	}
	return names
}

// unsetWords ask for the folders of shares to be chosen again.
func unsetWords(names []string) string {
	return "Where " + list(names) + " can be found from this computer was lost with its damaged data. Choose the folder again, in Setup: until then none of its work files is watched here, and nothing is filed from here."
}

// LostShares are the names of shares whose folders have to be chosen again: where they are was lost with damaged data.
func (p *Program) LostShares() []string {
	p.App.mu.Lock()
	defer p.App.mu.Unlock()
	return p.App.lostShares()
}

// forgo keeps in mind that a share is none of this computer's, where it is not known whether it ever was.
func (a *App) forgo(id string) error {
	a.mu.Lock()
	unset := a.unset
	a.mu.Unlock()
	if last, err := a.share.lastRoot(id); err != nil || last.ID != "" || !unset {
		return err
	}
	raw, err := json.Marshal(folder.Root{ID: id})
	if err != nil {
		return err
	}
	return a.store.Settings.Put(settingLeft+id, raw)
}

// chosen ends the asking once everything that the relay knows of is chosen or forgone.
func (a *App) chosen() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.unset || a.link == nil || a.link.Status().Level.IsZero() || len(a.lostShares()) > 0 {
		return
	}
	if err := a.store.Settings.Delete(settingUnset); err != nil {
		slog.Warn("app: it is asked for folders again", "error", err)
		return
	}
	a.unset = false
}
