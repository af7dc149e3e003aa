//go:build linux

package sambatest

import (
	"fmt"
	"sync"
	"testing"

	"tieout/app/folder"
)

// atOnce has every desk place its upload in the same moment, and says how it ended for each.
func atOnce(desks []*desk, uploads []folder.PlaceRequest) []error {
	ends := make([]error, len(desks))
	var ready, done sync.WaitGroup
	ready.Add(len(desks))
	for i, d := range desks {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			ends[i] = d.place(uploads[i])
		})
	}
	done.Wait()
	return ends
}

// FM16: two computers, one server, one upload: it is in one place, once, whoever was faster.
func TestTwoDesksFileAnUploadOnce(t *testing.T) {
	o := newOffice(t)
	desks := []*desk{o.desk(still), o.desk(still)}
	o.open(desks[0])
	ended, want := tally{}, map[string]string{}
	for i := range rounds {
		id, dir := fmt.Sprint("upload-", i), fmt.Sprintf("%03d", i)
		u := o.upload(id, dir, "W-2.pdf", "bytes of "+id)
		for _, err := range atOnce(desks, []folder.PlaceRequest{u, u}) {
			must(t, ended.add(err))
		}
		if filed := o.filed(id); len(filed) != 1 || filed[0] != dir+"/W-2.pdf" {
			t.Fatalf("round %d: receipts for %q", i, filed)
		}
		want[dir+"/W-2.pdf"] = "bytes of " + id
	}
	o.holds("From client", want)
	if ended["filed"] != rounds || len(ended) < 2 {
		t.Errorf("of %d uploads: %v", rounds, ended)
	}
	t.Logf("%d rounds: %v", rounds, ended)
}

// Two uploads of one name at once: Samba's own rename would let the second replace the first now and then.
func TestTwoUploadsOfOneNameAreBothKept(t *testing.T) {
	o := newOffice(t)
	desks := []*desk{o.desk(still), o.desk(still)}
	o.open(desks[0])
	want := map[string]string{}
	for i := range rounds {
		dir := fmt.Sprintf("%03d", i)
		one, other := fmt.Sprint("one-", i), fmt.Sprint("other-", i)
		for _, err := range atOnce(desks, []folder.PlaceRequest{
			o.upload(one, dir, "W-2.pdf", "bytes of "+one), o.upload(other, dir, "W-2.pdf", "bytes of "+other),
		}) {
			must(t, err)
		}
		for _, id := range []string{one, other} {
			filed := o.filed(id)
			if len(filed) != 1 {
				t.Fatalf("receipts for %s: %q", id, filed)
			}
			want[filed[0]] = "bytes of " + id
		}
		if want[dir+"/W-2.pdf"] == "" || want[dir+"/W-2 (2).pdf"] == "" {
			t.Errorf("round %d: filed as %q and %q", i, o.filed(one), o.filed(other))
		}
	}
	o.holds("From client", want)
}

// rounds is how often desks race: without its guards the engine fails within the first dozens.
const rounds = 100
