package relay_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

func ask(m matter, title string) event {
	return event{
		stream: m.stream(), kind: engagement.RequestAsked, private: engagement.RequestPrivate{Title: title},
		body: engagement.RequestAskedBody{Request: engagement.RequestID(newULID())},
	}
}

func TestTheSamePushGetsTheSameAnswer(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	a := dana.act(ask(m, "Trial balance"))
	first := dana.push(a)
	o.restart()
	dana.signIn()
	again := dana.push(a)
	if first[0].Outcome != wire.Accepted || !slices.Equal(first[0].Seqs, again[0].Seqs) || again[0].Outcome != wire.Accepted {
		t.Errorf("first %+v, again %+v", first, again)
	}
	bad := dana.act(event{stream: m.stream(), kind: engagement.RequestAccepted, body: engagement.RequestRef{Request: "nothing"}})
	for range 2 {
		if res := dana.push(bad); res[0].Outcome != wire.Refused || res[0].Refusal.Code != engagement.CodeMissing {
			t.Errorf("a refused action: %+v", res)
		}
	}
}

// What a device may not send, and what is answered.
func TestActionsThatAreNotTaken(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Preparer)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	head := func() uint64 { _, _, last := dana.pull(0); return last.Head }
	before := head()
	for _, c := range []struct {
		name, code string
		make       func() wire.Action
	}{
		{"an older count", engagement.CodeOutOfOrder, func() wire.Action {
			n := dana.n
			defer func() { dana.n = n }()
			dana.n = 1
			return dana.actAs(engagement.ActionID(newULID()), "", ask(m, "x"))
		}},
		{"a changed header", engagement.CodeBadSignature, func() wire.Action {
			a := dana.act(ask(m, "x"))
			a.Records[0].Header = slices.Replace(slices.Clone(a.Records[0].Header), 7, 8, 'Q')
			return a
		}},
		{"another private part", engagement.CodeMalformed, func() wire.Action {
			a := dana.act(ask(m, "x"))
			a.Records[0].Private[40]++
			return a
		}},
		{"half an action", engagement.CodeMalformed, func() wire.Action {
			a := dana.act(ask(m, "x"), ask(m, "y"))
			return wire.Action{Records: a.Records[:1]}
		}},
		{"nothing", engagement.CodeMalformed, func() wire.Action { return wire.Action{Records: []engagement.Record{}} }},
		{"a colleague's action", engagement.CodeForbidden, func() wire.Action { return tom.act(ask(m, "x")) }},
		{"an act of a contact", engagement.CodeForbidden, func() wire.Action {
			return dana.act(event{stream: m.stream(), kind: engagement.SignatureConsented, body: engagement.ConsentBody{}})
		}},
		{"an act of the relay", engagement.CodeForbidden, func() wire.Action {
			return dana.act(event{stream: engagement.FirmStream, kind: engagement.EpochStarted, body: engagement.EpochStartedBody{Epoch: "e"}})
		}},
		{"a stream without a proper id", engagement.CodeMalformed, func() wire.Action {
			return dana.act(event{
				stream: "client/../../x", kind: engagement.ClientCreated, private: engagement.ClientNamed{Name: "x"},
				body: engagement.ClientCreatedBody{Client: "../../x", Type: engagement.Person},
			})
		}},
	} {
		res := dana.push(c.make())
		if len(res) != 1 || res[0].Outcome != wire.Refused || res[0].Refusal.Code != c.code {
			t.Errorf("%s: %+v, want %s", c.name, res, c.code)
		}
	}
	if now := head(); now != before {
		t.Errorf("the head went from %d to %d", before, now)
	}
}

func TestWhatNeedsARefusedActionIsRefusedWithIt(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	first := dana.act(event{stream: m.stream(), kind: engagement.RequestAccepted, body: engagement.RequestRef{Request: "nothing"}})
	e, err := first.Records[0].Decode()
	if err != nil {
		t.Fatal(err)
	}
	dana.n++
	second := dana.actAs(engagement.ActionID(newULID()), e.Action, ask(m, "after it"))
	dana.n++
	third := dana.actAs(engagement.ActionID(newULID()), "", ask(m, "on its own"))
	res := dana.push(first, second, third)
	if len(res) != 3 || res[1].Refusal.Code != engagement.CodeAfterRefused || res[2].Outcome != wire.Accepted {
		t.Errorf("results: %+v", res)
	}
}

