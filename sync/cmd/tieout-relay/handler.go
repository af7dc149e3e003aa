package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"tieout/frontend"
	"tieout/sync/portal"
	"tieout/sync/relay"
)

// handler is everything that is served: the clients' portal under /portal/, and
// the relay's own interface. close ends what the portal has under way.
func (s *serve) handler(r *relay.Relay, log *slog.Logger) (h http.Handler, stop func(context.Context) error, err error) {
	p, err := newPortal(r, s.url(), log)
	if err != nil {
		return nil, nil, err
	}
	desks := r.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		switch path := req.URL.Path; {
		case path == "/":
			http.Redirect(w, req, "/portal/", http.StatusFound)
		case path == "/portal" || strings.HasPrefix(path, "/portal/"):
			p.ServeHTTP(w, req)
		default:
			desks.ServeHTTP(w, req)
		}
	}), p.Close, nil
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
