// Package desktoptest has a Desktop for tests: it does what a desktop with a
// patient user does, and remembers it.
package desktoptest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tieout/app/desktop"
)

// Event is one Emit.
type Event struct {
	Name    string
	Payload any
}

// Record is what happened at a Fake so far.
type Record struct {
	Events  []Event
	Notices []desktop.Notice
	Opened  []string // by OpenFile
	Folders []string // by OpenFolder
	Shown   []string // by Reveal
	Status  string
	Raised  int // calls of ShowWindow
}

// Fake is a Desktop without an operating system. It refuses what the real one
// refuses, so a test that opens a program sees the real sentence. The zero
// value is ready and safe for concurrent use.
type Fake struct {
	mu      sync.Mutex
	record  Record
	changed chan struct{} // closed and replaced at every change
	answers []string
	clicked func(string)
	dropped func(desktop.Drop)
	metered atomic.Bool
}

var _ desktop.Desktop = (*Fake)(nil)

// Record returns a copy of what happened.
func (f *Fake) Record() Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.copy()
}

func (f *Fake) copy() Record {
	r := f.record
	r.Events = append([]Event(nil), r.Events...)
	r.Notices = append([]desktop.Notice(nil), r.Notices...)
	r.Opened = append([]string(nil), r.Opened...)
	r.Folders = append([]string(nil), r.Folders...)
	r.Shown = append([]string(nil), r.Shown...)
	return r
}

// Await waits until the record satisfies done, and fails the test after 20
// seconds. What names the thing waited for.
func (f *Fake) Await(t testing.TB, what string, done func(Record) bool) Record {
	t.Helper()
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	for {
		f.mu.Lock()
		record := f.copy()
		if f.changed == nil {
			f.changed = make(chan struct{})
		}
		changed := f.changed
		f.mu.Unlock()
		if done(record) {
			return record
		}
		select {
		case <-changed:
		case <-limit.C:
			t.Fatalf("waited in vain for %s; so far: %+v", what, record)
		}
	}
}

// Answer makes the next ChooseFolder or ChooseFile return path; "" is a cancel. Without an
// answer left the user cancels.
func (f *Fake) Answer(path string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers = append(f.answers, path)
}

// Click is the user clicking a notice.
func (f *Fake) Click(tag string) {
	f.ShowWindow()
	f.mu.Lock()
	clicked := f.clicked
	f.mu.Unlock()
	if clicked != nil {
		clicked(tag)
	}
}

// Drop is the user dropping files on the window.
func (f *Fake) Drop(drop desktop.Drop) {
	f.mu.Lock()
	dropped := f.dropped
	f.mu.Unlock()
	if dropped != nil {
		dropped(drop)
	}
}

func (f *Fake) note(change func(*Record)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.record)
	if f.changed != nil {
		close(f.changed)
		f.changed = nil
	}
}

// Emit implements desktop.Desktop.
func (f *Fake) Emit(event string, payload any) {
	f.note(func(r *Record) { r.Events = append(r.Events, Event{event, payload}) })
}

// Notify implements desktop.Desktop.
func (f *Fake) Notify(notice desktop.Notice) error {
	f.note(func(r *Record) { r.Notices = append(r.Notices, notice) })
	return nil
}

// OnNotice implements desktop.Desktop.
func (f *Fake) OnNotice(clicked func(string)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clicked = clicked
}

// OpenFile implements desktop.Desktop.
func (f *Fake) OpenFile(path string) error {
	if err := desktop.CheckDocument(path); err != nil {
		return err
	}
	f.note(func(r *Record) { r.Opened = append(r.Opened, path) })
	return nil
}

// OpenFolder implements desktop.Desktop.
func (f *Fake) OpenFolder(path string) error {
	if err := desktop.CheckFolder(path); err != nil {
		return err
	}
	f.note(func(r *Record) { r.Folders = append(r.Folders, path) })
	return nil
}

// Reveal implements desktop.Desktop.
func (f *Fake) Reveal(path string) error {
	if err := desktop.CheckPath(path); err != nil {
		return err
	}
	f.note(func(r *Record) { r.Shown = append(r.Shown, path) })
	return nil
}

// ChooseFolder implements desktop.Desktop.
func (f *Fake) ChooseFolder(string, string) (string, error) { return f.choose() }

// ChooseFile implements desktop.Desktop.
func (f *Fake) ChooseFile(string, string) (string, error) { return f.choose() }

func (f *Fake) choose() (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.answers) == 0 {
		return "", nil
	}
	next := f.answers[0]
	f.answers = f.answers[1:]
	return next, nil
}

// OnFileDrop implements desktop.Desktop.
func (f *Fake) OnFileDrop(dropped func(desktop.Drop)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dropped = dropped
}

// ShowWindow implements desktop.Desktop.
func (f *Fake) ShowWindow() { f.note(func(r *Record) { r.Raised++ }) }

// SetMetered is the computer coming to a connection that costs by use, or
// leaving it.
func (f *Fake) SetMetered(is bool) { f.metered.Store(is) }

// Metered implements desktop.Desktop.
func (f *Fake) Metered() bool { return f.metered.Load() }

// SetStatus implements desktop.Desktop.
func (f *Fake) SetStatus(text string) { f.note(func(r *Record) { r.Status = text }) }
