package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"tieout/app"
)

type holds struct {
	List     holdsList     `cmd:"" default:"1" help:"List them, with the ids of their engagements."`
	Keep     holdsKeep     `cmd:"" help:"Missing files: keep them for the client, who goes on seeing them."`
	Withdraw holdsWithdraw `cmd:"" help:"Missing files: they were removed on purpose, so withdraw them from the client."`
	Send     holdsSend     `cmd:"" help:"Files that changed into something else: send them all as they are."`
}

// answerTo is somebody's answer about what is held of one engagement: "keep",
// "withdraw" or "send".
type answerTo struct {
	Engagement string `json:"engagement"`
	Answer     string `json:"answer"`
}

// heldHere is what this process holds. Another one of this machine may watch, and
// hold, for it: Host says so.
type heldHere struct {
	Holds []app.Hold `json:"holds"`
	Host  string     `json:"host,omitempty"`
}

func listHolds(_ context.Context, o *office, _ none) (heldHere, error) {
	line, err := o.App.SyncStatus()
	return heldHere{line.Holds, o.HostWords()}, err
}

func answerHold(_ context.Context, o *office, in answerTo) (app.Outcome, error) {
	line, err := o.App.SyncStatus()
	if err != nil {
		return app.Outcome{}, err
	}
	var files []string
	for _, h := range line.Holds {
		if h.Engagement.ID == in.Engagement && h.Changed == (in.Answer == "send") {
			files = h.Files
		}
	}
	if in.Answer == "send" {
		return o.App.SendHeld(in.Engagement, files)
	}
	return o.App.DecideHold(in.Engagement, files, in.Answer == "withdraw")
}

type holdsList struct{}

// Run lists what waits for a person, with some names: they are for whoever
// answers, and in no log.
func (holdsList) Run(ctx context.Context, t *terminal, c *cli) error {
	held, err := askAgent[heldHere](ctx, c, "holds", none{})
	if err != nil {
		return err
	}
	if len(held.Holds) == 0 {
		fmt.Fprintln(t.out, "Nothing is held.")
	}
	for _, h := range held.Holds {
		printHold(t.out, h)
	}
	if held.Host != "" {
		fmt.Fprintf(t.out, "%s.\n", held.Host)
	}
	return nil
}

// when is the time of a hold by this machine's clock.
func when(h app.Hold) string {
	t, err := time.Parse(time.RFC3339, h.Moment.At)
	if err != nil {
		return h.Moment.Words
	}
	return t.Local().Format("Jan 2, 3:04 PM MST")
}

// namedOfHold is how many files of a hold are named.
const namedOfHold = 10

func printHold(out io.Writer, h app.Hold) {
	fmt.Fprintf(out, "%s  %s, %s\n", h.Engagement.ID, h.Engagement.Client, h.Engagement.Title)
	id := h.Engagement.ID
	if h.Changed {
		fmt.Fprintf(out, "  %s, %s. Nothing was sent; %s still sees the versions before.\n", h.Words, when(h), h.Contact)
	} else {
		fmt.Fprintf(out, "  %s, %s. %s still sees what is missing.\n", h.Words, when(h), h.Contact)
	}
	for i, name := range h.Files {
		if i == namedOfHold {
			fmt.Fprintf(out, "    … and %d more\n", len(h.Files)-i)
			break
		}
		fmt.Fprintf(out, "    %s\n", name)
	}
	if h.Changed {
		fmt.Fprintf(out, "  Put them back as they were, or: tieout-agent holds send %s\n", id)
		return
	}
	fmt.Fprintf(out, "  Put them back, or: tieout-agent holds keep %s\n  Removed on purpose: tieout-agent holds withdraw %s\n", id, id)
}

func answered(ctx context.Context, t *terminal, c *cli, engagement, answer string) error {
	done, err := askAgent[app.Outcome](ctx, c, "holds/answer", answerTo{engagement, answer})
	if err == nil {
		fmt.Fprintf(t.out, "%s. A note for the office says so.\n", done.Words)
	}
	return err
}

type holdsKeep struct {
	Engagement string `arg:"" help:"Id of the engagement, as holds lists it."`
}

// Run keeps the missing files for the client.
func (h *holdsKeep) Run(ctx context.Context, t *terminal, c *cli) error {
	return answered(ctx, t, c, h.Engagement, "keep")
}

type holdsWithdraw struct {
	Engagement string `arg:"" help:"Id of the engagement, as holds lists it."`
}

// Run takes the missing files back from the client.
func (h *holdsWithdraw) Run(ctx context.Context, t *terminal, c *cli) error {
	return answered(ctx, t, c, h.Engagement, "withdraw")
}

type holdsSend struct {
	Engagement string `arg:"" help:"Id of the engagement, as holds lists it."`
}

// Run sends the files that changed as they are.
func (h *holdsSend) Run(ctx context.Context, t *terminal, c *cli) error {
	return answered(ctx, t, c, h.Engagement, "send")
}
