package relay_test

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// Two desks with different ranges give back what a restored relay lost: each
// event has its place once, in the old order, after what the new epoch had.
func TestWhatARestoreLostComesBack(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Preparer)
	m, closed := dana.takeOn("Acme Ltd", "maria@acme.example"), dana.takeOn("Closed Inc", "x@closed.example")
	dana.do(event{
		stream: engagement.ClientStream(closed.client), kind: engagement.ClientAccess,
		body: engagement.AccessBody{Only: []engagement.StaffID{o.admin}},
	})
	saved := o.backup()
	_, _, at := dana.pull(0)

	dana.do(ask(closed, "nobody else may read this"))
	tom.do(ask(m, "Trial balance"))
	tom.save(m, "letter.pdf", []byte("a letter"))
	dana.save(closed, "secret.pdf", []byte("a secret"))
	o.contact(m, engagement.MessagePosted, engagement.MessageBody{Message: "M1"}, engagement.TextPrivate{Text: "Hello?"})
	sue := o.hire(dana, "Sue Late", engagement.Manager) // her computer is not in the backup
	sue.do(post(m, "Good morning."))
	whole, part := dana.copyHistory(), tom.copyHistory()
	o.lose(saved)
	for _, d := range []*desk{dana, tom} {
		d.signIn()
	}
	var ch wire.ChallengeReply
	sue.must(http.StatusOK, "POST", "/v1/challenge", wire.ChallengeRequest{Device: sue.id}, &ch)
	sue.must(http.StatusUnauthorized, "POST", "/v1/token", sue.answer(ch), nil)
	o.contact(m, engagement.MessagePosted, engagement.MessageBody{Message: "M2"}, engagement.TextPrivate{Text: "Anybody?"})
	if p := o.restoreProblems(); len(p) != 1 || !strings.Contains(p[0], "2 computers") {
		t.Errorf("the doctor says %q", p)
	}
	_, _, now := dana.pull(0)
	if !now.Settling || now.Wanted {
		t.Errorf("after the restore the relay says %+v", now.State)
	}

	if got := tom.giveBack(part.offer(t, at.Head), true); got[wire.Taken] == 0 || got[wire.Aside] > 0 {
		t.Errorf("Tom gave back %v", got)
	}
	if got := tom.giveBack(part.offer(t, 0), true); got[wire.Taken] > 0 || got[wire.Aside] > 0 {
		t.Errorf("Tom gave back again %v", got)
	}
	if got := dana.giveBack(whole.offer(t, at.Head), true); got[wire.Taken] == 0 || got[wire.Known] == 0 || got[wire.Aside] > 0 {
		t.Errorf("Dana gave back %v", got)
	}
	records, hidden, last := dana.pull(0)
	old, new := kinds(t, whole.records), kinds(t, records)
	if len(hidden) > 0 || len(new) != len(old)+int(now.Head-at.Head)-1 {
		t.Errorf("there are %d events, there were %d and %d in the new epoch", len(new), len(old), now.Head-at.Head)
	}
	for _, id := range old {
		if n := slices.Index(new, id); n < 0 || slices.Contains(new[n+1:], id) {
			t.Errorf("event %s is not there once", id)
		}
	}
	sue.signIn()
	if n := last.Head; n > 0 {
		sue.do(post(m, "I am back."))
		dana.do(ask(m, "life goes on"))
		tom.do(ask(m, "for everybody"))
	}
	if _, _, s := sue.pull(0); !s.Settling {
		t.Error("Sue's computer is not waited for")
	}
	sue.giveBack(wire.ReofferRequest{Events: []wire.Offered{}}, true)
	if _, _, s := sue.pull(0); s.Settling {
		t.Error("nobody is missing, and it still settles")
	}
	if p := o.restoreProblems(); len(p) != 1 || !strings.Contains(p[0], "2 files") {
		t.Errorf("the doctor says %q", p)
	}
	o.fetchWhatWasLost(dana, tom, m, closed)
	if p := o.restoreProblems(); len(p) != 0 {
		t.Errorf("the doctor says %q", p)
	}
}

