package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"tieout/app"
)

type line struct {
	Up      *int          `help:"Send at most so many KB of files a second, 64 or more; 0 is no limit." placeholder:"KB"`
	Down    *int          `help:"Receive at most so many KB of files a second, 64 or more; 0 is no limit." placeholder:"KB"`
	Pause   bool          `help:"Send no files until they are resumed. What colleagues and clients do still arrives." xor:"pause"`
	For     time.Duration `help:"With --pause: resume by itself after this time, such as 90m or 8h." placeholder:"TIME"`
	Resume  bool          `help:"Send what waits." xor:"pause"`
	Metered string        `help:"On a connection that costs by use, have large files wait for another one, or send them too." enum:",wait,send" default:"" placeholder:"wait|send"`
}

// Help is shown with --help.
func (*line) Help() string {
	return `Without a flag it says what holds now.

  tieout-agent line --up 500 --down 2000   at most 500 KB a second up, and 2 MB down
  tieout-agent line --up 0 --down 0        no limits
  tieout-agent line --pause --for 8h       no files are sent until tonight
  tieout-agent line --resume
  tieout-agent line --metered send         large files go over a metered line as well

For files, on this machine alone; it holds at once and outlives a restart. Acts
that no file waits before, such as receipts of what was filed, go all the same;
where one does, nothing is filed until sending is resumed.`
}

// lineChange is what is to hold from now on; what is not set stays.
type lineChange struct {
	Up, Down      *int // bytes a second
	Pause, Resume bool
	For           time.Duration
	Metered       string
}

// setLine changes how the line is used and answers what holds.
func setLine(_ context.Context, o *office, to lineChange) (app.LineView, error) {
	now, err := o.App.SyncStatus()
	if err == nil && (to.Up != nil || to.Down != nil) {
		err = o.App.SetLineLimits(*cmp.Or(to.Up, &now.Line.Up), *cmp.Or(to.Down, &now.Line.Down))
	}
	if err == nil && to.Metered != "" {
		err = o.App.SetMeteredSending(to.Metered == "send")
	}
	switch {
	case err != nil:
	case to.Resume:
		err = o.App.ResumeSending()
	case to.Pause && to.For > 0:
		err = o.App.PauseSending(o.Now().Add(to.For).Format(time.RFC3339))
	case to.Pause:
		err = o.App.PauseSending("")
	}
	if err == nil {
		now, err = o.App.SyncStatus()
	}
	return now.Line, err
}

// Run changes how the line is used, where that is asked for, and says what holds.
func (l *line) Run(ctx context.Context, t *terminal, c *cli) error {
	if l.For != 0 && (!l.Pause || l.For < time.Second) {
		return errors.New("--for says how long --pause lasts: tieout-agent line --pause --for 8h")
	}
	holds, err := ask[app.LineView](ctx, c, "line", lineChange{kilobytes(l.Up), kilobytes(l.Down), l.Pause, l.Resume, l.For, l.Metered})
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "Now\t%s\n", holds.Words)
	fmt.Fprintf(w, "Sending\t%s\n", limitWords(holds.Up))
	fmt.Fprintf(w, "Receiving\t%s\n", limitWords(holds.Down))
	fmt.Fprintf(w, "Metered\t%s\n", meteredWords(holds))
	return w.Flush()
}

func kilobytes(n *int) *int {
	if n == nil {
		return nil
	}
	bytes := *n * 1000
	return &bytes
}

func limitWords(bytes int) string {
	if bytes == 0 {
		return "no limit"
	}
	return fmt.Sprintf("at most %d KB of files a second", bytes/1000)
}

func meteredWords(holds app.LineView) string {
	is := "this connection is not, as far as the system knows"
	if holds.Metered {
		is = "this connection is"
	}
	if holds.Always {
		return "large files go over a metered connection too; " + is
	}
	return "large files wait for another connection; " + is
}
