package portal_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"tieout/sync/engagement"
	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// office is one computer of a firm that speaks to a real relay.
type office struct {
	t      *testing.T
	relay  *relay.Relay
	firm   engagement.FirmID
	staff  engagement.StaffID
	key    ed25519.PrivateKey
	device engagement.KeyID
	token  string
	n      uint64
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return newOfficeIn(t, t.TempDir())
}

// newOfficeIn is one whose relay keeps its data in dir.
func newOfficeIn(t *testing.T, dir string) *office {
	t.Helper()
	r, err := relay.Open(t.Context(), relay.Options{Dir: filepath.Join(dir, "data"), PublicURL: "http://127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	o := &office{t: t, relay: r}
	firm, staff, err := r.CreateFirm(t.Context(), relay.NewFirm{
		Name: "Mercer & Boyd CPAs", Zone: "America/New_York", Administrator: "Dana Whitfield", Roles: []engagement.Role{engagement.Partner},
	})
	if err != nil {
		t.Fatal(err)
	}
	o.firm, o.staff = firm.ID, staff
	o.enrol()
	return o
}

func (o *office) enrol() {
	o.t.Helper()
	code, _, err := o.relay.EnrolmentCode(o.t.Context(), o.firm, o.staff)
	if err != nil {
		o.t.Fatal(err)
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	o.key = key
	sign := func(about string, b []byte) []byte { return ed25519.Sign(key, append([]byte(about), b...)) }
	enrolled := tell[wire.EnrolReply](o, "/v1/enrol", wire.EnrolRequest{
		Code: code, Public: public, Name: "front desk", Sig: sign(wire.EnrolContext, []byte(code)),
	})
	o.device = enrolled.Device
	nonce := tell[wire.ChallengeReply](o, "/v1/challenge", wire.ChallengeRequest{Device: o.device}).Nonce
	o.token = tell[wire.TokenReply](o, "/v1/token", wire.TokenRequest{Device: o.device, Nonce: nonce, Sig: sign(wire.TokenContext, nonce)}).Token
}

func tell[T any](o *office, path string, in any) T {
	o.t.Helper()
	raw, err := json.Marshal(in)
	if err != nil {
		o.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", path, bytes.NewReader(raw))
	r.Header.Set("Authorization", "Bearer "+o.token)
	w := httptest.NewRecorder()
	o.relay.Handler().ServeHTTP(w, r)
	var out T
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
		o.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return out
}

// do pushes one event as an action of its own.
func (o *office) do(stream engagement.Stream, kind engagement.Kind, body, private any) {
	o.t.Helper()
	o.n++
	id := ulid.Make().String()
	rawBody, err := json.Marshal(body)
	if err != nil {
		o.t.Fatal(err)
	}
	rawPrivate, err := json.Marshal(private)
	if err != nil {
		o.t.Fatal(err)
	}
	salt := make([]byte, engagement.SaltSize)
	_, _ = rand.Read(salt)
	record, err := engagement.Seal(engagement.Header{
		ID: engagement.EventID(id), Stream: stream, Action: engagement.ActionID(id), Part: 1, Of: 1,
		By: engagement.StaffActor(o.staff), Device: o.device, N: o.n, At: time.Now(), Kind: kind, Body: rawBody,
	}, rawPrivate, salt, o.key)
	if err != nil {
		o.t.Fatal(err)
	}
	push := wire.PushRequest{Actions: []wire.Action{{Records: []engagement.Record{record}}}}
	if res := tell[wire.PushReply](o, "/v1/push", push).Results[0]; res.Outcome != wire.Accepted {
		o.t.Fatalf("%s: %+v", kind, res)
	}
}

// TestTheSameStoryOverARealRelay holds the adapter to what the portal asks of a
// relay: access, answers, idempotence, refusals, hints, expiring values, mail.
func TestTheSameStoryOverARealRelay(t *testing.T) {
	o := newOffice(t)
	id, workID := engagement.ClientID(ulid.Make().String()), engagement.EngagementID(ulid.Make().String())
	acme, work := engagement.ClientStream(id), engagement.EngagementStream(workID)
	at := api + "/clients/" + string(id)
	return2025 := at + "/engagements/" + string(workID)
	o.do(acme, engagement.ClientCreated, engagement.ClientCreatedBody{Client: id, Type: engagement.Company}, engagement.ClientNamed{Name: "Acme Ltd"})
	o.do(acme, engagement.ContactInvited, engagement.ContactRef{Contact: "ruth"}, engagement.ContactPrivate{Name: "Ruth Adeyemi", Email: portaltest.RuthMail})
	o.do(work, engagement.EngagementOpened, engagement.EngagementOpenedBody{
		Client: id, Service: engagement.Form1120S, Period: "2025", People: engagement.People{Partner: o.staff},
	}, engagement.EngagementPrivate{Title: "2025 Form 1120-S", Salt: bytes.Repeat([]byte{5}, 32)})
	o.do(work, engagement.RequestAsked, engagement.RequestAskedBody{Request: "req-van"}, engagement.RequestPrivate{Title: "Vehicle purchase invoice"})

	b := o.portal().signedIn(portaltest.RuthMail)
	home := read[portal.Home](t, b.do("GET", at+"/home", nil))
	if len(home.Needs) != 1 || home.Work[0].StatusText != "Waiting for you" || !strings.HasSuffix(home.Greeting, ", Ruth") {
		t.Errorf("home: %+v", home)
	}
	file := b.upload(string(id), "Invoice.pdf", append([]byte("%PDF-1.7\n"), noise(3<<20)...))
	answer := map[string]any{"key": "answer-van-1", "answer": "files", "uploads": []string{file}}
	first := read[portal.Received](t, b.do("POST", return2025+"/requests/req-van/answer", answer))
	if again := read[portal.Received](t, b.do("POST", return2025+"/requests/req-van/answer", answer)); again.Number != first.Number {
		t.Errorf("two receipts for one answer: %s, %s", first.Number, again.Number)
	}
	b.do("POST", return2025+"/requests/req-other/answer", map[string]any{"key": "answer-2", "answer": "none", "uploads": []string{}}).want(t, http.StatusNotFound, "not-found")
	b.do("GET", api+"/clients/rosewell/home", nil).want(t, http.StatusNotFound, "not-found")
	b.do("GET", "/mercer-boyd-cpas", nil).want(t, http.StatusOK, "")
	read[portal.Thread](t, b.do("POST", return2025+"/messages", map[string]any{"key": "message-1", "text": "Here it is."}))
	o.do(acme, engagement.ContactRevoked, engagement.ContactRef{Contact: "ruth"}, nil)
	b.do("GET", api+"/me", nil).want(t, http.StatusForbidden, "ended")
}

// portal serves this office's clients. Its mail goes to the relay and, to be
// read here, into memory.
func (o *office) portal() *stage {
	o.t.Helper()
	r, blobs, short, mailer := portal.OnRelay(o.relay)
	s := &stage{World: &portaltest.World{Mail: &portaltest.Mail{}}, t: o.t, log: &bytes.Buffer{}}
	s.server = httptest.NewUnstartedServer(nil)
	p, err := portal.New(portal.Config{
		Relay: r, Blobs: blobs, Short: short, Mail: both{mailer, s.Mail}, ClientIP: o.relay.ClientIP,
		Public: &url.URL{Scheme: "http", Host: s.server.Listener.Addr().String()},
		Pages:  onePage, Log: slog.New(slog.NewTextHandler(s.log, nil)),
	})
	if err != nil {
		o.t.Fatal(err)
	}
	s.portal, s.server.Config.Handler = p, p
	s.server.Start()
	o.t.Cleanup(func() {
		s.server.Close()
		if err := p.Close(context.Background()); err != nil {
			o.t.Error(err)
		}
	})
	return s
}

type both struct{ relay, memory portal.Mailer }

func (m both) SignIn(ctx context.Context, mail portal.SignInMail) error {
	if err := m.relay.SignIn(ctx, mail); err != nil {
		return err
	}
	return m.memory.SignIn(ctx, mail)
}
