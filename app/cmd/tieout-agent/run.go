package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"
)

type run struct {
	Log     string `help:"Append the log to this file, as where a service has no terminal." env:"TIEOUT_LOG" type:"path" placeholder:"FILE"`
	LogJSON bool   `name:"log-json" help:"Log as JSON." env:"TIEOUT_LOG_JSON"`
}

// Run watches and files until ctx ends, then stops in order: no more commands,
// looks that are under way finished, data folder closed and given back.
func (r *run) Run(ctx context.Context, t *terminal, c *cli) (err error) {
	to := t.errs
	if r.Log != "" {
		file, err := os.OpenFile(r.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("the log cannot be written: %w", err)
		}
		defer file.Close()
		to = file
	}
	log := slog.New(&discreet{r.handler(to)})
	slog.SetDefault(log)
	o, err := open(c)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, o.close())
		log.Info("stopped")
	}()
	if err := o.connected(); err != nil {
		return err
	}
	o.serves = true
	d, err := openDoor(ctx, o)
	if err != nil {
		return err
	}
	log.Info("running", "data", c.Data, "process", os.Getpid())
	o.narrate(ctx, log)
	log.Info("stopping")
	return d.close()
}

// narratePause keeps a line that changes many times a second from filling the log.
const narratePause = time.Second

// narrate logs how the line and the shares are, whenever that changed, until ctx
// ends.
func (o *office) narrate(ctx context.Context, log *slog.Logger) {
	said := map[string]string{}
	say := func(what, now string, attrs ...any) {
		if said[what] != now {
			said[what] = now
			log.Info(what, append([]any{"is", now}, attrs...)...)
		}
	}
	for {
		next := o.news.next()
		say("line", o.Line())
		for _, root := range o.Shares() {
			say("share "+root.ID, root.State, "workFiles", root.Mapped)
		}
		pause := time.NewTimer(narratePause)
		select {
		case <-ctx.Done():
			pause.Stop()
			return
		case <-pause.C:
		}
		select {
		case <-ctx.Done():
			return
		case <-next:
		}
	}
}

func (r *run) handler(out io.Writer) slog.Handler {
	if r.LogJSON {
		return slog.NewJSONHandler(out, nil)
	}
	return slog.NewTextHandler(out, nil)
}

// discreet keeps names of files, which are clients' data, out of a log: an
// error about a path loses the path.
type discreet struct{ to slog.Handler }

// Enabled implements slog.Handler.
func (d *discreet) Enabled(ctx context.Context, l slog.Level) bool { return d.to.Enabled(ctx, l) }

// Handle implements slog.Handler.
func (d *discreet) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(withoutPaths(a))
		return true
	})
	return d.to.Handle(ctx, clean)
}

// WithAttrs implements slog.Handler.
func (d *discreet) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = withoutPaths(a)
	}
	return &discreet{d.to.WithAttrs(clean)}
}

// WithGroup implements slog.Handler.
func (d *discreet) WithGroup(name string) slog.Handler { return &discreet{d.to.WithGroup(name)} }

func withoutPaths(a slog.Attr) slog.Attr {
	err, ok := a.Value.Any().(error)
	if !ok {
		return a
	}
	text := err.Error()
	for _, path := range pathsOf(err) {
		if path != "" {
			text = strings.ReplaceAll(text, path, "…")
		}
	}
	return slog.String(a.Key, text)
}

// pathsOf finds every path that the errors of the standard library carry.
func pathsOf(err error) []string {
	var paths []string
	switch e := err.(type) {
	case nil:
		return nil
	case *fs.PathError:
		paths = append(paths, e.Path)
	case *os.LinkError:
		paths = append(paths, e.Old, e.New)
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		paths = append(paths, pathsOf(e.Unwrap())...)
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			paths = append(paths, pathsOf(one)...)
		}
	}
	return paths
}
