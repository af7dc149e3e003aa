package relay_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// policy sets when what staff save goes out.
func (d *desk) policy(how engagement.Way, seconds int) {
	d.o.t.Helper()
	d.do(event{stream: engagement.FirmStream, kind: engagement.OutboundSet, body: engagement.Outbound{How: how, Seconds: seconds}})
}

// saves is the next version of a letter to a client.
func (d *desk) saves(m matter, text string) engagement.EventID {
	d.o.t.Helper()
	ref, base := d.putBlob(m.client, []byte(text)), engagement.EventID("")
	document := engagement.DocumentID(newULID())
	d.o.look(func(w *engagement.World) {
		if was := w.Engagement(m.engagement).DocumentByKey("letter.pdf"); was != nil {
			base, document = was.Tip, was.ID
		}
	})
	id := engagement.SaveID(m.salt, m.engagement, "letter.pdf", base, engagement.Digest(ref))
	d.do(event{
		id: id, stream: m.stream(), kind: engagement.DocumentShared,
		body:    engagement.DocumentBody{Document: document, Base: base, Blob: ref, Size: int64(len(text))},
		private: engagement.SharedPrivate{Rel: "letter.pdf", Key: "letter.pdf"},
	})
	return id
}

func (o *office) look(fn func(w *engagement.World)) {
	o.t.Helper()
	if err := o.relay.View(context.Background(), o.firm.ID, fn); err != nil {
		o.t.Fatal(err)
	}
}

// shows is the version of the letter that the portal shows, or "".
func (o *office) shows(m matter) (id engagement.EventID) {
	o.t.Helper()
	o.look(func(w *engagement.World) {
		if d := w.Engagement(m.engagement).DocumentByKey("letter.pdf"); d != nil && d.ShownLatest() != nil {
			id = d.ShownLatest().ID
		}
	})
	return id
}

// letter names a version of the letter.
func (o *office) letter(m matter, version engagement.EventID) (ref engagement.DocumentRef) {
	o.t.Helper()
	o.look(func(w *engagement.World) {
		d, _ := w.Engagement(m.engagement).Version(version)
		ref = engagement.DocumentRef{Document: d.ID, Version: version}
	})
	return ref
}

// F11: the hold of a minute is the relay's, begins again with every save, and
// outlives the relay; the client gets one mail, when it is over.
func TestAHoldEndsByTheRelaysClock(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.policy(engagement.AfterHold, 60)
	o.newMails(0)
	dana.saves(m, "first")
	if got := o.newMails(50 * time.Second); len(got) != 0 || o.shows(m) != "" {
		t.Fatalf("during the hold: mails %q, shown %q", got, o.shows(m))
	}
	second := dana.saves(m, "second")
	o.newMails(50 * time.Second)
	if got := o.shows(m); got != "" {
		t.Fatalf("100 seconds after the first save, 50 after the second: %s is shown", got)
	}
	o.restart()
	o.clock.pass(9 * time.Second)
	o.settle()
	if got := o.shows(m); got != "" {
		t.Fatalf("a second before the end: %s is shown", got)
	}
	o.clock.pass(time.Second)
	for range 3 {
		o.settle()
		if got := o.shows(m); got != second {
			t.Fatalf("at the end %q is shown, want %s", got, second)
		}
	}
	if got := o.newMails(11 * time.Minute); !slices.Equal(got, []string{"Something new from Mercer & Boyd CPAs"}) {
		t.Fatalf("mails: %q", got)
	}
	if got := o.newMails(time.Hour); len(got) != 0 {
		t.Fatalf("more mails: %q", got)
	}
}

