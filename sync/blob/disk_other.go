//go:build !linux

package blob

import "os"

// punch makes bytes of a file zeros.
func punch(file *os.File, at, n int64) error { return zeros(file, at, n) }
