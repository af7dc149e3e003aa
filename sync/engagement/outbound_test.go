package engagement

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// minute is the firm's policy in most of these tests.
var minute = Outbound{How: AfterHold, Seconds: 60}

func (b *bench) policy(o Outbound) { b.must(ada, FirmStream, OutboundSet, o, nil) }

// saves is a save of letter.pdf as the relay takes it: with what follows from
// it, at one time.
func (b *bench) saves(bytes string) EventID {
	b.t.Helper()
	return b.savesAs("letter.pdf", bytes)
}

func (b *bench) savesAs(rel, bytes string) EventID {
	b.t.Helper()
	return b.savesBody(rel, bytes, DocumentBody{Document: "d1", Blob: blobOf(bytes), Size: 9})
}

// finds is a save that may have come back from a backup.
func (b *bench) finds(bytes string) EventID {
	b.t.Helper()
	return b.savesBody("letter.pdf", bytes, DocumentBody{Document: "d1", Blob: blobOf(bytes), Size: 9, Careful: true})
}

// takesBack is a person's withdrawal of whatever the newest version is.
func (b *bench) takesBack() {
	b.t.Helper()
	b.must(pia, work, DocumentWithdrawn, WithdrawnBody{Document: "d1", Careful: true}, WhyPrivate{Why: "wrong client"})
}

func (b *bench) savesBody(rel, bytes string, body DocumentBody) EventID {
	b.t.Helper()
	before, base := clone(b.w), b.eng().Base("letter.pdf")
	body.Base = base
	e := b.eventNamed(SaveID(workSalt, "work", "letter.pdf", base, sum(bytes)), pia, work, DocumentShared,
		body, SharedPrivate{Rel: rel, Key: "letter.pdf"})
	b.ok(b.try(e))
	for _, c := range Consequences(before, b.w, []Event{e}) {
		if c.Kind == DocumentHeld {
			b.must(Relay, c.Stream, c.Kind, c.Body, nil)
		}
	}
	return e.ID
}

func (b *bench) letOut(by Actor, v EventID) Refusal {
	return b.do(by, work, DocumentReleased, ReleasedBody{Document: "d1", Version: v}, nil)
}

// letOutAgain overrules the pull back that it knows of.
func (b *bench) letOutAgain(v EventID) Refusal {
	return b.do(maX, work, DocumentReleased, ReleasedBody{"d1", v, b.eng().version(v).PulledBack.Event}, nil)
}

func (b *bench) pulls(v EventID) Refusal {
	return b.do(pia, work, DocumentPulledBack, DocumentRef{"d1", v}, WhyPrivate{Why: "wrong year"})
}

// sees are the bytes that the client can open, by the portal's fold, which has
// to agree with the office's.
func (b *bench) sees() string {
	b.t.Helper()
	var seen [2][]string
	for i, w := range []*World{b.w, b.portal} {
		d := w.E["work"].Document("d1")
		if d == nil {
			continue
		}
		for _, v := range d.Shown() {
			for _, bytes := range []string{"v1", "v2", "v3", "v4"} {
				if sum(bytes).Names(v.Blob) {
					seen[i] = append(seen[i], bytes)
				}
			}
		}
	}
	if !slices.Equal(seen[0], seen[1]) {
		b.t.Fatalf("the office thinks that the client sees %v, and they see %v", seen[0], seen[1])
	}
	return strings.Join(seen[1], " ")
}

// stands is how the newest version stands.
func (b *bench) stands() Standing {
	d := b.eng().Document("d1")
	return d.Standing(d.Latest())
}

