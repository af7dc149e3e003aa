package engagement

import (
	"testing"
	"time"
)

// printedRules is the rule table as it is printed for the office, first match
// first (S1).
var printedRules = []struct {
	status         Status
	why            string
	office, client string
	given          func(b *bench)
}{
	{Complete, "it was marked complete", "Complete", "Complete", func(b *bench) {
		b.ok(b.ask("q1"))
		b.must(pia, work, EngagementCompleted, nil, nil)
	}},
	{OutForSigning, "a deliverable waits for a signature", "Out for signature", "Ready for you to sign", func(b *bench) {
		b.sent("d1", signedBy(false, "ann"))
		b.approvedDraft("p2", Plan{})
	}},
	{Ready, "an approved draft is not published yet", "Ready for delivery", "Nearly ready", func(b *bench) {
		b.ok(b.assemble(draftBody("p2", Plan{})))
		b.ok(b.submit("p2"))
		b.approvedDraft("p1", Plan{})
	}},
	{InReview, "a draft is with a reviewer", "In review", "In review", func(b *bench) {
		b.sent("d1", Plan{})
		b.ok(b.assemble(draftBody("p1", Plan{})))
		b.ok(b.submit("p1"))
	}},
	{Complete, "the final deliverable is signed or delivered", "Complete", "Complete", func(b *bench) {
		b.ok(b.ask("q1"))
		b.sent("d1", signedBy(false, "ann"))
		b.signed("d1", ann)
	}},
	{Waiting, "a request is open", "Waiting on information", "Waiting for you", func(b *bench) { b.ok(b.ask("q1")) }},
	{InPreparation, "nothing is open with the client", "In preparation", "In preparation", func(*bench) {}},
}

// S1: every line of the table decides where the lines below it hold too.
func TestStatusRules(t *testing.T) {
	if len(printedRules) != len(statusRules) {
		t.Fatalf("the table has %d rules, %d are printed", len(statusRules), len(printedRules))
	}
	for i, want := range printedRules {
		t.Run(want.why, func(t *testing.T) {
			if got := statusRules[i]; got.status != want.status || got.why != want.why {
				t.Fatalf("rule %d is %s because %s", i+1, got.status, got.why)
			}
			b := newBench(t)
			want.given(b)
			got, why := b.eng().derive()
			if got != want.status || why != want.why || b.eng().Derived != got {
				t.Fatalf("derived %s because %s", got, why)
			}
			if got.Internal() != want.office || got.ForClient() != want.client {
				t.Fatalf("words: %q and %q", got.Internal(), got.ForClient())
			}
		})
	}
}

// S1: a life of an engagement, step by step.
func TestStatusFollowsTheWork(t *testing.T) {
	b := newBench(t)
	is := func(want Status) {
		t.Helper()
		if got, set := b.eng().StatusAt(b.now); got != want || set {
			t.Fatalf("status is %s (set %v), want %s", got, set, want)
		}
	}
	is(InPreparation)
	b.ok(b.ask("q1"))
	is(Waiting)
	b.ok(b.upload("u1"))
	b.ok(b.answer("q1", "u1"))
	is(InPreparation)
	b.must(pia, work, RequestReturned, RequestReturnedBody{"q1", "unreadable"}, WhyPrivate{Why: "blurred"})
	is(Waiting)
	b.ok(b.upload("u2"))
	b.ok(b.answer("q1", "u2"))
	b.must(pia, work, RequestAccepted, RequestRef{"q1"}, nil)
	b.ok(b.assemble(draftBody("p1", signedBy(false, "ann"))))
	is(InPreparation)
	b.ok(b.submit("p1"))
	is(InReview)
	b.must(maX, work, DraftReturned, DraftRef{"p1"}, WhyPrivate{Why: "page 2"})
	is(InPreparation)
	b.ok(b.submit("p1"))
	b.ok(b.approve("p1"))
	is(Ready)
	b.must(pat, work, ApprovalWithdrawn, DraftRef{"p1"}, nil)
	is(InReview)
	b.ok(b.approve("p1"))
	b.ok(b.publish(b.publishing("d1", "p1")))
	is(OutForSigning)
	b.ok(b.consent(ann, "d1"))
	b.ok(b.sign(ann, "d1"))
	is(Complete)
	b.ok(b.ask("q2"))
	is(Complete) // the work is done; a late question does not undo it
}

// S2: a status a person set from the six ends with the next deriving event.
func TestAnOverrideEndsWithTheNextDerivingEvent(t *testing.T) {
	b := newBench(t)
	b.must(pia, work, StatusSet, StatusSetBody{To: InReview}, WhyPrivate{Why: "on paper"})
	if s, set := b.eng().StatusAt(b.now); s != InReview || !set {
		t.Fatalf("%s %v", s, set)
	}
	b.ok(b.post(ann, "m1", "")) // derives nothing new
	if _, set := b.eng().StatusAt(b.now); !set {
		t.Fatal("a message should not end the override")
	}
	b.ok(b.ask("q1"))
	if s, set := b.eng().StatusAt(b.now); s != Waiting || set {
		t.Fatalf("%s %v", s, set)
	}
}

