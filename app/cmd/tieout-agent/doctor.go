package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"tieout/app"
	"tieout/app/folder"
	"tieout/sync/command"
)

type doctor struct {
	JSON bool `name:"json" help:"As JSON."`
}

// Finding is the answer of one check: "ok", "warn" or "fail", and for the last
// two what to do next.
type Finding struct {
	Check string `json:"check"`
	State string `json:"state"`
	What  string `json:"what"`
	Next  string `json:"next,omitempty"`
}

// grades of findings.
const (
	isOK   = "ok"
	isWarn = "warn"
	isFail = "fail"
)

// examine checks this machine and changes nothing.
func examine(ctx context.Context, o *office, _ none) ([]Finding, error) {
	session, err := o.App.Session()
	if err != nil {
		return nil, err
	}
	all := []Finding{checkAgent(o), checkKeyring(o), checkData(o)}
	if session.State == "new" {
		return append(all, Finding{"firm", isFail, "this machine is not connected to a firm", "tieout-agent enrol --relay URL --code CODE"}), nil
	}
	all = append(all, checkLine(ctx, o, session), checkClock(ctx, session.Relay))
	shares, err := o.lookedAt(ctx)
	if err != nil {
		return nil, err
	}
	bound := 0
	for _, r := range shares {
		if r.Path != "" {
			bound++
			all = append(all, checkRoot(r)...)
		}
	}
	if bound == 0 {
		all = append(all, Finding{"share", isWarn, "no share is bound on this machine, so nothing is watched or filed here", "tieout-agent roots bind ROOT PATH"})
	}
	if line, err := o.App.SyncStatus(); err == nil {
		all = append(all, checkUploads(line)...)
		all = append(all, checkRestored(o.Restored())...)
	}
	return append(all, checkWatches()), nil
}

// firstLook is how long a doctor waits for a share's first answer.
const firstLook = 20 * time.Second

// lookedAt answers the shares once those that are bound here were looked at, or
// had the time for it.
func (o *office) lookedAt(ctx context.Context) (all []app.RootView, err error) {
	ctx, stop := context.WithTimeout(ctx, firstLook)
	defer stop()
	err = o.news.until(ctx, func() (bool, error) {
		s, err := o.App.Settings()
		all = s.Roots
		return !slices.ContainsFunc(all, unseen), err
	})
	if errors.Is(err, context.DeadlineExceeded) {
		err = nil
	}
	return all, err
}

// unseen is a share that is bound here and has not answered since this process
// began.
func unseen(r app.RootView) bool { return r.Path != "" && r.Since.At == "" }

func checkKeyring(o *office) Finding {
	s, err := o.App.Settings()
	switch {
	case err != nil:
		return Finding{"keyring", isFail, err.Error(), "Unlock the keyring of this user and try again."}
	case s.Warning != "":
		return Finding{"keyring", isWarn, "the key of this desk lies in a file that only this user can read",
			"Encrypt the disk, and keep the data folder out of backups that others read."}
	}
	return Finding{"keyring", isOK, s.KeyStorage, ""}
}

func checkData(o *office) Finding {
	if folder.OS().Weak(o.data) {
		return Finding{"data folder", isFail, o.data + " is on a network share", "Give --data a folder on a local disk: the data is memory-mapped and locked."}
	}
	if f, full := checkRoom(o); full {
		return f
	}
	held := "held by the running agent"
	if !o.serves {
		held = "held by nobody else"
	}
	return Finding{"data folder", isOK, o.data + ", on a local disk and " + held, ""}
}

// checkLine has everything exchanged once, which verifies the relay's history
// against the keys pinned at enrolment.
func checkLine(ctx context.Context, o *office, s app.Session) Finding {
	if err := o.Exchange(ctx); err != nil {
		if f, full := unasked(o, err); full {
			return f
		}
		f := Finding{"relay", isFail, err.Error(), "Check the address and this machine's way to it."}
		if said := (*app.Failure)(nil); errors.As(err, &said) && said.Code != app.CodeUnexpected {
			f.What, f.Next = said.Message, cmp.Or(said.Hint, f.Next) // the relay's own words
		} else if line, lineErr := o.App.SyncStatus(); lineErr == nil && line.State == "to-settle" && line.Banner != "" {
			f.Next = line.Banner
		}
		return f
	}
	return Finding{"relay", isOK, s.Relay + " answers, and its history verifies against the pinned keys", ""}
}

// clockSlack is how far this clock may be off: tokens, reminders and what people
// read of times stay right.
const clockSlack = 2 * time.Minute

