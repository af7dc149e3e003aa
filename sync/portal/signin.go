package portal

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	crand "crypto/rand"

	"github.com/danielgtaylor/huma/v2"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// A sign-in: how long its mail is good, how often its code may be wrong, and
// how many may be asked for in one window.
const (
	SignInLife    = 15 * time.Minute
	CodeTries     = 5
	asksByAddress = 6
	asksByIP      = 40
	codesByIP     = 60
	limitWindow   = 15 * time.Minute
)

const (
	askKey   = "portal/ask/"
	linkKey  = "portal/link/"
	triesKey = "portal/tries/"
	limitKey = "portal/limit/"
)

// ask is one sign-in that waits for its code or its link.
type ask struct {
	Email    string    `json:"email"`
	Code     string    `json:"code"` // digest of the code under the browser's token
	Remember bool      `json:"remember"`
	Until    time.Time `json:"until"`
}

type signInBody struct {
	Email    string `json:"email" minLength:"3" maxLength:"254"`
	Remember bool   `json:"remember,omitempty" doc:"Stay signed in on this device for 30 days."`
	At       string `json:"at,omitempty" maxLength:"100" doc:"The firm's name in the address that was opened."`
}

type signInReply struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Minutes int `json:"minutes" doc:"How long the code and the link in the mail are good."`
		Digits  int `json:"digits"`
	}
}

// AskedCookie is the name of the cookie that binds a code to the browser that
// asked for it, before its __Host- prefix.
const AskedCookie = "tieout-asked"

func (p *Portal) signInRoutes() {
	register(p, http.MethodPost, "/sign-in", "signIn", "Ask for a sign-in mail.", p.signIn, status(http.StatusAccepted))
	register(p, http.MethodPost, "/sign-in/code", "signInWithCode", "Sign in with the code.", p.signInCode, status(http.StatusNoContent))
	register(p, http.MethodPost, "/sign-in/link/about", "aboutLink", "Whom a link signs in. Uses nothing up.", p.aboutLink)
	register(p, http.MethodPost, "/sign-in/link", "signInWithLink", "Sign in with the link's token.", p.signInLink, status(http.StatusNoContent))
	register(p, http.MethodPost, "/sign-out", "signOut", "End this session.", p.signOut, status(http.StatusNoContent))
}

// signIn answers the same, as fast, whether the address is known or not: it
// writes the same things down, and the look-up and the mail come afterwards.
func (p *Portal) signIn(ctx context.Context, in *struct{ Body signInBody }) (*signInReply, error) {
	email := engagement.NormalEmail(in.Body.Email)
	if at := strings.IndexByte(email, '@'); at < 1 || at == len(email)-1 || strings.ContainsAny(email, " \t\r\n,;<>") {
		return nil, problem(http.StatusUnprocessableEntity, wire.CodeMalformed, "This is not an e-mail address.", "It should look like name@example.com.")
	}
	if err := p.limit(ctx, "ask-ip", requestOf(ctx).ip, asksByIP); err != nil {
		return nil, err
	}
	if err := p.limit(ctx, "ask", email, asksByAddress); err != nil {
		return nil, err
	}
	browser, link, code, err := p.secrets()
	if err != nil {
		return nil, p.fault(ctx, "sign-in", err)
	}
	a := ask{Email: email, Code: digest(code, browser), Remember: in.Body.Remember, Until: p.now().Add(SignInLife)}
	if err := p.remember(ctx, a, digest(browser), digest(link)); err != nil {
		return nil, p.fault(ctx, "sign-in", err)
	}
	p.post.send(func(ctx context.Context, m Mailer) error { return p.mail(ctx, m, a, in.Body.At, code, link) })
	out := &signInReply{SetCookie: p.askedCookie(browser, int(SignInLife/time.Second))}
	out.Body.Minutes, out.Body.Digits = int(SignInLife/time.Minute), 6
	return out, nil
}

