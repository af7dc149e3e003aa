//go:build !bindings

package boot

import (
	"errors"
	"os"
	"runtime/debug"

	"tieout/app"
	"tieout/app/desktop"
	"tieout/sync/lull"
)

// Open takes the data folder and opens the program. It fails with
// *desktop.HeldError while another process has the folder, and as app.Open
// does. frame says that the page draws the title bar.
func Open(s Settings, d desktop.Desktop, frame bool) (*Opened, error) {
	lock, err := desktop.LockFolder(s.Data)
	if err != nil {
		return nil, err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(lull.Garbage)
	}
	p, err := app.Open(app.Config{DataDir: s.Data, Desktop: d, Version: Version, Frame: frame, HostDir: HostDir()})
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	return &Opened{p, lock}, nil
}
