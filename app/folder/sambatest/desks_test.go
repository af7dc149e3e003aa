//go:build linux

package sambatest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tieout/app/folder"
)

// atOnce begins n things in the same moment and says how each ended.
func atOnce(n int, do func(i int) error) []error {
	ends := make([]error, n)
	var ready, done sync.WaitGroup
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			ends[i] = do(i)
		})
	}
	done.Wait()
	return ends
}

// meet has desks wait for each other before the request that gives their next file its name.
func meet(desks []*desk) {
	var waiting atomic.Int64
	all := make(chan struct{})
	for _, d := range desks {
		var once sync.Once
		d.session.hook(func(act string, _ args) {
			if act != "rename" && act != "link" {
				return
			}
			once.Do(func() {
				if waiting.Add(1) == int64(len(desks)) {
					close(all)
				}
				select {
				case <-all:
				case <-time.After(30 * time.Second): // for broken code: the other never came
				}
			})
		})
	}
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
		for _, err := range atOnce(len(desks), func(i int) error { return desks[i].place(u) }) {
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
	for _, d := range desks {
		if got := d.lists(folder.FromClient); len(got) != rounds {
			t.Errorf("a desk shows %d filed uploads: %q", len(got), got)
		}
	}
}

// lists names the files of a lane as a desk shows them.
func (d *desk) lists(lane folder.Lane) (all []string) {
	d.t.Helper()
	listed, err := d.folders.List(work)
	must(d.t, err)
	for _, l := range listed.Lanes {
		for _, f := range l.Files {
			if l.Lane == lane {
				all = append(all, f.Rel)
			}
		}
	}
	return all
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
		meet(desks)
		uploads := []folder.PlaceRequest{
			o.upload(one, dir, "W-2.pdf", "bytes of "+one), o.upload(other, dir, "W-2.pdf", "bytes of "+other),
		}
		for _, err := range atOnce(len(desks), func(i int) error { return desks[i].place(uploads[i]) }) {
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
