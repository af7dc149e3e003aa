package app

import (
	"strings"
	"time"

	"tieout/sync/desk"
)

// LineUse is how much of the connection this computer uses for files. Zero is no limit; a limit is 64 KB a
// second or more, below which a request could not end in its time. Until is RFC 3339 with its zone, or ""
// for until somebody resumes.
type LineUse struct {
	Up     int    `json:"up"`   // bytes a second
	Down   int    `json:"down"` // bytes a second
	Paused bool   `json:"paused"`
	Until  string `json:"until"`
	// Always has large files go over a metered connection too; else they wait for another one.
	Always bool `json:"always"`
}

// LineView is LineUse and the sentence that says it.
type LineView struct {
	LineUse
	Metered bool   `json:"metered"` // the connection costs by use, as far as the system knows
	Words   string `json:"words"`
}

// SetLineLimits says how many bytes of files a second go up and come down; 0 is no limit.
func (a *App) SetLineLimits(up, down int) (err error) {
	defer guard("SetLineLimits", &err)
	return a.setLineLimits(up, down)
}

// PauseSending stops the sending of files, until a time (RFC 3339, with its zone) or, with "", until it is
// resumed. What is saved meanwhile is kept here. Acts that speak of no file still go, such as a message or
// pulling a file back, unless one that does was made before them and waits; what colleagues and clients do
// still arrives.
func (a *App) PauseSending(until string) (err error) {
	defer guard("PauseSending", &err)
	return a.pauseSending(until)
}

// ResumeSending sends what waits.
func (a *App) ResumeSending() (err error) {
	defer guard("ResumeSending", &err)
	return a.useLine(func(u *LineUse) { u.Paused, u.Until = false, "" })
}

// SetMeteredSending says whether large files go over a metered connection too.
func (a *App) SetMeteredSending(always bool) (err error) {
	defer guard("SetMeteredSending", &err)
	return a.useLine(func(u *LineUse) { u.Always = always })
}

// lineUse is what was set on this computer, and is kept to. The caller holds the lock.
func (a *App) lineUse() LineUse {
	u := a.preferences().Line
	u.Up, u.Down = raised(u.Up), raised(u.Down)
	if u.over(a.now()) {
		u.Paused, u.Until = false, ""
	}
	return u
}

// lineView is what the list behind the pill shows. The caller holds the lock.
func (a *App) lineView() LineView {
	v := LineView{LineUse: a.lineUse(), Metered: a.metered}
	limits := []string{}
	if v.Up > 0 {
		limits = append(limits, sizeWords(int64(v.Up))+" a second are sent at most")
	}
	if v.Down > 0 {
		limits = append(limits, sizeWords(int64(v.Down))+" a second are received at most")
	}
	switch {
	case v.Paused && v.Until == "":
		v.Words = "Sending of files is paused"
	case v.Paused:
		v.Words = "Sending of files is paused until " + a.zoned12(v.pace().Until)
	case a.waitsForAnother():
		v.Words = "This connection is metered: large files wait for another one"
	case len(limits) > 0:
		v.Words = strings.Join(limits, ", ")
	default:
		v.Words = "Files use the whole connection"
	}
	return v
}

// minLimit keeps a limit from being a stop. A request has five minutes, and up to twelve megabytes share
// the line: two batches of small files and four parts.
const minLimit = 64_000

func (a *App) setLineLimits(up, down int) error {
	for _, n := range []int{up, down} {
		if n != 0 && n < minLimit {
			return failure(CodeInput, "This is too slow to send anything.", "Give at least 64 KB a second, or nothing for no limit.")
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
	a.setPace()
	a.mu.Unlock()
	a.effects.kick()
	a.news.tell(nounSync)
	return nil
}

// setPace tells the line how it may be used. The caller holds the lock.
func (a *App) setPace() {
	if a.link == nil {
		return
	}
	pace := a.lineUse().pace()
	pace.Small = a.waitsForAnother()
	a.link.SetPace(pace)
	if a.paused() {
		a.ahead.takeBack()
	}
}

func (a *App) readMeter() {
	metered := a.os.Metered()
	a.mu.Lock()
	changed := metered != a.metered
	a.metered = metered
	if changed {
		a.setPace()
	}
	a.mu.Unlock()
	if changed {
		a.news.tell(nounSync, nounFiles)
	}
}

// meterLook is how often the system is asked what kind of connection there is.
const meterLook = 30 * time.Second

// watchMeter has large files wait while the connection is metered.
func (a *App) watchMeter() {
	for a.ctx.Err() == nil {
		a.readMeter()
		timer, giveUp := a.clock.After(meterLook)
		select {
		case <-a.ctx.Done():
		case <-timer:
		}
		giveUp()
	}
}

func (u LineUse) over(now time.Time) bool {
	p := u.pace()
	return p.Paused && !p.Until.IsZero() && !now.Before(p.Until)
}

// raised is a limit as it is kept to, where it was set when less was allowed.
func raised(limit int) int {
	if limit == 0 {
		return 0
	}
	return max(limit, minLimit)
}

func (u LineUse) pace() desk.Pace {
	p := desk.Pace{Up: int64(u.Up), Down: int64(u.Down), Paused: u.Paused}
	p.Until, _ = time.Parse(time.RFC3339, u.Until) // it was read when it was set
	return p
}
