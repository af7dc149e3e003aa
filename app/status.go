package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/app/folder"
	"tieout/sync/desk"
)

// SyncStatus is the pill in the title bar and the list behind it.
type SyncStatus struct {
	// State is "tied", "syncing", "offline", "share-unreachable", "to-settle", "restored",
	// "nobody-filing" or "portal-off".
	State  string `json:"state"`
	Label  string `json:"label"`  // "Tied out"
	Detail string `json:"detail"` // "3 min ago": it is right for half a minute
	Since  Moment `json:"since"`
	// Last is when the relay last confirmed that nothing is missing.
	Last     Moment       `json:"last"`
	Progress float64      `json:"progress"` // 0 to 1 while syncing
	Banner   string       `json:"banner"`   // one line for a whole-app condition, or ""
	Waiting  []QueueItem  `json:"waiting"`
	Refused  []RefusedAct `json:"refused"`
	Holds    []Hold       `json:"holds"`
	Roots    []RootView   `json:"roots"`
	// Failing is saves that could not be kept on this computer, with what happens next.
	Failing []QueueItem `json:"failing"`
	// Stopped is files on the share that are not sent before somebody does something, by engagement.
	Stopped []QueueItem `json:"stopped"`
	// StoppedFiles is how many they are.
	StoppedFiles []StoppedFiles `json:"stoppedFiles"`
	// Coming is what clients sent and what waits to be filed on the share, with why.
	Coming []QueueItem `json:"coming"`
	Line   LineView    `json:"line"`
	// Filing says who files uploads on the share: "Filing: this computer and Priya's laptop" or "Nobody
	// is filing since 6:02 PM (EST)".
	Filing  string  `json:"filing"`
	NoFiler bool    `json:"noFiler"`
	Filers  []Filer `json:"filers"`
}

// QueueItem is one act or file that waits, and why. State is "sending", "confirming" or "waiting" on the
// way up; on the way down it is the code of a FileRow.
type QueueItem struct {
	ID         string  `json:"id"`
	Words      string  `json:"words"`
	Why        string  `json:"why"`
	State      string  `json:"state"`
	Engagement string  `json:"engagement"`
	Moment     Moment  `json:"moment"`
	Progress   float64 `json:"progress"`
	// Version is the version of a document that is sent, or that comes, or "".
	Version string `json:"version"`
	Figures string `json:"figures"` // "6.2 MB of 9.7 MB · 12 s left", or ""
}

// RefusedAct is a card: an act that was signed here and that the relay did not take. Retry names the
// act that does it again on what is true now ("approve", "publish", …), or "".
type RefusedAct struct {
	ID         string        `json:"id"`
	Title      string        `json:"title"`
	Message    string        `json:"message"`
	Hint       string        `json:"hint"`
	Code       string        `json:"code"`
	Engagement EngagementRef `json:"engagement"`
	Draft      string        `json:"draft"`
	Retry      string        `json:"retry"`
	Moment     Moment        `json:"moment"`
}

// SyncStatus answers at once, from this computer.
func (a *App) SyncStatus() (s SyncStatus, err error) {
	defer guard("SyncStatus", &err)
	return a.syncStatus()
}

// SyncNow looks at the relay and the share now. It returns at once.
func (a *App) SyncNow() (err error) {
	defer guard("SyncNow", &err)
	return a.syncNow()
}

// DismissRefused puts a card away.
func (a *App) DismissRefused(id string) (err error) {
	defer guard("DismissRefused", &err)
	return a.dismissRefused(id)
}

func (a *App) syncStatus() (SyncStatus, error) {
	who, stopped := a.filers.ask(a), a.share.stopped()
	a.mu.Lock()
	defer a.mu.Unlock()
	refused, err := a.refusals()
	if err != nil {
		return SyncStatus{}, err
	}
	s := SyncStatus{
		Waiting: a.queued(), Failing: a.failing(), Coming: a.coming(who), Refused: refused, Holds: a.heldFiles(), Roots: a.rootViews(), Filers: a.filersNow(who), Line: a.lineView(),
	}
	s.Filing, s.NoFiler = a.filingWords(who)
	s.StoppedFiles = a.thatMatter(stopped)
	s.Stopped = a.stoppedItems(s.StoppedFiles)
	a.stateOf(&s)
	return s, nil
}

// stateOf decides the pill. What stops work comes before what needs a decision, and that before what
// moves.
func (a *App) stateOf(s *SyncStatus) {
	if a.link == nil {
		s.State, s.Label, s.Detail = "portal-off", "Portal off", "reading the share only"
		return
	}
	line := a.link.Status()
	s.Last, s.Since = a.moment(line.Level), a.moment(line.Since)
	waiting := "nothing waiting"
	if len(s.Waiting) > 0 {
		waiting = counted(len(s.Waiting), "change", "changes") + " waiting"
	}
	toSettle, settle := s.toSettle()
	gone := slices.IndexFunc(s.Roots, func(r RootView) bool {
		return r.Path != "" && r.State != string(folder.RootOK) && r.State != string(folder.RootReadOnly)
	})
	switch {
	case line.State != desk.Online:
		a.offLine(s, line, waiting)
	case gone >= 0:
		a.offShare(s, s.Roots[gone])
	case settle:
		s.State, s.Label, s.Detail = "to-settle", toSettle, "rest tied out"
	case line.Restored:
		s.State, s.Label, s.Detail = "restored", "Relay restored", "filing waits"
	case s.unfiled() > 0:
		s.State, s.Label, s.Detail = "nobody-filing", "Nobody is filing", counted(s.unfiled(), "file", "files")+" waiting"
	case line.Paused && len(s.Waiting) > 0:
		s.State, s.Label, s.Detail = "syncing", "Sending is paused", waiting
	case len(s.Waiting) > 0 || line.Cursor < line.Head || line.Level.IsZero():
		a.syncing(s, line)
	case s.comingAs("filing-again") > 0:
		s.State, s.Label, s.Detail = "syncing", "Syncing", "filing is tried again"
	default:
		s.State, s.Label, s.Detail, s.Progress = "tied", "Tied out", lately(a.now().Sub(line.Level)), 1
	}
	s.alsoTell(line)
	if line.State == desk.Online || line.State == desk.Offline {
		a.alsoFull(s)
	}
}

