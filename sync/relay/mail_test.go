package relay_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// postman is a Mailer that fails as often as it is told.
type postman struct {
	mu    sync.Mutex
	fails []error
	sent  []relay.Message
}

func (p *postman) Send(_ context.Context, m relay.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.fails) > 0 {
		err := p.fails[0]
		p.fails = p.fails[1:]
		return err
	}
	p.sent = append(p.sent, m)
	return nil
}

func (o *office) settle() {
	o.t.Helper()
	if err := o.relay.Settle(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

// newMails forgets the mails so far and answers what comes after some time.
func (o *office) newMails(after time.Duration) []string {
	o.t.Helper()
	o.settle()
	for _, name := range mustGlob(o.t, filepath.Join(o.dir, "outbox", "*.eml")) {
		if err := os.Remove(name); err != nil {
			o.t.Fatal(err)
		}
	}
	o.clock.pass(after)
	o.settle()
	return o.subjects()
}

func mustGlob(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func (d *desk) save(m matter, name string, data []byte) {
	d.o.t.Helper()
	ref := d.putBlob(m.client, data)
	d.do(event{
		id: engagement.SaveID(m.salt, m.engagement, name, "", engagement.Digest(ref)), stream: m.stream(), kind: engagement.DocumentShared,
		body:    engagement.DocumentBody{Document: engagement.DocumentID(newULID()), Blob: ref, Size: int64(len(data))},
		private: engagement.SharedPrivate{Rel: name, Key: name},
	})
}

func TestSeveralSavesAreOneMail(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	o.newMails(0)
	dana.save(m, "a.pdf", []byte("a"))
	o.settle()
	o.clock.pass(4 * time.Minute)
	dana.save(m, "b.pdf", []byte("b"))
	if got := o.newMails(5 * time.Minute); len(got) != 0 {
		t.Errorf("after nine minutes: %q", got)
	}
	want := []string{"Something new from Mercer & Boyd CPAs"}
	if got := o.newMails(2 * time.Minute); !slices.Equal(got, want) {
		t.Errorf("after eleven minutes: %q", got)
	}
	if got := o.newMails(time.Hour); len(got) != 0 {
		t.Errorf("later: %q", got)
	}
}

func TestRequestsAreOneMailAndNobodyElseGetsIt(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.takeOn("Beta Inc", "bob@beta.example")
	o.newMails(0)
	dana.do(ask(m, "Trial balance"), ask(m, "Loans"))
	dana.do(ask(m, "Payroll"))
	if got := o.newMails(11 * time.Minute); !slices.Equal(got, []string{"Mercer & Boyd CPAs needs something from you"}) {
		t.Fatalf("mails: %q", got)
	}
	if mail := o.outbox()[0]; !strings.Contains(mail, "maria@acme.example") || strings.Contains(mail, "bob@") || !strings.Contains(mail, "portal/?at=3Dmercer-boyd-cpas") {
		t.Errorf("the mail:\n%s", mail)
	}
}

func TestAReminderToSignIsMailedOnceADay(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	approved := onePage()
	del, plan := dana.publish(m, approved)
	nudge := event{stream: m.stream(), kind: engagement.SignatureReminded, body: engagement.DeliverableRef{Deliverable: del}}
	o.newMails(0)
	dana.do(nudge)
	o.settle()
	if got, want := o.subjects(), []string{"A reminder to sign from Mercer & Boyd CPAs"}; !slices.Equal(got, want) {
		t.Errorf("mails: %q, want %q", got, want)
	}
	refused := func(want string) {
		t.Helper()
		if res := dana.push(dana.act(nudge))[0]; res.Outcome != wire.Refused || res.Refusal.Code != want {
			t.Errorf("another reminder: %+v, want %s", res, want)
		}
	}
	refused(engagement.CodeReminded)
	o.clock.pass(24 * time.Hour)
	dana.signIn()
	o.sign(m, del, plan, engagement.DigestOf(approved))
	refused(engagement.CodeNotOpen)
}

func post(m matter, text string) event {
	return event{
		stream: m.stream(), kind: engagement.MessagePosted, private: engagement.TextPrivate{Text: text},
		body: engagement.MessageBody{Message: engagement.MessageID(newULID())},
	}
}

func TestAMessageIsMailedUnlessTheyAreLooking(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	o.newMails(0)
	dana.do(post(m, "Hello"))
	if got := o.newMails(3 * time.Minute); !slices.Equal(got, []string{"A message from Mercer & Boyd CPAs"}) {
		t.Errorf("away: %q", got)
	}
	dana.do(post(m, "Are you there?"))
	o.clock.pass(time.Minute)
	if err := o.relay.Looking(context.Background(), o.firm.ID, m.contact); err != nil {
		t.Fatal(err)
	}
	if got := o.newMails(3 * time.Minute); len(got) != 0 {
		t.Errorf("looking: %q", got)
	}
}

// Reminders: in the morning of the firm's zone, about what is due soon, not
// every day, and not once it is answered or paused.
func TestReminders(t *testing.T) {
	o := newOffice(t) // Tuesday, March 3, 10:04 in New York
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	request := func(due string) engagement.RequestID {
		id := engagement.RequestID(newULID())
		dana.do(event{
			stream: m.stream(), kind: engagement.RequestAsked, private: engagement.RequestPrivate{Title: "x"},
			body: engagement.RequestAskedBody{Request: id, Due: due},
		})
		return id
	}
	soon := request("2026-03-09")
	request("2026-05-01")
	o.newMails(11 * time.Minute)
	want := []string{"A reminder from Mercer & Boyd CPAs"}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	march := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, zone) }
	for _, step := range []struct {
		name string
		at   time.Time
		want []string
	}{
		{"four days before", march(5, 9), nil},
		{"before nine", march(6, 8), nil},
		{"at nine, three days before", march(6, 9), want},
		{"later that day", march(6, 11), nil},
		{"the next day", march(7, 9), nil},
		{"the third day, in summer time", march(9, 9), want},
		{"in the evening of the third day after", march(12, 20), nil},
		{"and then in the morning", march(13, 9), want},
	} {
		if got := o.newMails(step.at.Sub(o.clock.now())); !slices.Equal(got, append([]string{}, step.want...)) {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
	dana.signIn()
	dana.do(event{stream: engagement.ClientStream(m.client), kind: engagement.RemindersSet, body: engagement.RemindersBody{Paused: true}})
	if got := o.newMails(4 * 24 * time.Hour); len(got) != 0 {
		t.Errorf("paused: %q", got)
	}
	dana.signIn()
	dana.do(event{stream: engagement.ClientStream(m.client), kind: engagement.RemindersSet, body: engagement.RemindersBody{}})
	if res := o.contact(m, engagement.RequestAnswered, engagement.RequestAnsweredBody{Request: soon, Answer: engagement.CannotFind}, nil); res.Outcome != wire.Accepted {
		t.Fatal(res)
	}
	if got := o.newMails(4 * 24 * time.Hour); len(got) != 0 {
		t.Errorf("answered: %q", got)
	}
}

// A mail that fails for now is tried again, one that fails for good is not, and
// neither is lost sight of.
func TestMailThatFails(t *testing.T) {
	p := &postman{fails: []error{errors.New("421 later"), &relay.PermanentError{Cause: errors.New("550 maria@acme.example unknown")}}}
	o := newOfficeWith(t, func(opts *relay.Options) { opts.Mailer = p })
	dana := o.enrol(o.admin)
	ctx := context.Background()
	until := o.clock.now().Add(15 * time.Minute)
	if err := o.relay.SendSignIn(ctx, o.firm.ID, relay.SignIn{Email: "maria@acme.example", Name: "Maria A", Link: "L", Code: "123456", Until: until}); err != nil {
		t.Fatal(err)
	}
	state := func(want string, tries int) {
		t.Helper()
		mails, err := o.relay.Mails(ctx, o.firm.ID, 1)
		if err != nil || len(mails) != 1 || mails[0].State != want || mails[0].Tries != tries {
			t.Fatalf("mails %+v, %v; want %s after %d tries", mails, err, want, tries)
		}
	}
	o.settle()
	state("waiting", 1)
	o.clock.pass(time.Minute)
	o.settle()
	state("failed", 2)
	dana.takeOn("Acme Ltd", "maria@acme.example")
	o.settle()
	state("sent", 1)
	if len(p.sent) != 1 || p.sent[0].To != "maria@acme.example" {
		t.Errorf("sent: %+v", p.sent)
	}
	o.clock.pass(time.Second)
	p.fails = []error{errors.New("421 later")}
	if err := o.relay.SendSignIn(ctx, o.firm.ID, relay.SignIn{Email: "x@y.example", Link: "L", Until: o.clock.now().Add(15 * time.Minute)}); err != nil {
		t.Fatal(err)
	}
	o.settle()
	o.clock.pass(16 * time.Minute)
	o.settle()
	state("skipped", 2)
	if strings.Contains(o.logs.String(), "maria") {
		t.Errorf("an address in the log:\n%s", o.logs)
	}
}
