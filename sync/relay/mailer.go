package relay

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/wneessen/go-mail"
)

// Message is one mail, ready to send.
type Message struct {
	ID      string // of the mail; sending it again is harmless
	From    string // the firm's name, shown beside the relay's address
	To      string
	Subject string
	Text    string
	At      time.Time
}

// Mailer hands mail to whoever delivers it. An error is worth another try,
// unless it is a [PermanentError].
type Mailer interface {
	Send(ctx context.Context, m Message) error
}

// PermanentError says that trying again is of no use: the address does not
// exist, or the server refuses us.
type PermanentError struct{ Cause error }

func (e *PermanentError) Error() string { return e.Cause.Error() }

// Unwrap gives the cause.
func (e *PermanentError) Unwrap() error { return e.Cause }

// SMTP sends mail through a mail server. STARTTLS is required unless Plain.
type SMTP struct {
	Host     string
	Port     int
	User     string
	Password string
	From     string // the address that mail comes from
	// Plain allows a connection without TLS, for a server on this machine.
	Plain bool
}

var _ Mailer = (*SMTP)(nil)

// Send implements Mailer.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := compose(m, s.From)
	if err != nil {
		return &PermanentError{err}
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, msg)
	var refused *mail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() {
		return &PermanentError{err}
	}
	return err
}

// Check connects and signs in, and sends nothing.
func (s *SMTP) Check(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return err
	}
	return client.Close()
}

func (s *SMTP) client() (*mail.Client, error) {
	opts := []mail.Option{mail.WithTimeout(30 * time.Second), mail.WithTLSPolicy(mail.TLSMandatory)}
	if s.Plain {
		opts[1] = mail.WithTLSPolicy(mail.NoTLS)
	}
	if s.Port != 0 {
		opts = append(opts, mail.WithPort(s.Port))
	}
	if s.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return mail.NewClient(s.Host, opts...)
}

func compose(m Message, from string) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(oneLine(m.From), from); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := msg.To(m.To); err != nil {
		return nil, errors.New("the address of this mail is not an e-mail address")
	}
	msg.Subject(oneLine(m.Subject))
	msg.SetDateWithValue(m.At)
	_, host, _ := strings.Cut(from, "@")
	msg.SetMessageIDWithValue(m.ID + "@" + host)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	return msg, nil
}

// Outbox is the Mailer of a relay without a mail server: every mail is an .eml
// file in a folder, and index.txt lists them for people.
type Outbox struct {
	dir string
	mu  sync.Mutex
}

var _ Mailer = (*Outbox)(nil)

// NewOutbox opens the folder, mode 0700, and makes it if need be.
func NewOutbox(dir string) (*Outbox, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("relay: outbox: %w", err)
	}
	return &Outbox{dir: dir}, nil
}

// Send implements Mailer. The same mail twice is one file.
func (o *Outbox) Send(_ context.Context, m Message) error {
	msg, err := compose(m, "outbox@localhost.localdomain")
	if err != nil {
		return &PermanentError{err}
	}
	name := m.At.UTC().Format("20060102T150405Z") + "-" + m.ID + ".eml"
	o.mu.Lock()
	defer o.mu.Unlock()
	path := filepath.Join(o.dir, name)
	_, err = os.Stat(path)
	known := err == nil
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = msg.WriteTo(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+".part", path); err != nil || known {
		return err
	}
	return o.list(m, name)
}

func (o *Outbox) list(m Message, name string) error {
	f, err := os.OpenFile(filepath.Join(o.dir, "index.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s  %-30s  %s  (%s)\n", m.At.Format(time.DateTime), m.To, m.Subject, name)
	return errors.Join(err, f.Close())
}
