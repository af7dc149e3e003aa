package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"tieout/app"
	"tieout/sync/command"
)

type status struct {
	JSON  bool `name:"json" help:"As JSON."`
	Check bool `help:"Also fail, with exit code 1, unless everything is tied out: for monitoring."`
}

// State is what a running agent says of itself. It has no client's data in it.
type State struct {
	Firm     string    `json:"firm"`
	Person   string    `json:"person"`
	Computer string    `json:"computer"`
	Relay    string    `json:"relay"`
	Version  string    `json:"version"`
	Process  int       `json:"process"`
	Running  time.Time `json:"running"` // since
	// Line is "tied", "syncing", "offline", "share-unreachable", "to-settle",
	// "restored", "nobody-filing" or "portal-off".
	Line   string `json:"line"`
	Label  string `json:"label"`
	Detail string `json:"detail"`
	// Trouble is that the disk is full here, or what the relay says is wrong, and
	// what helps; else empty.
	Trouble string `json:"trouble,omitempty"`
	// Banner is a condition of the whole program, such as a share that is away or
	// a relay that was restored, with what helps; empty where there is none.
	Banner string `json:"banner,omitempty"`
	// Use says how much of the connection files use, or that they are paused.
	Use string `json:"use"`
	// Level is when the relay last confirmed that nothing is missing.
	Level string `json:"level"`
	// Filing says who files uploads, or since when nobody does.
	Filing string `json:"filing"`
	// Host says which process of this machine watches and files for all its
	// users; empty where each does so for itself.
	Host    string `json:"host,omitempty"`
	NoFiler bool   `json:"noFiler"`
	Waiting int    `json:"waiting"` // changes on their way to the relay
	Refused int    `json:"refused"` // changes that the relay did not take
	Missing int    `json:"missing"` // files that somebody has to decide about, missing or changed: see holds
	Release int    `json:"release"` // files that wait for somebody to release them
	// Unfiled is what clients sent and this machine cannot file before somebody
	// does something.
	Unfiled []app.Unfiled `json:"unfiled"`
	// Stopped is files of staff that are not sent before somebody does something.
	Stopped []app.StoppedFiles `json:"stopped"`
	Roots   []Share            `json:"roots"`
	// Watched counts the work files kept; the rest waits for a share to be bound.
	Watched int `json:"watched"`
	// Lost names shares whose folders have to be said again: see roots bind.
	Lost []string `json:"lost,omitempty"`
	// Copied counts the documents of the copy that this process keeps, if it does.
	Copied   int      `json:"copied,omitempty"`
	Warnings []string `json:"warnings"`
}

// Share is one of the firm's shares as this machine has it.
type Share struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Path    string `json:"path"`
	State   string `json:"state"`
	Label   string `json:"label"` // the state in words
	Reason  string `json:"reason"`
	Polling string `json:"polling"`
	Mapped  int    `json:"mapped"`
}

// none is the input of verbs that need none.
type none struct{}

// filingTime is how long the relay may take to say who files.
const filingTime = 5 * time.Second

func readStatus(ctx context.Context, o *office, _ none) (State, error) {
	session, err := o.App.Session()
	if err != nil {
		return State{}, err
	}
	s := State{
		Firm: session.Firm, Person: session.Me.Name, Computer: session.Computer, Relay: session.Relay,
		Version: session.Version, Process: os.Getpid(), Running: o.at, Warnings: session.Warnings, Watched: o.Watched(), Host: o.HostWords(),
		Lost: o.LostShares(),
	}
	line, err := o.App.SyncStatus()
	if err != nil {
		return s, err
	}
	s.Line, s.Label, s.Detail, s.Use, s.Level, s.Trouble = line.State, line.Label, line.Detail, line.Line.Words, line.Last.At, o.Trouble()
	s.Waiting, s.Refused, s.Roots = len(line.Waiting), len(line.Refused), shares(line.Roots)
	s.Banner, s.Unfiled, s.Stopped = line.Banner, line.Unfiled(), line.StoppedFiles
	for _, h := range line.Holds {
		s.Missing += len(h.Files)
	}
	if s.Release, err = o.App.WaitingForRelease(); err != nil {
		return s, err
	}
	if copied := o.copyState(); copied != nil {
		s.Copied = copied.Documents
	}
	limited, done := context.WithTimeout(ctx, filingTime)
	defer done()
	if s.Filing, s.NoFiler, err = o.Filing(limited); err != nil {
		s.Filing = "Unknown: the relay does not answer"
	}
	return s, nil
}

func shares(roots []app.RootView) []Share {
	all := []Share{}
	for _, r := range roots {
		all = append(all, Share{r.ID, r.Name, r.Path, r.State, r.Label, r.Reason, r.Polling, r.Mapped})
	}
	return all
}

// Run asks the running agent.
func (s *status) Run(ctx context.Context, t *terminal, c *cli) error {
	now, err := askAgent[State](ctx, c, "status", none{})
	if err != nil {
		return err
	}
	if s.JSON {
		err = indented(t.out, now)
	} else {
		now.print(t.out)
	}
	if err == nil && s.Check && !now.well() {
		err = &command.Exit{Code: 1}
	}
	return err
}

