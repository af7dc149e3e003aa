package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"tieout/app"
)

type mirrored struct {
	Engagement string `arg:"" help:"Id of the engagement, as engagements lists it."`
	To         string `help:"Folder of the copy; made where it is not there." required:"" type:"path" placeholder:"DIR"`
	Lane       string `help:"Copy this lane alone, such as \"To client\", without a folder of its own."`
	Once       bool   `help:"End when the relay has said that the copy is level with it; exit code 1 when it is not. Otherwise it is kept up to date until stopped."`
}

// Help says what the copy is and is not.
func (*mirrored) Help() string {
	return `Keeps a read-only copy of what the relay holds for an engagement: for a laptop, an
off-site copy, or a firm that leaves with its data. It needs no share. The data
folder is held meanwhile, so beside a running agent give it one of its own
(--data) and enrol that.

  To client/    the newest version that the client sees; what is held or waits for
                somebody to release it comes when it goes out
  From client/  everything the client sent, under the names it was filed
  Signed/       the sealed copies
  Withdrawn/    what the copy had and was taken back or pulled back later

Every file is checked against the history, whose signatures and log are verified,
and is durable before it gets its name; a new version takes the old one's place in
one step. What you change in the copy is set aside as "NAME (changed here …)" and
never overwritten; files that are not the copy's own are left alone. What the firm
erased leaves the copy, also what was taken back before. Drafts and messages are
not in it. A copy whose disk is gone stays as it is, and nothing is concluded from
that. What is still on its way lies in a hidden folder of the copy, .tieout-mirror.`
}

// Run makes or keeps the copy.
func (m *mirrored) Run(ctx context.Context, t *terminal, c *cli) (err error) {
	slog.SetDefault(slog.New(&discreet{slog.NewTextHandler(t.errs, nil)}))
	o, err := open(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	if err := o.connected(); err != nil {
		return err
	}
	d, err := openDoor(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	var last app.MirrorState
	err = o.Mirror(ctx, app.MirrorOrder{Engagement: m.Engagement, To: m.To, Lane: m.Lane, Once: m.Once}, func(s app.MirrorState) {
		o.copied(s)
		if s.Problem != nil {
			slog.Warn("a document could not be copied yet", "error", s.Problem)
		}
		s.Problem, s.Began = nil, time.Time{}
		if s != last {
			last = s
			slog.Info("copy", "documents", s.Documents, "written", s.Written, "failed", s.Failed, "level", s.Level)
		}
	})
	if err == nil && m.Once {
		fmt.Fprintf(t.out, "The copy has %d documents and is level with the relay.\n", last.Documents)
	}
	return err
}

// copied takes how the copy is after a pass.
func (o *office) copied(s app.MirrorState) {
	o.mu.Lock()
	o.copy = &s
	o.mu.Unlock()
	o.news.Emit("", nil)
}

// copyState is how the copy is that this process keeps, or nil.
func (o *office) copyState() *app.MirrorState {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.copy
}

// copyLevel waits until the copy that this process keeps, if any, has all that is
// here now.
func (o *office) copyLevel(ctx context.Context) error {
	from := o.Now()
	if o.copyState() == nil {
		return nil
	}
	o.LookAgain()
	return o.news.until(ctx, func() (bool, error) {
		s := o.copyState()
		return s.Level && !s.Began.Before(from), s.Problem
	})
}
