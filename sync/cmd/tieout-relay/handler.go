package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"

	"tieout/frontend"
	"tieout/sync/portal"
	"tieout/sync/relay"
)

// handler is everything that is served: the relay's own interface, and the
// clients' portal at every other address. close ends what the portal has under
// way.
func (s *serve) handler(r *relay.Relay, log *slog.Logger) (h http.Handler, stop func(context.Context) error, err error) {
	p, err := newPortal(r, s.url(), log)
	if err != nil {
		return nil, nil, err
	}
	desks := r.Handler()
	mux := http.NewServeMux()
	for _, at := range []string{"/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/openapi.yaml"} {
		mux.Handle(at, desks)
	}
	mux.Handle("/", p)
	return mux, p.Close, nil
}

func newPortal(r *relay.Relay, address string, log *slog.Logger) (*portal.Portal, error) {
	public, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	onRelay, blobs, short, mail := portal.OnRelay(r)
	return portal.New(portal.Config{
		Relay: onRelay, Blobs: blobs, Short: short, Mail: mail, Pages: frontend.Dist(),
		Public: public, ClientIP: r.ClientIP, Log: log,
	})
}

type signIn struct {
	Address
	Email string `arg:"" help:"The contact's e-mail address."`
}

// Run prints a link. It is as good as a mail: give it to nobody else.
func (s *signIn) Run(ctx context.Context, out io.Writer, c *cli) error {
	if s.URL == "" {
		return errors.New("give the address that serve has: --url https://portal.example.com")
	}
	return c.open(ctx, relay.Options{Existing: true, PublicURL: s.url()}, func(r *relay.Relay) error {
		p, err := newPortal(r, s.url(), slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		link, err := p.SignInLink(ctx, s.Email)
		if errors.Is(err, portal.ErrNotFound) {
			err = errors.New("no client has a contact with this address")
		}
		if err == nil {
			_, err = fmt.Fprintln(out, link)
		}
		return errors.Join(err, p.Close(ctx))
	})
}
