// Package command runs a program that is a set of commands, such as the relay
// and the agent: it reads what was typed, runs the command that was asked for,
// says what went wrong and answers the exit code. It must never know what a
// command does, nor end the process itself.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// Exit codes. A command whose error has an ExitCode of its own ends with that.
const (
	Done          = 0 // also when help was asked for
	Failed        = 1
	NotUnderstood = 2
)

// Exit ends a program with a code of its own. Without an Err nothing is said:
// the command has said it all.
type Exit struct {
	Code int
	Err  error
}

// Error implements error.
func (e *Exit) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit code %d", e.Code)
	}
	return e.Err.Error()
}

// Unwrap makes errors.Is see what happened.
func (e *Exit) Unwrap() error { return e.Err }

// ExitCode implements kong.ExitCoder.
func (e *Exit) ExitCode() int { return e.Code }

// Program is a set of commands.
type Program struct {
	Name  string
	About string // what --help begins with
	// Commands points to a struct with kong's tags. The Run of a command may take
	// it, a context.Context, the io.Writer for answers, and what is in Bind.
	Commands any
	Bind     []any
	// Ready is called once the line is understood, before its command is run.
	Ready func() error
	// Words says an error in sentences. Without it errors are sentences already.
	Words func(error) string
}

// Run does what was typed and answers the exit code. Answers go to out, and what
// went wrong to errs, after the program's name.
func (p Program) Run(ctx context.Context, args []string, out, errs io.Writer) int {
	helped := -1
	parser, err := kong.New(p.Commands,
		kong.Name(p.Name), kong.Description(p.About), kong.UsageOnError(),
		kong.Writers(out, errs), kong.Exit(func(code int) { helped = code }),
		kong.ConfigureHelp(kong.HelpOptions{NoExpandSubcommands: true}),
	)
	if err != nil {
		return p.ended(err, Failed, errs)
	}
	typed, err := parser.Parse(args)
	if helped >= 0 {
		return helped
	}
	if err != nil {
		return p.ended(err, NotUnderstood, errs)
	}
	if p.Ready != nil {
		err = p.Ready()
	}
	if err == nil {
		typed.BindTo(ctx, (*context.Context)(nil))
		typed.BindTo(out, (*io.Writer)(nil))
		typed.Bind(p.Bind...)
		err = typed.Run(p.Commands)
	}
	if err != nil {
		return p.ended(err, Failed, errs)
	}
	return Done
}

func (p Program) ended(err error, code int, errs io.Writer) int {
	var exit *Exit
	if !errors.As(err, &exit) || exit.Err != nil {
		words := err.Error()
		if p.Words != nil {
			words = p.Words(err)
		}
		fmt.Fprintln(errs, p.Name+":", words)
	}
	var coded kong.ExitCoder
	if errors.As(err, &coded) && code == Failed {
		return coded.ExitCode()
	}
	return code
}
