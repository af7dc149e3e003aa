package window

// tray does nothing: the tray library and Wails each want to be the one
// application delegate of macOS.
type tray struct{}

func (*tray) start([]byte, func(), func()) {}
func (*tray) setStatus(string)             {}
func (*tray) stop()                        {}
