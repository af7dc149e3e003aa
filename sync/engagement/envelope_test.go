package engagement

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

func header() Header {
	return Header{
		ID: "e1", Stream: work, Action: "a1", Part: 1, Of: 1, By: pia, Device: "dev-pia", N: 1,
		At: monday, Kind: RequestAsked, Body: json.RawMessage(`{"request":"q1"}`),
	}
}

func sealed(t *testing.T, h Header, private string) Record {
	t.Helper()
	r, err := Seal(h, json.RawMessage(private), bytes.Repeat([]byte{9}, SaltSize), secretOf(h.Device))
	if err != nil {
		t.Fatal(err)
	}
	r.Seq, r.Received = 5, monday
	return r
}

// E4, H9: an erased private part leaves signature and leaf as they were.
func TestErasureKeepsSignatureAndLeaf(t *testing.T) {
	r := sealed(t, header(), `{"title":"Trial balance"}`)
	if bytes.Contains(r.Header, []byte("Trial")) {
		t.Fatal("the header has the private part")
	}
	leaf := r.Leaf()
	r.Private = nil
	if !r.VerifySignature(publicOf("dev-pia")) || !bytes.Equal(leaf, r.Leaf()) {
		t.Fatal("erasure broke the proof")
	}
	e, err := r.Decode()
	if err != nil || !e.gone() || e.PrivateBody != nil {
		t.Fatalf("%v %+v", err, e)
	}
}

// E4: every bit of the header, the private part and the signature is covered.
func TestEveryByteIsSigned(t *testing.T) {
	whole := sealed(t, header(), `{"title":"Trial balance"}`)
	for i := range whole.Header {
		r := whole
		r.Header = bytes.Clone(whole.Header)
		r.Header[i] ^= 1
		if r.VerifySignature(publicOf("dev-pia")) {
			t.Fatalf("header byte %d can be changed", i)
		}
	}
	for i := range whole.Private {
		r := whole
		r.Private = bytes.Clone(whole.Private)
		r.Private[i] ^= 1
		if _, err := r.Decode(); err == nil {
			t.Fatalf("private byte %d can be changed", i)
		}
	}
	if whole.VerifySignature(publicOf("dev-max")) || whole.VerifySignature(nil) {
		t.Fatal("another key verifies")
	}
	cut := whole
	cut.Private = whole.Private[:SaltSize-1]
	if _, err := cut.Decode(); err == nil {
		t.Fatal("a cut private part decodes")
	}
}

