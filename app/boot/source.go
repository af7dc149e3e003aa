//go:build !dev

package boot

import "io/fs"

// Source answers the pages: those that the program carries.
func Source(embedded fs.FS) fs.FS { return embedded }
