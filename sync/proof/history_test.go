package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/sync/engagement"
	"tieout/sync/proof"
)

// history is a small firm's log: it signs events, numbers them and proves them.
type history struct {
	t       *testing.T
	records []engagement.Record
	hashes  []tlog.Hash
	n       uint64
}

var epochStart = time.Date(2026, 3, 14, 15, 0, 0, 0, time.UTC)

// testKey is a key pair that is the same in every run.
func testKey(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte(name[:1]), ed25519.SeedSize))
}

func public(name string) ed25519.PublicKey {
	return testKey(name).Public().(ed25519.PublicKey)
}

func asJSON(t *testing.T, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// write appends one event by an actor, signed with the named key.
func (h *history) write(key string, by engagement.Actor, in engagement.Stream, k engagement.Kind, body, private any) engagement.Record {
	h.t.Helper()
	h.n++
	head := engagement.Header{
		ID: engagement.EventID(fmt.Sprintf("event-%d", h.n)), Stream: in,
		Action: engagement.ActionID(fmt.Sprintf("action-%d", h.n)), Part: 1, Of: 1,
		By: by, Device: engagement.KeyID(key), N: h.n, Kind: k, Body: asJSON(h.t, body),
		At: epochStart.Add(time.Duration(h.n) * time.Minute),
	}
	var hidden json.RawMessage
	if private != nil {
		hidden = asJSON(h.t, private)
	}
	salt := bytes.Repeat([]byte{byte(h.n)}, engagement.SaltSize)
	r, err := engagement.Seal(head, hidden, salt, testKey(key))
	if err != nil {
		h.t.Fatal(err)
	}
	return h.number(r)
}

// number gives the record its place in the log.
func (h *history) number(r engagement.Record) engagement.Record {
	h.t.Helper()
	r.Seq = uint64(len(h.records) + 1)
	r.Received = epochStart.Add(time.Duration(r.Seq)*time.Minute + 123456*time.Microsecond)
	stored, err := tlog.StoredHashes(int64(r.Seq-1), r.Leaf(), h.reader())
	if err != nil {
		h.t.Fatal(err)
	}
	h.hashes = append(h.hashes, stored...)
	h.records = append(h.records, r)
	return r
}

func (h *history) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(at))
		for i, n := range at {
			found[i] = h.hashes[n]
		}
		return found, nil
	})
}

func (h *history) checkpoint(key string) string {
	h.t.Helper()
	size := int64(len(h.records))
	root, err := tlog.TreeHash(size, h.reader())
	if err != nil {
		h.t.Fatal(err)
	}
	return proof.Checkpoint{Firm: "firm1", Epoch: "epoch1", Size: uint64(size), Root: root}.Sign(testKey(key))
}

func (h *history) path(seq uint64) ([]proof.Hash, error) {
	p, err := tlog.ProveRecord(int64(len(h.records)), int64(seq-1), h.reader())
	return p, err
}

func (h *history) addKey(key string, purpose engagement.KeyPurpose, staff engagement.StaffID) {
	h.write("portal", engagement.Relay, engagement.FirmStream, engagement.KeyAdded, engagement.KeyAddedBody{
		Key: engagement.KeyID(key), Purpose: purpose, Staff: staff, Public: public(key),
	}, engagement.Named{Name: "LAPTOP-" + key})
}

// story is the history of one deliverable that two people sign.
type story struct {
	*history
	trail []engagement.Record
	seal  engagement.Record
}

var (
	approved = engagement.DigestOf([]byte("the approved package"))
	sealed   = engagement.DigestOf([]byte("the sealed package"))
	consent  = engagement.DigestOf([]byte("I agree to sign electronically."))
	plan     = engagement.Plan{
		Signers: []engagement.ContactID{"ann", "bob"}, InOrder: true,
		Fields: []engagement.Field{
			{ID: "f1", Kind: engagement.SignatureField, Signer: "ann", Page: 2, X: 72, Y: 100, W: 180, H: 30},
			{ID: "f2", Kind: engagement.SignatureField, Signer: "bob", Page: 2, X: 300, Y: 100, W: 180, H: 30},
		},
	}
)

const workStream = engagement.Stream("engagement/eng1")

func viaOf(who string) *engagement.Via {
	return &engagement.Via{Session: "s-" + who, Method: "link", Email: who + "@acme.example", IP: "203.0.113.7", Agent: "Firefox"}
}

