// Command sample makes the sample firm that `make run` opens: a relay's data
// with a dozen clients, and a tree of work files on a pretended office share.
// Everything in it is invented.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"
)

type command struct {
	Build buildCommand `cmd:"" help:"Make the sample firm in a new folder."`
	Desk  deskCommand  `cmd:"" help:"Connect a desk to the running relay and show it the share."`
}

func main() {
	ctx := kong.Parse(new(command), kong.Name("sample"), kong.Description("The sample firm of Tieout."), kong.UsageOnError())
	ctx.FatalIfErrorf(ctx.Run())
}

// about is what is worth knowing of a sample afterwards: sample.json.
type about struct {
	Slug  string            `json:"slug"`
	Root  string            `json:"root"`
	Share string            `json:"share"`
	Staff map[string]string `json:"staff"` // id by first name
}

type buildCommand struct {
	Dir       string `arg:"" help:"Folder to make."`
	PublicURL string `help:"Where the portal will be reached." default:"http://127.0.0.1:8780"`
}

// Run makes everything in a folder beside the one asked for and renames it
// last, so that a sample is either whole or not there.
func (c *buildCommand) Run() error {
	ctx := context.Background()
	if _, err := os.Stat(c.Dir); err == nil {
		return fmt.Errorf("%s is there already", c.Dir)
	}
	final, err := filepath.Abs(c.Dir)
	if err != nil {
		return err
	}
	dir := final + ".making"
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "share", "Clients"), 0o755); err != nil {
		return err
	}
	o, err := newOffice(ctx, dir, c.PublicURL, time.Now())
	if err != nil {
		return err
	}
	if err := o.furnish(ctx, time.Now()); err != nil {
		return err
	}
	note := about{
		Slug: o.firm.Slug, Root: string(o.root), Share: filepath.Join(final, "share", "Clients"),
		Staff: map[string]string{},
	}
	for first, d := range o.staff {
		note.Staff[first] = string(d.id)
	}
	if err := o.close(ctx); err != nil {
		return err
	}
	b, err := json.MarshalIndent(note, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "sample.json"), b, 0o600); err != nil {
		return err
	}
	return os.Rename(dir, final)
}

func readAbout(dir string) (about, error) {
	var a about
	b, err := os.ReadFile(filepath.Join(dir, "sample.json"))
	if err == nil {
		err = json.Unmarshal(b, &a)
	}
	return a, err
}

// furnish lives the firm's last two months.
func (o *office) furnish(ctx context.Context, today time.Time) error {
	if err := o.found(ctx); err != nil {
		return err
	}
	d := &diary{o: o, ctx: ctx, today: today}
	for _, tell := range []func(){
		d.acme, d.ruthsReturn, d.kestrel, d.birchwood, d.quarry, d.hollis, d.fernhill,
		d.sandoval, d.calloway, d.tidewater, d.grantham, d.paused, d.cover,
	} {
		tell()
	}
	return d.live()
}
