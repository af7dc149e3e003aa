//go:build bindings

package boot

import (
	"tieout/app"
	"tieout/app/desktop"
)

// Open answers a program whose methods can be listed.
func Open(Settings, desktop.Desktop, bool) (*Opened, error) {
	return &Opened{Program: &app.Program{App: new(app.App)}}, nil
}
