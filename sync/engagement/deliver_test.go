package engagement

import (
	"slices"
	"testing"
	"time"
)

// D1, H6: what is approved is what is sent, is what is signed, is what is
// sealed: one digest all the way.
func TestOneDigestFromApprovalToSeal(t *testing.T) {
	b := newBench(t)
	b.sent("d1", signedBy(true, "ann", "bob"))
	b.ok(b.view(ann, "d1"))
	b.signed("d1", ann, bob)
	b.ok(b.seal(sealing(b.eng().Deliverable("d1"))))
	d := b.eng().Deliverable("d1")
	draft := b.eng().Draft(d.Draft)
	if !draft.Approval.Sum.Names(d.Blob) || draft.Blob != d.Blob || d.Approval != draft.Approval.Event {
		t.Fatal("the deliverable is not what was approved")
	}
	if d.State != IsSealed || d.Seal.Size <= d.Size || len(d.Signed) != 2 || d.Signed[0].Title != "President" {
		t.Fatalf("%+v", d)
	}
	if draft.State != DraftIsPublished || len(d.Trail) != 6 {
		t.Fatalf("draft %s, trail %v", draft.State, d.Trail)
	}
	b.ok(b.place(d.Seal.Event, "sealed d1"))
	if d := b.eng().Deliverable("d1"); d.Placed == nil || !d.Placed.Sum.Names(d.Seal.Blob) {
		t.Fatal("the receipt names the sealed bytes")
	}
}

// H7: approve and publish made on stale ground are both refused.
func TestANewerDraftRefusesApprovalAndPublishing(t *testing.T) {
	b := newBench(t)
	b.ok(b.assemble(draftBody("p1", Plan{})))
	b.ok(b.submit("p1"))
	desk := NewFork(b.w) // the partner, on a train
	approve := b.event(pat, work, DraftApproved, approval(b.eng().Draft("p1")), nil)
	b.ok(Apply(desk, &approve))
	body := b.publishing("d1", "p1")
	body.Approval = approve.ID
	publish := b.event(pat, work, DeliverablePublished, body, PublishedPrivate{Title: "T"})
	b.ok(Apply(desk, &publish))
	b.records = b.records[:len(b.records)-2]

	newer := draftBody("p2", Plan{})
	newer.Replaces = "p1"
	b.ok(b.assemble(newer)) // meanwhile, in the office
	for _, e := range []Event{approve, publish} {
		if r := Check(b.w, &e); r.Code != CodeSuperseded {
			t.Errorf("%s: %s", e.Kind, r.Code)
		}
	}
}

// D2: signers come in any order, unless the plan says which.
func TestSigningOrder(t *testing.T) {
	b := newBench(t)
	b.sent("d1", signedBy(true, "ann", "bob"))
	b.sent("d2", signedBy(false, "ann", "bob"))
	next := func(id DeliverableID) []ContactID { return b.eng().Deliverable(id).Next() }
	if !slices.Equal(next("d1"), []ContactID{"ann"}) || !slices.Equal(next("d2"), []ContactID{"ann", "bob"}) {
		t.Fatalf("%v %v", next("d1"), next("d2"))
	}
	b.signed("d2", bob)
	b.signed("d1", ann)
	if !slices.Equal(next("d1"), []ContactID{"bob"}) || !slices.Equal(next("d2"), []ContactID{"ann"}) {
		t.Fatalf("%v %v", next("d1"), next("d2"))
	}
	b.signed("d1", bob)
	if len(next("d1")) != 0 || b.eng().Deliverable("d1").State != IsSigned {
		t.Fatal("d1 is signed by both")
	}
}

// D3: a corrected version never undoes what everybody signed.
func TestASignedDeliverableIsNeverReplaced(t *testing.T) {
	b := newBench(t)
	b.sent("d1", signedBy(false, "ann"))
	b.signed("d1", ann)
	b.replaced("d1", "d2")
	if d := b.eng().Deliverable("d1"); d.State != IsSigned || d.Ended != nil {
		t.Fatalf("d1 is %s", d.State)
	}
	b.ok(b.seal(sealing(b.eng().Deliverable("d1"))))
	b.replaced("d2", "d3")
	if d := b.eng().Deliverable("d2"); d.State != IsReplaced || d.Live() {
		t.Fatalf("d2 is %s", d.State)
	}
}

// D8: e-file authorisations go out for paper, not for remote signature.
func TestEfileAuthorisationsAreDeliveredNotSigned(t *testing.T) {
	b := newBench(t)
	body := draftBody("p1", Plan{})
	body.Parts[1].Efile = "8879-S"
	b.ok(b.assemble(body))
	b.ok(b.submit("p1"))
	b.ok(b.approve("p1"))
	b.ok(b.publish(b.publishing("d1", "p1")))
	if d := b.eng().Deliverable("d1"); d.State != IsDelivered || b.eng().Draft("p1").Efile() != "8879-S" {
		t.Fatalf("%+v", d)
	}
}

