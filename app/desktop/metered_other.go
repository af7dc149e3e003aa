//go:build unix && !darwin

package desktop

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"

	"tieout/app/desktop/internal/bus"
)

// NMMetered of NetworkManager: 1 is yes, 3 is a guess that it is.
const (
	meteredYes     = 1
	meteredGuessed = 3
)

// Metered says that the connection to the network costs by use, as far as
// NetworkManager knows. It answers within two seconds.
func Metered() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	is, err := bus.AskSystem(ctx, func(conn *dbus.Conn) (uint32, error) {
		var value dbus.Variant
		manager := conn.Object("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager")
		call := manager.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
			"org.freedesktop.NetworkManager", "Metered")
		if err := call.Store(&value); err != nil {
			return 0, err
		}
		metered, _ := value.Value().(uint32)
		return metered, nil
	})
	return err == nil && (is == meteredYes || is == meteredGuessed)
}
