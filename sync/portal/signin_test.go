package portal_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
)

func TestRuthSignsInWithTheCodeInTheBrowserThatAsked(t *testing.T) {
	s := newStage(t)
	b := s.browser()
	mail := b.ask("  Ruth@ACME.example ", false)
	if mail.To != portaltest.RuthMail || mail.From != "Lindqvist & Moore" || len(mail.Code) != 6 {
		t.Fatalf("the mail is wrong: %+v", mail)
	}
	if strings.Contains(strings.SplitN(mail.Link, "#", 2)[0], linkToken(mail)) || linkToken(mail) == "" {
		t.Fatal("the token must stand in the fragment, which no server sees")
	}
	s.browser().do("POST", api+"/sign-in/code", map[string]any{"code": mail.Code}).want(t, http.StatusGone, "expired")
	spaced := mail.Code[:3] + " " + mail.Code[3:]
	b.do("POST", api+"/sign-in/code", map[string]any{"code": spaced}).want(t, http.StatusNoContent, "")

	me := read[portal.Me](t, b.do("GET", api+"/me", nil))
	if me.First != "Ruth" || len(me.Clients) != 2 || me.Clients[0].Name != "Acme Ltd" {
		t.Fatalf("me: %+v", me)
	}
	b.do("POST", api+"/sign-in/code", map[string]any{"code": mail.Code}).want(t, http.StatusGone, "expired")
	b.do("POST", api+"/sign-in/link", map[string]any{"token": linkToken(mail)}).want(t, http.StatusGone, "expired")
}

func TestTheLinkSignsInAnyBrowserButOnlyAfterConfirming(t *testing.T) {
	s := newStage(t)
	mail := s.browser().ask(portaltest.RuthMail, false)
	phone := s.browser()
	token := map[string]any{"token": linkToken(mail)}
	for range 3 { // a mail scanner fetches the page and runs its scripts
		phone.do("GET", "/portal/", nil).want(t, http.StatusOK, "")
		phone.do("POST", api+"/sign-in/link/about", token).want(t, http.StatusOK, "")
	}
	phone.do("POST", api+"/sign-in/link", token).want(t, http.StatusNoContent, "")
	phone.do("GET", api+"/me", nil).want(t, http.StatusOK, "")
	phone.do("POST", api+"/sign-in/link", token).want(t, http.StatusGone, "expired")
	phone.do("POST", api+"/sign-out", map[string]any{}).want(t, http.StatusNoContent, "")
	phone.do("GET", api+"/me", nil).want(t, http.StatusUnauthorized, "sign-in")
}

func TestASignInIsGoodForFifteenMinutes(t *testing.T) {
	s := newStage(t)
	b := s.browser()
	mail := b.ask(portaltest.RuthMail, false)
	s.Clock.Pass(portal.SignInLife)
	b.do("POST", api+"/sign-in/code", map[string]any{"code": mail.Code}).want(t, http.StatusGone, "expired")
	b.do("POST", api+"/sign-in/link", map[string]any{"token": linkToken(mail)}).want(t, http.StatusGone, "expired")
}

func TestTheFifthWrongCodeEndsTheSignIn(t *testing.T) {
	s := newStage(t)
	b := s.browser()
	mail := b.ask(portaltest.RuthMail, false)
	wrong := map[string]any{"code": "999999"}
	if mail.Code == "999999" {
		wrong["code"] = "000000"
	}
	for i := range portal.CodeTries - 1 {
		p := b.do("POST", api+"/sign-in/code", wrong).want(t, http.StatusUnprocessableEntity, "bad-code").problem
		if i == portal.CodeTries-2 && !strings.HasPrefix(p.Hint, "One try left") {
			t.Errorf("hint: %q", p.Hint)
		}
	}
	b.do("POST", api+"/sign-in/code", wrong).want(t, http.StatusGone, "expired")
	b.do("POST", api+"/sign-in/code", map[string]any{"code": mail.Code}).want(t, http.StatusGone, "expired")
	b.do("POST", api+"/sign-in/link", map[string]any{"token": linkToken(mail)}).want(t, http.StatusGone, "expired")
}

func TestAnUnknownAddressGetsTheSameReplyAndNoMail(t *testing.T) {
	s := newStage(t)
	known := s.browser().do("POST", api+"/sign-in", map[string]any{"email": portaltest.RuthMail}).want(t, http.StatusAccepted, "")
	unknown := s.browser().do("POST", api+"/sign-in", map[string]any{"email": "nobody@nowhere.example"}).want(t, http.StatusAccepted, "")
	if string(known.body) != string(unknown.body) || len(known.Header["Set-Cookie"]) != len(unknown.Header["Set-Cookie"]) {
		t.Error("the replies differ")
	}
	last := s.browser().ask(portaltest.InesMail, false) // mail goes out in order
	if len(s.Mail.Sent()) != 2 || last.To != portaltest.InesMail {
		t.Errorf("mail: %d", len(s.Mail.Sent()))
	}
}

