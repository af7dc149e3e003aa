package desk

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// ErrInsecure is returned for an address that would send keys and clients'
// data in the clear.
var ErrInsecure = errors.New("desk: plain http is for a relay on this computer only; use https")

// CheckAddress reads a relay's address. Plain http is taken for this computer
// only.
func CheckAddress(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(address), "/"))
	if err != nil || u.Host == "" || u.User != nil {
		return nil, fmt.Errorf("desk: %q is not the address of a relay", address)
	}
	switch u.Scheme {
	case "https":
		return u, nil
	case "http":
		if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			return u, nil
		}
		return nil, ErrInsecure
	}
	return nil, fmt.Errorf("desk: %q is not the address of a relay", address)
}

// caller makes single calls to a relay.
type caller struct {
	base *url.URL
	http *http.Client
}

// call sends in (nil for none) and reads a reply into out.
func (c caller) call(ctx context.Context, method, path, token string, in, out any) error {
	var body io.Reader
	var kind string
	if in != nil {
		var raw []byte
		var err error
		if raw, kind, err = encode(in); err != nil {
			return fmt.Errorf("desk: %w", err)
		}
		body = bytes.NewReader(raw)
	}
	resp, err := c.send(ctx, method, path, token, body, kind)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if out == nil {
		return nil
	}
	return readReply(resp, out)
}

// encode answers a body and its type: a push is CBOR, all else JSON.
func encode(in any) (raw []byte, kind string, err error) {
	if _, push := in.(wire.PushRequest); !push {
		raw, err = json.Marshal(in)
		return raw, wire.JSONType, err
	}
	var b bytes.Buffer
	err = wire.Encode(&b, in)
	return b.Bytes(), wire.CBORType, err
}

func readReply(resp *http.Response, out any) error {
	raw, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxReply))
	if err == nil {
		err = wire.DecodeReply(resp.Header.Get("Content-Type"), raw, out)
	}
	if err != nil {
		return fmt.Errorf("%w: its reply cannot be read: %v", ErrUnreachable, err)
	}
	return nil
}

// send answers a reply of success; anything else is an error, a *wire.Error
// where the relay gave one.
func (c caller) send(ctx context.Context, method, path, token string, body io.Reader, kind string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base.String()+path, body)
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	return c.do(req, token, kind)
}

func (c caller) do(req *http.Request, token, kind string) (*http.Response, error) {
	req.Header.Set(wire.ProtocolHeader, strconv.Itoa(wire.Protocol))
	req.Header.Set("Accept", wire.CBORType)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if req.Body != nil {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err // the address may be long, and says nothing
		}
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	if resp.StatusCode < 300 {
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, readError(resp)
}

func readError(resp *http.Response) error {
	var e wire.Error
	raw, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<16)) // what cannot be read says no more than the status
	if wire.DecodeReply(resp.Header.Get("Content-Type"), raw, &e) == nil && e.Code != "" {
		return &e
	}
	if resp.StatusCode == http.StatusNotFound {
		return &wire.Error{Code: wire.CodeNotFound, Message: "The relay does not have this."}
	}
	switch resp.StatusCode {
	case http.StatusConflict:
		return errLacksParts
	case http.StatusRequestedRangeNotSatisfiable:
		return errNoMore
	}
	return fmt.Errorf("%w as a relay does: %s", ErrUnreachable, resp.Status)
}

func (l *Link) caller() caller { return caller{l.base, l.cfg.HTTP} }

// call is a call with a token, which is renewed once where it is not taken.
func (l *Link) call(ctx context.Context, method, path string, in, out any) error {
	return l.callWithin(ctx, l.cfg.Timing.Call, method, path, in, out)
}

// callWithin is call for what may take longer than others.
func (l *Link) callWithin(ctx context.Context, limit time.Duration, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return l.authorised(ctx, func(token string) error {
		return l.caller().call(ctx, method, path, token, in, out)
	})
}

func (l *Link) authorised(ctx context.Context, do func(token string) error) error {
	token, err := l.tokenNow(ctx)
	if err != nil {
		return err
	}
	err = do(token)
	var remote *wire.Error
	if !errors.As(err, &remote) || remote.Code != wire.CodeUnauthorized {
		return err
	}
	l.dropToken(token)
	if token, err = l.tokenNow(ctx); err != nil {
		return err
	}
	return do(token)
}

func (l *Link) dropToken(token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.token == token {
		l.token = ""
	}
}

