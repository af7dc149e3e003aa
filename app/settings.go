package app

// Settings is what a person can set on this computer, and what an administrator sets for the firm.
type Settings struct {
	Theme         string        `json:"theme"` // system, light or dark
	Keys          KeyPreference `json:"keys"`
	Notifications Notify        `json:"notifications"`
	Roots         []RootView    `json:"roots"`
	Lanes         LaneNames     `json:"lanes"`
	// KeyStorage says where this computer's key is kept, and Warning what is wrong with that.
	KeyStorage string   `json:"keyStorage"`
	Warning    string   `json:"warning"`
	DataFolder string   `json:"dataFolder"`
	Zone       string   `json:"zone"`
	Version    string   `json:"version"`
	Can        []string `json:"can"` // set-lanes, add-root
}

// KeyPreference says whether single letters act (WCAG 2.1.4 lets people switch them off).
type KeyPreference struct {
	SingleLetters bool `json:"singleLetters"`
}

// Notify says what this computer tells its person about.
type Notify struct {
	Arrivals   bool `json:"arrivals"`
	Messages   bool `json:"messages"`
	Review     bool `json:"review"`
	Signatures bool `json:"signatures"`
}

// RootView is a folder of the office share as this computer knows it. State is "unbound", "ok",
// "unreachable", "empty", "swapped" or "reading only".
type RootView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Path     string `json:"path"`
	State    string `json:"state"`
	Reason   string `json:"reason"`
	Polling  string `json:"polling"` // why change notices are not relied on
	Mapped   int    `json:"mapped"`  // work files on it
	Since    Moment `json:"since"`
	CanWrite bool   `json:"canWrite"`
}

// LaneNames are what the firm calls the four folders.
type LaneNames struct {
	FromClient   string `json:"fromClient"`
	ToClient     string `json:"toClient"`
	ForSignature string `json:"forSignature"`
	Signed       string `json:"signed"`
}

// Settings answers from this computer.
func (a *App) Settings() (s Settings, err error) {
	defer guard("Settings", &err)
	return a.settings()
}

// SetTheme is system, light or dark.
func (a *App) SetTheme(theme string) (err error) {
	defer guard("SetTheme", &err)
	return a.setTheme(theme)
}

// SetKeys switches single-letter keys on or off.
func (a *App) SetKeys(k KeyPreference) (err error) {
	defer guard("SetKeys", &err)
	return a.setKeys(k)
}

// SetNotifications says what to be told about.
func (a *App) SetNotifications(n Notify) (err error) {
	defer guard("SetNotifications", &err)
	return a.setNotifications(n)
}

// SetLanes names the four folders for the whole firm. Folders on the share are not renamed.
func (a *App) SetLanes(l LaneNames) (o Outcome, err error) {
	defer guard("SetLanes", &err)
	return a.setLanes(l)
}

// ChooseFolder asks the person for a folder; it is empty when they did not choose one.
func (a *App) ChooseFolder(title string) (path string, err error) {
	defer guard("ChooseFolder", &err)
	return a.chooseFolder(title)
}

// ChooseFile asks the person for a PDF; it is empty when they did not choose one.
func (a *App) ChooseFile(title string) (path string, err error) {
	defer guard("ChooseFile", &err)
	return a.chooseFile(title)
}

// AddRoot maps a folder of the office share for the whole firm and binds it on this computer. It writes
// a small hidden file there, by which the share is known from then on.
func (a *App) AddRoot(path, name string) (o Outcome, err error) {
	defer guard("AddRoot", &err)
	return a.addRoot(path, name)
}

// BindRoot says where on this computer a share is that the firm mapped already.
func (a *App) BindRoot(root, path string) (err error) {
	defer guard("BindRoot", &err)
	return a.bindRoot(root, path)
}

// UnbindRoot stops looking at a share from this computer.
func (a *App) UnbindRoot(root string) (err error) {
	defer guard("UnbindRoot", &err)
	return a.unbindRoot(root)
}
