//go:build unix && !darwin

package window

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"tieout/app/desktop"
	"tieout/app/desktop/internal/bus"
)

// themeLimit is how long the program's start may wait for the desktop to say
// whether it is dark.
const themeLimit = 300 * time.Millisecond

// Prepare sets the environment a window needs. Call it before wails.Run, and
// before any goroutine reads the environment.
//
// WebKit's accelerated buffers leave a blank window on some graphics drivers,
// so they are off unless the user has said otherwise. WebKit takes dark or
// light from the GTK theme and does not hear the desktop's own setting, so it
// is asked here, for 300 ms at most. What is set is noted in desktop.OwnEnv.
func Prepare() {
	var own []string
	set := func(name, value string) {
		if _, chosen := os.LookupEnv(name); !chosen && os.Setenv(name, value) == nil {
			own = append(own, name)
		}
	}
	set("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
	ctx, cancel := context.WithTimeout(context.Background(), themeLimit)
	defer cancel()
	if prefersDark(ctx) {
		set("GTK_THEME", "Adwaita:dark")
	}
	os.Setenv(desktop.OwnEnv, strings.Join(own, ","))
}

// prefersDark asks the desktop portal. Any trouble is a no.
func prefersDark(ctx context.Context) bool {
	const preferDark = 1 // of color-scheme: 0 no preference, 1 dark, 2 light
	scheme, err := bus.Ask(ctx, func(conn *dbus.Conn) (uint32, error) {
		portal := conn.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
		var answer dbus.Variant
		err := portal.CallWithContext(ctx, "org.freedesktop.portal.Settings.Read", 0,
			"org.freedesktop.appearance", "color-scheme").Store(&answer)
		if err != nil {
			return 0, err
		}
		for { // Read wraps its value twice
			inner, wrapped := answer.Value().(dbus.Variant)
			if !wrapped {
				break
			}
			answer = inner
		}
		value, _ := answer.Value().(uint32)
		return value, nil
	})
	return err == nil && scheme == preferDark
}