// tokenNow answers the token of the day, or answers a challenge for a new one.
func (l *Link) tokenNow(ctx context.Context) (string, error) {
	l.mu.Lock()
	token, expires := l.token, l.expires
	l.mu.Unlock()
	if token != "" && l.cfg.Clock.Now().Before(expires) {
		return token, nil
	}
	var challenge wire.ChallengeReply
	device := l.cfg.Identity.Device
	if err := l.caller().call(ctx, http.MethodPost, "/v1/challenge", "", wire.ChallengeRequest{Device: device}, &challenge); err != nil {
		return "", err
	}
	sig := ed25519.Sign(l.cfg.Key, append([]byte(wire.TokenContext), challenge.Nonce...))
	var reply wire.TokenReply
	in := wire.TokenRequest{Device: device, Nonce: challenge.Nonce, Sig: sig}
	if err := l.caller().call(ctx, http.MethodPost, "/v1/token", "", in, &reply); err != nil {
		return "", err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.token = reply.Token
	l.expires = l.cfg.Clock.Now().Add(time.Duration(reply.For) * time.Second * 9 / 10)
	return l.token, nil
}

// Enrol exchanges an enrolment code for a place in the firm. It is safe to
// repeat with the same key after a lost reply only if the relay took no code;
// a used code is "bad-code".
func Enrol(ctx context.Context, client *http.Client, address, code, computer string, key ed25519.PrivateKey) (Identity, error) {
	base, err := CheckAddress(address)
	if err != nil {
		return Identity{}, err
	}
	if client == nil {
		client = http.DefaultClient
	}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return Identity{}, errors.New("desk: the device's key is not Ed25519")
	}
	in := wire.EnrolRequest{
		Code: code, Public: public, Name: computer,
		Sig: ed25519.Sign(key, append([]byte(wire.EnrolContext), code...)),
	}
	var reply wire.EnrolReply
	if err := (caller{base, client}).call(ctx, http.MethodPost, "/v1/enrol", "", in, &reply); err != nil {
		return Identity{}, err
	}
	id := Identity{
		Relay: base.String(), Firm: reply.Firm, Staff: reply.Staff, Device: reply.Device,
		Epoch: reply.Epoch, LogKey: reply.LogKey, SealCert: reply.SealCert,
	}
	if id.Firm == "" || id.Staff == "" || id.Device == "" || len(id.LogKey) != ed25519.PublicKeySize {
		return Identity{}, errors.New("desk: the relay's reply to the enrolment is incomplete")
	}
	return id, nil
}

// NewEnrolment asks for a code that lets a member of the staff enrol one
// computer.
func (l *Link) NewEnrolment(ctx context.Context, staff engagement.StaffID) (wire.EnrolmentReply, error) {
	var reply wire.EnrolmentReply
	err := l.call(ctx, http.MethodPost, "/v1/enrolments", wire.EnrolmentRequest{Staff: staff}, &reply)
	return reply, err
}

// Filing answers who places uploads on the share.
func (l *Link) Filing(ctx context.Context) (wire.FilingReply, error) {
	var reply wire.FilingReply
	err := l.call(ctx, http.MethodGet, "/v1/filing", nil, &reply)
	return reply, err
}

// Evidence answers the evidence record of a sealed deliverable, byte for byte
// as the relay spells it.
func (l *Link) Evidence(ctx context.Context, e engagement.EngagementID, d engagement.DeliverableID) (raw []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, l.cfg.Timing.Call)
	defer cancel()
	err = l.authorised(ctx, func(token string) error {
		resp, err := l.caller().send(ctx, http.MethodGet, "/v1/evidence/"+string(e)+"/"+string(d), token, nil, "")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if raw, err = io.ReadAll(io.LimitReader(resp.Body, wire.MaxReply)); err != nil {
			return fmt.Errorf("%w: its reply cannot be read: %v", ErrUnreachable, err)
		}
		return nil
	})
	return raw, err
}

// present tells the relay that this desk is on, when it is time.
func (l *Link) present(ctx context.Context) error {
	l.mu.Lock()
	now, filing := l.cfg.Clock.Now(), l.filing
	due := l.told.IsZero() || now.Sub(l.told) >= l.cfg.Timing.Presence
	l.mu.Unlock()
	if !due {
		return nil
	}
	if err := l.call(ctx, http.MethodPost, "/v1/presence", wire.PresenceRequest{Roots: filing}, nil); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if slices.Equal(l.filing, filing) { // else that is told with the next round
		l.told = now
	}
	return nil
}
