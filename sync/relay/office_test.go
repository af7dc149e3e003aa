package relay_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// clock is the relay's clock in tests: it moves when it is told to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// office is a relay with one firm, behind a real HTTP server.
type office struct {
	t     testing.TB
	dir   string
	key   string // the master key's file, after a restore
	clock *clock
	logs  *bytes.Buffer
	relay *relay.Relay
	http  *httptest.Server
	firm  relay.Firm
	admin engagement.StaffID
	tune  func(*relay.Options)
}

var tuesday = time.Date(2026, 3, 3, 15, 4, 5, 0, time.UTC)

func newOffice(t testing.TB) *office {
	t.Helper()
	return newOfficeWith(t, func(*relay.Options) {})
}

func newOfficeWith(t testing.TB, tune func(*relay.Options)) *office {
	t.Helper()
	o := &office{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: tuesday}, logs: new(bytes.Buffer), tune: tune}
	o.open()
	var err error
	o.firm, o.admin, err = o.relay.CreateFirm(context.Background(), relay.NewFirm{
		Name: "Mercer & Boyd CPAs", Zone: "America/New_York", Administrator: "Dana Whitfield",
		Email: "dana@mercerboyd.example", Roles: []engagement.Role{engagement.Partner},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.close() })
	return o
}

func (o *office) open() {
	o.t.Helper()
	opts := relay.Options{
		Dir: o.dir, PublicURL: "https://portal.example", Now: o.clock.now,
		Log: slog.New(slog.NewTextHandler(o.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	o.tune(&opts)
	var err error
	o.relay, err = relay.Open(context.Background(), opts)
	if err != nil {
		o.t.Fatal(err)
	}
	o.http = httptest.NewServer(o.relay.Handler())
}

func (o *office) close() {
	if o.http == nil {
		return
	}
	o.relay.Drain()
	o.http.Close()
	if err := o.relay.Close(context.Background()); err != nil {
		o.t.Error(err)
	}
	o.http = nil
}

// restart stops the relay and opens it again.
func (o *office) restart() {
	o.t.Helper()
	o.close()
	o.open()
}

// desk is a computer that speaks to the relay over plain HTTP.
type desk struct {
	o     *office
	key   ed25519.PrivateKey
	id    engagement.KeyID
	staff engagement.StaffID
	token string
	n     uint64
	head  uint64
}

func newULID() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() }

// enrol brings a new computer of a member of the staff into the firm.
func (o *office) enrol(staff engagement.StaffID) *desk {
	o.t.Helper()
	code, _, err := o.relay.EnrolmentCode(context.Background(), o.firm.ID, staff)
	if err != nil {
		o.t.Fatal(err)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	d := &desk{o: o, key: key, staff: staff}
	var out wire.EnrolReply
	d.must(http.StatusOK, "POST", "/v1/enrol", d.enrolment(code), &out)
	d.id = out.Device
	d.signIn()
	return d
}

func (d *desk) enrolment(code string) wire.EnrolRequest {
	return wire.EnrolRequest{
		Code: code, Public: d.key.Public().(ed25519.PublicKey), Name: "front desk",
		Sig: ed25519.Sign(d.key, append([]byte(wire.EnrolContext), code...)),
	}
}

func (d *desk) signIn() {
	d.o.t.Helper()
	var ch wire.ChallengeReply
	d.must(http.StatusOK, "POST", "/v1/challenge", wire.ChallengeRequest{Device: d.id}, &ch)
	var tok wire.TokenReply
	d.must(http.StatusOK, "POST", "/v1/token", d.answer(ch), &tok)
	d.token = tok.Token
}

func (d *desk) answer(ch wire.ChallengeReply) wire.TokenRequest {
	return wire.TokenRequest{Device: d.id, Nonce: ch.Nonce, Sig: ed25519.Sign(d.key, append([]byte(wire.TokenContext), ch.Nonce...))}
}

// call makes a request and reads the reply into out, or the error reply.
func (d *desk) call(method, path string, in, out any) (int, *wire.Error) {
	d.o.t.Helper()
	var body io.Reader
	switch in := in.(type) {
	case nil:
	case []byte:
		body = bytes.NewReader(in)
	default:
		raw, err := json.Marshal(in)
		if err != nil {
			d.o.t.Fatal(err)
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, d.o.http.URL+path, body)
	if err != nil {
		d.o.t.Fatal(err)
	}
	if d.token != "" {
		req.Header.Set("Authorization", "Bearer "+d.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		d.o.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		d.o.t.Fatal(err)
	}
	if res.StatusCode >= 400 {
		problem := new(wire.Error)
		if err := json.Unmarshal(raw, problem); err != nil {
			d.o.t.Fatalf("%s %s: %d with %q", method, path, res.StatusCode, raw)
		}
		return res.StatusCode, problem
	}
	switch out := out.(type) {
	case nil:
	case *[]byte:
		*out = raw
	default:
		if err := json.Unmarshal(raw, out); err != nil {
			d.o.t.Fatalf("%s %s: %v in %q", method, path, err, raw)
		}
	}
	return res.StatusCode, nil
}

func (d *desk) must(status int, method, path string, in, out any) {
	d.o.t.Helper()
	if got, problem := d.call(method, path, in, out); got != status {
		d.o.t.Fatalf("%s %s: status %d (%v), want %d", method, path, got, problem, status)
	}
}

// event is one event of an action in the making.
type event struct {
	id      engagement.EventID
	stream  engagement.Stream
	kind    engagement.Kind
	body    any
	private any
}

// act signs an action of the desk.
func (d *desk) act(events ...event) wire.Action {
	d.o.t.Helper()
	d.n++
	return d.actAs(engagement.ActionID(newULID()), "", events...)
}

func (d *desk) actAs(id, after engagement.ActionID, events ...event) wire.Action {
	d.o.t.Helper()
	var a wire.Action
	for i, e := range events {
		body, err := json.Marshal(e.body)
		if err != nil {
			d.o.t.Fatal(err)
		}
		var private json.RawMessage
		if e.private != nil {
			if private, err = json.Marshal(e.private); err != nil {
				d.o.t.Fatal(err)
			}
		}
		if e.id == "" {
			e.id = engagement.EventID(newULID())
		}
		salt := make([]byte, engagement.SaltSize)
		rand.Read(salt)
		rec, err := engagement.Seal(engagement.Header{
			ID: e.id, Stream: e.stream, Action: id, Part: i + 1, Of: len(events), After: after,
			By: engagement.StaffActor(d.staff), Device: d.id, N: d.n, Seen: d.head,
			At: d.o.clock.now(), Kind: e.kind, Body: body,
		}, private, salt, d.key)
		if err != nil {
			d.o.t.Fatal(err)
		}
		a.Records = append(a.Records, rec)
	}
	return a
}

func (d *desk) push(actions ...wire.Action) []wire.Result {
	d.o.t.Helper()
	var out wire.PushReply
	d.must(http.StatusOK, "POST", "/v1/push", wire.PushRequest{Actions: actions}, &out)
	return out.Results
}

// do pushes one action that must be accepted.
func (d *desk) do(events ...event) wire.Result {
	d.o.t.Helper()
	res := d.push(d.act(events...))
	if len(res) != 1 || res[0].Outcome != wire.Accepted {
		d.o.t.Fatalf("pushing %s: %+v", events[0].kind, res)
	}
	return res[0]
}

// pull reads all that the desk may see.
func (d *desk) pull(after uint64) (records []engagement.Record, hidden []wire.Hidden, last wire.PullReply) {
	d.o.t.Helper()
	for {
		var out wire.PullReply
		d.must(http.StatusOK, "GET", fmt.Sprintf("/v1/pull?after=%d", after), nil, &out)
		records, hidden = append(records, out.Records...), append(hidden, out.Hidden...)
		if out.Through >= out.Head {
			return records, hidden, out
		}
		after = out.Through
	}
}

func (d *desk) putBlob(client engagement.ClientID, data []byte) engagement.BlobRef {
	d.o.t.Helper()
	hash := blob.Sum(data).String()
	d.must(http.StatusOK, "PUT", "/v1/blobs/"+string(client)+"/"+hash, data, nil)
	return engagement.BlobRef(hash)
}

// hire adds a member of the staff and enrols a computer for them.
func (o *office) hire(by *desk, name string, roles ...engagement.Role) *desk {
	o.t.Helper()
	id := engagement.StaffID(newULID())
	by.do(event{
		stream: engagement.FirmStream, kind: engagement.StaffAdded,
		body: engagement.StaffAddedBody{Staff: id, Roles: roles}, private: engagement.Named{Name: name},
	})
	return o.enrol(id)
}

// matter is a client with a contact and an engagement.
type matter struct {
	client     engagement.ClientID
	contact    engagement.ContactID
	engagement engagement.EngagementID
	salt       []byte
}

func (m matter) stream() engagement.Stream { return engagement.EngagementStream(m.engagement) }

// takeOn opens a client, a contact and an engagement.
func (d *desk) takeOn(name, email string) matter {
	d.o.t.Helper()
	m := matter{
		client: engagement.ClientID(newULID()), contact: engagement.ContactID(newULID()),
		engagement: engagement.EngagementID(newULID()), salt: bytes.Repeat([]byte{7}, 32),
	}
	d.do(
		event{
			stream: engagement.ClientStream(m.client), kind: engagement.ClientCreated,
			body: engagement.ClientCreatedBody{Client: m.client, Type: engagement.Company}, private: engagement.ClientNamed{Name: name},
		},
		event{
			stream: engagement.ClientStream(m.client), kind: engagement.ContactInvited,
			body: engagement.ContactRef{Contact: m.contact}, private: engagement.ContactPrivate{Name: "Maria Alvarez", Email: email},
		},
	)
	d.do(event{
		stream: m.stream(), kind: engagement.EngagementOpened,
		body: engagement.EngagementOpenedBody{
			Client: m.client, Service: engagement.Form1120S, Period: "2025", People: engagement.People{Partner: d.o.admin},
		},
		private: engagement.EngagementPrivate{Title: "2025 Form 1120-S", Salt: m.salt},
	})
	return m
}