func checkClock(ctx context.Context, relay string) Finding {
	f := Finding{Check: "clock", State: isWarn, Next: "Run a time service (systemd-timesyncd, chrony, Windows Time)."}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(relay, "/")+"/healthz", nil)
	if err != nil {
		f.What = err.Error()
		return f
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		f.What, f.Next = "the relay could not be asked for its time", "See the line above."
		return f
	}
	resp.Body.Close()
	said, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		f.What = "the relay does not say its time"
		return f
	}
	off := time.Since(said).Round(time.Second)
	f.What = fmt.Sprintf("%s from the relay's", off.Abs())
	if off.Abs() <= clockSlack {
		f.State, f.Next = isOK, ""
	}
	return f
}

// checkRoot looks at a share: is it there, itself, writable, and does the system
// say when a file is finished.
func checkRoot(r app.RootView) []Finding {
	share := Finding{Check: "share " + r.Name, State: isOK, What: r.Path + " is there, carries its marker and can be written"}
	switch {
	case unseen(r):
		share.State, share.What, share.Next = isFail, r.Path+" has not answered yet", "See whether it can be listed on this machine; a mount whose server is gone has to be connected again."
	case r.State == string(folder.RootReadOnly):
		share.State, share.What, share.Next = isWarn, r.Reason, "Give this user the right to write there, or let another desk file."
	case folder.RootState(r.State).Doubtful():
		share.State, share.What, share.Next = isFail, r.Reason, "Put the share back; if this is it, or it moved: tieout-agent roots bind "+r.ID+" PATH"
	case r.State != string(folder.RootOK):
		share.State, share.What, share.Next = isFail, r.Reason, "Connect the share; if it moved: tieout-agent roots bind "+r.ID+" PATH"
	}
	all := []Finding{share}
	if share.State == isFail {
		return all
	}
	notices := Finding{"notices " + r.Name, isOK, "the system tells of changes", ""}
	if r.Polling != "" {
		notices.State, notices.What = isWarn, r.Polling
		notices.Next = "Saves arrive a few seconds later. If you can, run the agent on the file server itself."
	}
	return append(all, notices, checkLease(r))
}

// checkLease asks the system about the first plain file of the share, which is
// its own marker.
func checkLease(r app.RootView) Finding {
	f := Finding{"finished files " + r.Name, isOK, "the system says whether somebody is writing a file", ""}
	switch probe, err := probeMarker(r.Path); {
	case err != nil:
		f.State, f.What, f.Next = isFail, "the share's own file cannot be opened: "+err.Error(), "Give this user the right to read the share."
	case probe == folder.ProbeUnable:
		f.State = isWarn
		f.What = "the system does not say whether somebody is writing; a file is taken once it rests for two seconds and ends as its kind does"
		f.Next = "On Linux run the agent with CAP_LEASE (see build/agent) and on the file server's local disk."
	}
	return f
}

func probeMarker(dir string) (folder.Probe, error) {
	tree, err := folder.OS().Open(dir)
	if err != nil {
		return folder.ProbeUnable, err
	}
	defer tree.Close()
	listing, err := tree.ReadDir(".")
	for _, e := range listing {
		if e.Kind != folder.KindFile {
			continue
		}
		file, err := tree.OpenFile(e.Name)
		if err != nil {
			return folder.ProbeUnable, err
		}
		defer file.Close()
		return file.Probe(), nil
	}
	return folder.ProbeUnable, err
}

// fewWatches is a limit that a firm's open work files reach.
const fewWatches = 65_536

// checkWatches reads the limit of this user's change notices, where the system
// has one.
func checkWatches() Finding {
	const limit = "/proc/sys/fs/inotify/max_user_watches"
	raw, err := os.ReadFile(limit)
	n, bad := strconv.Atoi(strings.TrimSpace(string(raw)))
	switch {
	case err != nil || bad != nil:
		return Finding{"watch limit", isOK, "this system sets none", ""}
	case n < fewWatches:
		return Finding{"watch limit", isWarn, fmt.Sprintf("%d folders can be watched; more are looked at by the clock, and saves in them noticed later", n),
			"sysctl fs.inotify.max_user_watches=524288, and the same in /etc/sysctl.d"}
	}
	return Finding{"watch limit", isOK, fmt.Sprintf("%d folders can be watched", n), ""}
}

// Run prints the findings, worst last so that it is seen.
func (d *doctor) Run(ctx context.Context, t *terminal, c *cli) error {
	all, err := ask[[]Finding](ctx, c, "doctor", none{})
	if err != nil {
		return err
	}
	if d.JSON {
		err = indented(t.out, all)
	} else {
		w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
		for _, f := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\n", f.State, f.Check, f.What)
			if f.Next != "" {
				fmt.Fprintf(w, "\t\t→ %s\n", f.Next)
			}
		}
		err = w.Flush()
	}
	for _, f := range all {
		if err == nil && f.State == isFail {
			return &command.Exit{Code: 1}
		}
	}
	return err
}
