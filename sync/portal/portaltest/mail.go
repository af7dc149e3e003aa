package portaltest

import (
	"context"
	"sync"

	"tieout/sync/portal"
)

// Mail keeps what was sent.
type Mail struct {
	mu   sync.Mutex
	sent []portal.SignInMail
}

var _ portal.Mailer = (*Mail)(nil)

// SignIn implements portal.Mailer.
func (m *Mail) SignIn(_ context.Context, mail portal.SignInMail) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, mail)
	return nil
}

// Sent lists what was sent so far.
func (m *Mail) Sent() []portal.SignInMail {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]portal.SignInMail(nil), m.sent...)
}