func (s *State) well() bool {
	for _, r := range s.Roots {
		if r.Path != "" && r.State != "ok" {
			return false
		}
	}
	return s.Line == "tied" && !s.NoFiler && len(s.Lost) == 0
}

func (s *State) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	defer w.Flush()
	row := func(what, is string) { fmt.Fprintf(w, "%s\t%s\n", what, is) }
	row("Firm", fmt.Sprintf("%s, in the name of %s on %s", s.Firm, s.Person, s.Computer))
	row("Running", fmt.Sprintf("process %d since %s, version %s", s.Process, s.Running.Local().Format("Jan 2, 3:04 PM"), s.Version))
	row("Line", fmt.Sprintf("%s (%s) to %s", s.Label, s.Detail, s.Relay))
	if s.Trouble != "" {
		row("", s.Trouble)
	}
	if s.Banner != "" && s.Banner != s.Trouble && !s.inUnfiled(s.Banner) {
		row("", s.Banner)
	}
	row("Files", s.Use)
	row("Filing", s.Filing)
	s.printUnfiled(row)
	if s.Host != "" {
		row("Machine", s.Host)
	}
	row("Waiting", fmt.Sprintf("%d to be sent, %d refused, %d held files to decide about, %d for a release", s.Waiting, s.Refused, s.Missing, s.Release))
	if s.Missing > 0 {
		row("", "What somebody has to decide about: tieout-agent holds")
	}
	s.printStopped(row)
	row("Work files", fmt.Sprintf("%d watched", s.Watched))
	for _, r := range s.Roots {
		row("Share", fmt.Sprintf("%s: %s, %d work files, %s", r.Name, r.Label, r.Mapped, cmp.Or(r.Path, "bind it: tieout-agent roots bind "+r.ID+" PATH")))
		for _, note := range []string{r.Reason, r.Polling} {
			if note != "" && r.Path != "" {
				row("", note)
			}
		}
	}
	for _, warning := range s.Warnings {
		row("Note", warning)
	}
}

// printUnfiled says what cannot be filed from here, by engagement and cause.
func (s *State) printUnfiled(row func(what, is string)) {
	for i, u := range s.Unfiled {
		if i == namedUnfiled {
			row("", fmt.Sprintf("… and %d more causes", len(s.Unfiled)-i))
			break
		}
		row("Not filed", fmt.Sprintf("%s of %s: %s", filesWords(u.Files), u.Engagement, u.Why))
	}
}

// printStopped says what staff saved and cannot be sent, by engagement. Which files it
// is, and why, is said by the engagement's files at a desk: it is clients' data.
func (s *State) printStopped(row func(what, is string)) {
	for i, f := range s.Stopped {
		if i == namedUnfiled {
			row("", fmt.Sprintf("… and files of %d more engagements", len(s.Stopped)-i))
			break
		}
		var said []string
		if f.Files > 0 {
			said = append(said, filesWords(f.Files)+" that cannot be sent")
		}
		if f.Unready > 0 {
			said = append(said, filesWords(f.Unready)+" empty or cut off")
		}
		if f.LaneGone {
			said = append(said, "the folder of what goes to the client, which is not there")
		}
		row("Not sent", fmt.Sprintf("%s, of %s: its files, at a desk, say which, why, and what to do", strings.Join(said, " and "), f.Engagement))
	}
}

// namedUnfiled is how many causes are named of what cannot be filed.
const namedUnfiled = 10

// inUnfiled says that a banner ends with a cause that is told for itself.
func (s *State) inUnfiled(banner string) bool {
	return slices.ContainsFunc(s.Unfiled, func(u app.Unfiled) bool { return strings.HasSuffix(banner, u.Why) })
}

// filesWords counts files.
func filesWords(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

func indented(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

type syncUp struct{}

// synced is what a full exchange came to.
type synced struct {
	Waiting int `json:"waiting"`
	// Away says that a share cannot be reached, and so was not looked at.
	Away string `json:"away,omitempty"`
}

// synchronise ends when each work file that can be reached was listed, what had changed went to the
// relay, everything the relay had is here, and a copy that is kept has it.
func synchronise(ctx context.Context, o *office, _ none) (s synced, err error) {
	if err := o.connected(); err != nil {
		return s, err
	}
	if err := o.Settle(ctx); err != nil {
		return s, err
	}
	if err := o.copyLevel(ctx); err != nil {
		return s, err
	}
	line, err := o.App.SyncStatus()
	s.Waiting = len(line.Waiting)
	if line.State == "share-unreachable" {
		s.Away = line.Banner
	}
	return s, err
}

// Run has everything exchanged once.
func (syncUp) Run(ctx context.Context, t *terminal, c *cli) error {
	s, err := ask[synced](ctx, c, "sync", none{})
	if err == nil {
		fmt.Fprintf(t.out, "Level with the relay; %d changes are on their way.\n", s.Waiting)
	}
	if s.Away != "" {
		fmt.Fprintln(t.out, s.Away)
	}
	return err
}
