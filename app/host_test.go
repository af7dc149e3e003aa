package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"tieout/app"
)

// Two desks of one machine: Tom's has the place. What is closed to Tom is watched by Dana's desk all the
// same; and when his pauses sending, hers takes the place though his goes on running.
func TestTheWatcherOfAMachineHoldsUpNothing(t *testing.T) {
	o := newOffice(t)
	machine := t.TempDir()
	on := func(c *computer) *computer {
		c.host = machine
		c.start()
		return c
	}
	setUp := o.desk(o.admin) // of another machine
	preparer := o.hire(setUp, "Tom Okafor", "preparer")
	open := o.acme(setUp, preparer)
	setUp.stop()

	tom, dana := on(o.newComputer()), on(o.newComputer())
	watches := func(c *computer) bool { return strings.HasPrefix(c.prog.HostWords(), "This process watches") }
	o.enrol(tom, preparer)
	tom.bind(open)
	tom.until("Tom's desk has the place", func() bool { return watches(tom) })
	o.enrol(dana, o.admin)
	dana.bind(open)
	dana.until("Dana's rests", func() bool {
		return strings.Contains(dana.prog.HostWords(), "of this machine") || strings.Contains(dana.prog.HostWords(), "Process ")
	})
	must(t, tom.prog.Settle(t.Context()))
	if err := dana.prog.Settle(t.Context()); codeOf(err) != app.CodeShare {
		t.Errorf("a desk that looks at no share is asked whether all is level: %v", err)
	}

	_, err := dana.SetEngagementAccess(open.id, []string{string(o.admin)})
	must(t, err)
	dana.level()
	tom.level()
	o.write(filepath.Join(open.dir, "To client", "closed.txt"), "Tom may not see this")
	dana.until("what is closed to Tom is sent", func() bool { return o.versions(open, "closed.txt") == 1 })
	if !watches(tom) || watches(dana) {
		t.Errorf("Tom's desk: %s; Dana's: %s", tom.prog.HostWords(), dana.prog.HostWords())
	}
	_, err = dana.SetEngagementAccess(open.id, nil)
	must(t, err)
	dana.level()
	tom.level()

	must(t, tom.PauseSending(""))
	dana.until("Dana's desk has the place", func() bool { return watches(dana) && !watches(tom) })
	o.write(filepath.Join(open.dir, "To client", "later.txt"), "saved while Tom's line rests")
	dana.until("it is sent", func() bool { return o.versions(open, "later.txt") == 1 })
}
