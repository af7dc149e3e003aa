// Package window is the desktop with a window: it implements desktop.Desktop
// over Wails and is the only importer of the Wails runtime.
//
// It must never be imported by anything but the program's main package: it
// pulls in the window system, and the tray library ties the main goroutine to
// its thread. It must never hide the window when it is closed: a tray icon is
// not there on every desktop, and nobody should lose their window.
//
// Caveat: Wails ends the process when its runtime is called with any context
// but its own, so every call here goes through live, which has it or does
// nothing.
package window

import (
	"context"
	"os"
	"path/filepath"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"tieout/app/desktop"
	"tieout/app/desktop/internal/bus"
)

// Options says how the window behaves.
type Options struct {
	// StateFile keeps size and position between runs.
	StateFile string
	// TrayIcon is a PNG, or on Windows an ICO. Without one there is no tray.
	TrayIcon []byte
}

// Window is the Desktop of a program with a window. Hand its Startup,
// DomReady, BeforeClose and Shutdown to Wails.
type Window struct {
	desktop.Files
	options Options
	tray    tray
	notices notices

	mu      sync.Mutex
	ctx     context.Context // of Wails, between Startup and Shutdown
	clicked func(tag string)
	dropped func(desktop.Drop)
}

var _ desktop.Desktop = (*Window)(nil)

// New returns the window before it is shown.
func New(options Options) *Window { return &Window{options: options} }

// Startup is Wails' OnStartup.
func (w *Window) Startup(ctx context.Context) {
	w.mu.Lock()
	w.ctx = ctx
	w.mu.Unlock()
	if !bus.Used || bus.Present() {
		if err := runtime.InitializeNotifications(ctx); err == nil {
			runtime.OnNotificationResponse(ctx, w.onResponse)
		}
	}
	runtime.OnFileDrop(ctx, w.onDrop)
	if len(w.options.TrayIcon) > 0 && (!bus.Used || bus.Present()) {
		w.tray.start(w.options.TrayIcon, w.ShowWindow, func() { runtime.Quit(ctx) })
	}
}

// DomReady is Wails' OnDomReady: it puts the window where it was and shows it.
// Start the program with StartHidden, so that it is not seen to jump.
func (w *Window) DomReady(ctx context.Context) {
	state := LoadState(w.options.StateFile).Clamp(screen(ctx))
	runtime.WindowSetSize(ctx, state.Width, state.Height)
	if state.Placed {
		runtime.WindowSetPosition(ctx, state.X, state.Y)
	} else {
		runtime.WindowCenter(ctx)
	}
	if state.Maximised {
		runtime.WindowMaximise(ctx)
	}
	runtime.WindowShow(ctx)
}

// BeforeClose is Wails' OnBeforeClose: it notes where the window was. It never
// keeps the window open.
func (w *Window) BeforeClose(ctx context.Context) (prevent bool) {
	state := LoadState(w.options.StateFile)
	state.Maximised = runtime.WindowIsMaximised(ctx)
	if !state.Maximised && !runtime.WindowIsMinimised(ctx) && !runtime.WindowIsFullscreen(ctx) {
		state.Width, state.Height = runtime.WindowGetSize(ctx)
		state.X, state.Y = runtime.WindowGetPosition(ctx)
		state.Placed = true
	}
	if err := state.Save(w.options.StateFile); err != nil {
		runtime.LogWarningf(ctx, "the window's place was not saved: %v", err)
	}
	return false
}

// Shutdown is Wails' OnShutdown. Calls after it do nothing.
func (w *Window) Shutdown(ctx context.Context) {
	w.mu.Lock()
	w.ctx = nil
	w.mu.Unlock()
	w.tray.stop()
	if !bus.Used || bus.Present() {
		runtime.CleanupNotifications(ctx)
	}
}

// live returns the context of Wails, or nil before and after it runs.
func (w *Window) live() context.Context {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ctx
}

// Emit implements desktop.Desktop.
func (w *Window) Emit(event string, payload any) {
	if ctx := w.live(); ctx != nil {
		runtime.EventsEmit(ctx, event, payload)
	}
}

// Notify implements desktop.Desktop.
func (w *Window) Notify(n desktop.Notice) error {
	ctx := w.live()
	if ctx == nil {
		return desktop.ErrNoWindow
	}
	return w.notices.show(func() error {
		return runtime.SendNotification(ctx, runtime.NotificationOptions{ID: n.Tag, Title: n.Title, Body: n.Body})
	})
}

// OnNotice implements desktop.Desktop.
func (w *Window) OnNotice(clicked func(tag string)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clicked = clicked
}

func (w *Window) onResponse(result runtime.NotificationResult) {
	if result.Error != nil {
		return
	}
	w.mu.Lock()
	clicked := w.clicked
	w.mu.Unlock()
	w.ShowWindow()
	if clicked != nil {
		clicked(result.Response.ID)
	}
}

// ChooseFolder implements desktop.Desktop.
func (w *Window) ChooseFolder(title, start string) (string, error) {
	return w.choose(title, start, runtime.OpenDirectoryDialog)
}

// ChooseFile implements desktop.Desktop.
func (w *Window) ChooseFile(title, start string) (string, error) {
	return w.choose(title, start, runtime.OpenFileDialog)
}

func (w *Window) choose(
	title, start string, ask func(context.Context, runtime.OpenDialogOptions) (string, error),
) (string, error) {
	ctx := w.live()
	if ctx == nil {
		return "", desktop.ErrNoWindow
	}
	options := runtime.OpenDialogOptions{Title: title, CanCreateDirectories: true}
	if info, err := os.Stat(start); err == nil && info.IsDir() {
		options.DefaultDirectory = start // Windows fails on one that is not there
	}
	return ask(ctx, options)
}

// OnFileDrop implements desktop.Desktop.
func (w *Window) OnFileDrop(dropped func(desktop.Drop)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dropped = dropped
}

func (w *Window) onDrop(x, y int, paths []string) {
	w.mu.Lock()
	dropped := w.dropped
	w.mu.Unlock()
	if real := existing(paths); dropped != nil && len(real) > 0 {
		dropped(desktop.Drop{X: x, Y: y, Paths: real})
	}
}

// existing keeps the paths that name something. Wails cuts a list of names at
// line ends, so a name with one arrives in pieces that name nothing.
func existing(paths []string) []string {
	kept := make([]string, 0, len(paths))
	for _, path := range paths {
		if !filepath.IsAbs(path) {
			continue
		}
		if _, err := os.Lstat(path); err == nil {
			kept = append(kept, path)
		}
	}
	return kept
}

// ShowWindow implements desktop.Desktop.
func (w *Window) ShowWindow() {
	if ctx := w.live(); ctx != nil {
		runtime.WindowUnminimise(ctx)
		runtime.WindowShow(ctx)
	}
}

// Metered implements desktop.Desktop.
func (w *Window) Metered() bool { return desktop.Metered() }

// SetStatus implements desktop.Desktop.
func (w *Window) SetStatus(text string) { w.tray.setStatus(text) }

// screen returns the size of the screen the window is on.
func screen(ctx context.Context) Size {
	screens, err := runtime.ScreenGetAll(ctx)
	if err != nil {
		return Size{}
	}
	var found Size
	for _, s := range screens {
		size := Size{s.Size.Width, s.Size.Height}
		if s.IsCurrent {
			return size
		}
		if s.IsPrimary || found == (Size{}) {
			found = size
		}
	}
	return found
}
