package relay_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"tieout/sync/relay"
)

// sink is a mail server that answers by the address.
type sink struct{ got chan string }

func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return &sinkSession{sink: s}, nil }

type sinkSession struct{ sink *sink }

func (s *sinkSession) Reset()                               {}
func (s *sinkSession) Logout() error                        { return nil }
func (s *sinkSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch {
	case strings.HasPrefix(to, "nobody"):
		return &smtp.SMTPError{Code: 550, Message: "no such user"}
	case strings.HasPrefix(to, "later"):
		return &smtp.SMTPError{Code: 451, Message: "later"}
	}
	return nil
}
func (s *sinkSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	s.sink.got <- string(raw)
	return err
}

func TestSMTPTellsLaterFromNever(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{got: make(chan string, 1)}
	server := smtp.NewServer(s)
	server.Domain = "localhost"
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	m := &relay.SMTP{Host: "127.0.0.1", Port: n, From: "portal@mercerboyd.example", Plain: true}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := m.Check(ctx); err != nil {
		t.Fatal(err)
	}
	send := func(to string) error {
		return m.Send(ctx, relay.Message{ID: "m1", From: "Mercer\r\nBcc: x@y.example", To: to, Subject: "Hello\r\nX: y", Text: "Grüße", At: tuesday})
	}
	if err := send("maria@acme.example"); err != nil {
		t.Fatal(err)
	}
	if got := <-s.got; strings.Contains(got, "\nBcc:") || strings.Contains(got, "\nX: y") || !strings.Contains(got, "m1@mercerboyd.example") {
		t.Errorf("the mail as sent:\n%s", got)
	}
	var never *relay.PermanentError
	if err := send("nobody@acme.example"); !errors.As(err, &never) {
		t.Errorf("550: %v", err)
	}
	if err := send("later@acme.example"); err == nil || errors.As(err, &never) {
		t.Errorf("451: %v", err)
	}
	if err := send("no address"); !errors.As(err, &never) {
		t.Errorf("no address: %v", err)
	}
	strict := &relay.SMTP{Host: "127.0.0.1", Port: n, From: "portal@mercerboyd.example"}
	if err := strict.Send(ctx, relay.Message{ID: "m2", From: "M", To: "maria@acme.example", At: tuesday}); err == nil {
		t.Error("mail went out without TLS")
	}
}