// fetchWhatWasLost has desks send the bytes of what they gave back.
func (o *office) fetchWhatWasLost(dana, tom *desk, m, closed matter) {
	t := o.t
	t.Helper()
	if all, his := dana.wanted(), tom.wanted(); len(all) != 2 || len(his) != 1 || his[0].Client != m.client {
		t.Errorf("Dana is asked for %+v, Tom for %+v", all, his)
	}
	letter := string(engagement.DigestOf([]byte("a letter")))
	status, problem := tom.call("GET", "/v1/blobs/"+string(m.client)+"/"+letter, nil, nil)
	if status != http.StatusGone || problem.Code != wire.CodeLost {
		t.Errorf("reading a lost file: %d %+v", status, problem)
	}
	tom.putBlob(m.client, []byte("a letter"))
	tom.must(http.StatusOK, "GET", "/v1/blobs/"+string(m.client)+"/"+letter, nil, nil)
	o.restart()
	dana.signIn()
	if all := dana.wanted(); len(all) != 1 || all[0].Client != closed.client {
		t.Errorf("still asked for: %+v", all)
	}
	dana.putBlob(closed.client, []byte("a secret"))
	if all := dana.wanted(); len(all) != 0 {
		t.Errorf("asked for after all was sent: %+v", all)
	}
	if _, _, s := dana.pull(0); s.Wanted {
		t.Error("the relay still wants bytes")
	}
}

// What the log of the firm does not prove is not taken, whoever offers it.
func TestALyingDeskGivesNothingBack(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	saved := o.backup()
	_, _, at := dana.pull(0)
	dana.do(ask(m, "one"))
	dana.do(ask(m, "two"))
	dana.do(ask(m, "three"))
	mine := dana.copyHistory()

	theirs, theirAdmin, err := o.relay.CreateFirm(context.Background(), relay.NewFirm{Name: "Other Firm", Zone: "America/Chicago", Administrator: "Olive"})
	if err != nil {
		t.Fatal(err)
	}
	ours := o.firm
	o.firm = theirs
	other := o.enrol(theirAdmin)
	o.firm = ours
	foreign := other.copyHistory()
	o.lose(saved)
	dana.signIn()
	_, _, before := dana.pull(0)
	_, liar, _ := ed25519.GenerateKey(nil)

	for name, c := range map[string]struct {
		code string
		lie  func(in *wire.ReofferRequest)
	}{
		"a forged event": {wire.CodeNotProven, func(in *wire.ReofferRequest) {
			in.Events[0].Record = dana.act(ask(m, "forged")).Records[0]
			in.Events[0].Record.Seq, in.Events[0].Record.Received = at.Head+1, o.clock.now()
		}},
		"another private part": {wire.CodeNotProven, func(in *wire.ReofferRequest) { in.Events[0].Record.Private[40]++ }},
		"another time": {wire.CodeNotProven, func(in *wire.ReofferRequest) {
			in.Events[0].Record.Received = in.Events[0].Record.Received.Add(time.Second)
		}},
		"another number": {wire.CodeNotProven, func(in *wire.ReofferRequest) {
			last := len(in.Events) - 1
			in.Events[last].Record.Seq++
		}},
		"exchanged numbers": {wire.CodeNotProven, func(in *wire.ReofferRequest) {
			a, b := &in.Events[0].Record, &in.Events[1].Record
			a.Seq, b.Seq = b.Seq, a.Seq
			in.Events[0], in.Events[1] = in.Events[1], in.Events[0]
		}},
		"another order":     {wire.CodeMalformed, func(in *wire.ReofferRequest) { slices.Reverse(in.Events) }},
		"one event twice":   {wire.CodeMalformed, func(in *wire.ReofferRequest) { in.Events = append(in.Events, in.Events[len(in.Events)-1]) }},
		"a path of another": {wire.CodeNotProven, func(in *wire.ReofferRequest) { in.Events[0].Path = in.Events[1].Path }},
		"no path":           {wire.CodeNotProven, func(in *wire.ReofferRequest) { in.Events[0].Path = [][]byte{[]byte("short")} }},
		"no checkpoint":     {wire.CodeNotProven, func(in *wire.ReofferRequest) { in.Checkpoint = "" }},
		"a checkpoint of its own": {wire.CodeNotProven, func(in *wire.ReofferRequest) {
			c := proof.Checkpoint{Firm: ours.ID, Epoch: at.Epoch, Size: mine.tail.Size(), Root: mine.tail.Root()}
			in.Checkpoint = c.Sign(liar)
		}},
		"another firm's events":     {wire.CodeNotProven, func(in *wire.ReofferRequest) { *in = foreign.offer(t, 0) }},
		"another firm's checkpoint": {wire.CodeNotProven, func(in *wire.ReofferRequest) { in.Checkpoint = foreign.at.Checkpoint }},
		"the present history":       {wire.CodeMalformed, func(in *wire.ReofferRequest) { in.Checkpoint = before.Checkpoint }},
		"too much at once": {wire.CodeTooLarge, func(in *wire.ReofferRequest) {
			in.Events = slices.Repeat(in.Events, wire.MaxReoffer)
		}},
	} {
		in := mine.offer(t, at.Head)
		for i := range in.Events {
			in.Events[i].Record.Private = slices.Clone(in.Events[i].Record.Private)
		}
		c.lie(&in)
		if status, problem := dana.call("POST", "/v1/reoffer", in, nil); status < 400 || problem.Code != c.code || problem.Message == "" {
			t.Errorf("%s: %d %+v, want %s", name, status, problem, c.code)
		}
	}
	if _, _, after := dana.pull(0); after.Head != before.Head || !after.Settling {
		t.Errorf("the history is %+v, was %+v", after.State, before.State)
	}
	if got := dana.giveBack(mine.offer(t, at.Head), true); got[wire.Taken] != len(mine.offer(t, at.Head).Events) {
		t.Errorf("the truth: %v", got)
	}
}

