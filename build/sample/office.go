package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/oklog/ulid/v2"

	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// office is the sample firm while it is being made: a real relay whose clock is
// set to the day something happened, and the staff's computers.
type office struct {
	dir   string // the sample's folder
	share string // the office file share
	now   time.Time
	zone  *time.Location
	relay *relay.Relay
	http  *http.Server
	url   string
	firm  relay.Firm
	root  engagement.RootID
	staff map[string]*desk // by first name
	year  string           // the tax year
}

const zoneName = "America/New_York"

func newOffice(ctx context.Context, dir, publicURL string, today time.Time) (*office, error) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, err
	}
	o := &office{
		dir: dir, share: filepath.Join(dir, "share", "Clients"), zone: zone, now: today.AddDate(0, 0, -60),
		staff: map[string]*desk{}, year: fmt.Sprint(today.Year() - 1),
	}
	o.relay, err = relay.Open(ctx, relay.Options{
		Dir: filepath.Join(dir, "relay"), PublicURL: publicURL, Now: func() time.Time { return o.now }, PDF: pdf.InProcess{},
	})
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o.url = "http://" + listener.Addr().String()
	o.http = &http.Server{Handler: o.relay.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = o.http.Serve(listener) }() // ends with close
	return o, nil
}

func (o *office) close(ctx context.Context) error {
	o.relay.Drain()
	if err := o.http.Close(); err != nil {
		return err
	}
	return o.relay.Close(ctx)
}

// desk is one member of the staff at their computer.
type desk struct {
	o     *office
	id    engagement.StaffID
	key   ed25519.PrivateKey
	name  engagement.KeyID
	token string
	until time.Time // the token is good
	n     uint64
}

func newID() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() }

// enrol brings a computer of a member of the staff into the firm.
func (o *office) enrol(ctx context.Context, first string, who engagement.StaffID) (*desk, error) {
	code, _, err := o.relay.EnrolmentCode(ctx, o.firm.ID, who)
	if err != nil {
		return nil, err
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	d := &desk{o: o, id: who, key: key}
	var reply wire.EnrolReply
	err = d.call(ctx, "/v1/enrol", wire.EnrolRequest{
		Code: code, Public: public, Name: first + "'s first computer", Sig: ed25519.Sign(key, []byte(wire.EnrolContext+code)),
	}, &reply)
	d.name = reply.Device
	o.staff[first] = d
	return d, err
}

// signIn answers the relay's challenge when the token has run out by the
// office's clock.
func (d *desk) signIn(ctx context.Context) error {
	if d.o.now.Before(d.until) {
		return nil
	}
	var ch wire.ChallengeReply
	if err := d.call(ctx, "/v1/challenge", wire.ChallengeRequest{Device: d.name}, &ch); err != nil {
		return err
	}
	var tok wire.TokenReply
	err := d.call(ctx, "/v1/token", wire.TokenRequest{
		Device: d.name, Nonce: ch.Nonce, Sig: ed25519.Sign(d.key, append([]byte(wire.TokenContext), ch.Nonce...)),
	}, &tok)
	d.token, d.until = tok.Token, d.o.now.Add(time.Duration(tok.For)*time.Second/2)
	return err
}

func (d *desk) call(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.o.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if d.token != "" {
		req.Header.Set("Authorization", "Bearer "+d.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		problem := new(wire.Error)
		if err := json.NewDecoder(res.Body).Decode(problem); err != nil {
			return fmt.Errorf("%s: %s", path, res.Status)
		}
		return fmt.Errorf("%s: %w", path, problem)
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// fact is one event to be signed.
type fact struct {
	id      engagement.EventID // empty means a new one
	stream  engagement.Stream
	kind    engagement.Kind
	body    any
	private any
}

// do appends one action of the desk.
func (d *desk) do(ctx context.Context, facts ...fact) error {
	if err := d.signIn(ctx); err != nil {
		return err
	}
	d.n++
	action := engagement.ActionID(newID())
	var records []engagement.Record
	for i, f := range facts {
		rec, err := d.seal(action, i+1, len(facts), f)
		if err != nil {
			return err
		}
		records = append(records, rec)
	}
	var reply wire.PushReply
	if err := d.call(ctx, "/v1/push", wire.PushRequest{Actions: []wire.Action{{Records: records}}}, &reply); err != nil {
		return err
	}
	if r := reply.Results[0]; r.Outcome != wire.Accepted {
		return fmt.Errorf("%s: %w", facts[0].kind, r.Refusal)
	}
	return nil
}

func (d *desk) seal(action engagement.ActionID, part, of int, f fact) (engagement.Record, error) {
	body, err := json.Marshal(f.body)
	if err != nil {
		return engagement.Record{}, err
	}
	if f.body == nil {
		body = []byte("{}")
	}
	var private json.RawMessage
	if f.private != nil {
		if private, err = json.Marshal(f.private); err != nil {
			return engagement.Record{}, err
		}
	}
	if f.id == "" {
		f.id = engagement.EventID(newID())
	}
	salt := make([]byte, engagement.SaltSize)
	if _, err := rand.Read(salt); err != nil {
		return engagement.Record{}, err
	}
	return engagement.Seal(engagement.Header{
		ID: f.id, Stream: f.stream, Action: action, Part: part, Of: of, By: engagement.StaffActor(d.id),
		Device: d.name, N: d.n, At: d.o.now, Kind: f.kind, Body: body,
	}, private, salt, d.key)
}
