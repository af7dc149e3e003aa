package app_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// Whoever asks that all is level is not told so while the bytes of a large save are still on their way: the
// save is signed when they are there, and then it is with the relay.
func TestSettlingWaitsForLargeFiles(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	late := dana.line.keep("/v1/blobs/" + j.client + "/commit")
	o.write(filepath.Join(j.dir, "To client", "ledger.csv"), strings.Repeat("all entries of the year\n", 10<<20/24))
	settled := make(chan error, 1)
	go func() { settled <- dana.prog.Settle(t.Context()) }()

	<-late.here
	for range 5 { // what else there is to exchange is exchanged meanwhile
		must(t, dana.prog.Exchange(t.Context()))
	}
	select {
	case err := <-settled:
		t.Fatalf("it says that all is level (%v) while %+v", err, dana.status().Waiting)
	default:
	}
	o.sees(j, "ledger.csv", 0)
	close(late.end)
	must(t, <-settled)
	o.sees(j, "ledger.csv", 1)
}

// A large file that cannot go now is waited for by nobody: whoever asks reads in the list that it waits.
func TestSettlingDoesNotWaitForWhatRests(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.PauseSending(""))
	o.write(filepath.Join(j.dir, "To client", "ledger.csv"), strings.Repeat("all entries of the year\n", 10<<20/24))
	must(t, dana.prog.Settle(t.Context()))
	if waits := dana.status().Waiting; len(waits) != 1 || !strings.Contains(waits[0].Words, "ledger.csv") {
		t.Errorf("in the list: %+v", waits)
	}
	o.sees(j, "ledger.csv", 0)
	must(t, dana.ResumeSending())
	must(t, dana.prog.Settle(t.Context()))
	o.sees(j, "ledger.csv", 1)
}