// outLives are lives of one file, what the client sees after each, and how the
// newest version stands.
var outLives = map[string]struct {
	life   func(b *bench)
	sees   string
	stands Standing
}{
	"at once by default":  {func(b *bench) { b.saves("v1") }, "v1", StandsOut},
	"at once when chosen": {func(b *bench) { b.policy(minute); b.policy(Outbound{How: AtOnce}); b.saves("v1") }, "v1", StandsOut},
	"held":                {func(b *bench) { b.policy(minute); b.saves("v1") }, "", StandsHeld},
	"when the hold ends":  {func(b *bench) { b.policy(minute); v := b.saves("v1"); b.ok(b.letOut(Relay, v)) }, "v1", StandsOut},
	"sent now":            {func(b *bench) { b.policy(minute); v := b.saves("v1"); b.ok(b.letOut(pia, v)) }, "v1", StandsOut},
	"on release":          {onRelease("v1"), "", StandsWaiting},
	"released":            {func(b *bench) { onRelease("")(b); v := b.saves("v1"); b.ok(b.letOut(maX, v)) }, "v1", StandsOut},
	"the earlier version stays": {
		func(b *bench) { b.saves("v1"); onRelease("v2")(b) }, "v1", StandsWaiting},
	"the newest of two held goes out and the other never": {func(b *bench) {
		b.policy(minute)
		b.saves("v1")
		b.ok(b.letOut(pia, b.saves("v2")))
	}, "v2", StandsOut},
	"pulled back before it went out": {func(b *bench) { onRelease("")(b); b.ok(b.pulls(b.saves("v1"))) }, "", StandsPulledBack},
	"pulled back after it went out":  {func(b *bench) { b.saves("v1"); b.ok(b.pulls(b.saves("v2"))) }, "v1", StandsPulledBack},
	"the only version pulled back":   {func(b *bench) { b.ok(b.pulls(b.saves("v1"))) }, "", StandsPulledBack},
	"an earlier version pulled back": {func(b *bench) { v := b.saves("v1"); b.saves("v2"); b.ok(b.pulls(v)) }, "v2", StandsOut},
	"saved after a pull back, waits": {func(b *bench) { b.ok(b.pulls(b.saves("v1"))); b.saves("v2") }, "", StandsWaiting},
	"and again":                      {func(b *bench) { b.ok(b.pulls(b.saves("v1"))); b.saves("v2"); b.saves("v3") }, "", StandsWaiting},
	"saved after that was released, goes out": {func(b *bench) {
		b.ok(b.pulls(b.saves("v1")))
		b.ok(b.letOut(pia, b.saves("v2")))
		b.saves("v3")
	}, "v2 v3", StandsOut},
	"released after all": {func(b *bench) { v := b.saves("v1"); b.ok(b.pulls(v)); b.ok(b.letOutAgain(v)) }, "v1", StandsOut},
	"withdrawn while it waits": {func(b *bench) {
		b.saves("v1")
		onRelease("v2")(b)
		b.ok(b.takeBack("d1", ""))
	}, "", StandsWaiting},
	"withdrawn, and saved again on release": {func(b *bench) {
		b.saves("v1")
		b.ok(b.takeBack("d1", ""))
		onRelease("v2")(b)
	}, "", StandsWaiting},
	"withdrawn, saved again and pulled back": {func(b *bench) {
		b.saves("v1")
		b.ok(b.takeBack("d1", ""))
		b.ok(b.pulls(b.saves("v2")))
	}, "", StandsPulledBack},
	"withdrawn, saved again and released": {func(b *bench) {
		b.saves("v1")
		b.ok(b.takeBack("d1", ""))
		onRelease("")(b)
		b.ok(b.letOut(pia, b.saves("v2")))
	}, "v1 v2", StandsOut},
	"taken back by a person, and saved again": {func(b *bench) { b.saves("v1"); b.takesBack(); b.saves("v2") }, "", StandsWaiting},
	"and saved once more":                     {func(b *bench) { b.saves("v1"); b.takesBack(); b.saves("v2"); b.saves("v3") }, "", StandsWaiting},
	"taken back by a person, and after that was released": {func(b *bench) {
		b.saves("v1")
		b.takesBack()
		b.ok(b.letOut(pia, b.saves("v2")))
		b.saves("v3")
	}, "v2 v3", StandsOut},
	"taken back, found gone and put back": {func(b *bench) {
		b.saves("v1")
		b.takesBack()
		b.ok(b.misses("d1", b.saves("v2")))
		b.saves("v2")
	}, "", StandsWaiting},
	"gone, and put back":             {func(b *bench) { b.ok(b.misses("d1", b.saves("v1"))); b.saves("v1") }, "v1", StandsOut},
	"gone as it was recorded first":  {func(b *bench) { b.ok(b.missed("d1", b.saves("v1"))); b.saves("v2") }, "v1 v2", StandsOut},
	"gone, and another in its place": {func(b *bench) { b.ok(b.misses("d1", b.saves("v1"))); b.saves("v2") }, "v2", StandsOut},
	"gone, and back with a backup":   {func(b *bench) { b.ok(b.misses("d1", b.saves("v1"))); b.finds("v1") }, "", StandsWaiting},
	"found with a backup, and saved": {func(b *bench) { b.finds("v1"); b.saves("v2") }, "", StandsWaiting},
	"erased while it waits": {func(b *bench) {
		b.saves("v1")
		onRelease("v2")(b)
		b.must(pat, work, Erased, ErasedBody{Blobs: []Digest{sum("v2")}}, nil)
	}, "v1", StandsWaiting},
}

// F11: what the client sees and how the newest version stands, after each life
// of one file.
func TestWhenASaveGoesOut(t *testing.T) {
	for name, c := range outLives {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			c.life(b)
			if got := b.sees(); got != c.sees {
				t.Errorf("the client sees %q, want %q", got, c.sees)
			}
			if got := b.stands(); got != c.stands {
				t.Errorf("the newest version is %s, want %s", got, c.stands)
			}
			waits := !b.eng().Holding.IsZero()
			if want := (c.stands == StandsHeld || c.stands == StandsWaiting) && !b.eng().Document("d1").Latest().Erased && b.eng().Document("d1").Withdrawn == nil; waits != want {
				t.Errorf("the engagement has documents that wait: %v, want %v", waits, want)
			}
		})
	}
}