// newHistory is a firm with its keys.
func newHistory(t *testing.T) *history {
	h := &history{t: t}
	h.write("portal", engagement.Relay, engagement.FirmStream, engagement.FirmCreated,
		engagement.FirmCreatedBody{Firm: "firm1", Zone: "America/New_York"}, engagement.Named{Name: "Reed & Moss"})
	h.addKey("portal", engagement.PortalKey, "")
	h.addKey("log", engagement.LogKey, "")
	h.addKey("xseal", engagement.SealKey, "")
	h.addKey("device", engagement.DeviceKey, "dana")
	h.addKey("other", engagement.DeviceKey, "tom")
	return h
}

// act writes one step of the trail.
func (s *story) act(key string, by engagement.Actor, k engagement.Kind, body, private any) engagement.Record {
	r := s.write(key, by, workStream, k, body, private)
	s.trail = append(s.trail, r)
	return r
}

func (s *story) approve() engagement.EventID {
	r := s.act("device", "staff/dana", engagement.DraftApproved, engagement.ApprovalBody{
		Draft: "draft1", Sum: approved, Pages: 3, Plan: plan.Digest(),
	}, nil)
	e, err := r.Decode()
	if err != nil {
		s.t.Fatal(err)
	}
	return e.ID
}

func (s *story) publish(approval engagement.EventID) {
	s.act("device", "staff/dana", engagement.DeliverablePublished, engagement.PublishedBody{
		Deliverable: "del1", Draft: "draft1", Approval: approval, Blob: engagement.BlobRef(approved),
		Size: 20, Pages: 3, Plan: plan, To: plan.Signers, Final: true,
	}, engagement.PublishedPrivate{Title: "2025 Form 1120-S"})
}

func (s *story) view(who string) {
	s.act("portal", engagement.Actor("contact/"+who), engagement.DeliverableViewed,
		engagement.DeliverableRef{Deliverable: "del1", Sum: approved}, engagement.ViaPrivate{Via: viaOf(who)})
}

func (s *story) consent(who string) {
	s.act("portal", engagement.Actor("contact/"+who), engagement.SignatureConsented,
		engagement.ConsentBody{Deliverable: "del1", Sum: approved, Text: consent, Version: "2026-01"},
		engagement.ViaPrivate{Via: viaOf(who)})
}

func (s *story) sign(who, name, title string) {
	s.act("portal", engagement.Actor("contact/"+who), engagement.SignatureGiven,
		engagement.SignatureBody{Deliverable: "del1", Sum: approved, Plan: plan.Digest()},
		engagement.SignaturePrivate{Name: name, Title: title, Via: viaOf(who)})
}

func (s *story) sealIt() {
	s.seal = s.write("portal", engagement.Relay, workStream, engagement.DeliverableSealed, engagement.SealedBody{
		Deliverable: "del1", Approved: approved, Blob: engagement.BlobRef(sealed), Size: 99, Pages: 4,
		Evidence: engagement.DigestOf([]byte("embedded")),
	}, nil)
}

// signedStory is the whole life of a deliverable, with strangers' events
// between.
func signedStory(t *testing.T) *story {
	s := &story{history: newHistory(t)}
	a := s.approve()
	s.write("other", "staff/tom", "engagement/eng2", engagement.EngagementCompleted, struct{}{}, nil)
	s.publish(a)
	s.view("ann")
	s.consent("ann")
	s.sign("ann", "Ann Acme", "President")
	s.consent("bob")
	s.sign("bob", "Bob Bolt", "Secretary")
	s.sealIt()
	s.write("other", "staff/tom", "engagement/eng2", engagement.EngagementReopened, struct{}{}, nil)
	return s
}

// input is what the relay would hand to Build.
func (s *story) input() proof.Input {
	in := proof.Input{Firm: "firm1", Trail: s.trail, Checkpoint: s.checkpoint("log"), Path: s.path}
	for _, r := range s.records {
		if e, err := r.Decode(); err == nil && e.Kind == engagement.KeyAdded {
			in.Keys = append(in.Keys, r)
		}
	}
	if s.seal.Seq != 0 {
		in.Seal = &s.seal
	}
	return in
}

func (s *story) evidence() *proof.Record {
	s.t.Helper()
	r, err := proof.Build(s.input())
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}
