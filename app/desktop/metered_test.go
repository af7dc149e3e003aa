//go:build linux

package desktop

import (
	"os"
	"testing"

	"github.com/godbus/dbus/v5"

	"tieout/app/desktop/internal/bustest"
)

// networkManager is a peer on a real bus that answers as NetworkManager does.
type networkManager uint32

func (n networkManager) Get(iface, name string) (dbus.Variant, *dbus.Error) {
	if iface != "org.freedesktop.NetworkManager" || name != "Metered" {
		return dbus.Variant{}, dbus.MakeFailedError(os.ErrNotExist)
	}
	return dbus.MakeVariant(uint32(n)), nil
}

func TestAConnectionIsMeteredAsTheSystemSays(t *testing.T) {
	conn := bustest.Start(t)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if Metered() {
		t.Error("metered, though nobody says so")
	}
	for said, want := range map[networkManager]bool{0: false, 1: true, 2: false, 3: true, 4: false} {
		bustest.Serve(t, conn, "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager", "org.freedesktop.DBus.Properties", said)
		if got := Metered(); got != want {
			t.Errorf("the system says %d: metered %v, want %v", said, got, want)
		}
		if _, err := conn.ReleaseName("org.freedesktop.NetworkManager"); err != nil {
			t.Fatal(err)
		}
	}
}
