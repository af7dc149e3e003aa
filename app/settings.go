package app

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// Settings is what a person can set on this computer, and what an administrator sets for the firm.
type Settings struct {
	Theme         string        `json:"theme"` // system, light or dark
	Keys          KeyPreference `json:"keys"`
	Notifications Notify        `json:"notifications"`
	Roots         []RootView    `json:"roots"`
	Lanes         LaneNames     `json:"lanes"`
	Outbound      Outbound      `json:"outbound"`
	// KeyStorage says where this computer's key is kept, and Warning what is wrong with that.
	KeyStorage string   `json:"keyStorage"`
	Warning    string   `json:"warning"`
	DataFolder string   `json:"dataFolder"`
	Zone       string   `json:"zone"`
	Version    string   `json:"version"`
	Can        []string `json:"can"` // set-lanes, set-outbound, add-root
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
	Label    string `json:"label"` // the state in words: "Not recognised"
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

func (a *App) settings() (Settings, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.preferences()
	l, out := a.pending.view().Firm().Lanes, a.outbound()
	s := Settings{
		Theme: p.Theme, Keys: p.Keys, Notifications: p.Notify, Roots: a.rootViews(), Lanes: LaneNames(l),
		Outbound:   Outbound{How: string(out.Way()), Seconds: out.Seconds},
		KeyStorage: "In the keyring of this computer", Warning: a.secrets.Warning(), DataFolder: a.cfg.DataDir,
		Zone: a.zone().String(), Version: a.cfg.Version,
	}
	if s.Warning != "" {
		s.KeyStorage = "In a file that only you can read"
	}
	c := newCan()
	c.when(a.may(engagement.Administrator), "set-lanes")
	c.when(a.may(engagement.Partner, engagement.Administrator), "set-outbound")
	c.when(a.me() != nil, "add-root", "bind-root")
	s.Can = c
	return s, nil
}

// rootViews lists the firm's shares as this computer has them. The caller holds the lock.
func (a *App) rootViews() []RootView {
	views := []RootView{}
	mapped := map[engagement.RootID]int{}
	for _, c := range a.cards.engagements {
		if c.Mapping != nil {
			mapped[c.Mapping.Root]++
		}
	}
	for id, r := range a.pending.view().Firm().Roots {
		v := RootView{ID: string(id), Name: r.Name, State: unbound, Mapped: mapped[id], Reason: "This computer does not know where this share is. Choose its folder."}
		if root, news, bound := a.share.root(string(id)); bound {
			v.Path, v.State, v.Reason, v.Polling = root.Path, string(news.State), news.Reason, news.Polling
			v.Since, v.CanWrite = a.moment(news.Since), news.State == folder.RootOK
			if news.State == "" {
				v.State = string(folder.RootOK) // the first look is under way
			}
		}
		v.Label = rootLabel(v.State)
		views = append(views, v)
	}
	slices.SortFunc(views, func(x, y RootView) int { return cmp.Or(strings.Compare(x.Name, y.Name), strings.Compare(x.ID, y.ID)) })
	return views
}

// unbound is the state of a share of which this computer does not know where it is.
const unbound = "unbound"

// rootLabel is what the state of a share is called, in the pill, in Setup and by an agent.
func rootLabel(state string) string {
	switch folder.RootState(state) {
	case folder.RootOK:
		return "Reachable"
	case folder.RootReadOnly:
		return "Reading only"
	case folder.RootEmpty, folder.RootSwapped:
		return "Not recognised"
	case unbound:
		return "Not known on this computer"
	}
	return "Unreachable"
}

func (a *App) setLanes(l LaneNames) (Outcome, error) {
	names := engagement.Lanes(l)
	if err := laneNames(names).Check(); err != nil {
		return Outcome{}, failure(CodeInput, upperFirst(err.Error())+".", "")
	}
	return a.do(act{Words: "Name the four folders"}, "Folders named", onFirm(engagement.LanesSet, names, nil))
}

func (a *App) chooseFolder(title string) (string, error) { return a.os.ChooseFolder(title, "") }

func (a *App) chooseFile(title string) (string, error) { return a.os.ChooseFile(title, "") }

// fs is what a share is reached by.
func (a *App) fs() folder.FS {
	if a.cfg.Folders.FS != nil {
		return a.cfg.Folders.FS
	}
	return folder.OS()
}

func (a *App) addRoot(where, name string) (Outcome, error) {
	a.mu.Lock()
	connected := a.me() != nil
	a.mu.Unlock()
	if !connected {
		return Outcome{}, failure(CodeNotConnected, "This computer is not connected to a firm yet.", "")
	}
	if err := a.notInTrouble(where); err != nil {
		return Outcome{}, err
	}
	root, err := folder.MapRoot(a.fs(), where)
	if err == nil { // a marker that was copied there says nothing yet
		root, err = a.share.find(root.ID, where)
	}
	if err != nil {
		return Outcome{}, failure(CodeShare, upperFirst(err.Error())+".", "Nothing else was written.")
	}
	name = cmp.Or(strings.TrimSpace(name), filepath.Base(where))
	o, err := a.do(act{Words: "Map the share " + name}, name+" mapped",
		onFirm(engagement.RootMapped, engagement.RootMappedBody{Root: engagement.RootID(root.ID)}, engagement.Named{Name: name}))
	if err != nil {
		return o, err
	}
	o.ID = root.ID
	return o, a.bound(root)
}

// notInTrouble refuses to make a new share of a folder in which one is looked for and not recognised: its
// engagements would have lost their folders for good.
func (a *App) notInTrouble(where string) error {
	a.mu.Lock()
	roots := a.rootViews()
	a.mu.Unlock()
	for _, r := range roots {
		if folder.RootState(r.State).Doubtful() && sameFolder(r.Path, where) {
			return failure(CodeInput, "“"+r.Name+"” is looked for in this folder: "+r.Reason, "Press “Choose its folder” beside “"+r.Name+"”. As a new share, its engagements would have no folder.")
		}
	}
	return nil
}

// sameFolder says that two paths lead to one folder, also where they spell it in two ways or it cannot be looked at.
func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	y, other := os.Stat(b)
	return err == nil && other == nil && os.SameFile(x, y) || strings.EqualFold(filepath.Clean(a), filepath.Clean(b))
}

func (a *App) bindRoot(id, where string) error {
	root, err := a.share.find(id, where)
	if err != nil {
		return failure(CodeShare, upperFirst(err.Error())+".", "")
	}
	return a.bound(root)
}

func (a *App) bound(root folder.Root) error {
	if err := a.share.bind(root); err != nil {
		return err
	}
	a.share.follow()
	a.chosen()
	a.news.tell(nounSettings, nounSync, nounSession)
	return nil
}

func (a *App) unbindRoot(id string) error {
	defer a.news.tell(nounSettings, nounSync, nounSession)
	if err := errors.Join(a.forgo(id), a.share.unbind(id)); err != nil {
		return err
	}
	a.chosen()
	return nil
}