func onRelease(bytes string) func(b *bench) {
	return func(b *bench) {
		b.policy(Outbound{How: OnRelease})
		if bytes != "" {
			b.saves(bytes)
		}
	}
}

// F11: a hold is reckoned from the relay's time of receipt, and begins
// again with the next save.
func TestAHoldIsReckonedFromTheLastSave(t *testing.T) {
	b := newBench(t)
	b.policy(minute)
	var until []time.Time
	for _, bytes := range []string{"v1", "v2"} {
		saved := b.now
		v := b.eng().version(b.saves(bytes))
		until = append(until, *v.Held.Until)
		if want := saved.Add(time.Minute); !until[len(until)-1].Equal(want) {
			t.Fatalf("held until %v, want %v", v.Held.Until, want)
		}
		b.now = saved.Add(40 * time.Second)
	}
	second := b.eng().Document("d1").Latest().ID
	b.now = until[0].Add(time.Second)
	if r := b.letOut(Relay, second); r.Code != CodeNotOpen {
		t.Fatalf("the relay lets it out when the first hold ends: %v", r)
	}
	b.now = until[1]
	b.ok(b.letOut(Relay, second))
	d := b.eng().Document("d1")
	if got := d.Latest().Sent(); !got.Equal(until[1]) || d.Latest().At.Equal(got) {
		t.Fatalf("sent %v, saved %v", got, d.Latest().At)
	}
}

func (e *Engagement) version(id EventID) *Version { _, v := e.Version(id); return v }

// F11: until a version is out, the portal's fold gives nothing of it away: no
// name, no number, no moment.
func TestNothingOfAHeldVersionShows(t *testing.T) {
	b := newBench(t)
	b.saves("v1")
	told := func() any {
		e := b.portal.E["work"]
		d := e.Document("d1")
		return []any{d.ShownName(), d.ShownLatest().ID, len(d.Shown()), len(e.History) - e.Veiled}
	}
	b.policy(Outbound{How: OnRelease})
	before := told()
	first := b.savesAs("Letter of Monday.PDF", "v2")
	second := b.savesAs("letter.pdf", "v3")
	b.ok(b.pulls(second))
	if r := b.look("d1", second); r.Code != CodeMissing {
		t.Fatalf("a client opens what was pulled back: %v", r)
	}
	if r := b.look("d1", first); r.Code != CodeMissing {
		t.Fatalf("a client opens what was replaced before it went out: %v", r)
	}
	if after := told(); !reflect.DeepEqual(before, after) {
		t.Fatalf("before %v, after %v", before, after)
	}
	third := b.savesAs("Letter of Monday.PDF", "v4")
	if after := told(); !reflect.DeepEqual(before, after) {
		t.Fatalf("before %v, after %v", before, after)
	}
	b.ok(b.letOut(pia, third))
	if d := b.portal.E["work"].Document("d1"); d.ShownName() != "Letter of Monday.PDF" || d.ShownLatest().ID != third {
		t.Fatalf("released: %s", d.ShownName())
	}
}

// F11: a document that was never out is withdrawn without the client noticing.
func TestWithdrawingWhatNobodySawShowsNothing(t *testing.T) {
	b := newBench(t)
	onRelease("v1")(b)
	e := b.portal.E["work"]
	before := len(e.History) - e.Veiled
	b.ok(b.takeBack("d1", ""))
	if e := b.portal.E["work"]; len(e.History)-e.Veiled != before {
		t.Fatal("the client notices that something was withdrawn")
	}
}

// F11: a person releases what the relay has not answered for yet, and the relay
// finds both in order.
func TestAReleaseWaitsBehindItsSave(t *testing.T) {
	b := newBench(t)
	b.policy(Outbound{How: OnRelease})
	desk := NewFork(b.w) // offline
	save := b.saveEvent("d1", "letter.pdf", "", "v1")
	release := b.event(pia, work, DocumentReleased, ReleasedBody{Document: "d1", Version: save.ID}, nil)
	for _, e := range []Event{save, release} {
		e.Seq, e.Received = 0, time.Time{}
		b.ok(Apply(desk, &e))
	}
	b.records = b.records[:len(b.records)-2]
	v := b.saves("v1")
	if v != save.ID || b.sees() != "" {
		t.Fatalf("the relay holds it: %s", b.sees())
	}
	b.ok(Check(b.w, &release))
	b.ok(b.letOut(pia, v))
}

// outbound is a history of every way and of what was pulled back.
func outbound(b *bench) {
	b.saves("v1")
	b.policy(minute)
	b.saves("v2")
	b.ok(b.letOut(Relay, b.saves("v3")))
	b.ok(b.look("d1", b.eng().Document("d1").Latest().ID))
	b.ok(b.pulls(b.eng().Document("d1").Latest().ID))
	b.ok(b.takeBack("d1", ""))
	b.policy(Outbound{How: OnRelease})
	b.ok(b.letOut(pia, b.savesAs("Letter.pdf", "v2")))
	v := b.saves("v4")
	b.ok(b.pulls(v))
	b.ok(b.letOutAgain(v))
	b.saves("v1")
}
