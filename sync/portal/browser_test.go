package portal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tieout/sync/blob"
	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
)

var onePage = fstest.MapFS{"portal.html": {Data: []byte("<!doctype html><title>portal</title>")}, "assets/app.js": {Data: []byte("1")}}

// stage is a portal over an invented world, and what it logged.
type stage struct {
	*portaltest.World
	t      *testing.T
	portal *portal.Portal
	server *httptest.Server
	log    *bytes.Buffer
}

func newStage(t *testing.T, change ...func(*portal.Config)) *stage {
	t.Helper()
	s := &stage{World: portaltest.NewWorld(), t: t, log: &bytes.Buffer{}}
	s.server = httptest.NewUnstartedServer(nil)
	public := &url.URL{Scheme: "http", Host: s.server.Listener.Addr().String()}
	c := portal.Config{
		Relay: s.Relay, Blobs: s.Blobs, Short: s.Short, Mail: s.Mail, Public: public, Now: s.Clock.Now,
		Pages: onePage,
		Log:   slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&c)
	}
	p, err := portal.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s.portal, s.server.Config.Handler = p, p
	s.server.Start()
	t.Cleanup(func() {
		s.server.CloseClientConnections()
		s.server.Close()
		if err := p.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// browser is one browser with its cookies.
type browser struct {
	*stage
	http *http.Client
}

func (s *stage) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{s, &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

// reply is an answer and, where it was one, the problem in it.
type reply struct {
	*http.Response
	body    []byte
	problem portal.Problem
}

func (b *browser) do(method, path string, body any, headers ...string) reply {
	b.t.Helper()
	var in io.Reader
	media := "application/json"
	switch v := body.(type) {
	case nil:
	case []byte:
		in, media = bytes.NewReader(v), "application/octet-stream"
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			b.t.Fatal(err)
		}
		in = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, b.server.URL+path, in)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", media)
	r.Header.Set("User-Agent", "Story/1")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	out := reply{Response: res}
	if out.body, err = io.ReadAll(res.Body); err != nil {
		b.t.Fatal(err)
	}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/problem+json") {
		if err := json.Unmarshal(out.body, &out.problem); err != nil {
			b.t.Fatal(err)
		}
	}
	return out
}

func (r reply) want(t *testing.T, status int, code string) reply {
	t.Helper()
	if r.StatusCode != status || r.problem.Code != code {
		t.Fatalf("%s %s: got %d %q, want %d %q: %s", r.Request.Method, r.Request.URL.Path, r.StatusCode, r.problem.Code, status, code, r.body)
	}
	return r
}

// read decodes a good answer.
func read[T any](t *testing.T, r reply) T {
	t.Helper()
	var v T
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d: %s", r.Request.Method, r.Request.URL.Path, r.StatusCode, r.body)
	}
	if err := json.Unmarshal(r.body, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

const api = "/portal/api"

// ask asks for a sign-in mail and waits for it. Another's, asked for before, may still be on its way.
func (b *browser) ask(email string, remember bool) portal.SignInMail {
	b.t.Helper()
	before := len(b.Mail.Sent())
	b.do("POST", api+"/sign-in", map[string]any{"email": email, "remember": remember}).want(b.t, http.StatusAccepted, "")
	var mail portal.SignInMail
	b.until("the sign-in mail", func() bool {
		since := b.Mail.Sent()[before:]
		at := slices.IndexFunc(since, func(m portal.SignInMail) bool { return strings.EqualFold(m.To, strings.TrimSpace(email)) })
		if at >= 0 {
			mail = since[at]
		}
		return at >= 0
	})
	return mail
}

func (s *stage) until(what string, is func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !is(); {
		if time.Now().After(deadline) {
			s.t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

// signedIn is a browser in which somebody signed in with the code.
func (s *stage) signedIn(email string) *browser {
	s.t.Helper()
	b := s.browser()
	mail := b.ask(email, false)
	b.do("POST", api+"/sign-in/code", map[string]any{"code": mail.Code}).want(s.t, http.StatusNoContent, "")
	return b
}

func linkToken(m portal.SignInMail) string {
	_, token, _ := strings.Cut(m.Link, "#/link/")
	return token
}

// upload sends a whole file and returns its id.
func (b *browser) upload(client, name string, data []byte) string {
	b.t.Helper()
	u := read[portal.Upload](b.t, b.do("POST", api+"/clients/"+client+"/uploads", map[string]any{"name": name, "size": len(data)}))
	for n := range u.Parts {
		b.part(client, u, n, data).want(b.t, http.StatusNoContent, "")
	}
	done := read[portal.Upload](b.t, b.commit(client, u.ID, data))
	if !done.Done {
		b.t.Fatal("the upload is not done")
	}
	return u.ID
}

func (b *browser) part(client string, u portal.Upload, n int, data []byte) reply {
	from := int64(n) * u.PartSize
	part := data[from:min(from+u.PartSize, int64(len(data)))]
	return b.do("PUT", partPath(client, u.ID, n, part), part)
}

func (b *browser) commit(client, id string, data []byte) reply {
	return b.do("POST", api+"/clients/"+client+"/uploads/"+id+"/commit", map[string]any{"sha256": blob.Sum(data).String()})
}
