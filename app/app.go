// Package app is the desktop program: what staff can do. It turns a person's
// act into events that are checked, signed and kept on this computer first, and
// turns confirmed events into effects: files placed on the share and
// notifications.
package app

// App is the one value bound to the interface. Each exported method is one call
// of the page: it answers with plain views, or fails with a [Failure].
type App struct{}