// Half of what belongs together waits at the relay until somebody brings the
// rest, and survives a restart meanwhile.
func TestWhatCannotTakeItsPlaceIsKeptAside(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	saved := o.backup()
	_, _, at := dana.pull(0)
	asked := ask(m, "Trial balance")
	id := asked.body.(engagement.RequestAskedBody).Request
	dana.do(asked)
	dana.do(event{stream: m.stream(), kind: engagement.RequestWithdrawn, body: engagement.RequestRef{Request: id}})
	dana.do(ask(m, "one"), ask(m, "of one act"))
	mine := dana.copyHistory()
	o.lose(saved)
	dana.signIn()

	all := mine.offer(t, at.Head)
	end := all
	end.Events = slices.DeleteFunc(slices.Clone(all.Events), func(o wire.Offered) bool {
		e, err := o.Record.Decode()
		return err != nil || o.Record.Seq == at.Head+1 || e.Part == 2
	})
	if got := dana.giveBack(end, false); got[wire.Aside] != 2 {
		t.Errorf("without the beginning of one and the end of another: %v", got)
	}
	o.restart()
	dana.signIn()
	if got := dana.giveBack(all, true); got[wire.Taken] == 0 || got[wire.Taken]+got[wire.Known] != len(all.Events) {
		t.Errorf("with both: %v", got)
	}
	if left := relay.Aside(t, o.relay, o.firm.ID); left != 0 {
		t.Errorf("%d events are still aside", left)
	}
	dana.do(ask(m, "life goes on"))
}

// An act that is kept aside from an earlier call still is to be pushed again by
// its computer, though a later one of the same computer has its place already.
func TestALaterActDoesNotOvertakeOneThatIsAside(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	saved := o.backup()
	_, _, at := dana.pull(0)
	asked := ask(m, "Trial balance")
	id := asked.body.(engagement.RequestAskedBody).Request
	dana.do(asked)
	second := dana.act(event{stream: m.stream(), kind: engagement.RequestWithdrawn, body: engagement.RequestRef{Request: id}})
	dana.push(second)
	dana.do(ask(m, "Loans"))
	all := dana.copyHistory().offer(t, at.Head)
	o.lose(saved)
	dana.signIn()
	only := func(seqs ...uint64) wire.ReofferRequest {
		in := all
		in.Events = slices.DeleteFunc(slices.Clone(all.Events), func(o wire.Offered) bool { return !slices.Contains(seqs, o.Record.Seq-at.Head) })
		return in
	}
	events := map[engagement.Kind]uint64{}
	for _, offered := range all.Events {
		if e, err := offered.Record.Decode(); err == nil {
			events[e.Kind] = offered.Record.Seq - at.Head // of two requests, the later
		}
	}
	if got := dana.giveBack(only(events[engagement.RequestWithdrawn]), false); got[wire.Aside] != 1 {
		t.Fatalf("the second act without the first: %v", got)
	}
	if got := dana.giveBack(only(events[engagement.RequestAsked]), true); got[wire.Taken] != 1 {
		t.Fatalf("the third act: %v", got)
	}
	if res := dana.push(second)[0]; res.Refusal.Code == "" || res.Refusal.Code == engagement.CodeOutOfOrder {
		t.Errorf("the second act again: %+v; it needs the first", res)
	}
}

