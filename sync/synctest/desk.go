package synctest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tieout/app"
	"tieout/app/desktop"
	"tieout/app/desktop/desktoptest"
	"tieout/app/folder"
	"tieout/sync/desk"
	"tieout/sync/pdf"
)

// Desk is one computer of the staff: a real program over a fake desktop. App is what the person at it
// can do.
type Desk struct {
	Name string
	App  *app.App
	OS   *desktoptest.Fake

	w       *World
	firm    *Firm
	work    *Work
	who     string // the person
	dir     string
	clock   desk.Clock
	secrets *secrets
	line    *Line
	program *app.Program
	fs      folder.FS
	revoked bool
}

// lineTiming is a line that does not let stories wait; the clock may still be set ahead.
var lineTiming = desk.Timing{
	Poll: 300 * time.Millisecond, Retry: 20 * time.Millisecond, RetryMax: 200 * time.Millisecond, Call: 20 * time.Second,
}

// folderTiming is a share that is looked at often.
var folderTiming = folder.Timing{
	Hot: 500 * time.Millisecond, RootCheck: 500 * time.Millisecond, Gone: time.Second,
}

func (w *World) newDesk(f *Firm, name, who string) *Desk {
	w.t.Helper()
	d := &Desk{
		Name: name, w: w, firm: f, who: who, dir: filepath.Join(w.dir, "desk "+name), clock: w.Clock,
		secrets: &secrets{all: map[string]string{}}, line: w.line(name), OS: &desktoptest.Fake{},
	}
	w.desks[name] = d
	d.Open()
	return d
}

// Open switches the computer on.
func (d *Desk) Open() {
	d.w.t.Helper()
	if d.program != nil {
		return
	}
	var err error
	d.program, err = app.Open(app.Config{
		DataDir: d.dir, Desktop: d.OS, Secrets: d.secrets, HTTP: &http.Client{Transport: d.line}, Clock: d.clock,
		PDF: pdf.InProcess{}, Version: "test", Line: lineTiming, Folders: app.FolderConfig{Timing: folderTiming, FS: d.fs},
	})
	d.w.ok("switch on "+d.Name+"'s computer", err)
	d.App = d.program.App
}

// Close switches it off.
func (d *Desk) Close() {
	d.w.t.Helper()
	if d.program == nil {
		return
	}
	d.w.ok("switch off "+d.Name+"'s computer", d.program.Close())
	d.program = nil
}

// Restart is off and on again.
func (d *Desk) Restart() { d.w.t.Helper(); d.Close(); d.Open() }

// SetClock sets the computer's clock wrong by some time, and starts it again.
func (d *Desk) SetClock(by time.Duration) {
	d.w.t.Helper()
	d.Close()
	d.clock = wrongClock{d.w.Clock, by}
	d.Open()
}

// enrol connects the computer with a code from the relay's operator or the administrator.
func (d *Desk) enrol() {
	d.w.t.Helper()
	code, _, err := d.w.server.relay.EnrolmentCode(d.w.t.Context(), d.firm.record.ID, d.firm.staff[d.who])
	d.w.ok("make a code", err)
	_, err = d.App.Connect(app.Enrolment{Relay: address, Code: code, Computer: d.Name + "'s computer"})
	d.w.ok("connect "+d.Name, err)
	d.w.until(d.Name+" knows the firm", func() error {
		if s, err := d.App.Session(); err != nil || s.Firm == "" {
			return fmt.Errorf("%+v %w", s, err)
		}
		return nil
	})
}

func (d *Desk) bindShare() {
	d.w.t.Helper()
	d.w.until(d.Name+" knows of the share", func() error { return d.App.BindRoot(d.firm.root, d.firm.Share) })
	d.w.until(d.Name+" reaches the share", d.shareOK)
}

func (d *Desk) shareOK() error {
	s, err := d.App.Settings()
	if err != nil {
		return err
	}
	for _, r := range s.Roots {
		if r.ID == d.firm.root && r.State == "ok" {
			return nil
		}
	}
	return fmt.Errorf("%+v", s.Roots)
}

// level waits until nothing waits here and the relay has confirmed it.
func (d *Desk) level() {
	d.w.t.Helper()
	d.w.until(d.Name+" is tied out", d.isLevel)
}

func (d *Desk) isLevel() error {
	s, err := d.App.SyncStatus()
	switch {
	case err != nil:
		return err
	case len(s.Refused) > 0:
		return fmt.Errorf("refused: %+v", s.Refused)
	case len(s.Waiting) > 0 || s.State != "tied":
		return fmt.Errorf("%s: %+v", s.State, s.Waiting)
	}
	return nil
}

// In is the same desk with another engagement in front of it.
func (d *Desk) In(work *Work) *Desk {
	other := *d
	other.work = work
	return &other
}

// at is the engagement in front of this desk.
func (d *Desk) at() *Work {
	if d.work != nil {
		return d.work
	}
	return d.firm.primary
}

// secrets is a keyring in memory.
type secrets struct {
	mu  sync.Mutex
	all map[string]string
}

// Get implements app.Secrets.
func (s *secrets) Get(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.all[name]; ok {
		return v, nil
	}
	return "", desktop.ErrNoSecret
}

// Set implements app.Secrets.
func (s *secrets) Set(name, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[name] = value
	return nil
}

// Warning implements app.Secrets.
func (s *secrets) Warning() string { return "" }

// fullName is what a person of a story is called in full.
func fullName(name string) string {
	return strings.ToUpper(name[:1]) + name[1:] + " " + map[string]string{
		"dana": "Whitfield", "tom": "Okafor", "priya": "Raman", "ruth": "Adeyemi", "otis": "Bell", "lena": "Fox", "wes": "Hart",
	}[name]
}

func mailOf(name, at string) string {
	domain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(at))
	return name + "@" + domain + ".example"
}

// code is the code of a failure as the interface gets it, or "" for none.
func code(err error) string {
	if err == nil {
		return ""
	}
	var f app.Failure
	if text, ok := app.FormatError(err).(string); !ok || json.Unmarshal([]byte(text), &f) != nil {
		return "unreadable"
	}
	return f.Code
}

func exactly(want, got int) error {
	if want != got {
		return fmt.Errorf("%d, not %d", got, want)
	}
	return nil
}

var errNotYet = errors.New("not yet")