// E1: decoding and sending on changes no byte of the author's.
func TestRecordsTravelUntouched(t *testing.T) {
	r := sealed(t, header(), `{"title":"<Trial & balance>"}`)
	var back Record
	if err := json.Unmarshal(encoded(t, r), &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(r, back) || !bytes.Equal(r.Leaf(), back.Leaf()) {
		t.Fatal("the record changed on its way")
	}
}

// E1
func TestDecodeRefusesWhatIsNoEvent(t *testing.T) {
	for name, harm := range map[string]func(h *Header){
		"no stream":         func(h *Header) { h.Stream = "" },
		"no client":         func(h *Header) { h.Stream = "client/" },
		"a path":            func(h *Header) { h.Stream = "client/../firm" },
		"a line break":      func(h *Header) { h.Stream = "engagement/a\nb" },
		"a hidden name":     func(h *Header) { h.Stream = "engagement/.a" },
		"an endless id":     func(h *Header) { h.ID = EventID(strings.Repeat("x", 101)) },
		"no id":             func(h *Header) { h.ID = "" },
		"an id with spaces": func(h *Header) { h.ID = "a b" },
		"no action":         func(h *Header) { h.Action = "" },
		"no kind":           func(h *Header) { h.Kind = "" },
		"part zero":         func(h *Header) { h.Part = 0 },
		"a part too many":   func(h *Header) { h.Part = 2 },
	} {
		h := header()
		harm(&h)
		r := sealed(t, h, "")
		if _, err := r.Decode(); err == nil {
			t.Errorf("%s: decoded", name)
		}
	}
	r := sealed(t, header(), "")
	r.Private = bytes.Repeat([]byte{1}, 40)
	if _, err := r.Decode(); err == nil {
		t.Error("a private part that nobody signed was taken")
	}
	r = Record{Header: []byte("{")}
	if _, err := r.Decode(); err == nil {
		t.Error("half a header was taken")
	}
}

func TestSealNeedsASalt(t *testing.T) {
	if _, err := Seal(header(), json.RawMessage(`{}`), []byte("short"), secretOf("dev-pia")); err == nil {
		t.Error("a short salt was taken")
	}
	h := header()
	h.Private = strings.Repeat("a", 64)
	if e, _ := func() (Event, error) { r := sealed(t, h, ""); return r.Decode() }(); e.gone() {
		t.Error("a header names a private part that was never there")
	}
}

// E8: the relay's time counts once it is known; a lying clock changes nothing.
func TestTheRelaysClockCounts(t *testing.T) {
	b := newBench(t)
	b.ok(b.ask("q1"))
	b.ok(b.remind("q1"))
	e := b.event(pia, work, RequestReminded, RemindedBody{[]RequestID{"q1"}}, nil)
	e.At = monday.Add(1000 * time.Hour)
	if r := b.try(e); r.Code != CodeReminded {
		t.Fatalf("a clock set forward reminds again: %s", r.Code)
	}
	if pending := (Event{Header: Header{At: monday}}); !pending.When().Equal(monday) {
		t.Error("a pending event has its author's time")
	}
}

// E5: all of an action, or nothing of it.
func TestAnActionIsAcceptedOrRefusedWhole(t *testing.T) {
	b := newBench(t)
	before := encoded(t, b.w)
	events := b.pair(func(*Event) {})
	fork, r := CheckAction(b.w, events)
	b.ok(r)
	if fork.Engagement("work").Due != "2026-03-21" || b.eng().Due != "2026-03-16" {
		t.Fatal("the fork has it, the world not yet")
	}
	events = b.pair(func(e *Event) { e.Body = json.RawMessage(`{"due":"never"}`) })
	if fork, r := CheckAction(b.w, events); r.OK() || fork != nil {
		t.Fatal("half an action was taken")
	}
	if !bytes.Equal(before, encoded(t, b.w)) {
		t.Fatal("asking changed the world")
	}
	fork.Commit(b.w)
	if b.eng().Due != "2026-03-21" || len(fork.Changed()) != 1 {
		t.Fatal("committing takes the fork's streams over")
	}
}

// E7, H8: an unknown kind is counted where it happened, and ignored.
func TestUnknownKindsAreIgnoredAndCounted(t *testing.T) {
	b := newBench(t)
	for _, s := range []Stream{FirmStream, acme, work, "client/none", "engagement/none"} {
		e := b.event(pia, s, "coffee.made", json.RawMessage(`["a","b"]`), nil)
		for _, on := range []States{b.w, NewFork(b.w)} {
			if r := Apply(on, &e); r.Code != CodeUnknownKind {
				t.Fatalf("%s: %s", s, r.Code)
			}
		}
		if Blobs(&e) != nil || AudienceOf(e.Kind) != Office || Known(e.Kind) {
			t.Fatal("an unknown kind has no blobs and no audience but the office")
		}
	}
	if b.w.F.Unknown != 1 || b.w.C["acme"].Unknown != 1 || b.eng().Unknown != 1 || len(b.w.C) != 2 {
		t.Fatalf("counted %d, %d, %d", b.w.F.Unknown, b.w.C["acme"].Unknown, b.eng().Unknown)
	}
}

// H2: the bytes an event needs are named, and only those.
func TestBlobs(t *testing.T) {
	b := newBench(t)
	for k, c := range map[Kind]struct {
		body any
		want []BlobRef
	}{
		DocumentUploaded:     {DocumentBody{Document: "u", Blob: blobOf("u"), Base: "x"}, []BlobRef{blobOf("u")}},
		DocumentShared:       {DocumentBody{Blob: blobOf("u")}, []BlobRef{blobOf("u")}},
		DraftAssembled:       {draftBody("p", signedBy(false, "ann")), []BlobRef{blobOf("p")}},
		DeliverablePublished: {PublishedBody{Blob: blobOf("d")}, []BlobRef{blobOf("d")}},
		DeliverableSealed:    {SealedBody{Approved: sum("a"), Blob: blobOf("s"), Evidence: sum("e")}, []BlobRef{blobOf("s")}},
		DraftApproved:        {ApprovalBody{Sum: sum("p")}, nil},
		DocumentPlaced:       {PlacedBody{Sum: sum("p")}, nil},
		Erased:               {ErasedBody{Blobs: []Digest{sum("p")}}, nil},
		RequestAsked:         {RequestAskedBody{}, nil},
	} {
		if got := Blobs(&Event{Header: Header{Kind: k, Body: encoded(b.t, c.body)}}); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v", k, got)
		}
	}
	if Blobs(&Event{Header: Header{Kind: DocumentShared, Body: json.RawMessage(`[`)}}) != nil {
		t.Error("a broken body names no bytes")
	}
}

// H3: a fork of the portal's world begins engagements as the portal's.
func TestForksOfThePortalStayThePortals(t *testing.T) {
	b := newBench(t)
	fork := NewFork(NewFork(b.portal))
	e := b.event(pia, "engagement/new", EngagementOpened, opening("acme", "pat", ""), EngagementPrivate{Title: "T"})
	b.ok(Apply(fork, &e))
	if !fork.Engagement("new").SharedOnly || !b.portal.E["work"].SharedOnly || b.w.E["work"].SharedOnly {
		t.Fatal("the portal's engagements are marked, the office's are not")
	}
}

// E3: a refused opening leaves no stream behind.
func TestARefusedOpeningLeavesNothing(t *testing.T) {
	b := newBench(t)
	for _, e := range []Event{
		b.event(ada, "client/new", ClientCreated, ClientCreatedBody{"new", "club"}, ClientNamed{Name: "N"}),
		b.event(pia, "engagement/new", EngagementOpened, opening("none", "pat", ""), EngagementPrivate{Title: "T"}),
	} {
		if r := Apply(b.w, &e); r.OK() {
			t.Fatal("it was taken")
		}
	}
	if len(b.w.C) != 2 || len(b.w.E) != 2 {
		t.Fatalf("%d clients, %d engagements", len(b.w.C), len(b.w.E))
	}
}
