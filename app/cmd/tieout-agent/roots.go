package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"text/tabwriter"

	"tieout/app"
)

type roots struct {
	List   rootsList   `cmd:"" default:"1" help:"List the firm's shares."`
	Bind   rootsBind   `cmd:"" help:"Say where on this machine a share is that the firm mapped already."`
	Unbind rootsUnbind `cmd:"" help:"Stop looking at a share from this machine."`
	Add    rootsAdd    `cmd:"" help:"Map a folder as a share of the firm and bind it here. It writes one hidden file there."`
}

// place names a share and a folder of this machine.
type place struct {
	Root string `json:"root,omitempty"`
	Path string `json:"path,omitempty"`
	Name string `json:"name,omitempty"`
}

func listRoots(ctx context.Context, o *office, _ none) ([]Share, error) {
	if err := o.upToDate(ctx); err != nil {
		return nil, err
	}
	s, err := o.App.Settings()
	return shares(s.Roots), err
}

func bindRoot(ctx context.Context, o *office, p place) (none, error) {
	if err := o.connected(); err != nil {
		return none{}, err
	}
	return none{}, o.App.BindRoot(p.Root, p.Path)
}

func unbindRoot(_ context.Context, o *office, p place) (none, error) {
	return none{}, o.App.UnbindRoot(p.Root)
}

// addRoot answers the new share's id when the relay has it.
func addRoot(ctx context.Context, o *office, p place) (place, error) {
	made, err := o.App.AddRoot(p.Path, p.Name)
	if err != nil {
		return p, err
	}
	p.Root = made.ID
	return p, o.Exchange(ctx)
}

type rootsList struct{}

// Run lists the shares.
func (rootsList) Run(ctx context.Context, t *terminal, c *cli) error {
	all, err := ask[[]Share](ctx, c, "roots", none{})
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, r := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Name, r.Label, cmp.Or(r.Path, "not bound here"))
	}
	if len(all) == 0 {
		fmt.Fprintln(w, "The firm has no share yet: tieout-agent roots add PATH")
	}
	return w.Flush()
}

type rootsBind struct {
	Root string `arg:"" help:"Id of the share, as roots lists it."`
	Path string `arg:"" help:"Its folder on this machine." type:"path"`
}

// Run binds a share.
func (r *rootsBind) Run(ctx context.Context, t *terminal, c *cli) error {
	_, err := ask[none](ctx, c, "roots/bind", place{Root: r.Root, Path: filepath.Clean(r.Path)})
	if err == nil {
		fmt.Fprintf(t.out, "Bound to %s.\n", r.Path)
	}
	return err
}

type rootsUnbind struct {
	Root string `arg:"" help:"Id of the share, as roots lists it."`
}

// Run unbinds a share.
func (r *rootsUnbind) Run(ctx context.Context, t *terminal, c *cli) error {
	_, err := ask[none](ctx, c, "roots/unbind", place{Root: r.Root})
	if err == nil {
		fmt.Fprintln(t.out, "This machine does not look at that share any more. Nothing on it was changed.")
	}
	return err
}

type rootsAdd struct {
	Path string `arg:"" help:"Folder of the share on this machine." type:"path"`
	Name string `help:"What people call it. Default: the folder's name."`
}

// Run maps a share.
func (r *rootsAdd) Run(ctx context.Context, t *terminal, c *cli) error {
	p, err := ask[place](ctx, c, "roots/add", place{Path: filepath.Clean(r.Path), Name: r.Name})
	if err == nil {
		fmt.Fprintln(t.out, p.Root)
	}
	return err
}

type mapped struct {
	Root string   `arg:"" help:"Id of the share, as roots lists it."`
	Path []string `arg:"" optional:"" help:"Work files to map, as map ROOT lists them. Each becomes an engagement that this agent's person prepares."`
	All  bool     `help:"Map every folder that is listed as ready."`
}

// mapOrder asks for folders to be mapped; with none and not All they are listed.
type mapOrder struct {
	Root  string   `json:"root"`
	Paths []string `json:"paths"`
	All   bool     `json:"all"`
}

// mapAnswer is the folders that look like work files after the order was done.
type mapAnswer struct {
	Rows   []app.MapRow `json:"rows"`
	Result string       `json:"result"`
}

func mapFolders(ctx context.Context, o *office, in mapOrder) (out mapAnswer, err error) {
	if err := o.upToDate(ctx); err != nil {
		return out, err
	}
	sheet, err := o.App.MapSheet(in.Root)
	if err != nil {
		return out, err
	}
	order, err := in.order(sheet)
	if err != nil || len(order.Rows) == 0 {
		return mapAnswer{Rows: sheet.Rows}, err
	}
	s, err := o.App.Session()
	if err != nil {
		return out, err
	}
	order.Partner, order.Preparer = s.Me.ID, s.Me.ID
	job, err := o.App.MapFolders(order)
	if err == nil {
		job, err = o.finished(ctx, job)
	}
	if err != nil {
		return out, err
	}
	if err := o.Exchange(ctx); err != nil {
		return out, fmt.Errorf("%s here, and not yet at the relay: %w", job.Result, err)
	}
	sheet, err = o.App.MapSheet(in.Root)
	return mapAnswer{sheet.Rows, job.Result}, err
}

// order picks the rows that were asked for.
func (m *mapOrder) order(sheet app.MapSheet) (app.MapOrder, error) {
	order := app.MapOrder{Root: m.Root}
	rows := map[string]app.MapRow{}
	for _, row := range sheet.Rows {
		rows[row.Path] = row
		if m.All && row.State == "ready" {
			m.Paths = append(m.Paths, row.Path)
		}
	}
	for _, p := range m.Paths {
		row, ok := rows[path.Clean(filepath.ToSlash(p))]
		switch {
		case !ok:
			return order, fmt.Errorf("%q is not a folder of that share that looks like a work file; it wants Client/Engagement", p)
		case row.State == "mapped":
			continue
		case row.Service == "" || row.Period == "":
			return order, fmt.Errorf("the folder %q does not say which service and period it is, as “2025 Form 1120-S” does; map it at a desk", p)
		}
		order.Rows = append(order.Rows, app.MapChoice{
			Path: row.Path, Client: row.Client, ClientID: row.ClientID, Title: row.Title,
			Service: row.Service, Period: row.Period, Engagement: row.Engagement,
		})
	}
	return order, nil
}

// Run lists or maps.
func (m *mapped) Run(ctx context.Context, t *terminal, c *cli) error {
	if m.All && len(m.Path) > 0 {
		return errors.New("either name the folders, or say --all")
	}
	done, err := ask[mapAnswer](ctx, c, "map", mapOrder{m.Root, m.Path, m.All})
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, row := range done.Rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", row.State, row.Path, row.Engagement, row.Result)
	}
	if done.Result != "" {
		fmt.Fprintln(w, done.Result+".")
	}
	return w.Flush()
}