func TestAskingTooOftenIsRefusedUntilTheWindowPasses(t *testing.T) {
	s := newStage(t)
	ask := func() reply {
		return s.browser().do("POST", api+"/sign-in", map[string]any{"email": portaltest.RuthMail})
	}
	refused := false
	for range 10 {
		refused = refused || ask().StatusCode == http.StatusTooManyRequests
	}
	if !refused {
		t.Fatal("ten mails in a row went out")
	}
	s.Clock.Pass(31 * time.Minute)
	ask().want(t, http.StatusAccepted, "")
}

func TestASessionEndsWhenNobodyIsThere(t *testing.T) {
	for _, c := range []struct {
		name     string
		remember bool
		steps    []time.Duration
		ends     bool
	}{
		{"a request now and then keeps it", false, []time.Duration{119 * time.Minute, 119 * time.Minute}, false},
		{"two quiet hours end it", false, []time.Duration{portal.IdleLimit}, true},
		{"a day ends it anyway", false, repeat(time.Hour, 24), true},
		{"a trusted device rests for weeks", true, []time.Duration{20 * 24 * time.Hour}, false},
		{"and is asked again after thirty days", true, []time.Duration{20 * 24 * time.Hour, 10 * 24 * time.Hour}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t)
			b := s.browser()
			mail := b.ask(portaltest.RuthMail, c.remember)
			b.do("POST", api+"/sign-in/code", map[string]any{"code": mail.Code}).want(t, http.StatusNoContent, "")
			last := http.StatusOK
			for _, d := range c.steps {
				s.Clock.Pass(d)
				last = b.do("GET", api+"/me", nil).StatusCode
			}
			if (last == http.StatusUnauthorized) != c.ends {
				t.Errorf("status %d", last)
			}
		})
	}
}

func repeat(d time.Duration, n int) []time.Duration {
	all := make([]time.Duration, n)
	for i := range all {
		all[i] = d
	}
	return all
}

func TestCookiesBelongToThisHostAlone(t *testing.T) {
	s := newStage(t, func(c *portal.Config) { c.Public = &url.URL{Scheme: "https", Host: "portal.example"} })
	jar, _ := cookiejar.New(nil)
	b := &browser{s, &http.Client{Jar: jar}}
	r := b.do("POST", api+"/sign-in", map[string]any{"email": portaltest.RuthMail}).want(t, http.StatusAccepted, "")
	for _, c := range r.Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			t.Errorf("cookie: %s", c)
		}
	}
	if len(r.Cookies()) == 0 {
		t.Error("no cookie binds the code to this browser")
	}
}

func TestAnotherSiteCannotActForSomebodyWhoIsSignedIn(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	r := b.do("POST", api+"/sign-out", map[string]any{}, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
	if r.StatusCode != http.StatusForbidden {
		t.Fatalf("status %d", r.StatusCode)
	}
	b.do("GET", api+"/me", nil).want(t, http.StatusOK, "")
}

func TestAWithdrawnAccessEndsWithTheNextRequest(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	s.Revoke(portaltest.Acme, portaltest.Ruth)
	b.do("GET", api+"/clients/acme/home", nil).want(t, http.StatusNotFound, "not-found")
	b.do("GET", api+"/clients/ruth-self/home", nil).want(t, http.StatusOK, "")
	s.Revoke(portaltest.RuthSelf, portaltest.Ruth)
	b.do("GET", api+"/me", nil).want(t, http.StatusForbidden, "ended")
	if w := read[portal.Welcome](t, b.do("GET", api+"/welcome", nil)); !w.Ended || w.Me != nil {
		t.Errorf("welcome: %+v", w)
	}
}

func TestNothingPersonalIsLogged(t *testing.T) {
	s := newStage(t)
	b := s.signedIn(portaltest.RuthMail)
	b.upload("acme", "Secret invoice.pdf", []byte("%PDF-1.7 canary"))
	b.do("POST", api+"/clients/acme/engagements/acme-2025/messages", map[string]any{"key": "12345678", "text": "canary text"})
	b.do("GET", api+"/clients/acme/uploads/unknown", nil)
	if err := s.portal.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"ruth", "acme.example", "canary", "invoice", "Ruth"} {
		if strings.Contains(s.log.String(), word) {
			t.Errorf("the log tells %q:\n%s", word, s.log)
		}
	}
}
