package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"tieout/sync/relay"
)

type doctor struct {
	Address
	SMTP smtpFlags `embed:"" prefix:"smtp-" envprefix:"TIEOUT_SMTP_"`
}

// Run checks the deployment that serve would make of the same flags.
func (d *doctor) Run(ctx context.Context, out io.Writer, c *cli) error {
	return c.open(ctx, relay.Options{Existing: true, PublicURL: d.url(), Mailer: d.SMTP.mailer()}, func(r *relay.Relay) error {
		wrong := 0
		for _, f := range r.Doctor(ctx) {
			if f.Problem == "" {
				fmt.Fprintf(out, "  ok   %-11s %s\n", f.Check, f.Detail)
				continue
			}
			wrong++
			fmt.Fprintf(out, "  FIX  %-11s %s\n       %s. %s\n", f.Check, f.Detail, f.Problem, f.Hint)
		}
		if wrong > 0 {
			return fmt.Errorf("%d thing(s) to mend", wrong)
		}
		return nil
	})
}

type backup struct {
	To string `arg:"" help:"A folder that is not there yet." type:"path"`
}

// Run copies the data.
func (b *backup) Run(ctx context.Context, out io.Writer, c *cli) error {
	err := c.beside(ctx, func(r *relay.Relay) error { return r.Backup(ctx, b.To) })
	if err == nil {
		fmt.Fprintf(out, "The data is copied to %s. The master key is not in it; keep that elsewhere.\n", b.To)
	}
	return err
}

type restore struct {
	From string `arg:"" help:"A folder that backup made." type:"existingdir"`
}

// Run makes the data folder anew.
func (b *restore) Run(ctx context.Context, out io.Writer, c *cli) error {
	if err := relay.Restore(ctx, b.From, relay.Options{Dir: c.Data, MasterKey: c.MasterKey}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%s is restored. Start the relay, and leave desks on: they give back what came after the backup. Doctor says when all have.\n", c.Data)
	return err
}

type clock struct{}

// Run has the relay record again.
func (clock) Run(ctx context.Context, out io.Writer, c *cli) error {
	if err := c.beside(ctx, func(r *relay.Relay) error { return r.AcceptClock(ctx) }); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "It is %s, and the relay records again by it.\n", time.Now().Format(time.RFC1123))
	return err
}

type openapi struct{}

// Run prints the specification.
func (openapi) Run(out io.Writer) error {
	spec, err := relay.OpenAPI()
	if err != nil {
		return err
	}
	_, err = out.Write(append(spec, '\n'))
	return err
}
