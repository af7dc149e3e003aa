package app

// Session says who sits here and what the frame of the window shows. State is "new" (no firm yet: show
// Connect), "on", "revoked" (this computer's access was withdrawn) or "update" (this program is too
// old for the relay).
type Session struct {
	State    string        `json:"state"`
	Firm     string        `json:"firm"`
	Me       Person        `json:"me"`
	Roles    []string      `json:"roles"` // partner, manager, preparer, administrator
	Computer string        `json:"computer"`
	Relay    string        `json:"relay"`
	Version  string        `json:"version"`
	Theme    string        `json:"theme"` // system, light or dark
	Badges   Badges        `json:"badges"`
	Pinned   []Pin         `json:"pinned"`
	Footer   string        `json:"footer"` // "S: reachable · 412 folders watched"
	Warnings []string      `json:"warnings"`
	Can      []string      `json:"can"` // firm-wide: administer, approve, work
	Keys     KeyPreference `json:"keys"`
	// Frame says whether the page draws the title bar.
	Frame bool `json:"frame"`
}

// Badges are the counts beside the navigation.
type Badges struct {
	Today    int `json:"today"`
	Messages int `json:"messages"`
	Review   int `json:"review"`
	Publish  int `json:"publish"`
}

// Pin is one pinned engagement.
type Pin struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Detail string `json:"detail"`
	Status Status `json:"status"`
}

// Enrolment is what a person types to connect this computer.
type Enrolment struct {
	Relay    string `json:"relay"` // https://…; plain http only to this machine
	Code     string `json:"code"`
	Computer string `json:"computer"`
}

// Session answers at once, from this computer.
func (a *App) Session() (s Session, err error) {
	defer guard("Session", &err)
	return a.session()
}

// Connect enrols this computer with the firm. It fails with "bad-code" for a code that is wrong, used
// or expired, "offline" when the relay does not answer and "insecure" for plain http to anywhere else.
func (a *App) Connect(e Enrolment) (s Session, err error) {
	defer guard("Connect", &err)
	return a.connect(e)
}

// Pin puts an engagement under the navigation, or takes it away.
func (a *App) Pin(engagement string, on bool) (err error) {
	defer guard("Pin", &err)
	return a.pin(engagement, on)
}
