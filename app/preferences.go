package app

import (
	"encoding/json"
	"log/slog"
	"slices"
)

const settingPreferences = "preferences"

// preferences are a person's own, on this computer.
type preferences struct {
	Theme  string        `json:"theme"`
	Keys   KeyPreference `json:"keys"`
	Notify Notify        `json:"notify"`
	Pinned []string      `json:"pinned"`
	Line   LineUse       `json:"line"`
	// Opened are the last engagements looked at, the newest first.
	Opened []string `json:"opened"`
}

// preferences answers what was set, or what a new desk begins with. The caller holds the lock.
func (a *App) preferences() preferences {
	if a.prefs == nil {
		p := a.readPreferences()
		a.prefs = &p
	}
	p := *a.prefs
	p.Pinned, p.Opened = slices.Clone(p.Pinned), slices.Clone(p.Opened)
	return p
}

func (a *App) readPreferences() preferences {
	p := preferences{
		Theme: "system", Keys: KeyPreference{SingleLetters: true},
		Notify: Notify{Arrivals: true, Messages: true, Review: true, Signatures: true},
	}
	raw, err := a.store.Settings.Get(settingPreferences)
	if err == nil && raw != nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		slog.Warn("app: preferences cannot be read", "error", err)
	}
	return p
}

// prefer changes the preferences.
func (a *App) prefer(change func(*preferences)) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.preferences()
	change(&p)
	defer a.news.tell(nounSession, nounSettings)
	return a.keepPreferences(p)
}

func (a *App) keepPreferences(p preferences) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := a.store.Settings.Put(settingPreferences, raw); err != nil {
		return err
	}
	a.prefs = &p
	return nil
}

// maxPins is how many engagements fit under the navigation.
const maxPins = 12

func (a *App) pin(id string, on bool) error {
	return a.prefer(func(p *preferences) {
		p.Pinned = slices.DeleteFunc(p.Pinned, func(other string) bool { return other == id })
		if on {
			p.Pinned = append(p.Pinned, id)
			p.Pinned = p.Pinned[max(0, len(p.Pinned)-maxPins):]
		}
	})
}

const maxOpened = 5

// noteOpened remembers what was looked at, for the search with nothing typed. Losing it is no harm. The
// caller holds the lock.
func (a *App) noteOpened(id string) {
	p := a.preferences()
	if len(p.Opened) > 0 && p.Opened[0] == id {
		return
	}
	p.Opened = slices.DeleteFunc(p.Opened, func(other string) bool { return other == id })
	p.Opened = slices.Insert(p.Opened, 0, id)
	p.Opened = p.Opened[:min(maxOpened, len(p.Opened))]
	if err := a.keepPreferences(p); err != nil {
		slog.Warn("app: what was opened is not remembered", "error", err)
	}
}

func (a *App) setTheme(theme string) error {
	if !slices.Contains([]string{"system", "light", "dark"}, theme) {
		return failure(CodeInput, "There is no such theme.", "")
	}
	return a.prefer(func(p *preferences) { p.Theme = theme })
}

func (a *App) setKeys(k KeyPreference) error {
	return a.prefer(func(p *preferences) { p.Keys = k })
}

func (a *App) setNotifications(n Notify) error {
	return a.prefer(func(p *preferences) { p.Notify = n })
}