// S3: a status that lies on top stays until it is lifted.
func TestAnOverlayStaysUntilItIsLifted(t *testing.T) {
	for _, s := range []Status{OnHold, OnExtension, Withdrawn} {
		b := newBench(t)
		b.must(pia, work, StatusSet, StatusSetBody{To: s}, nil)
		b.ok(b.ask("q1"))
		b.ok(b.answer("q1"))
		if got, set := b.eng().StatusAt(b.now); got != s || !set {
			t.Fatalf("%s became %s", s, got)
		}
		b.must(pia, work, StatusSet, StatusSetBody{}, nil)
		if got, set := b.eng().StatusAt(b.now); got != InPreparation || set {
			t.Fatalf("lifted: %s", got)
		}
	}
}

// S4: an override ends by the clock without an event, and history shows both.
func TestAnOverrideEndsAtItsTime(t *testing.T) {
	b := newBench(t)
	until := b.now.Add(24 * time.Hour)
	b.must(pia, work, StatusSet, StatusSetBody{To: OnHold, Until: &until}, WhyPrivate{Why: "away"})
	for _, c := range []struct {
		at   time.Time
		want Status
	}{{until.Add(-time.Nanosecond), OnHold}, {until, InPreparation}} {
		if got, _ := b.eng().StatusAt(c.at); got != c.want {
			t.Errorf("at %s: %s", c.at, got)
		}
	}
	if b.eng().Override.Why != "away" || b.eng().Derived != InPreparation {
		t.Error("the derived status and the override are both kept")
	}
	if show, differs := ToShow(b.eng(), until); !differs || show.Status != InPreparation {
		t.Errorf("after its end the client is to read %+v", show)
	}
}

// S5: what the client reads is recorded when it changes, and only then.
func TestTheClientIsToldOnce(t *testing.T) {
	b := newBench(t)
	step := func(e Event) []Consequence {
		before := clone(b.w)
		b.commit(e)
		return Consequences(before, b.w, []Event{e})
	}
	got := step(b.event(pia, work, RequestAsked, RequestAskedBody{Request: "q1"}, RequestPrivate{Title: "T"}))
	if len(got) != 1 || got[0].Kind != StatusShown || got[0].Stream != work || string(got[0].Body) != `{"status":"waiting"}` {
		t.Fatalf("%s", encoded(t, got))
	}
	b.must(Relay, work, StatusShown, got[0].Body, nil)
	if got := step(b.event(pia, work, RequestAsked, RequestAskedBody{Request: "q2"}, RequestPrivate{Title: "T"})); len(got) != 0 {
		t.Fatalf("told again: %s", encoded(t, got))
	}
	got = step(b.event(pia, work, StatusSet, StatusSetBody{To: OnExtension}, nil))
	if len(got) != 1 || string(got[0].Body) != `{"status":"on-extension","until":"2026-03-16"}` {
		t.Fatalf("%s", encoded(t, got))
	}
}

// S6: what a contact does finds somebody; an answer with files finds them once.
func TestConsequencesRouteOnce(t *testing.T) {
	b := newBench(t)
	b.ok(b.ask("q1"))
	up := b.event(ann, work, DocumentUploaded, DocumentBody{Document: "u1", Blob: blobOf("u1"), Size: 9}, UploadPrivate{Name: "n", Via: via("ann")})
	b.commit(up)
	answer := b.event(ann, work, RequestAnswered, RequestAnsweredBody{"q1", WithFiles, []DocumentID{"u1"}}, NotePrivate{Via: via("ann")})
	b.commit(answer)
	var routes []string
	for _, c := range Consequences(b.w, b.w, []Event{up, answer}) {
		if c.Kind != StatusShown {
			routes = append(routes, string(c.Kind)+" "+string(c.Body))
		}
	}
	if len(routes) != 1 || routes[0] != `arrival.routed {"about":"q1","kind":"arrival","to":"pia","because":"preparer"}` {
		t.Fatalf("%q", routes)
	}
}

// S6: an action over several streams tells each of its own.
func TestConsequencesStayInTheirStream(t *testing.T) {
	b := newBench(t)
	one := b.event(pia, work, RequestAsked, RequestAskedBody{Request: "q1"}, RequestPrivate{Title: "T"})
	two := b.event(pia, odd, EngagementCompleted, nil, nil)
	b.commit(one)
	b.commit(two)
	got := map[Stream]string{}
	for _, c := range Consequences(b.w, b.w, []Event{one, two}) {
		got[c.Stream] = string(c.Body)
	}
	if got[work] != `{"status":"waiting"}` || got[odd] != `{"status":"complete"}` || len(got) != 2 {
		t.Fatalf("%v", got)
	}
}
