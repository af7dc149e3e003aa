package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"tieout/app"
	"tieout/app/boot"
)

// behind is a clock that is an hour slow.
type behind struct{}

func (behind) Now() time.Time { return time.Now().Add(-time.Hour) }

func (behind) After(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// Whether a copy is level is asked by the clock by which its passes are dated, whatever other clocks say: the
// pass before the question does not answer it, and the one after it does.
func TestACopyIsLevelByTheProgramsClock(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent") // not the keyring of who runs this
	n := newNews()
	prog, err := app.Open(app.Config{DataDir: t.TempDir(), Desktop: n, Clock: behind{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := prog.Close(); err != nil {
			t.Error(err)
		}
	})
	o := &office{Opened: &boot.Opened{Program: prog}, news: n}
	o.copied(app.MirrorState{Level: true, Began: prog.Now().Add(-time.Second)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.copyLevel(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("the pass before answered: %v", err)
	}

	ctx, cancel = context.WithTimeout(t.Context(), patience)
	defer cancel()
	asked := make(chan error, 1)
	go func() { asked <- o.copyLevel(ctx) }()
	for { // each is a pass; one of them begins after the question
		o.copied(app.MirrorState{Level: true, Began: prog.Now()})
		select {
		case err := <-asked:
			if err != nil {
				t.Errorf("the pass after did not answer: %v", err)
			}
			return
		case <-time.After(time.Millisecond):
		}
	}
}
