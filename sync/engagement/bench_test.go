package engagement

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
)

// bench is a firm under test: it writes signed events, tries them on the
// office's world and on the portal's, and holds what must hold after each.
type bench struct {
	t       reporter
	w       *World // the office's
	portal  *World // what the portal is fed
	now     time.Time
	n       uint64
	records []Record
	events  []Event
}

// reporter is what testing.T and rapid.T have in common.
type reporter interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// The people. Pat and Sam are partners, Max is the manager, Pia the preparer,
// Ada the only administrator. Ann and Bob serve Acme, Zoe another client.
const (
	pat Actor = "staff/pat"
	sam Actor = "staff/sam"
	maX Actor = "staff/max"
	pia Actor = "staff/pia"
	ada Actor = "staff/ada"
	ann Actor = "contact/ann"
	bob Actor = "contact/bob"
	zoe Actor = "contact/zoe"

	acme Stream = "client/acme"
	zeta Stream = "client/zeta"
	work Stream = "engagement/work" // Acme's return
	odd  Stream = "engagement/odd"  // Zeta's books
)

var (
	monday   = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	workSalt = bytes.Repeat([]byte{7}, SaltSize)
)

// sum is the digest of some made-up bytes.
func sum(of string) Digest { return DigestOf([]byte(of)) }

func blobOf(of string) BlobRef { return BlobRef(sum(of)) }

// at is a pointer to a time.
func at(t time.Time) *time.Time { return &t }

func deviceOf(by Actor) KeyID {
	if id := by.Staff(); id != "" {
		return KeyID("dev-" + id)
	}
	return "portal"
}

func secretOf(k KeyID) ed25519.PrivateKey {
	seed := []byte(DigestOf([]byte(k)))
	return ed25519.NewKeyFromSeed(seed[:ed25519.SeedSize])
}

func publicOf(k KeyID) []byte { return secretOf(k).Public().(ed25519.PublicKey) }

// newBench is the firm with its people, two clients and two engagements.
func newBench(t reporter) *bench {
	made := furnished()
	return &bench{
		t: t, w: clone(made.w), portal: clone(made.portal), now: made.now, n: made.n,
		records: slices.Clone(made.records), events: slices.Clone(made.events),
	}
}

// furnished makes the firm once.
var furnished = sync.OnceValue(func() *bench {
	b := emptyBench(panics{})
	b.found()
	for _, s := range []struct {
		id    StaffID
		roles []Role
	}{
		{"pat", []Role{Partner}}, {"sam", []Role{Partner, Manager}}, {"max", []Role{Manager}},
		{"pia", []Role{Preparer}}, {"ada", []Role{Administrator}},
	} {
		b.must(Relay, FirmStream, StaffAdded, StaffAddedBody{s.id, s.roles}, Named{strings.ToUpper(string(s.id))})
		b.addKey(KeyID("dev-"+s.id), DeviceKey, s.id)
	}
	b.must(pia, FirmStream, RootMapped, RootMappedBody{"share"}, Named{"Clients"})
	b.client(acme, "Acme Ltd", "ann", "bob")
	b.client(zeta, "Zeta Trust", "zoe")
	b.open(work, "acme")
	b.open(odd, "zeta")
	return b
})

// panics reports where no test runs yet.
type panics struct{}

func (panics) Helper()                         {}
func (panics) Fatal(args ...any)               { panic(fmt.Sprint(args...)) }
func (panics) Fatalf(form string, args ...any) { panic(fmt.Sprintf(form, args...)) }

func emptyBench(t reporter) *bench {
	b := &bench{t: t, w: NewWorld(), portal: NewWorld(), now: monday}
	b.portal.SharedOnly = true
	return b
}

// found starts the firm the way the relay does: nobody may be asked yet.
func (b *bench) found() {
	created := b.event(Relay, FirmStream, FirmCreated, FirmCreatedBody{"firm1", "America/New_York"}, Named{"Reed & Moss"})
	if r := Check(b.w, &created); !r.OK() {
		b.t.Fatalf("a firm cannot be founded: %v", r)
	}
	b.commit(created)
	b.commit(b.event(Relay, FirmStream, KeyAdded, KeyAddedBody{Key: "portal", Purpose: PortalKey, Public: publicOf("portal")}, Named{"portal"}))
}

func (b *bench) addKey(k KeyID, p KeyPurpose, s StaffID) {
	b.must(Relay, FirmStream, KeyAdded, KeyAddedBody{k, p, s, publicOf(k)}, Named{string(k)})
}

func (b *bench) client(s Stream, name string, contacts ...ContactID) {
	b.must(ada, s, ClientCreated, ClientCreatedBody{s.ClientID(), Company}, ClientNamed{Name: name})
	for _, c := range contacts {
		b.must(ada, s, ContactInvited, ContactRef{c}, ContactPrivate{Name: strings.ToTitle(string(c)), Email: string(c) + "@acme.example"})
	}
}

