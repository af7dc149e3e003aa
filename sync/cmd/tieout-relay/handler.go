package main

import (
	"log/slog"
	"net/http"

	"tieout/sync/relay"
)

// handler is everything that is served: the relay's own interface.
func (s *serve) handler(r *relay.Relay, _ *slog.Logger) (http.Handler, func(), error) {
	return r.Handler(), func() {}, nil
}