// offShare says that a share is not there, or is not itself.
func (a *App) offShare(s *SyncStatus, r RootView) {
	since := a.clockOf(r.Since)
	s.State, s.Label, s.Detail = "share-unreachable", "Share unreachable", "since "+since
	s.Banner = r.Name + " can't be reached since " + since + ". You can read what is on this computer; filing waits."
	if folder.RootState(r.State).Doubtful() {
		s.Label = "Share not recognised"
		s.Banner = r.Name + ": " + r.Reason + " You can read what is on this computer; filing waits."
	}
}

// unfiled counts the files of clients that wait for somebody to file them, and nobody does.
func (s *SyncStatus) unfiled() int { return s.comingAs("nobody-filing") }

// offLine says why nothing goes over the line.
func (a *App) offLine(s *SyncStatus, line desk.Status, waiting string) {
	switch line.State {
	case desk.Distrusted:
		s.State, s.Label, s.Detail = "to-settle", "Not trusted", "history does not verify"
		s.Banner = "The relay's history does not continue what this computer has verified. Nothing was taken over. Call your administrator."
	case desk.Revoked:
		s.State, s.Label, s.Detail = "offline", "Access withdrawn", ""
		s.Banner = "This computer's access was withdrawn. Ask an administrator of your firm for a new code."
	case desk.Outdated:
		s.State, s.Label, s.Detail = "offline", "Update needed", waiting
		s.Banner = "The relay needs a newer Tieout. Update, and what waits is sent."
	default:
		if said := relayTrouble(line); said != nil {
			s.State, s.Label, s.Detail, s.Banner = "offline", "Relay trouble", waiting, said.Error()
			return
		}
		s.State, s.Label, s.Detail = "offline", "Offline", waiting
		if len(s.Waiting) == 0 && !line.Level.IsZero() {
			s.Detail = "last synced " + lately(a.now().Sub(line.Level))
		}
		s.Banner = "You're offline. Keep working: what you do is signed on this computer and sent when you're back."
	}
}

// alsoTell adds the conditions that lie over any other state.
func (s *SyncStatus) alsoTell(line desk.Status) {
	only := slices.IndexFunc(s.Roots, func(r RootView) bool { return r.State == string(folder.RootReadOnly) })
	if s.Banner == "" && only >= 0 {
		s.Banner = s.Roots[only].Name + " can only be read from this computer. What you save is sent; nothing is filed from here, and no deletion is believed."
	}
	if n := s.unfiled(); s.Banner == "" && n > 0 {
		s.Banner = s.Filing + ". What clients sent is safe at the relay and waits. Switch on a computer that has the share, or connect the share to this one."
		if !s.NoFiler {
			s.Banner = "Nobody is filing " + counted(n, "file", "files") + " that clients sent: no computer that is on has the share and is of somebody who may see the work. All of it is safe at the relay. Switch on a computer that has the share, or connect the share to this one."
		}
	}
	if s.Banner == "" {
		s.Banner = s.unfiledBanner()
	}
	s.Banner = cmp.Or(restoredWords(line), s.Banner)
}

// restoredWords says what a restore of the relay means for whoever works here, and what it has cost, or "".
func restoredWords(line desk.Status) string {
	var said []string
	if line.Restored {
		said = append(said, "The relay was restored from a backup. It gets back what it lost from the computers of the firm: leave them on. Until it has, nothing that clients send is filed and no deletion is believed.")
	}
	if line.Lost > 0 {
		said = append(said, counted(line.Lost, "file was", "files were")+" lost when the relay was restored, and neither the relay nor this computer has them. Their records are complete; send them again, or ask for them.")
	}
	return strings.Join(said, " ")
}

func (a *App) syncing(s *SyncStatus, line desk.Status) {
	s.State, s.Label = "syncing", "Syncing"
	s.Detail = counted(len(s.Waiting), "change", "changes")
	if line.Head > 0 {
		s.Progress = float64(line.Cursor) / float64(line.Head)
	}
	if line.Cursor < line.Head {
		s.Detail = fmt.Sprintf("%d of %d", line.Cursor, line.Head)
	}
	if line.Err != nil {
		s.Detail = "trying again"
	}
	if no := a.ahead.trouble(); no != nil {
		s.Detail, s.Banner = "trying again", no.Error()
	}
}

func (a *App) syncNow() error {
	if link := a.theLink(); link != nil {
		link.Wake()
	}
	if folders, err := a.share.folders(); err == nil {
		folders.Rescan("")
	}
	a.effects.kick()
	a.running.Go(a.readMeter)
	return nil
}