func (b *bench) open(s Stream, c ClientID) {
	b.must(pia, s, EngagementOpened, EngagementOpenedBody{
		Client: c, Service: Form1120S, Period: "2025", Due: "2026-03-16",
		People: People{Partner: "pat", Manager: "max", Preparer: "pia"},
	}, EngagementPrivate{Title: "2025 Form 1120-S", Salt: workSalt})
}

// event writes and signs one event without trying it.
func (b *bench) event(by Actor, in Stream, k Kind, body, private any) Event {
	return b.eventNamed("", by, in, k, body, private)
}

func (b *bench) eventNamed(id EventID, by Actor, in Stream, k Kind, body, private any) Event {
	b.t.Helper()
	b.n++
	if id == "" {
		id = EventID(fmt.Sprintf("e%d", b.n))
	}
	h := Header{
		ID: id, Stream: in, Action: ActionID(fmt.Sprintf("a%d", b.n)), Part: 1, Of: 1,
		By: by, Device: deviceOf(by), N: b.n, Seen: uint64(len(b.events)), At: b.now, Kind: k, Body: encoded(b.t, body),
	}
	var hidden json.RawMessage
	if private != nil {
		hidden = encoded(b.t, private)
	}
	r, err := Seal(h, hidden, bytes.Repeat([]byte{byte(b.n)}, SaltSize), secretOf(h.Device))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Seq, r.Received = uint64(len(b.events)+1), b.now
	e, err := r.Decode()
	if err != nil {
		b.t.Fatal(err)
	}
	b.records = append(b.records, r)
	b.now = b.now.Add(time.Minute)
	return e
}

func encoded(t reporter, v any) json.RawMessage {
	t.Helper()
	if v == nil {
		return json.RawMessage("{}")
	}
	if raw, ok := v.(json.RawMessage); ok {
		return raw
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// do writes an event and tries it: it happens unless it is refused.
func (b *bench) do(by Actor, in Stream, k Kind, body, private any) Refusal {
	b.t.Helper()
	return b.try(b.event(by, in, k, body, private))
}

// must is do for what has to be taken.
func (b *bench) must(by Actor, in Stream, k Kind, body, private any) Event {
	b.t.Helper()
	e := b.event(by, in, k, body, private)
	if r := b.try(e); !r.OK() {
		b.t.Fatalf("%s by %s: %s: %v", k, by, r.Code, r)
	}
	return e
}

// try holds Check against Apply, and a refusal against the state.
func (b *bench) try(e Event) Refusal {
	b.t.Helper()
	before := encoded(b.t, b.w)
	checked := Check(b.w, &e)
	if after := encoded(b.t, b.w); !bytes.Equal(before, after) {
		b.t.Fatalf("Check changed the state: %s", e.Kind)
	}
	if checked.OK() {
		b.commit(e)
		return checked
	}
	b.records = b.records[:len(b.records)-1]
	if mayAct(b.w, &e).OK() && !e.gone() && !takesDerivedID(&e) && Apply(clone(b.w), &e).OK() {
		b.t.Fatalf("Check refuses %s with %v, Apply takes it", e.Kind, checked)
	}
	refusesWhole(b.t, b.w, &e)
	return checked
}

// refusesWhole fails when Apply refuses e and changes something nevertheless.
func refusesWhole(t reporter, w *World, e *Event) {
	t.Helper()
	again := clone(w)
	if r := Apply(again, e); r.OK() || r.Code == CodeUnknownKind {
		return
	}
	if !bytes.Equal(encoded(t, w), encoded(t, again)) {
		t.Fatalf("%s was refused and changed the state all the same", e.Kind)
	}
}

// commit folds an accepted event at both ends.
func (b *bench) commit(e Event) {
	b.t.Helper()
	if r := Apply(b.w, &e); !r.OK() {
		b.t.Fatalf("Check took %s, Apply refuses it: %v", e.Kind, r)
	}
	if AudienceOf(e.Kind) == Shared {
		if r := Apply(b.portal, &e); !r.OK() {
			b.t.Fatalf("the office took %s, the portal refuses it: %v", e.Kind, r)
		}
	}
	b.events = append(b.events, e)
	if c := clone(b.w); !reflect.DeepEqual(c, b.w) {
		b.t.Fatalf("after %s the state does not survive its own JSON", e.Kind)
	}
}

// ok fails the test on a refusal.
func (b *bench) ok(r Refusal) {
	b.t.Helper()
	if !r.OK() {
		b.t.Fatalf("refused: %s: %v", r.Code, r)
	}
}

// eng is Acme's engagement as it stands.
func (b *bench) eng() *Engagement { return b.w.E["work"] }

func (b *bench) later(d time.Duration) { b.now = b.now.Add(d) }
