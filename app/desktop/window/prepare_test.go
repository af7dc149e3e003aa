//go:build linux

package window

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"tieout/app/desktop"
	"tieout/app/desktop/internal/bustest"
)

// portal is a peer on a real bus that answers like the desktop portal.
type portal struct{ scheme uint32 }

func (p portal) Read(space, key string) (dbus.Variant, *dbus.Error) {
	if space != "org.freedesktop.appearance" || key != "color-scheme" {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.portal.Error.NotFound", nil)
	}
	return dbus.MakeVariant(dbus.MakeVariant(p.scheme)), nil
}

// unset removes variables for the length of the test.
func unset(t *testing.T, names ...string) {
	for _, name := range names {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
}

func TestADarkDesktopGetsADarkWindow(t *testing.T) {
	for scheme, want := range map[uint32]string{0: "", 1: "Adwaita:dark", 2: ""} {
		t.Run(want, func(t *testing.T) {
			unset(t, "GTK_THEME", "WEBKIT_DISABLE_DMABUF_RENDERER", desktop.OwnEnv)
			bustest.Serve(t, bustest.Start(t), "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
				"org.freedesktop.portal.Settings", portal{scheme})
			Prepare()
			if got := os.Getenv("GTK_THEME"); got != want {
				t.Errorf("scheme %d: GTK_THEME = %q, want %q", scheme, got, want)
			}
			if got := os.Getenv("WEBKIT_DISABLE_DMABUF_RENDERER"); got != "1" {
				t.Errorf("WEBKIT_DISABLE_DMABUF_RENDERER = %q", got)
			}
			own := "WEBKIT_DISABLE_DMABUF_RENDERER"
			if want != "" {
				own += ",GTK_THEME"
			}
			if got := os.Getenv(desktop.OwnEnv); got != own {
				t.Errorf("%s = %q, want %q", desktop.OwnEnv, got, own)
			}
		})
	}
}

func TestWhatTheUserHasSetStays(t *testing.T) {
	t.Setenv("GTK_THEME", "HighContrast")
	t.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "0")
	unset(t, desktop.OwnEnv)
	bustest.Serve(t, bustest.Start(t), "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
		"org.freedesktop.portal.Settings", portal{1})
	Prepare()
	if got := os.Getenv("GTK_THEME") + os.Getenv("WEBKIT_DISABLE_DMABUF_RENDERER") + os.Getenv(desktop.OwnEnv); got != "HighContrast0" {
		t.Errorf("the environment became %q", got)
	}
}

func TestADesktopThatDoesNotAnswerDelaysTheStartLittle(t *testing.T) {
	unset(t, "GTK_THEME", "WEBKIT_DISABLE_DMABUF_RENDERER", desktop.OwnEnv)
	path := filepath.Join(t.TempDir(), "bus")
	hung, err := net.Listen("unix", path) // takes connections and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer hung.Close()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
	began := time.Now()
	Prepare()
	if took := time.Since(began); took > 10*themeLimit {
		t.Errorf("the start was held for %v", took)
	}
	if got, set := os.LookupEnv("GTK_THEME"); set {
		t.Errorf("GTK_THEME = %q", got)
	}
}
