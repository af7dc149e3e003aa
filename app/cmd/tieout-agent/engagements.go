package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"tieout/app"
)

type engagements struct {
	Words []string `arg:"" optional:"" help:"Words of the client's name or the title; without any, all are listed."`
}

// Work is an engagement, for who has to name it.
type Work struct {
	ID     string `json:"id"`
	Client string `json:"client"`
	Title  string `json:"title"`
	Status string `json:"status"`
}

// listEngagements lists those that this agent's person may see.
func listEngagements(ctx context.Context, o *office, text string) (all []Work, err error) {
	if err := o.upToDate(ctx); err != nil {
		return nil, err
	}
	for {
		t, err := o.App.Engagements(app.EngagementQuery{Text: text, Sort: "client", Offset: len(all)})
		if err != nil {
			return nil, err
		}
		for _, row := range t.Rows {
			all = append(all, Work{row.ID, row.Client, row.Title, row.Status.Words})
		}
		if len(t.Rows) == 0 || len(all) >= t.Total {
			return all, nil
		}
	}
}

// Run lists engagements.
func (e *engagements) Run(ctx context.Context, t *terminal, c *cli) error {
	all, err := ask[[]Work](ctx, c, "engagements", strings.Join(e.Words, " "))
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, work := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", work.ID, work.Client, work.Title, work.Status)
	}
	switch {
	case len(all) == 0 && len(e.Words) > 0:
		fmt.Fprintln(w, "No engagement here has these words in its name.")
	case len(all) == 0:
		fmt.Fprintln(w, "The firm has no engagement yet that this agent's person may see.")
	}
	return w.Flush()
}
