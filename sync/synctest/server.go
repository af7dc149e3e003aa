package synctest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tieout/sync/pdf"
	"tieout/sync/portal"
	"tieout/sync/relay"
)

// address is where everybody finds the relay. Nothing listens there: lines lead to the handler.
const address = "https://portal.example.test"

// server is the relay and its portal, as their command runs them, over one data folder.
type server struct {
	dir   string
	clock *Clock
	mail  *Mailbox
	log   *log

	mu      sync.Mutex
	relay   *relay.Relay
	portal  *portal.Portal
	handler http.Handler      // nil while it is down
	process http.RoundTripper // leads to a relay in a process of its own, or nil
	serving *sync.WaitGroup   // what this handler is at
	follow  context.CancelFunc
	follows chan struct{} // closed when the followers have ended
	lines   []*Line
	broken  []error
}

func newServer(dir string, clock *Clock) *server {
	return &server{dir: dir, clock: clock, mail: newMailbox(), log: &log{}}
}

// up opens the data folder and serves. It does nothing while it is up.
func (s *server) up() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handler != nil {
		return nil
	}
	logger := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r, err := relay.Open(context.Background(), relay.Options{
		Dir: filepath.Join(s.dir, "relay"), PublicURL: address, Mailer: s.mail, PDF: pdf.InProcess{}, Log: logger, Now: s.clock.Now,
	})
	if err != nil {
		return err
	}
	public, err := url.Parse(address)
	if err != nil {
		return err
	}
	onRelay, blobs, short, mail := portal.OnRelay(r)
	p, err := portal.New(portal.Config{
		Relay: onRelay, Blobs: blobs, Short: short, Mail: mail, Public: public, ClientIP: r.ClientIP, Now: s.clock.Now, Log: logger,
	})
	if err != nil {
		return errors.Join(err, r.Close(context.Background()))
	}
	desks := r.Handler()
	s.relay, s.portal, s.serving = r, p, &sync.WaitGroup{}
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.HasPrefix(req.URL.Path, "/portal/") {
			p.ServeHTTP(w, req)
			return
		}
		desks.ServeHTTP(w, req)
	})
	s.startFollowers()
	return nil
}

// down stops in the order of the command: not ready, streams closed, requests finished, followers
// stopped, checkpoints kept.
func (s *server) down() error {
	s.mu.Lock()
	if s.handler == nil {
		s.mu.Unlock()
		return nil
	}
	s.handler = nil
	r, p, lines, serving := s.relay, s.portal, s.lines, s.serving
	s.mu.Unlock()
	r.Drain()
	ctx, done := context.WithTimeout(context.Background(), 20*time.Second)
	defer done()
	err := p.Close(ctx)
	for _, l := range lines {
		l.hangUpAll()
	}
	serving.Wait()
	s.mu.Lock()
	s.stopFollowers()
	s.mu.Unlock()
	return errors.Join(err, r.Close(ctx))
}

// startFollowers and stopFollowers are called with the lock held.
func (s *server) startFollowers() {
	ctx, stop := context.WithCancel(context.Background())
	ended, r := make(chan struct{}), s.relay
	s.follow, s.follows = stop, ended
	go func() { defer close(ended); r.Run(ctx) }()
}

func (s *server) stopFollowers() {
	s.follow()
	<-s.follows
}

// pass lets time pass: what there was to do before is done first, and then the followers look at the
// clock anew.
func (s *server) pass(d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handler == nil {
		s.clock.Advance(d)
		return nil
	}
	s.stopFollowers()
	err := s.relay.Settle(context.Background())
	s.clock.Advance(d)
	s.startFollowers()
	return err
}

// serve begins an exchange, which down waits for; nil while nothing is up.
func (s *server) serve(ctx context.Context, req *http.Request, body []byte, from string) *exchange {
	s.mu.Lock()
	h, serving := s.handler, s.serving
	if h != nil {
		serving.Add(1)
	}
	s.mu.Unlock()
	if h == nil {
		return nil
	}
	x := serve(ctx, h, req, body, from, s.note)
	go func() { <-x.ended; serving.Done() }()
	return x
}

// runsAt says that the relay runs in a process of its own, which this leads to; nil ends that.
func (s *server) runsAt(process http.RoundTripper) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.process = process
}

func (s *server) outside() http.RoundTripper {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.process
}

// note remembers what must never happen.
func (s *server) note(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = append(s.broken, err)
}

func (s *server) problems() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.broken...)
}

// log is everything that the relay and the portal said.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Mailbox is where all mail arrives. A mail that is sent again is the same mail.
type Mailbox struct {
	mu    sync.Mutex
	mails []relay.Message
	known map[string]bool
}

var _ relay.Mailer = (*Mailbox)(nil)

func newMailbox() *Mailbox { return &Mailbox{known: map[string]bool{}} }

// Send implements relay.Mailer.
func (m *Mailbox) Send(_ context.Context, mail relay.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if mail.ID == "" {
		return errors.New("a mail needs an id")
	}
	if !m.known[mail.ID] {
		m.known[mail.ID] = true
		m.mails = append(m.mails, mail)
	}
	return nil
}

// To lists the mails to an address whose subject begins as given, the oldest first.
func (m *Mailbox) To(email, subject string) []relay.Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []relay.Message
	for _, mail := range m.mails {
		if mail.To == email && strings.HasPrefix(mail.Subject, subject) {
			all = append(all, mail)
		}
	}
	return all
}

func (m *Mailbox) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	for _, mail := range m.mails {
		fmt.Fprintf(&b, "From: %s\nTo: %s\nSubject: %s\n\n%s\n", mail.From, mail.To, mail.Subject, mail.Text)
	}
	return b.String()
}
