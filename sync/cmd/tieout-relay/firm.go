package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// beside opens the data folder next to a relay that may be serving from it.
func (c *cli) beside(ctx context.Context, do func(r *relay.Relay) error) error {
	return c.open(ctx, relay.Options{Existing: true}, do)
}

func (c *cli) open(ctx context.Context, opts relay.Options, do func(r *relay.Relay) error) error {
	opts.Dir, opts.MasterKey, opts.Beside = c.Data, c.MasterKey, true
	r, err := relay.Open(ctx, opts)
	if err != nil {
		return err
	}
	return errors.Join(do(r), r.Close(ctx))
}

type firm struct {
	Create firmCreate `cmd:"" help:"Make a firm and print its administrator's first code."`
	List   firmList   `cmd:"" help:"List the firms."`
}

type firmCreate struct {
	Name          string   `arg:"" help:"The firm's name, as clients read it."`
	Zone          string   `help:"Time zone that the firm's clients are shown times in." default:"America/New_York"`
	Administrator string   `help:"Name of the first administrator." required:""`
	Email         string   `help:"Their e-mail address."`
	Role          []string `help:"Roles they have beside administrator." enum:"partner,manager,preparer" placeholder:"partner"`
}

// Run makes the firm.
func (f *firmCreate) Run(ctx context.Context, out io.Writer, c *cli) error {
	return c.open(ctx, relay.Options{}, func(r *relay.Relay) error {
		n := relay.NewFirm{Name: f.Name, Zone: f.Zone, Administrator: f.Administrator, Email: f.Email}
		for _, role := range f.Role {
			n.Roles = append(n.Roles, engagement.Role(role))
		}
		made, who, err := r.CreateFirm(ctx, n)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is made; commands call it %s.\n\n", made.Name, made.Slug)
		return printCode(ctx, out, r, made, who, f.Administrator)
	})
}

func printCode(ctx context.Context, out io.Writer, r *relay.Relay, f relay.Firm, who engagement.StaffID, name string) error {
	code, expires, err := r.EnrolmentCode(ctx, f.ID, who)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Code for one computer of %s, until %s:\n\n    %s\n\nIt works once and is not shown again.\n",
		name, expires.Local().Format("Monday 15:04"), code)
	return err
}

type firmList struct{}

// Run lists the firms.
func (firmList) Run(ctx context.Context, out io.Writer, c *cli) error {
	return c.beside(ctx, func(r *relay.Relay) error {
		firms, err := r.Firms(ctx)
		for _, f := range firms {
			fmt.Fprintf(out, "%-30s  %s  %s  (%s)\n", f.Slug, f.ID, f.Name, f.Zone)
		}
		return err
	})
}

type enrolCode struct {
	Firm string `arg:"" help:"The firm, as firm list calls it."`
	Name string `arg:"" help:"Name, address or id of the member of the staff."`
}

// Run prints a code.
func (e *enrolCode) Run(ctx context.Context, out io.Writer, c *cli) error {
	return c.beside(ctx, func(r *relay.Relay) error {
		f, err := r.FirmBySlug(ctx, e.Firm)
		if err != nil {
			return err
		}
		found, err := r.StaffNamed(ctx, f.ID, e.Name)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			return fmt.Errorf("%s has no member of the staff called %q", f.Name, e.Name)
		case len(found) > 1:
			return fmt.Errorf("%s has %d members of the staff called %q; use the address", f.Name, len(found), e.Name)
		}
		return printCode(ctx, out, r, f, found[0].ID, found[0].Name)
	})
}

type mailState struct {
	Firm  string `arg:"" help:"The firm, as firm list calls it."`
	Limit int    `help:"How many." default:"20"`
}

// Run shows the newest mails. It does not say to whom they went.
func (m *mailState) Run(ctx context.Context, out io.Writer, c *cli) error {
	return c.beside(ctx, func(r *relay.Relay) error {
		f, err := r.FirmBySlug(ctx, m.Firm)
		if err != nil {
			return err
		}
		mails, err := r.Mails(ctx, f.ID, m.Limit)
		for _, s := range mails {
			fmt.Fprintf(out, "%s  %-10s %-8s  %s\n", s.Made.Local().Format(time.DateTime), s.Kind, s.State, s.Problem)
		}
		return err
	})
}
