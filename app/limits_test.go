package app

import (
	"strings"
	"testing"
	"time"
)

// A limit that was set when less was allowed is raised to what is allowed now, for the line and for the
// person alike: what the page shows is what is kept to, and can be set again.
func TestALimitOfEarlierIsRaised(t *testing.T) {
	a := large(t, 0)
	a.mu.Lock()
	err := a.keepPreferences(preferences{Line: LineUse{Up: 1000, Down: minLimit + 1}})
	a.prefs = nil // as after a start: it is read from what was kept
	view, pace := a.lineView(), a.lineUse().pace()
	a.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if pace.Up != minLimit || pace.Down != minLimit+1 {
		t.Errorf("the line keeps to %+v", pace)
	}
	if view.Up != minLimit || view.Down != minLimit+1 || !strings.HasPrefix(view.Words, sizeWords(minLimit)+" a second are sent") {
		t.Errorf("the page shows %+v", view)
	}
	if err := a.setLineLimits(view.Up, view.Down); err != nil {
		t.Errorf("what is shown cannot be set: %v", err)
	}
}

// No limit stays none, and a pause that is over is none.
func TestNoLimitStaysNone(t *testing.T) {
	a := large(t, 0)
	a.mu.Lock()
	defer a.mu.Unlock()
	over := a.now().Add(-time.Minute).Format(time.RFC3339)
	if err := a.keepPreferences(preferences{Line: LineUse{Paused: true, Until: over}}); err != nil {
		t.Fatal(err)
	}
	if view, pace := a.lineView(), a.lineUse().pace(); pace.Up != 0 || pace.Down != 0 || pace.Paused || view.Words != "Files use the whole connection" {
		t.Errorf("the line keeps to %+v, the page shows %+v", pace, view)
	}
}
