package app_test

import (
	"context"
	"testing"
	"time"
)

// level waits until what was done here before the call is at the relay and folded, and what the relay had
// by then is here: a round that begins after the call says so, and not what the last one left in the pill.
func (c *computer) level() {
	c.o.Helper()
	must(c.o, c.SyncNow())
	ctx, cancel := context.WithTimeout(c.o.Context(), 30*time.Second)
	defer cancel()
	for {
		err := c.prog.Exchange(ctx)
		s := c.status()
		if err == nil && len(s.Waiting) == 0 && (s.State == "tied" || s.State == "to-settle" || s.State == "nobody-filing") {
			return
		}
		if ctx.Err() != nil {
			c.o.Fatalf("never level: %v; %+v", err, s)
		}
	}
}

// lateAnswer is the answer to one call that the relay gave and that does not come yet.
type lateAnswer struct {
	path      string
	here, end chan struct{}
}

// keep has the next answer to calls of a path come when the desk is let go on.
func (l *line) keep(path string) *lateAnswer {
	late := &lateAnswer{path, make(chan struct{}), make(chan struct{})}
	l.late.Store(late)
	return late
}

func (l *lateAnswer) hold(ctx context.Context) {
	close(l.here)
	select {
	case <-l.end:
	case <-ctx.Done():
	}
}

// A colleague's act that the relay has when a desk is brought level is there afterwards, though a look was
// under way that knew nothing of it, and the pill said "tied out" all the while.
func TestADeskThatIsLevelHasWhatTheRelayHad(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	tom := o.desk(o.hire(dana, "Tom Okafor", "preparer"))
	late := dana.line.keep("/v1/pull")
	must(t, dana.SyncNow())
	<-late.here
	_, err := tom.PostNote(j.id, "The van is a repair.")
	must(t, err)
	tom.level()
	close(late.end)
	dana.level()
	if th, err := dana.Thread(j.id); err != nil || len(th.Days) != 1 {
		t.Errorf("the thread is %+v, %v", th, err)
	}
}
