// Command tieout-relay is the server of Tieout: it keeps the history and the
// files of accounting firms, and serves their desks and their clients' portal.
// This package is configuration only.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a container has no zones of its own

	"tieout/sync/command"
	"tieout/sync/pdf"
	"tieout/sync/verify"
)

const about = `The server of Tieout. It keeps what a firm's desks send, serves the portal that
clients open in a browser, seals what they sign, and writes to them.

First start:

  tieout-relay firm create "Mercer & Boyd" --zone America/New_York \
      --administrator "Dana Whitfield" --email dana@mercerboyd.com
  tieout-relay serve --listen :443 --url https://portal.mercerboyd.com \
      --tls-cert cert.pem --tls-key key.pem \
      --smtp-host smtp.mercerboyd.com --smtp-from portal@mercerboyd.com

The first command prints the code with which the administrator's computer joins.
Every flag of serve can be an environment variable instead; secrets should be. Keep the
master key file: without it no document in the data folder can be read.`

// cli is what can be said on the command line.
type cli struct {
	Data      string `help:"Folder that holds everything but the master key." default:"tieout-data" env:"TIEOUT_DATA" type:"path"`
	MasterKey string `help:"Master key file; TIEOUT_MASTER_KEY holds the key itself instead. Default: beside the data folder." env:"TIEOUT_MASTER_KEY_FILE" type:"path" placeholder:"FILE"`

	Serve     serve          `cmd:"" help:"Serve desks and the portal."`
	Firm      firm           `cmd:"" help:"Make and list firms."`
	EnrolCode enrolCode      `cmd:"" help:"Print a code with which a member of the staff enrols one computer."`
	SignIn    signIn         `cmd:"" name:"sign-in-link" help:"Print a link that signs a client's contact in once, without mail."`
	Mail      mailState      `cmd:"" help:"Show what became of a firm's newest mails."`
	Doctor    doctor         `cmd:"" help:"Check this deployment and say what to mend."`
	Backup    backup         `cmd:"" help:"Copy the data to a new folder while the relay serves."`
	Restore   restore        `cmd:"" help:"Make a data folder from a backup."`
	Verify    verify.Command `cmd:"" help:"Check a sealed PDF offline: is it intact, and whose is it?"`
	Clock     clock          `cmd:"" name:"accept-clock" help:"Say that the clock is right although it is far from the newest event."`
	Openapi   openapi        `cmd:"" help:"Print the description of the desk API, OpenAPI 3.1."`
}

func main() {
	pdf.RunWorkerIfAsked() // this program is its own PDF worker
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program; it answers the exit code.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	return command.Program{Name: "tieout-relay", About: about, Commands: new(cli)}.Run(ctx, args, out, errs)
}
