package relay_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// A status that a person set until Friday is gone for the client on Friday,
// although nothing happened; they are told once.
func TestAStatusEndsAtItsTime(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.do(ask(m, "Trial balance"))
	until := o.clock.now().Add(72 * time.Hour)
	dana.do(event{stream: m.stream(), kind: engagement.StatusSet, body: engagement.StatusSetBody{To: engagement.OnHold, Until: &until}})
	shown := func() (s engagement.Status) {
		o.settle()
		err := o.relay.View(context.Background(), o.firm.ID, func(w *engagement.World) { s = w.Engagement(m.engagement).Shown.Status })
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	told := func() (n int) {
		records, _, _ := dana.pull(0)
		for i := range records {
			if e, err := records[i].Decode(); err == nil && e.Kind == engagement.StatusShown {
				n++
			}
		}
		return n
	}
	o.clock.pass(71 * time.Hour)
	dana.signIn()
	before := told()
	if s := shown(); s != engagement.OnHold {
		t.Errorf("before its time the client reads %s", s)
	}
	o.clock.pass(time.Hour)
	dana.signIn()
	for range 3 {
		if s := shown(); s != engagement.Waiting {
			t.Errorf("at its time the client reads %s", s)
		}
	}
	if n := told() - before; n != 1 {
		t.Errorf("they were told %d times", n)
	}
}

// A clock that is ten years off records nothing, tells nobody and ends nothing;
// set right, everything goes on. Who runs the server can say that it is right.
func TestAClockThatIsYearsOff(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	for name, off := range map[string]time.Duration{"ahead": years, "behind": -years} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			ctx := context.Background()
			dana := o.enrol(o.admin)
			m := dana.takeOn("Acme Ltd", "maria@acme.example")
			if err := o.relay.Ephemeral("").Put(ctx, "session", "k", []byte("v"), o.clock.now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			act := dana.act(ask(m, "Trial balance"))
			o.settle()
			mails := len(o.subjects())
			tries := func() {
				t.Helper()
				dana.signIn()
				status, problem := dana.call("POST", "/v1/push", wire.PushRequest{Actions: []wire.Action{act}}, nil)
				if status != http.StatusServiceUnavailable || problem.Code != wire.CodeClock || problem.Message == "" || problem.Hint == "" {
					t.Errorf("a push: %d %+v", status, problem)
				}
				_, err := o.relay.AppendAsContact(ctx, o.firm.ID, relay.ContactAct{Contact: m.contact, Events: []relay.Draft{{
					Stream: m.stream(), Kind: engagement.MessagePosted, Body: engagement.MessageBody{Message: "M1"}, Private: engagement.TextPrivate{Text: "Hello?"},
				}}})
				if code, status, ok := relay.Explain(err); !ok || code != wire.CodeClock || status != http.StatusServiceUnavailable {
					t.Errorf("a client's message: %v", err)
				}
				o.settle()
				if n := len(o.subjects()); n != mails {
					t.Errorf("%d mails, there were %d", n, mails)
				}
			}
			before := o.head()
			o.clock.pass(off)
			tries()
			o.restart()
			tries()
			if p := o.problemsOf("clock"); len(p) != 1 || !strings.Contains(p[0], "accept-clock") {
				t.Errorf("the doctor says %q", p)
			}
			o.clock.pass(-off)
			if _, err := o.relay.Ephemeral("").Get(ctx, "session", "k"); err != nil {
				t.Errorf("a session was ended by the wrong clock: %v", err)
			}
			dana.signIn()
			if res := dana.push(act); res[0].Outcome != wire.Accepted || o.head() == before {
				t.Errorf("with the right clock: %+v", res)
			}
			o.clock.pass(off)
			if err := o.relay.AcceptClock(ctx); err != nil {
				t.Fatal(err)
			}
			dana.signIn()
			dana.do(ask(m, "by the new clock"))
			o.restart()
			dana.signIn()
			dana.do(ask(m, "and on"))
		})
	}
}

// What is erased by a clock that was just said to be right is erased, though the
// relay holds all deletions while it has no newer event by that clock.
func TestWhatIsErasedByANewClockIsErased(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	words := post(m, "my number is 123-45-6789")
	words.id = engagement.EventID(newULID())
	dana.do(words)
	o.clock.pass(10 * 365 * 24 * time.Hour)
	if err := o.relay.AcceptClock(context.Background()); err != nil {
		t.Fatal(err)
	}
	dana.signIn()
	dana.do(event{stream: m.stream(), kind: engagement.Erased, body: engagement.ErasedBody{Events: []engagement.EventID{words.id}}})
	o.settle()
	if left := o.words(dana, words.id); left != "" {
		t.Errorf("the relay still has %q", left)
	}
}

func (o *office) head() uint64 {
	o.t.Helper()
	records, err := relay.Head(o.relay, o.firm.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return records
}
