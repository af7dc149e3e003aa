package app

import (
	"time"

	"tieout/sync/desk"
)

// LineUse is how much of the connection this computer uses for files. Zero is no limit. Until is RFC 3339
// with its zone, or "" for until somebody resumes.
type LineUse struct {
	Up     int    `json:"up"`   // bytes a second
	Down   int    `json:"down"` // bytes a second
	Paused bool   `json:"paused"`
	Until  string `json:"until"`
}

// LineUse answers what was set on this computer.
func (a *App) LineUse() (u LineUse, err error) {
	defer guard("LineUse", &err)
	return a.lineUse(), nil
}

// SetLineLimits says how many bytes of files a second go up and come down; 0 is no limit.
func (a *App) SetLineLimits(up, down int) (err error) {
	defer guard("SetLineLimits", &err)
	return a.setLineLimits(up, down)
}

// PauseSending stops sending, until a time (RFC 3339, with its zone) or, with "", until it is resumed.
// What is done meanwhile is kept here, and what colleagues and clients do still arrives.
func (a *App) PauseSending(until string) (err error) {
	defer guard("PauseSending", &err)
	return a.pauseSending(until)
}

// ResumeSending sends what waits.
func (a *App) ResumeSending() (err error) {
	defer guard("ResumeSending", &err)
	return a.useLine(func(u *LineUse) { u.Paused, u.Until = false, "" })
}

func (a *App) lineUse() LineUse {
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.preferences().Line
	if u.over(a.now()) {
		u.Paused, u.Until = false, ""
	}
	return u
}

// minLimit keeps a limit from being a stop: below it a page of text takes minutes.
const minLimit = 8 << 10

func (a *App) setLineLimits(up, down int) error {
	for _, n := range []int{up, down} {
		if n != 0 && n < minLimit {
			return failure(CodeInput, "This is too slow to send anything.", "Give at least 8 KB a second, or nothing for no limit.")
		}
	}
	return a.useLine(func(u *LineUse) { u.Up, u.Down = up, down })
}

func (a *App) pauseSending(until string) error {
	if until != "" {
		at, err := time.Parse(time.RFC3339, until)
		if err != nil {
			return failure(CodeInput, "This is not a time.", "Choose when sending goes on.")
		}
		if !at.After(a.now()) {
			return failure(CodeInput, "This time has passed.", "Choose a later one.")
		}
	}
	return a.useLine(func(u *LineUse) { u.Paused, u.Until = true, until })
}

func (a *App) useLine(change func(*LineUse)) error {
	if err := a.prefer(func(p *preferences) { change(&p.Line) }); err != nil {
		return err
	}
	a.mu.Lock()
	link, pace := a.link, a.preferences().Line.pace()
	a.mu.Unlock()
	if link != nil {
		link.SetPace(pace)
	}
	a.news.tell(nounSync)
	return nil
}

func (u LineUse) over(now time.Time) bool {
	p := u.pace()
	return p.Paused && !p.Until.IsZero() && !now.Before(p.Until)
}

func (u LineUse) pace() desk.Pace {
	p := desk.Pace{Up: int64(u.Up), Down: int64(u.Down), Paused: u.Paused}
	p.Until, _ = time.Parse(time.RFC3339, u.Until) // it was read when it was set
	return p
}
