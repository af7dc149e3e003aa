//go:build windows || darwin

package desktop

// Metered is not known on this system.
func Metered() bool { return false }