func TestDecliningIsATaskAndEndsSigning(t *testing.T) {
	b := newBench(t)
	b.sent("d1", signedBy(false, "ann"))
	e := b.event(ann, work, SignatureDeclined, DeliverableRef{"d1", b.sumOf("d1")}, WhyPrivate{Why: "EIN", Via: via("ann")})
	b.commit(e)
	if d := b.eng().Deliverable("d1"); d.State != IsDeclined || d.Declined.Why != "EIN" || d.AwaitsSignature() {
		t.Fatalf("%+v", d)
	}
	if got := Consequences(b.w, b.w, []Event{e}); len(got) != 2 || got[0].Kind != ArrivalRouted {
		t.Fatalf("%s", encoded(t, got))
	}
}

// R1: one reminder a day, about what is open only.
func TestReminders(t *testing.T) {
	b := newBench(t)
	b.ok(b.ask("q1"))
	b.ok(b.ask("q2"))
	b.ok(b.remind("q1", "q1", "q2", "none"))
	if r := b.eng().Request("q1"); r.Reminders != 1 {
		t.Fatalf("reminded %d times at once", r.Reminders)
	}
	b.later(ReminderRest)
	b.ok(b.answer("q1"))
	b.ok(b.remind("q1", "q2"))
	if q1, q2 := b.eng().Request("q1"), b.eng().Request("q2"); q1.Reminders != 1 || q2.Reminders != 2 {
		t.Fatalf("q1 %d, q2 %d", q1.Reminders, q2.Reminders)
	}
	b.later(ReminderRest)
	b.ok(b.answer("q2"))
	if r := b.remind("q1", "q2"); r.Code != CodeNotOpen {
		t.Fatalf("nothing is open: %s", r.Code)
	}
	until := b.now.Add(time.Hour)
	b.ok(b.ask("q3"))
	b.must(pia, work, StatusSet, StatusSetBody{To: OnHold, Until: &until}, nil)
	b.later(2 * time.Hour)
	b.ok(b.remind("q3")) // the hold is over
}

// R3: whoever signs next is reminded, once a day at most, until nobody has to.
func TestSignersAreReminded(t *testing.T) {
	b := newBench(t)
	b.sent("d1", signedBy(true, "ann", "bob"))
	b.ok(b.ask("q1"))
	b.ok(b.nudge("d1"))
	b.later(ReminderRest - time.Hour)
	for _, again := range []Refusal{b.nudge("d1"), b.remind("q1")} {
		if again.Code != CodeReminded {
			t.Fatalf("two reminders in a day: %q", again.Code)
		}
	}
	b.later(time.Hour)
	b.ok(b.nudge("d1"))
	d := b.eng().Deliverable("d1")
	if d.Reminders != 2 || d.Reminded == nil || !b.eng().LastReminder().Equal(*d.Reminded) {
		t.Fatalf("%d reminders, the last at %v", d.Reminders, d.Reminded)
	}
	if len(d.Trail) != 1 {
		t.Fatalf("a reminder is on the certificate: %v", d.Trail)
	}
	b.later(ReminderRest)
	b.signed("d1", ann)
	b.ok(b.nudge("d1"))
	b.later(ReminderRest)
	b.ok(b.decline(bob, "d1"))
	if r := b.nudge("d1"); r.Code != CodeNotOpen {
		t.Fatalf("nobody has to sign: %q", r.Code)
	}
}

// R2: a request can be answered without a file, and staff can tick it off with
// one that came by itself.
func TestAnswers(t *testing.T) {
	b := newBench(t)
	for _, id := range []RequestID{"q1", "q2", "q3"} {
		b.ok(b.ask(id))
	}
	b.ok(b.do(ann, work, RequestAnswered, RequestAnsweredBody{Request: "q1", Answer: ThereIsnt}, NotePrivate{Note: "none", Via: via("ann")}))
	b.ok(b.upload("u1"))
	b.ok(b.upload("u2"))
	b.ok(b.assignTo("u1", "q2"))
	b.ok(b.answer("q2", "u2"))
	q2 := b.eng().Request("q2")
	if q2.State != Answered || !slices.Equal(q2.Documents, []DocumentID{"u1", "u2"}) || q2.By != ann {
		t.Fatalf("%+v", q2)
	}
	b.must(pia, work, RequestWithdrawn, RequestRef{"q3"}, nil)
	if in, all := b.eng().Counts(); in != 2 || all != 2 {
		t.Fatalf("%d of %d", in, all)
	}
}

// M1: an answer ends every reply that was owed; a note does not.
func TestRepliesEndTasks(t *testing.T) {
	b := newBench(t)
	b.routed("m1")
	b.routed("m2")
	b.must(pia, work, TaskAssigned, TaskBody{About: "m1", To: "max"}, nil)
	if task := b.eng().Task("m1"); task.To != "max" || task.Because != WasAsked {
		t.Fatalf("%+v", task)
	}
	b.must(pia, work, TaskSnoozed, TaskBody{About: "m2", Until: at(monday.Add(48 * time.Hour))}, nil)
	b.must(pia, work, NotePosted, MessageBody{Message: "n1", ReplyTo: "m1"}, TextPrivate{Text: "ask Pat"})
	if b.eng().Task("m1") == nil {
		t.Fatal("a note is no answer")
	}
	b.ok(b.post(maX, "m3", "m1"))
	if b.eng().Task("m1") != nil || b.eng().Task("m2") != nil {
		t.Fatal("an answer in the thread answers all that was asked")
	}
}
