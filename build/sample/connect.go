package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"tieout/app"
	"tieout/app/desktop"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/relay"
)

type deskCommand struct {
	Dir   string `arg:"" help:"The sample's folder."`
	Who   string `help:"First name of the member of the staff." default:"Dana"`
	Data  string `help:"The desk's data folder." required:""`
	Relay string `help:"Where the relay runs." default:"http://127.0.0.1:8780"`
}

// Run connects a desk as a person would: with an enrolment code, and by
// choosing the folder of the share.
func (c *deskCommand) Run() error {
	ctx := context.Background()
	note, err := readAbout(c.Dir)
	if err != nil {
		return err
	}
	code, err := c.code(ctx, note)
	if err != nil {
		return err
	}
	p, err := app.Open(app.Config{DataDir: c.Data, Desktop: desktop.Headless{}, PDF: pdf.InProcess{}})
	if err != nil {
		return err
	}
	_, err = p.App.Connect(app.Enrolment{Relay: c.Relay, Code: code, Computer: c.Who + "'s computer"})
	if err == nil {
		err = bind(p.App, note)
	}
	return errors.Join(err, p.Close())
}

// code asks the relay's data folder for an enrolment code, as the operator of a
// relay does.
func (c *deskCommand) code(ctx context.Context, note about) (string, error) {
	id := note.Staff[c.Who]
	if id == "" {
		return "", fmt.Errorf("nobody called %q works at the sample firm", c.Who)
	}
	r, err := relay.Open(ctx, relay.Options{Dir: filepath.Join(c.Dir, "relay"), PublicURL: c.Relay, Beside: true})
	if err != nil {
		return "", err
	}
	firm, err := r.FirmBySlug(ctx, note.Slug)
	if err != nil {
		return "", errors.Join(err, r.Close(ctx))
	}
	code, _, err := r.EnrolmentCode(ctx, firm.ID, engagement.StaffID(id))
	return code, errors.Join(err, r.Close(ctx))
}

// bind waits until the desk has heard of the share, and says where it is here.
func bind(a *app.App, note about) error {
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = a.BindRoot(note.Root, note.Share); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the desk did not take the share: %w", err)
}
