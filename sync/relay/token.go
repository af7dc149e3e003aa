package relay

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"sync"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// Lifetimes of what a desk signs in with.
const (
	tokenLife     = 15 * time.Minute
	challengeLife = time.Minute
	maxChallenges = 10_000
)

// sessions are the tokens and challenges of desks. They are in memory only: a
// relay that restarts asks for a challenge again.
type sessions struct {
	now func() time.Time

	mu         sync.Mutex
	tokens     map[[32]byte]session
	challenges map[[32]byte]challenge
}

type session struct {
	firm    engagement.FirmID
	device  engagement.KeyID
	expires time.Time
}

type challenge struct {
	device  engagement.KeyID
	expires time.Time
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, tokens: map[[32]byte]session{}, challenges: map[[32]byte]challenge{}}
}

func (s *sessions) challenge(device engagement.KeyID) []byte {
	nonce := randomBytes(32)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	for k := range s.challenges {
		if len(s.challenges) < maxChallenges {
			break
		}
		delete(s.challenges, k)
	}
	s.challenges[sha256.Sum256(nonce)] = challenge{device, s.now().Add(challengeLife)}
	return nonce
}

// answer takes a challenge: it is good once.
func (s *sessions) answer(device engagement.KeyID, nonce []byte) bool {
	key := sha256.Sum256(nonce)
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.challenges[key]
	delete(s.challenges, key)
	return ok && c.device == device && s.now().Before(c.expires)
}

func (s *sessions) issue(firm engagement.FirmID, device engagement.KeyID) string {
	token := base64.RawURLEncoding.EncodeToString(randomBytes(32))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	s.tokens[sha256.Sum256([]byte(token))] = session{firm, device, s.now().Add(tokenLife)}
	return token
}

func (s *sessions) find(token string) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.tokens[sha256.Sum256([]byte(token))]
	return found, ok && s.now().Before(found.expires)
}

func (s *sessions) sweep() {
	now := s.now()
	for k, c := range s.challenges {
		if now.After(c.expires) {
			delete(s.challenges, k)
		}
	}
	for k, t := range s.tokens {
		if now.After(t.expires) {
			delete(s.tokens, k)
		}
	}
}

var (
	errToken = problem(http.StatusUnauthorized, wire.CodeUnauthorized,
		"This computer has to sign in again.", "Nothing was lost; it does so by itself.")
	errRevoked = problem(http.StatusUnauthorized, wire.CodeRevoked,
		"This computer's access was withdrawn.", "Ask an administrator of your firm for a new code.")
)

// token answers POST /v1/token.
func (r *Relay) token(ctx context.Context, in *wire.TokenRequest) (*wire.TokenReply, error) {
	if !r.desks.answer(in.Device, in.Nonce) {
		return nil, errToken
	}
	d, err := r.db.Device(ctx, string(in.Device))
	if errors.Is(err, store.ErrNotFound) {
		return nil, errToken
	}
	if err != nil {
		return nil, err
	}
	t, err := r.tenant(ctx, engagement.FirmID(d.Firm))
	if err != nil {
		return nil, err
	}
	c, err := t.caller(in.Device)
	if c == nil || !ed25519.Verify(c.public, append([]byte(wire.TokenContext), in.Nonce...), in.Sig) {
		return nil, errToken
	}
	if err != nil {
		return nil, err
	}
	return &wire.TokenReply{State: t.state(), Token: r.desks.issue(t.id, in.Device), For: int(tokenLife / time.Second)}, nil
}

// caller is a desk that has signed in, as of now.
type caller struct {
	t      *tenant
	device engagement.KeyID
	staff  engagement.StaffID
	public ed25519.PublicKey
}

// caller finds who a device belongs to. Nil says that it is no desk of the
// firm; an error beside a caller, that its access was withdrawn.
func (t *tenant) caller(device engagement.KeyID) (*caller, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	key := t.world.F.Keys[device]
	if key == nil || key.Purpose != engagement.DeviceKey {
		return nil, nil
	}
	c := &caller{t: t, device: device, staff: key.Staff, public: key.Ed25519()}
	if who := t.world.F.Staff[key.Staff]; key.Revoked || who == nil || !who.Active {
		return c, errRevoked
	}
	return c, nil
}

// standing says whether the caller may still do anything: access ends at once,
// not when the token does.
func (c *caller) standing() error {
	now, err := c.t.caller(c.device)
	if now == nil {
		return errToken
	}
	return err
}

func (c *caller) sees(w *engagement.World, stream engagement.Stream) bool {
	return engagement.MaySee(w, c.staff, stream)
}

// has says whether the caller has a role now.
func (c *caller) has(role engagement.Role) bool {
	var yes bool
	c.t.view(func(w *engagement.World) { yes = w.F.Staff[c.staff].Has(role) })
	return yes
}