// Bytes go first: after the first action that lacks them nothing is looked at,
// and nothing is remembered against it.
func TestBlobBeforeEvent(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	data := []byte("%PDF financials")
	share := func() (event, wire.Action) {
		sum := engagement.DigestOf(data)
		e := event{
			id: engagement.SaveID(m.salt, m.engagement, "to/financials.pdf", "", sum), stream: m.stream(), kind: engagement.DocumentShared,
			body:    engagement.DocumentBody{Document: engagement.DocumentID(newULID()), Blob: engagement.BlobRef(sum), Size: int64(len(data))},
			private: engagement.SharedPrivate{Rel: "financials.pdf", Key: "to/financials.pdf"},
		}
		return e, dana.act(e)
	}
	_, save := share()
	next := dana.act(ask(m, "next"))
	res := dana.push(save, next)
	if len(res) != 1 || res[0].Refusal.Code != engagement.CodeNoBlob {
		t.Fatalf("without the bytes: %+v", res)
	}
	dana.putBlob(m.client, data)
	res = dana.push(save, next)
	if len(res) != 2 || res[0].Outcome != wire.Accepted || res[1].Outcome != wire.Accepted {
		t.Fatalf("with the bytes: %+v", res)
	}

	// A second desk saw the same save: one event, confirmed by the first.
	_, twin := share()
	if dup := dana.push(twin); dup[0].Outcome != wire.Duplicate || !slices.Equal(dup[0].Seqs, res[0].Seqs) {
		t.Errorf("the same save again: %+v, first %+v", dup, res[0])
	}
}

// H5: an id that something else was stored under makes no twin of what comes later.
func TestSomethingElseUnderTheSameIDIsNoTwin(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m, other := dana.takeOn("Acme Ltd", "maria@acme.example"), dana.takeOn("Bolt Inc", "bo@bolt.example")
	first := ask(m, "Trial balance")
	first.id = engagement.EventID(newULID())
	dana.do(first)
	elsewhere := ask(other, "Trial balance")
	elsewhere.id = first.id
	another := post(m, "hello")
	another.id = first.id
	for name, e := range map[string]event{"in another stream": elsewhere, "of another kind": another} {
		res := dana.push(dana.act(e))
		if res[0].Outcome != wire.Refused || res[0].Refusal.Code != engagement.CodeExists {
			t.Errorf("%s: %+v", name, res)
		}
	}
}

// A restricted client is hidden, by its leaves, and comes back when the
// restriction is lifted.
func TestHiddenRanges(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Preparer)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	ref := dana.putBlob(m.client, []byte("secret"))
	all, hidden, _ := tom.pull(0)
	if len(hidden) != 0 {
		t.Fatalf("hidden before: %+v", hidden)
	}
	restrict := func(only ...engagement.StaffID) {
		dana.do(event{stream: engagement.ClientStream(m.client), kind: engagement.ClientAccess, body: engagement.AccessBody{Only: only}})
	}
	restrict(o.admin)
	some, hidden, last := tom.pull(0)
	var count uint64
	for _, h := range hidden {
		count += h.To - h.From + 1
		if uint64(len(h.Leaves)) != h.To-h.From+1 {
			t.Errorf("range %d-%d has %d leaves", h.From, h.To, len(h.Leaves))
		}
	}
	if len(some) >= len(all) || uint64(len(some))+count != last.Head {
		t.Errorf("%d records and %d hidden of %d", len(some), count, last.Head)
	}
	for _, r := range some {
		if e, err := r.Decode(); err != nil || e.Stream != engagement.FirmStream {
			t.Errorf("event %d of %s is not hidden (%v)", r.Seq, e.Stream, err)
		}
	}
	if res := tom.push(tom.act(ask(m, "x"))); res[0].Refusal.Code != engagement.CodeForbidden {
		t.Errorf("writing to a hidden stream: %+v", res)
	}
	tom.must(http.StatusNotFound, "GET", "/v1/blobs/"+string(m.client)+"/"+string(ref), nil, nil)
	tom.must(http.StatusNotFound, "POST", "/v1/blobs/missing", wire.MissingRequest{Client: m.client, Blobs: []engagement.BlobRef{ref}}, nil)
	restrict()
	if again, hidden, _ := tom.pull(0); len(hidden) != 0 || len(again) <= len(all) {
		t.Errorf("after the restriction: %d records, hidden %+v", len(again), hidden)
	}
}

// A desk whose clock is ten years off signs in, pushes and pulls like any
// other, and what it did carries the relay's time.
func TestADeskTenYearsOff(t *testing.T) {
	for _, years := range []int{-10, 10} {
		o := newOffice(t)
		dana := o.enrol(o.admin)
		relayTime := o.clock.now()
		o.clock.pass(time.Duration(years) * 365 * 24 * time.Hour) // what the desk writes into At
		far := dana.act(event{stream: engagement.FirmStream, kind: engagement.RootMapped,
			body: engagement.RootMappedBody{Root: "r"}, private: engagement.Named{Name: "S:"}})
		o.clock.pass(relayTime.Sub(o.clock.now()))
		if res := dana.push(far); res[0].Outcome != wire.Accepted {
			t.Fatalf("%d years off: %+v", years, res)
		}
		records, _, _ := dana.pull(0)
		if got := records[len(records)-1].Received; !got.Equal(relayTime) {
			t.Errorf("%d years off: received %v, want %v", years, got, relayTime)
		}
	}
}