// F11: nothing waits for a look every half minute: a hold ends when it ends.
func TestAHoldEndsOnTime(t *testing.T) {
	o := newOfficeWith(t, func(opts *relay.Options) { opts.Now = time.Now })
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.policy(engagement.AfterHold, 1)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	states, end, err := o.relay.Subscribe(ctx, o.firm.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	done := make(chan struct{})
	go func() { defer close(done); o.relay.Run(ctx) }()
	saved := time.Now()
	id := dana.saves(m, "first")
	for o.shows(m) != id {
		select {
		case <-states:
		case <-ctx.Done():
			t.Fatalf("nothing is shown after %v", time.Since(saved))
		}
	}
	if took := time.Since(saved); took < time.Second || took > 15*time.Second {
		t.Errorf("it went out after %v", took)
	}
	stop()
	<-done
}

// F11: nobody is told of what was taken back before the mail left, nor of what
// waits, and of what is released once.
func TestOnlyWhatIsOutIsMailed(t *testing.T) {
	release := func(d *desk, m matter, v engagement.EventID) {
		d.do(event{stream: m.stream(), kind: engagement.DocumentReleased, body: d.o.letter(m, v)})
	}
	pull := func(d *desk, m matter, v engagement.EventID) {
		d.do(event{stream: m.stream(), kind: engagement.DocumentPulledBack, body: d.o.letter(m, v)})
	}
	for name, c := range map[string]struct {
		life  func(d *desk, m matter)
		mails int
	}{
		"at once":             {func(d *desk, m matter) { d.policy(engagement.AtOnce, 0); d.saves(m, "a") }, 1},
		"waiting":             {func(d *desk, m matter) { d.saves(m, "a") }, 0},
		"released":            {func(d *desk, m matter) { release(d, m, d.saves(m, "a")) }, 1},
		"pulled back unseen":  {func(d *desk, m matter) { v := d.saves(m, "a"); release(d, m, v); pull(d, m, v) }, 0},
		"the next one of two": {func(d *desk, m matter) { release(d, m, d.saves(m, "a")); pull(d, m, d.saves(m, "b")) }, 1},
		"taken back at once": {func(d *desk, m matter) {
			d.policy(engagement.AtOnce, 0)
			v := d.saves(m, "a")
			d.o.settle()
			pull(d, m, v)
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			dana := o.enrol(o.admin)
			m := dana.takeOn("Acme Ltd", "maria@acme.example")
			dana.policy(engagement.OnRelease, 0)
			o.newMails(0)
			c.life(dana, m)
			if got := o.newMails(time.Hour); len(got) != c.mails {
				t.Errorf("mails: %q", got)
			}
		})
	}
}

// F11: the save and its hold are one transaction: no reader ever sees the one
// without the other.
func TestNoReaderSeesASaveBeforeItsHold(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.policy(engagement.OnRelease, 0)
	ctx, stop := context.WithCancel(t.Context())
	seen := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			err := o.relay.View(ctx, o.firm.ID, func(w *engagement.World) {
				for _, d := range w.Engagement(m.engagement).Documents.All() {
					if len(d.Shown()) > 0 {
						stop()
						seen <- fmt.Errorf("%s is shown", d.ID)
					}
				}
			})
			if err != nil && !errors.Is(err, context.Canceled) {
				seen <- err
				return
			}
		}
		close(seen)
	}()
	for i := range 40 {
		dana.saves(m, fmt.Sprint("version ", i))
	}
	stop()
	if err := <-seen; err != nil {
		t.Fatal(err)
	}
}

// F11: releasing what was released meanwhile is refused and changes nothing; so
// is what a role or a restriction does not include, or a contact asks for.
func TestWhoMayLetOut(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	tom := o.hire(dana, "Tom Wilkins", engagement.Preparer)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.policy(engagement.OnRelease, 0)
	v := dana.saves(m, "a")
	ask := func(d *desk, kind engagement.Kind, stream engagement.Stream, body any) engagement.Refusal {
		return d.push(d.act(event{stream: stream, kind: kind, body: body}))[0].Refusal
	}
	if r := ask(tom, engagement.OutboundSet, engagement.FirmStream, engagement.Outbound{How: engagement.AtOnce}); r.Code != engagement.CodeForbidden {
		t.Errorf("a preparer sets the policy: %+v", r)
	}
	dana.do(event{stream: m.stream(), kind: engagement.EngagementAccess, body: engagement.AccessBody{Only: []engagement.StaffID{o.admin}}})
	for _, kind := range []engagement.Kind{engagement.DocumentReleased, engagement.DocumentPulledBack} {
		if r := ask(tom, kind, m.stream(), o.letter(m, v)); r.Code != engagement.CodeForbidden {
			t.Errorf("%s by somebody who cannot see the work: %+v", kind, r)
		}
	}
	dana.do(event{stream: m.stream(), kind: engagement.EngagementAccess, body: engagement.AccessBody{}})
	if r := ask(tom, engagement.DocumentReleased, m.stream(), o.letter(m, v)); !r.OK() {
		t.Errorf("a preparer releases: %+v", r)
	}
	if r := ask(dana, engagement.DocumentReleased, m.stream(), o.letter(m, v)); r.Code != engagement.CodeNotOpen {
		t.Errorf("released twice: %+v", r)
	}
	res, err := o.relay.AppendAsContact(context.Background(), o.firm.ID, relay.ContactAct{
		Contact: m.contact, Events: []relay.Draft{{Stream: m.stream(), Kind: engagement.DocumentReleased, Body: o.letter(m, v)}},
	})
	if err != nil || res.Outcome != wire.Refused || res.Refusal.Code != engagement.CodeForbidden {
		t.Errorf("a contact releases: %+v %v", res, err)
	}
}