func (p *Portal) secrets() (browser, link, code string, err error) {
	if browser, err = p.token(32); err != nil {
		return
	}
	if link, err = p.token(32); err != nil {
		return
	}
	n, err := crand.Int(p.random, big.NewInt(1_000_000))
	if err != nil {
		return
	}
	return browser, link, fmt.Sprintf("%06d", n), nil
}

func (p *Portal) remember(ctx context.Context, a ask, asked, link string) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := p.short.Put(ctx, askKey+asked, raw, a.Until); err != nil {
		return err
	}
	return p.short.Put(ctx, linkKey+link, []byte(asked), a.Until)
}

func (p *Portal) askedCookie(value string, maxAge int) http.Cookie {
	secure := p.public.Scheme == "https"
	return http.Cookie{
		Name: cookieName(AskedCookie, secure), Value: value, Path: "/", MaxAge: maxAge,
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// mail looks the address up and writes to it. Nothing is written to an address
// that no contact has.
func (p *Portal) mail(ctx context.Context, m Mailer, a ask, at, code, link string) error {
	all, err := p.relay.Access(ctx, a.Email)
	if err != nil || len(all) == 0 {
		return err
	}
	host, err := p.relay.Host(ctx, at)
	if err != nil {
		return err
	}
	from := slices.IndexFunc(all, func(a Access) bool { return a.Firm == host.Firm })
	v, err := p.look(ctx, &visitor{email: a.Email}, all[max(from, 0)], all)
	if err != nil {
		return err
	}
	return m.SignIn(ctx, SignInMail{
		Firm: v.Firm.ID, From: v.Firm.Name, To: v.me.Email, Name: v.me.Name, Code: code,
		Link: p.linkTo(link), Until: a.Until.In(v.zone),
	})
}

func (p *Portal) linkTo(token string) string {
	return p.public.JoinPath("portal/").String() + "#/link/" + token
}

// SignInLink makes a link that signs an address in once, for SignInLife, without
// sending it: for an operator who hands it over themselves. An address that no
// contact has is ErrNotFound.
func (p *Portal) SignInLink(ctx context.Context, email string) (string, error) {
	email = engagement.NormalEmail(email)
	all, err := p.relay.Access(ctx, email)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", ErrNotFound
	}
	browser, link, code, err := p.secrets()
	if err != nil {
		return "", err
	}
	a := ask{Email: email, Code: digest(code, browser), Until: p.now().Add(SignInLife)}
	return p.linkTo(link), p.remember(ctx, a, digest(browser), digest(link))
}

type codeBody struct {
	Code string `json:"code" minLength:"6" maxLength:"12"`
}

// signInCode takes the code, in the browser that asked for it, five times.
func (p *Portal) signInCode(ctx context.Context, in *struct {
	Asked     http.Cookie `cookie:"tieout-asked"`
	AskedHost http.Cookie `cookie:"__Host-tieout-asked"`
	Body      codeBody
}) (*signedIn, error) {
	if err := p.limit(ctx, "code-ip", requestOf(ctx).ip, codesByIP); err != nil {
		return nil, err
	}
	browser := in.AskedHost.Value
	if p.public.Scheme != "https" {
		browser = in.Asked.Value
	}
	asked := digest(browser)
	a, err := p.asked(ctx, asked)
	if err != nil {
		return nil, err
	}
	tries, err := p.short.Count(ctx, triesKey+asked, a.Until)
	if err != nil {
		return nil, p.fault(ctx, "code", err)
	}
	typed := strings.Map(keepDigit, in.Body.Code)
	right := subtle.ConstantTimeCompare([]byte(digest(typed, browser)), []byte(a.Code)) == 1
	if tries > CodeTries || !right {
		return nil, p.wrongCode(ctx, asked, CodeTries-tries)
	}
	return p.admit(ctx, asked, "code")
}

func keepDigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

func (p *Portal) wrongCode(ctx context.Context, asked string, left int) error {
	if left <= 0 {
		if err := p.short.Delete(ctx, askKey+asked); err != nil {
			return p.fault(ctx, "code", err)
		}
		return problem(http.StatusGone, codeExpired, "That code doesn't match, and it was the last try.", "Ask for a new code.")
	}
	tries := fmt.Sprintf("%d tries left", left)
	if left == 1 {
		tries = "One try left"
	}
	return problem(http.StatusUnprocessableEntity, wire.CodeBadCode, "That code doesn't match.", tries+", or ask for a new one.")
}

// asked finds a sign-in that was not used and is not too old.
func (p *Portal) asked(ctx context.Context, asked string) (ask, error) {
	raw, found, err := p.short.Get(ctx, askKey+asked)
	if err != nil {
		return ask{}, p.fault(ctx, "sign-in", err)
	}
	return p.readAsk(ctx, raw, found)
}

func (p *Portal) readAsk(ctx context.Context, raw []byte, found bool) (ask, error) {
	var a ask
	if found {
		if err := json.Unmarshal(raw, &a); err != nil {
			return a, p.fault(ctx, "sign-in", err)
		}
	}
	if !found || !p.now().Before(a.Until) {
		return a, problem(http.StatusGone, codeExpired, "This was used already, or it is older than 15 minutes.", "Ask for a new one. It takes a moment.")
	}
	return a, nil
}

type signedIn struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

// admit uses a sign-in up, for the code and the link at once, and opens the
// session.
func (p *Portal) admit(ctx context.Context, asked, method string) (*signedIn, error) {
	raw, found, err := p.short.Take(ctx, askKey+asked)
	if err != nil {
		return nil, p.fault(ctx, "sign-in", err)
	}
	a, err := p.readAsk(ctx, raw, found)
	if err != nil {
		return nil, err
	}
	all, err := p.relay.Access(ctx, a.Email)
	if err != nil {
		return nil, p.fault(ctx, "sign-in", err)
	}
	if len(all) == 0 {
		return nil, accessEnded()
	}
	if err := p.begin(ctx, a.Email, method, a.Remember); err != nil {
		return nil, p.fault(ctx, "sign-in", err)
	}
	return &signedIn{SetCookie: p.askedCookie("", -1)}, nil
}

type linkBody struct {
	Token string `json:"token" minLength:"1" maxLength:"200"`
}

type linkAbout struct {
	Body struct {
		Email string `json:"email"`
	}
}

// aboutLink tells whoever holds the link which address it signs in, so that
// nobody signs in as somebody else by a link they were handed.
func (p *Portal) aboutLink(ctx context.Context, in *struct{ Body linkBody }) (*linkAbout, error) {
	_, a, err := p.linked(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	out := &linkAbout{}
	out.Body.Email = a.Email
	return out, nil
}

func (p *Portal) signInLink(ctx context.Context, in *struct{ Body linkBody }) (*signedIn, error) {
	asked, _, err := p.linked(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	return p.admit(ctx, asked, "link")
}

func (p *Portal) linked(ctx context.Context, token string) (string, ask, error) {
	if err := p.limit(ctx, "link-ip", requestOf(ctx).ip, codesByIP); err != nil {
		return "", ask{}, err
	}
	asked, _, err := p.short.Get(ctx, linkKey+digest(token))
	if err != nil {
		return "", ask{}, p.fault(ctx, "link", err)
	}
	a, err := p.asked(ctx, string(asked))
	return string(asked), a, err
}

func (p *Portal) signOut(ctx context.Context, _ *struct{}) (*struct{}, error) {
	if err := p.sessions.Destroy(ctx); err != nil {
		return nil, p.fault(ctx, "sign-out", err)
	}
	return nil, nil
}

// limit counts one use of what under a name nobody can read back, and refuses
// above most in a window.
func (p *Portal) limit(ctx context.Context, what, who string, most int) error {
	window := p.now().Truncate(limitWindow)
	key := limitKey + digest(what, who, window.UTC().Format(time.RFC3339))
	n, err := p.short.Count(ctx, key, window.Add(2*limitWindow))
	if err != nil {
		return p.fault(ctx, what, err)
	}
	if n > most {
		return tooMany("That was tried too often.")
	}
	return nil
}

var _ huma.StatusError = (*Problem)(nil)
