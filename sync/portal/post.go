package portal

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// post hands mail over behind the visitor's back, so that an address that is
// known takes no longer to answer than one that is not.
type post struct {
	mail  Mailer
	log   *slog.Logger
	ctx   context.Context
	jobs  chan letter
	under sync.WaitGroup
}

type letter func(ctx context.Context, m Mailer) error

const (
	postQueue   = 256
	postTimeout = 30 * time.Second
)

func newPost(ctx context.Context, m Mailer, log *slog.Logger) *post {
	o := &post{mail: m, log: log, ctx: ctx, jobs: make(chan letter, postQueue)}
	go o.run()
	return o
}

// send queues a letter. With the queue full it is dropped and said so: whoever
// waits asks again.
func (o *post) send(l letter) {
	o.under.Add(1)
	select {
	case o.jobs <- l:
	default:
		o.under.Done()
		o.log.Error("portal: the mail queue is full, a sign-in mail was dropped")
	}
}

func (o *post) run() {
	for {
		select {
		case <-o.ctx.Done():
			return
		case l := <-o.jobs:
			ctx, cancel := context.WithTimeout(o.ctx, postTimeout)
			if err := l(ctx, o.mail); err != nil {
				// The error of a mail server may repeat the address.
				o.log.Error("portal: a sign-in mail was not handed over", slog.String("err", fmt.Sprintf("%T", err)))
			}
			cancel()
			o.under.Done()
		}
	}
}

// drain waits until what was queued is handed over, or ctx ends.
func (o *post) drain(ctx context.Context) error {
	done := make(chan struct{})
	go func() { o.under.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
