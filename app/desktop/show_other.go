//go:build unix && !darwin

package desktop

import (
	"context"
	"net/url"
	"time"

	"github.com/godbus/dbus/v5"

	"tieout/app/desktop/internal/bus"
)

// showItem asks the file manager on the session bus to select path, and
// reports whether it did. Without one the folder is opened instead.
func showItem(path string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	shown, _ := bus.Ask(ctx, func(conn *dbus.Conn) (bool, error) {
		manager := conn.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1")
		uri := url.URL{Scheme: "file", Path: path}
		call := manager.CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{uri.String()}, "")
		return call.Err == nil, call.Err
	})
	return shown
}
