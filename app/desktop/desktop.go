// Package desktop is what Tieout asks of the operating system: open a file,
// tell the user something, keep a secret, hold the data folder alone.
//
// Desktop is the interface the program is written against. Package window
// implements it with a Wails window and is the only importer of the Wails
// runtime; Headless implements it for an agent, which has no window; package
// desktoptest has the working fake that tests use.
//
// The package must never be needed by a test of another package other than
// through that fake, and must never decide what the program does: it opens,
// shows and stores what it is told to.
//
// Caveat: an Emit that no page listens to is lost. Events are hints to read
// again, never the only carrier of a fact.
package desktop

// Desktop is the operating system and the program's window. Every method may
// be called from any goroutine, before the window is there and after it is
// gone. Errors are sentences for the person at the desk.
type Desktop interface {
	// Emit sends an event to the page. The payload must marshal to JSON, and
	// be less than 64 KB of it; a page re-reads anything bigger.
	Emit(event string, payload any)

	// Notify shows a notice of the operating system. It is a courtesy: some
	// desktops show none, and a user may have switched them off.
	Notify(notice Notice) error
	// OnNotice sets what is called when the user clicks a notice. The window
	// has been brought to the front by then.
	OnNotice(clicked func(tag string))

	// OpenFile opens a document in the program the user has chosen for its
	// kind. Programs, scripts and shortcuts are refused: files come from
	// outside, and opening one must not run it. See CheckDocument.
	OpenFile(path string) error
	// OpenFolder shows the content of a folder.
	OpenFolder(path string) error
	// Reveal shows the folder that holds path, with path selected where the
	// file manager can.
	Reveal(path string) error

	// ChooseFolder asks the user for a folder, beginning at start when that
	// exists. It returns "" when the user cancels.
	ChooseFolder(title, start string) (string, error)
	// ChooseFile asks the user for a file in the same way.
	ChooseFile(title, start string) (string, error)
	// OnFileDrop sets what is called when files are dropped on the window.
	OnFileDrop(dropped func(Drop))

	// Metered says that the connection to the network costs by use, as far as
	// the system knows. It answers within a few seconds.
	Metered() bool

	// ShowWindow brings the window to the front.
	ShowWindow()
	// SetStatus sets the short text of the tray icon, where there is one.
	SetStatus(text string)
}

// Notice is a notification of the operating system. It may be seen by anyone
// who passes the screen: keep amounts and figures out of it.
type Notice struct {
	Title, Body string
	// Tag comes back when the notice is clicked.
	Tag string
}

// Drop is files dropped on the window.
type Drop struct {
	X, Y  int      // where, in CSS pixels of the page
	Paths []string // absolute, existing when they were dropped
}
