package main

import (
	"fmt"
	"testing"

	"tieout/app"
)

// Where a firm lets nothing out without a person, the agent that sends what staff save says how many files
// wait for that person: it cannot release them itself.
func TestStatusCountsWhatWaitsForARelease(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent") // not the keyring of who runs this
	f := newFirm(t)
	a := f.enrolled("files")
	a.mapped()
	f.onRelease(a)
	a.run()
	if s, err := a.status(); err != nil || s.Release != 0 {
		t.Fatalf("before anything was saved: %+v, %v", s, err)
	}
	f.save("letter.txt", "Dear Ruth")
	f.save("plan.txt", "the plan")
	until(t, "both wait", func() error {
		s, err := a.status()
		if err == nil && s.Release != 2 {
			err = fmt.Errorf("%d wait for a release", s.Release)
		}
		return err
	})
	f.save("letter.txt", "Dear Ruth, corrected")
	a.says(0, "Level with the relay", "sync")
	a.says(0, "2 for a release", "status") // it waits in the place of the first
}

// onRelease has what staff save wait for a person from now on, as a partner sets it.
func (f *firm) onRelease(a *agent) {
	f.t.Helper()
	o, err := open(&cli{Data: a.data})
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() {
		if err := o.close(); err != nil {
			f.t.Error(err)
		}
	}()
	_, err = o.App.SetOutbound(app.Outbound{How: "release"})
	if err == nil {
		err = o.Exchange(f.t.Context())
	}
	if err != nil {
		f.t.Fatal(err)
	}
}
