package relay_test

import (
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// F11, H11: what was held in a backup and pulled back after it does not go out
// when the relay comes back: it waits for its desks, who know better. What they
// give back is held as it was.
func TestAHoldInABackupWaitsForTheDesks(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	dana.policy(engagement.AfterHold, 60)
	held := dana.saves(m, "first")
	backup := o.backup()
	_, _, before := dana.pull(0)
	dana.do(event{stream: m.stream(), kind: engagement.DocumentPulledBack, body: o.letter(m, held)})
	second := dana.saves(m, "second")
	kept := dana.copyHistory()

	o.lose(backup)
	o.clock.pass(30 * time.Minute)
	o.settle()
	if got := o.shows(m); got != "" {
		t.Fatalf("%s goes out before a desk has come back", got)
	}
	dana.signIn()
	if got := dana.giveBack(kept.offer(t, before.Head), true); got[wire.Aside] > 0 {
		t.Errorf("given back: %v", got)
	}
	o.clock.pass(2 * time.Hour)
	o.settle()
	if got := o.shows(m); got != "" {
		t.Fatalf("%s is shown, which was pulled back or waits", got)
	}
	o.look(func(w *engagement.World) {
		d, v := w.Engagement(m.engagement).Version(second)
		if d == nil || d.Standing(v) != engagement.StandsWaiting {
			t.Errorf("the second save: %+v", v)
		}
	})
}
