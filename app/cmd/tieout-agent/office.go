package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"tieout/app"
	"tieout/app/boot"
	"tieout/app/desktop"
)

// office is the opened program of this agent.
type office struct {
	*boot.Opened
	news *news
	data string
	at   time.Time // opened
	// serves says that this process is the agent that runs, and no command that
	// opened the data folder for itself.
	serves bool

	mu   sync.Mutex
	copy *app.MirrorState // of a process that keeps one, after its first pass
}

// openError is why the data folder did not open.
type openError struct{ error }

func (e *openError) Unwrap() error { return e.error }

// open takes the data folder and starts everything a desk does.
func open(c *cli) (*office, error) {
	n := newNews()
	opened, err := boot.Open(boot.Settings{Data: c.Data}, n, false)
	if err != nil {
		return nil, &openError{err}
	}
	return &office{Opened: opened, news: n, data: c.Data, at: opened.Now()}, nil
}

// close tells the relay that nobody files here any more and gives the data folder
// back.
func (o *office) close() error {
	o.Leave(context.Background()) // bounded by itself
	return o.Opened.Close()
}

// connected fails when this machine has no firm yet.
func (o *office) connected() error {
	s, err := o.App.Session()
	if err == nil && s.State == "new" {
		err = errNoFirm
	}
	return err
}

// upToDate has this machine know what the relay knows, where the relay answers;
// otherwise what is known here has to do.
func (o *office) upToDate(ctx context.Context) error {
	if err := o.connected(); err != nil {
		return err
	}
	if err := o.Exchange(ctx); err != nil {
		slog.Info("the relay does not answer; this is what is known here", "error", err)
	}
	return nil
}

var errNoFirm = errors.New("this machine is not connected to a firm yet; run: tieout-agent enrol --relay URL --code CODE")

// news is the desktop of an agent: it has no window, and lets others wait until
// something changed.
type news struct {
	desktop.Headless

	mu   sync.Mutex
	told chan struct{} // closed and replaced with each change
}

var _ desktop.Desktop = (*news)(nil)

func newNews() *news { return &news{told: make(chan struct{})} }

// Emit implements desktop.Desktop.
func (n *news) Emit(string, any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.told)
	n.told = make(chan struct{})
}

func (n *news) next() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.told
}

// until asks again with each change until the answer is yes, an error, or ctx
// ends.
func (n *news) until(ctx context.Context, ask func() (bool, error)) error {
	for {
		next := n.next()
		done, err := ask()
		if done || err != nil {
			return err
		}
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// finished waits for a job of the program.
func (o *office) finished(ctx context.Context, j app.Job) (app.Job, error) {
	err := o.news.until(ctx, func() (done bool, err error) {
		j, err = o.App.Job(j.ID)
		return j.State != "running", err
	})
	if err == nil && j.State == "failed" {
		err = &app.Failure{Code: j.Code, Message: j.Message, Hint: j.Hint}
	}
	return j, err
}
