package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"tieout/sync/lull"
	"tieout/sync/relay"
)

// Address is how clients reach the portal.
type Address struct {
	URL string `name:"url" help:"Address that clients type, such as https://portal.example.com." env:"TIEOUT_URL" placeholder:"URL"`
}

func (a Address) url() string { return strings.TrimRight(a.URL, "/") }

type smtpFlags struct {
	Host     string `help:"Mail server. Without one, mail goes to the outbox folder in the data folder." env:"HOST"`
	Port     int    `help:"Its port." default:"587" env:"PORT"`
	User     string `help:"User at the mail server." env:"USER"`
	Password string `help:"Password at the mail server; better given as the variable." env:"PASSWORD"`
	From     string `help:"Address that mail comes from." env:"FROM"`
	Plain    bool   `help:"Allow no TLS, for a mail server on this machine." env:"PLAIN"`
}

func (s smtpFlags) mailer() relay.Mailer {
	if s.Host == "" {
		return nil
	}
	return &relay.SMTP{Host: s.Host, Port: s.Port, User: s.User, Password: s.Password, From: s.From, Plain: s.Plain}
}

type serve struct {
	Address
	Listen       string         `help:"Address and port to listen on." default:"127.0.0.1:8080" env:"TIEOUT_LISTEN"`
	TLSCert      string         `name:"tls-cert" help:"Certificate file (PEM)." env:"TIEOUT_TLS_CERT" type:"path"`
	TLSKey       string         `name:"tls-key" help:"Its key file (PEM)." env:"TIEOUT_TLS_KEY" type:"path"`
	Proxy        []netip.Prefix `help:"Networks of a reverse proxy that does TLS; its X-Forwarded-For is believed." env:"TIEOUT_PROXY" placeholder:"10.0.0.0/8"`
	MetricsToken string         `help:"Opens /metrics to other machines." env:"TIEOUT_METRICS_TOKEN"`
	Font         []string       `help:"TrueType font, which you may embed, for names beyond Latin, Greek and Cyrillic on sealed files. Repeatable. Default: Droid Sans Fallback (Chinese, Japanese, Korean) where this machine has it." env:"TIEOUT_FONT" type:"path" placeholder:"FILE"`
	LogJSON      bool           `name:"log-json" help:"Log as JSON." env:"TIEOUT_LOG_JSON"`
	SMTP         smtpFlags      `embed:"" prefix:"smtp-" envprefix:"TIEOUT_SMTP_"`
}

// Run serves until ctx ends, then stops in order: not ready, streams closed,
// requests finished, followers stopped, checkpoints kept.
func (s *serve) Run(ctx context.Context, out io.Writer, c *cli) error {
	if err := s.check(); err != nil {
		return err
	}
	fonts, err := findFonts(s.Font)
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(lull.Garbage)
	}
	log := s.logger(out)
	r, err := relay.Open(ctx, relay.Options{
		Dir: c.Data, MasterKey: c.MasterKey, PublicURL: s.url(), Proxies: s.Proxy,
		Mailer: s.SMTP.mailer(), MetricsToken: s.MetricsToken, Log: log, Fonts: fonts,
	})
	if err != nil {
		return err
	}
	handler, closePortal, err := s.handler(r, log)
	if err != nil {
		return errors.Join(err, r.Close(ctx))
	}
	serveErr := s.listen(ctx, r, handler, closePortal, log)
	return errors.Join(serveErr, r.Close(context.WithoutCancel(ctx)))
}

// check refuses a deployment that would send documents in clear.
func (s *serve) check() error {
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return errors.New("a certificate needs its key: give both --tls-cert and --tls-key")
	}
	if s.SMTP.Host != "" && s.SMTP.From == "" {
		return errors.New("say which address mail comes from: --smtp-from portal@example.com")
	}
	host, _, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return fmt.Errorf("--listen wants an address and a port, such as 127.0.0.1:8080: %w", err)
	}
	ip := net.ParseIP(host)
	local := host == "localhost" || ip != nil && ip.IsLoopback()
	if s.TLSCert == "" && !local && len(s.Proxy) == 0 {
		return errors.New("this would serve documents without TLS to other machines; " +
			"give --tls-cert and --tls-key, or listen on 127.0.0.1, or name the proxy that does TLS with --proxy")
	}
	if s.URL == "" && local && s.TLSCert == "" && len(s.Proxy) == 0 {
		s.URL = "http://" + s.Listen
	}
	if s.URL == "" {
		return errors.New("clients have to know where the portal is: give --url https://portal.example.com")
	}
	return nil
}

func (s *serve) logger(out io.Writer) *slog.Logger {
	if s.LogJSON {
		return slog.New(slog.NewJSONHandler(out, nil))
	}
	return slog.New(slog.NewTextHandler(out, nil))
}

// drainTime is how long requests may take to finish at a stop.
const drainTime = 20 * time.Second

func (s *serve) listen(
	ctx context.Context, r *relay.Relay, handler http.Handler, closePortal func(context.Context) error, log *slog.Logger,
) error {
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return errors.Join(err, closePortal(ctx))
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		// Large windows: an upload of many parts over a long line is one stream.
		HTTP2:     &http.HTTP2Config{MaxReceiveBufferPerConnection: 16 << 20, MaxReceiveBufferPerStream: 8 << 20},
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12},
		ErrorLog:  slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	follow, stopFollowing := context.WithCancel(context.WithoutCancel(ctx))
	followed := make(chan struct{})
	go func() { defer close(followed); r.Run(follow) }()
	served := make(chan error, 1)
	go func() { served <- s.serve(server, l) }()
	log.Info("serving", "address", l.Addr().String(), "tls", s.TLSCert != "")
	select {
	case err = <-served:
	case <-ctx.Done():
		log.Info("stopping")
		r.Drain()
	}
	drain, done := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer done()
	err = errors.Join(err, closePortal(drain))
	if server.Shutdown(drain) != nil {
		err = errors.Join(err, server.Close())
	}
	stopFollowing()
	<-followed
	return err
}

func (s *serve) serve(server *http.Server, l net.Listener) error {
	var err error
	if s.TLSCert != "" {
		err = server.ServeTLS(l, s.TLSCert, s.TLSKey)
	} else {
		err = server.Serve(l)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
