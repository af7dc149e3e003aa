package desktop

import "errors"

// ErrNoWindow is returned by Headless for whatever takes a window.
var ErrNoWindow = errors.New("this Tieout runs without a window; use a desk with one for that")

// Headless is the Desktop of an agent: nobody sits in front of it. Events and
// notices go nowhere, and what needs a person is ErrNoWindow.
type Headless struct{}

var _ Desktop = Headless{}

// Emit implements Desktop.
func (Headless) Emit(string, any) {}

// Notify implements Desktop.
func (Headless) Notify(Notice) error { return ErrNoWindow }

// OnNotice implements Desktop.
func (Headless) OnNotice(func(string)) {}

// OpenFile implements Desktop.
func (Headless) OpenFile(string) error { return ErrNoWindow }

// OpenFolder implements Desktop.
func (Headless) OpenFolder(string) error { return ErrNoWindow }

// Reveal implements Desktop.
func (Headless) Reveal(string) error { return ErrNoWindow }

// ChooseFolder implements Desktop.
func (Headless) ChooseFolder(string, string) (string, error) { return "", ErrNoWindow }

// ChooseFile implements Desktop.
func (Headless) ChooseFile(string, string) (string, error) { return "", ErrNoWindow }

// OnFileDrop implements Desktop.
func (Headless) OnFileDrop(func(Drop)) {}

// Metered implements Desktop.
func (Headless) Metered() bool { return Metered() }

// ShowWindow implements Desktop.
func (Headless) ShowWindow() {}

// SetStatus implements Desktop.
func (Headless) SetStatus(string) {}
