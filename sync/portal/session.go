package portal

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// How long a session lasts. A device that its owner trusts may be remembered;
// any other is signed out after IdleLimit without a request, and daily.
const (
	IdleLimit     = 2 * time.Hour
	DayLimit      = 24 * time.Hour
	RememberLimit = 30 * 24 * time.Hour
	touchEvery    = time.Minute
)

// Names of what a session holds.
const (
	sessEmail    = "email"
	sessMethod   = "method"
	sessID       = "id"
	sessRemember = "remember"
	sessBorn     = "born"
	sessSeen     = "seen"
)

func (p *Portal) newSessions() *scs.SessionManager {
	s := scs.New()
	secure := p.public.Scheme == "https"
	s.Store = sessionStore{p.short}
	s.HashTokenInStore = true
	s.Lifetime = RememberLimit
	s.Cookie.Name = cookieName("tieout-portal", secure)
	s.Cookie.Secure = secure
	s.Cookie.Persist = false
	s.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		known, _ := p.fault(r.Context(), "session", err).(*Problem)
		writeProblem(w, known)
	}
	return s
}

// cookieName binds a cookie to this host alone where the browser can enforce
// it, which is under https.
func cookieName(name string, secure bool) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// sessionStore keeps scs's sessions in the relay's short-lived store. scs
// hashes the token first.
type sessionStore struct{ short Short }

const sessionKey = "portal/session/"

func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return s.short.Get(ctx, sessionKey+token)
}

func (s sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	err := s.short.Put(ctx, sessionKey+token, b, expiry)
	if blob.IsFull(err) {
		// On a full disk it is not noted that somebody is still there, and they can read on.
		if _, found, _ := s.short.Get(ctx, sessionKey+token); found {
			return nil
		}
	}
	return err
}

func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.short.Delete(ctx, sessionKey+token)
}

func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// request is what a handler needs to know of the connection.
type request struct{ ip, agent string }

type requestKey struct{}

func (p *Portal) withRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		about := request{p.clientIP(r), truncate(r.UserAgent(), 300)}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, about)))
	})
}

func requestOf(ctx context.Context) request {
	about, _ := ctx.Value(requestKey{}).(request)
	return about
}

// begin signs the address in, under a new token.
func (p *Portal) begin(ctx context.Context, email, method string, remember bool) error {
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	id, err := p.token(16)
	if err != nil {
		return err
	}
	now := p.now().Unix()
	p.sessions.Put(ctx, sessEmail, email)
	p.sessions.Put(ctx, sessMethod, method)
	p.sessions.Put(ctx, sessID, id)
	p.sessions.Put(ctx, sessRemember, remember)
	p.sessions.Put(ctx, sessBorn, now)
	p.sessions.Put(ctx, sessSeen, now)
	p.sessions.RememberMe(ctx, remember)
	return nil
}

// visitor is somebody who is signed in.
type visitor struct {
	email    string
	remember bool
	born     time.Time
	expires  time.Time
	via      engagement.Via
}

// visitor finds who is signed in and, unless it is only listening, notes that
// they are there.
func (p *Portal) visitor(ctx context.Context, listening bool) (*visitor, error) {
	email := p.sessions.GetString(ctx, sessEmail)
	if email == "" {
		return nil, signInFirst()
	}
	now := p.now()
	born := time.Unix(p.sessions.GetInt64(ctx, sessBorn), 0)
	seen := time.Unix(p.sessions.GetInt64(ctx, sessSeen), 0)
	v := &visitor{email: email, remember: p.sessions.GetBool(ctx, sessRemember), born: born}
	if !listening && now.Sub(seen) >= touchEvery {
		defer p.sessions.Put(ctx, sessSeen, now.Unix())
	}
	v.expires = expiry(born, seen, v.remember)
	if !now.Before(v.expires) {
		if err := p.sessions.Destroy(ctx); err != nil {
			return nil, err
		}
		return nil, signInFirst()
	}
	if !listening {
		v.expires = expiry(born, now, v.remember)
	}
	about := requestOf(ctx)
	v.via = engagement.Via{
		Session: p.sessions.GetString(ctx, sessID), Method: p.sessions.GetString(ctx, sessMethod),
		Email: email, IP: about.ip, Agent: about.agent,
	}
	return v, nil
}

func (v *visitor) lasts(now time.Time) Lasts {
	whole, idle := DayLimit, IdleLimit
	if v.remember {
		whole, idle = RememberLimit, 0
	}
	return Lasts{Left: int(v.born.Add(whole).Sub(now).Seconds()), Idle: int(idle.Seconds())}
}

func expiry(born, seen time.Time, remember bool) time.Time {
	if remember {
		return born.Add(RememberLimit)
	}
	idle, day := seen.Add(IdleLimit), born.Add(DayLimit)
	if idle.Before(day) {
		return idle
	}
	return day
}

// visit is a visitor at one client.
type visit struct {
	*visitor
	View
	at   Access
	all  []Access
	me   *engagement.Contact
	zone *time.Location
	now  time.Time
}

// enter is the one gate to a client's data: it asks the relay, now, whether
// this address reaches the client.
func (p *Portal) enter(ctx context.Context, client engagement.ClientID) (*visit, error) {
	who, err := p.visitor(ctx, false)
	if err != nil {
		return nil, err
	}
	return p.visitAs(ctx, who, client)
}

func (p *Portal) visitAs(ctx context.Context, who *visitor, client engagement.ClientID) (*visit, error) {
	all, err := p.relay.Access(ctx, who.email)
	switch {
	case err != nil:
		return nil, p.fault(ctx, "access", err)
	case len(all) == 0:
		return nil, accessEnded()
	}
	for _, a := range all {
		if a.Client == client {
			return p.look(ctx, who, a, all)
		}
	}
	return nil, notFound()
}

func (p *Portal) look(ctx context.Context, who *visitor, a Access, all []Access) (*visit, error) {
	view, err := p.relay.Look(ctx, a.Firm, a.Client)
	if err != nil {
		return nil, p.fault(ctx, "look", err)
	}
	if !view.Client.Serves(a.Contact) {
		return nil, notFound()
	}
	zone, err := time.LoadLocation(view.Firm.Zone)
	if err != nil {
		zone = time.UTC
	}
	return &visit{
		visitor: who, at: a, View: view, all: all,
		me: view.Client.Contacts[a.Contact], zone: zone, now: p.now().In(zone),
	}, nil
}

// engagement finds one of the client's engagements.
func (v *visit) engagement(id engagement.EngagementID) (*engagement.Engagement, error) {
	for _, e := range v.Engagements {
		if e.ID == id {
			return e, nil
		}
	}
	return nil, notFound()
}

// append records one act of this contact. The key makes repeating it harmless.
func (p *Portal) append(ctx context.Context, v *visit, key string, facts ...Fact) (Receipt, error) {
	action := engagement.ActionID(sameID("action", string(v.at.Contact), key))
	return p.relay.Append(ctx, v.Firm.ID, Act{Action: action, By: v.at.Contact, Via: v.via, Facts: facts})
}
