package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"tieout/app"
)

type enrol struct {
	Relay string `help:"Address of the firm's relay; https, or http to this machine." required:"" env:"TIEOUT_RELAY" placeholder:"URL"`
	Code  string `help:"The code that an administrator made; it works once." required:"" env:"TIEOUT_CODE"`
	Name  string `help:"What colleagues call this machine. Default: its host name." env:"TIEOUT_NAME"`
}

// firstExchange is how long an agent waits for the firm's history after it was
// enrolled; what is missing then comes with the next start.
const firstExchange = 2 * time.Minute

// Run enrols this machine and says who it is now.
func (e *enrol) Run(ctx context.Context, t *terminal, c *cli) (err error) {
	o, err := open(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	host, err := os.Hostname()
	if err != nil {
		host = "an agent"
	}
	if _, err := o.App.Connect(app.Enrolment{Relay: e.Relay, Code: e.Code, Computer: cmp.Or(e.Name, host)}); err != nil {
		return err
	}
	wait, done := context.WithTimeout(ctx, firstExchange)
	defer done()
	err = o.news.until(wait, func() (bool, error) {
		s, err := o.App.Session()
		return s.Firm != "", err
	})
	if err != nil {
		return fmt.Errorf("this machine is connected, but the firm's history has not arrived; run the agent and look at its status: %w", err)
	}
	s, err := o.App.Session()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s is connected to %s, in the name of %s.\n", s.Computer, s.Firm, s.Me.Name)
	for _, w := range s.Warnings {
		fmt.Fprintln(t.out, "Note:", w)
	}
	fmt.Fprintln(t.out, "Next: tieout-agent roots")
	return nil
}
