package app_test

import (
	"path/filepath"
	"testing"
)

// A file that fits what may be on its way is read before the line is known to be slow. It is kept here like any
// other then, and nobody is told that it could not be.
func TestALineThatIsTooSlowForAFileIsNoFailure(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.SetLineLimits(2<<20, 0))
	before := dana.keeps()
	o.write(filepath.Join(j.dir, "To client", "company.qbb"), noise(8<<20))
	dana.until("it is kept here", func() bool {
		for _, item := range dana.status().Failing {
			t.Fatalf("it failed: %+v", item)
		}
		return dana.keeps() >= before+8<<20
	})
	must(t, dana.SetLineLimits(0, 0))
	dana.until("it is there", func() bool { return o.versions(j, "company.qbb") == 1 })
}
