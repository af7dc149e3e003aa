// Command tieout-agent is a desk without a window: it watches and files on the
// office's share when nobody sits at a computer. It is app.App over a headless
// desktop; this package is commands, words and the door by which they reach a
// running agent.
//
// It must never do what a desk does not do, and never write clients' data into
// its log.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"tieout/app/boot"
	"tieout/sync/blob"
	"tieout/sync/command"
	"tieout/sync/verify"
)

const about = `A Tieout desk without a window. It watches the office's share, sends what staff
save in "To client", files what clients upload, and brings signed copies home,
day and night, on the file server or any machine that reaches the share.

First start, with a code from Setup, Staff (or tieout-relay enrol-code):

  tieout-agent enrol --relay https://portal.mercerboyd.com --code XXXX-XXXX-XXXX
  tieout-agent roots                        # the firm's shares, with their ids
  tieout-agent roots bind ROOT /srv/clients # where a share is on this machine
  tieout-agent run                          # in the foreground; see build/agent

  tieout-agent status      who is filing, what waits and what cannot be filed, how
                           the line is; --check fails unless everything is tied out
  tieout-agent doctor      what is wrong with this machine, and what to do
  tieout-agent holds       files that wait for a person: many missing at once, or
                           changed into something else; holds keep, withdraw or
                           send ENGAGEMENT answers, and a note says so
  tieout-agent line        how much of the connection files may use; pause sending

The agent acts in the name of whoever the code was made for: give it an account
of its own. Commands reach a running agent by themselves; while none runs they
open the data folder.`

// cli is what can be said on the command line.
type cli struct {
	Data string `help:"Folder of this agent's own data, on a local disk. Default: a folder of the user's." env:"TIEOUT_DATA" type:"path" placeholder:"DIR"`

	Enrol       enrol          `cmd:"" help:"Connect this machine to a firm, once."`
	Run         run            `cmd:"" help:"Watch and file until stopped; SIGTERM stops in order."`
	Status      status         `cmd:"" help:"Say how a running agent is. Exit code 3 when none runs."`
	Doctor      doctor         `cmd:"" help:"Check this machine and say what to mend. Exit code 1 when something fails."`
	Sync        syncUp         `cmd:"" help:"Exchange everything with the relay now, and look at the shares."`
	Roots       roots          `cmd:"" help:"List the firm's shares, and say where they are on this machine."`
	Line        line           `cmd:"" help:"Say or set how much of the connection files may use, and whether they are sent."`
	Map         mapped         `cmd:"" name:"map" help:"List folders of a share that look like work files, or map them."`
	Holds       holds          `cmd:"" help:"List files that wait for somebody to decide, and decide. Exit code 3 when no agent runs."`
	Engagements engagements    `cmd:"" help:"List engagements with their ids."`
	Mirror      mirrored       `cmd:"" help:"Keep a read-only copy of an engagement in a folder."`
	Verify      verify.Command `cmd:"" help:"Check a sealed PDF, with its evidence, without the relay or a network."`
}

func main() {
	boot.RunWorkerIfAsked() // this program is its own PDF worker
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(supervised(ctx, func(ctx context.Context) int {
		return execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
	}))
}

// execute is the program; it answers the exit code.
func execute(ctx context.Context, args []string, out, errs io.Writer) int {
	c := new(cli)
	return command.Program{
		Name: "tieout-agent", About: about, Commands: c, Bind: []any{&terminal{out, errs}}, Ready: c.place, Words: plain,
	}.Run(ctx, args, out, errs)
}

// terminal is where a command writes: answers to out, logs and errors to errs.
type terminal struct{ out, errs io.Writer }

// place settles where the data folder is.
func (c *cli) place() error {
	if c.Data == "" {
		dir, err := boot.DataDir("tieout-agent")
		if err != nil {
			return err
		}
		c.Data = dir
	}
	dir, err := filepath.Abs(c.Data)
	c.Data = dir
	return err
}

// plain says in sentences why the data folder could not be opened, or that its
// disk is full; other errors are sentences already.
func plain(err error) string {
	var unopened *openError
	var happened, next string
	switch {
	case errors.As(err, &unopened):
		happened, next = boot.Explain(unopened.error)
	case blob.IsFull(err):
		happened, next = boot.NoRoom(err)
	default:
		return err.Error()
	}
	if next == "" {
		return happened
	}
	return happened + " " + next
}
