// Package frontend carries the built pages of the desktop window and of the
// portal. It is the only Go in this folder, imports nothing of Tieout, and is
// imported by the two programs alone.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist is the output of the Vite build: desktop.html, portal.html and their
// assets. In a checkout whose pages were not built yet it holds one empty
// marker file.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant embedded above
	}
	return sub
}
