package synctest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"

	"tieout/sync/desk"
	"tieout/sync/wire"
)

// Asks calls the relay as somebody would who took this computer's key: with a right token, and any
// question. It answers the status and the body.
func (d *Desk) Asks(path string) (int, string) {
	d.w.t.Helper()
	seed, err := d.secrets.Get("device-key")
	d.w.ok("take the key", err)
	raw, err := hex.DecodeString(seed)
	d.w.ok("read the key", err)
	text, err := d.secrets.Get("identity")
	d.w.ok("take the identity", err)
	var id desk.Identity
	d.w.ok("read the identity", json.Unmarshal([]byte(text), &id))

	var challenge wire.ChallengeReply
	var token wire.TokenReply
	d.post("/v1/challenge", wire.ChallengeRequest{Device: id.Device}, &challenge)
	signed := ed25519.Sign(ed25519.NewKeyFromSeed(raw), append([]byte(wire.TokenContext), challenge.Nonce...))
	d.post("/v1/token", wire.TokenRequest{Device: id.Device, Nonce: challenge.Nonce, Sig: signed}, &token)
	req, err := http.NewRequestWithContext(d.w.t.Context(), http.MethodGet, address+path, nil)
	d.w.ok("ask", err)
	req.Header.Set("Authorization", "Bearer "+token.Token)
	return d.ask(req)
}

func (d *Desk) post(path string, in, out any) {
	d.w.t.Helper()
	raw, err := json.Marshal(in)
	d.w.ok("ask", err)
	req, err := http.NewRequestWithContext(d.w.t.Context(), http.MethodPost, address+path, bytes.NewReader(raw))
	d.w.ok("ask", err)
	req.Header.Set("Content-Type", "application/json")
	_, body := d.ask(req)
	d.w.ok("read the answer of "+path, json.Unmarshal([]byte(body), out))
}

func (d *Desk) ask(req *http.Request) (int, string) {
	d.w.t.Helper()
	resp, err := (&http.Client{Transport: d.line}).Do(req)
	d.w.ok("ask", err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	d.w.ok("read the answer", err)
	return resp.StatusCode, string(body)
}
