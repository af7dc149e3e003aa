package relay_test

import (
	"context"
	"testing"
	"time"

	"tieout/sync/engagement"
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
