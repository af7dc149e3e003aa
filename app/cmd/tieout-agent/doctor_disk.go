package main

import (
	"errors"

	"tieout/app"
)

// checkRoom finds that the disk of the data folder is full.
func checkRoom(o *office) (f Finding, full bool) {
	return Finding{"data folder", isFail, o.data + " has no room left: what arrives and what is saved may not be kept. All that is there is safe",
		"Make room on " + o.data + "; it goes on by itself."}, o.DiskFull()
}

// unasked is the relay's finding where an answer of it could not be kept: that is not its fault.
func unasked(o *office, err error) (f Finding, full bool) {
	var said *app.Failure
	return Finding{"relay", isWarn, "what it answered could not be kept, because this machine's disk is full",
		"Make room on " + o.data + "."}, errors.As(err, &said) && said.Code == app.CodeNoRoom
}
