//go:build !darwin

package window

import (
	"runtime"
	"sync"

	"fyne.io/systray"
)

// tray is the icon in the notification area. It is a convenience: where the
// desktop shows none, nothing is lost.
type tray struct {
	mu      sync.Mutex
	running bool
	text    string
	status  *systray.MenuItem // nil until the tray is ready
}

// start shows the icon with a menu: the status, show, quit.
func (t *tray) start(icon []byte, show, quit func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.running {
		return
	}
	t.running = true
	ready := func() {
		defer keepRunning()
		systray.SetIcon(icon)
		systray.SetTitle("Tieout")
		systray.SetOnTapped(show)
		status := systray.AddMenuItem("Tieout", "")
		status.Disable()
		systray.AddSeparator()
		go serve(systray.AddMenuItem("Show Tieout", ""), show)
		go serve(systray.AddMenuItem("Quit Tieout", ""), quit)
		t.mu.Lock()
		t.status = status
		t.mu.Unlock()
		t.showStatus()
	}
	go func() {
		runtime.LockOSThread() // Windows delivers the icon's messages to the thread that made it
		systray.Run(ready, nil)
	}()
}

// keepRunning is deferred around the tray library, which panics when the bus
// goes away under it: an icon is not worth the program.
func keepRunning() { _ = recover() }

func serve(item *systray.MenuItem, clicked func()) {
	for range item.ClickedCh {
		clicked()
	}
}

func (t *tray) setStatus(text string) {
	t.mu.Lock()
	t.text = text
	t.mu.Unlock()
	t.showStatus()
}

func (t *tray) showStatus() {
	defer keepRunning()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.status == nil || t.text == "" {
		return
	}
	t.status.SetTitle(t.text)
	systray.SetTooltip("Tieout: " + t.text)
}

func (t *tray) stop() {
	t.mu.Lock()
	ready := t.status != nil
	t.status = nil
	t.mu.Unlock()
	if ready {
		systray.Quit()
	}
}
