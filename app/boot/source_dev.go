//go:build dev

package boot

import (
	"io/fs"
	"os"
)

// Source answers the pages: in a development build those in the folder that the
// variable "assetdir" names, so that pages can be built again without the
// program. The window system must not see the variable, because it looks for
// an index.html there.
func Source(embedded fs.FS) fs.FS {
	dir := os.Getenv("assetdir")
	if dir == "" || os.Unsetenv("assetdir") != nil {
		return embedded
	}
	return os.DirFS(dir)
}
