package command_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"tieout/sync/command"
)

var errDisk = errors.New("the disk is full")

type commands struct {
	Data string `help:"A folder."`

	Work work `cmd:"" help:"Do it."`
}

type work struct {
	How string `arg:"" optional:""`
}

type greeting string

// Run ends as it is told to.
func (w *work) Run(ctx context.Context, out io.Writer, all *commands, hello greeting) error {
	switch w.How {
	case "badly":
		return fmt.Errorf("the copy was not made: %w", errDisk)
	case "quietly":
		return &command.Exit{Code: 3}
	case "coded":
		return &command.Exit{Code: 4, Err: errDisk}
	}
	_, err := fmt.Fprintf(out, "%s %s %v", hello, all.Data, ctx.Err())
	return err
}

func TestAProgramIsItsCommands(t *testing.T) {
	notReady := errors.New("no data folder")
	for line, want := range map[string]struct {
		code int
		out  string // begins, of answers
		errs string // the last line of what went wrong
	}{
		"work":               {0, "hello  <nil>", ""},
		"work --data=/d":     {0, "hello /d <nil>", ""},
		"work badly":         {1, "", "tool: In words: the copy was not made: the disk is full"},
		"work quietly":       {3, "", ""},
		"work coded":         {4, "", "tool: In words: the disk is full"},
		"work --nonsense":    {2, "", "tool: In words: unknown flag --nonsense"},
		"":                   {2, "", `tool: In words: expected "work"`},
		"--help":             {0, "Usage: tool <command>", ""},
		"--data=none work":   {1, "", "tool: In words: no data folder"},
		"--data=none --help": {0, "Usage: tool <command>", ""},
	} {
		var c commands
		var out, errs bytes.Buffer
		code := command.Program{
			Name: "tool", About: "A tool.", Commands: &c, Bind: []any{greeting("hello")},
			Ready: func() error {
				if c.Data == "none" {
					return notReady
				}
				return nil
			},
			Words: func(err error) string { return "In words: " + err.Error() },
		}.Run(t.Context(), strings.Fields(line), &out, &errs)
		lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
		if last := lines[len(lines)-1]; code != want.code || !strings.HasPrefix(out.String(), want.out) || last != want.errs {
			t.Errorf("%q: exit %d, said %q and %q; want %+v", line, code, out.String(), last, want)
		}
	}
}

func TestWithoutWordsErrorsAreSaidAsTheyAre(t *testing.T) {
	var c commands
	var out, errs bytes.Buffer
	code := command.Program{Name: "tool", Commands: &c, Bind: []any{greeting("")}}.Run(t.Context(), []string{"work", "badly"}, &out, &errs)
	if code != command.Failed || errs.String() != "tool: the copy was not made: the disk is full\n" {
		t.Errorf("exit %d, said %q", code, errs.String())
	}
	if !errors.Is(&command.Exit{Code: 4, Err: errDisk}, errDisk) {
		t.Error("an exit hides why")
	}
}