// A mail that waited when the backup was made has gone out since: nobody gets it
// a second time.
func TestAMailThatWaitedInABackupIsNotSentAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	o.newMails(0)
	dana.do(ask(m, "Trial balance"))
	o.settle()
	dana.do(post(m, "not even a waiting mail yet"))
	saved := o.backup()
	if got := o.newMails(11 * time.Minute); len(got) != 2 {
		t.Fatalf("before the loss: %q", got)
	}
	o.lose(saved)
	if got := o.newMails(time.Hour); len(got) != 0 {
		t.Errorf("after it: %q", got)
	}
	dana.signIn()
	dana.giveBack(wire.ReofferRequest{Events: []wire.Offered{}}, true)
	dana.do(ask(m, "Loans"))
	if got := o.newMails(11 * time.Minute); len(got) != 1 {
		t.Errorf("of what is new: %q", got)
	}
}

// While computers may still give something back nothing is deleted; what was
// erased before stays erased, although a computer that was off still has it.
func TestNothingIsDeletedUntilEveryDeskCameBack(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Reyes", engagement.Preparer)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	saved := o.backup()
	_, _, at := dana.pull(0)
	say := func(text string) engagement.EventID {
		e := post(m, text)
		e.id = engagement.EventID(newULID())
		dana.do(e)
		return e.id
	}
	erase := func(words engagement.EventID, file string) {
		dana.do(event{stream: m.stream(), kind: engagement.Erased, body: engagement.ErasedBody{
			Events: []engagement.EventID{words}, Blobs: []engagement.Digest{engagement.DigestOf([]byte(file))}}})
	}
	first, second := say("erased before the loss"), say("erased after it")
	dana.save(m, "b.pdf", []byte("erased after it"))
	his := tom.copyHistory() // and Tom goes home
	erase(first, "nothing")
	mine := dana.copyHistory()
	o.lose(saved)
	dana.signIn()
	dana.giveBack(mine.offer(t, at.Head), true)
	dana.putBlob(m.client, []byte("erased after it"))
	erase(second, "erased after it")
	o.settle()
	if o.words(dana, first) != "" || o.words(dana, second) == "" {
		t.Errorf("while Tom is away the relay has %q and %q", o.words(dana, first), o.words(dana, second))
	}
	dana.must(http.StatusOK, "GET", "/v1/blobs/"+string(m.client)+"/"+string(engagement.DigestOf([]byte("erased after it"))), nil, nil)

	tom.signIn()
	tom.giveBack(his.offer(t, at.Head), true)
	o.settle()
	if o.words(dana, first) != "" || o.words(dana, second) != "" {
		t.Errorf("when all are back the relay has %q and %q", o.words(dana, first), o.words(dana, second))
	}
	dana.must(http.StatusNotFound, "GET", "/v1/blobs/"+string(m.client)+"/"+string(engagement.DigestOf([]byte("erased after it"))), nil, nil)
	before := o.portalState()
	relay.DropFolds(t, o.relay, o.firm.ID)
	o.restart()
	if after := o.portalState(); after != before {
		t.Error("the state is another one after a restart")
	}
}

// words is the private part of an event as the relay has it.
func (o *office) words(by *desk, id engagement.EventID) string {
	o.t.Helper()
	records, _, _ := by.pull(0)
	for i := range records {
		if e, err := records[i].Decode(); err == nil && e.ID == id {
			return string(e.PrivateBody)
		}
	}
	o.t.Fatalf("event %s is gone", id)
	return ""
}

// A code, a session or a link that was used up after the backup does not work
// again.
func TestARestoreForgetsCodesAndSessions(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	code, _, err := o.relay.EnrolmentCode(ctx, o.firm.ID, o.admin)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.relay.Ephemeral("").Put(ctx, "session", "k", []byte("v"), o.clock.now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	o.lose(o.backup())
	_, key, _ := ed25519.GenerateKey(nil)
	thief := &desk{o: o, key: key}
	if status, problem := thief.call("POST", "/v1/enrol", thief.enrolment(code), nil); status != http.StatusForbidden || problem.Code != wire.CodeBadCode {
		t.Errorf("an old code: %d %+v", status, problem)
	}
	if _, err := o.relay.Ephemeral("").Get(ctx, "session", "k"); err == nil {
		t.Error("an old session still works")
	}
}
