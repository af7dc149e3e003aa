//go:build windows || darwin

package window

// Prepare does nothing here: the window follows the system by itself.
func Prepare() {}
