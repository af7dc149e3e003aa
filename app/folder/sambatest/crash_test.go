//go:build linux

package sambatest

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tieout/app/folder"
)

// dieBefore kills the client before its nth request that changes something on the server: one that only
// looks is the same death as the next.
func (s *session) dieBefore(n int) {
	var mu sync.Mutex
	changes, changed := 0, map[any]bool{} // by handle
	s.hook(func(act string, a args) {
		mu.Lock()
		defer mu.Unlock()
		switch act {
		case "info", "list", "read", "volume":
			return
		case "open":
			if a["disposition"] == uint32(openThere) {
				return
			}
		case "close":
			if !changed[a["handle"]] {
				return
			}
		default:
			changed[a["handle"]] = true
		}
		if changes++; changes == n {
			s.kill()
		}
	})
}

// filesAfter has a desk file what another left unfinished, as soon as the server lets it, and says how long
// the server kept the claim of the dead.
func (d *desk) filesAfter(u folder.PlaceRequest) time.Duration {
	d.t.Helper()
	began, err := time.Now(), error(nil)
	var waited time.Duration
	until(d.t, "the claim of the dead is free", func() bool {
		err = d.place(u)
		waited = time.Since(began)
		return !errors.Is(err, folder.ErrClaimed)
	})
	if err != nil && !errors.Is(err, folder.ErrFiled) {
		d.t.Fatal(err)
	}
	return waited
}

// FM11, FM12: a computer dies before any single request with which it files an upload. Another finishes the
// work, at once: the upload is there once and whole, with one receipt, and nothing of ours beside it.
func TestADeskThatDiesWhileFilingIsMadeUpFor(t *testing.T) {
	o := newOffice(t)
	living := o.desk(still)
	o.open(living)
	body := strings.Repeat("the client's bytes ", 10_000) // more than one request carries
	for n := 1; ; n++ {
		doomed := o.desk(still)
		id, dir := fmt.Sprint("upload-", n), fmt.Sprintf("%03d", n)
		u := o.upload(id, dir, "W-2.pdf", body)
		doomed.session.dieBefore(n)
		err := doomed.place(u)
		if died := doomed.session.ended.Load(); !died {
			must(t, err)
			if n < 15 {
				t.Errorf("filing has only %d requests", n)
			}
			t.Logf("killed before each of %d requests", n-1)
			return
		}
		waited := living.filesAfter(u)
		if filed := o.filed(id); len(filed) != 1 {
			t.Errorf("request %d: receipts for %q", n, filed)
		}
		o.holds("From client/"+dir, map[string]string{"W-2.pdf": body})
		if waited > 5*time.Second {
			t.Errorf("request %d: the claim of the dead was kept for %v", n, waited)
		}
		must(t, doomed.folders.Close())
	}
}

// A desk dies right before a document gets its name, and a scanner for viruses has its temporary file open
// when another takes over: it waits until the dead desk's file is out of everybody's reach.
func TestATemporaryFileThatIsHeldIsWaitedFor(t *testing.T) {
	o := newOffice(t)
	doomed, living := o.desk(still), o.desk(still)
	o.open(living)
	doomed.session.hook(func(act string, _ args) {
		if act == "link" {
			doomed.session.kill()
		}
	})
	u := o.upload("upload", "", "W-2.pdf", "the client's bytes")
	if err := doomed.place(u); !errors.Is(err, errGone) {
		t.Fatalf("filed by a dead desk: %v", err)
	}
	scanner := o.person()
	held := scanner.opens(how{genericRead, withReaders | withWriters, isFile, openThere, normal}, "From client", ".tieout-upload.part")
	var err error
	until(t, "the claim of the dead is free", func() bool {
		err = living.place(u)
		return !errors.Is(err, folder.ErrClaimed)
	})
	if !errors.Is(err, folder.ErrInUse) || len(o.filed("upload")) > 0 {
		t.Errorf("filed at %q while the dead desk's file can be reached: %v", o.filed("upload"), err)
	}
	scanner.closes(held)
	living.filesAfter(u)
	o.holds("From client", map[string]string{"W-2.pdf": "the client's bytes"})
}

// The server's own process for a client can end, as when a file server is restarted. It must not keep what
// it held, and what the client was doing is finished by another.
func TestAServerProcessThatDiesKeepsNoClaim(t *testing.T) {
	o := newOffice(t)
	living := o.desk(still)
	o.open(living)
	before := samba.serving(t)
	unlucky := o.desk(still)
	var its int
	for pid := range samba.serving(t) {
		if !before[pid] {
			its = pid
		}
	}
	u := o.upload("upload", "", "W-2.pdf", "the client's bytes")
	unlucky.session.hook(func(act string, _ args) {
		if act == "rename" || act == "link" {
			must(t, syscall.Kill(its, syscall.SIGKILL))
			unlucky.session.ended.Store(true)
		}
	})
	if err := unlucky.place(u); !errors.Is(err, errGone) {
		t.Fatalf("filed by a server that was killed: %v", err)
	}
	t.Logf("filed by the other desk %v later", living.filesAfter(u))
	o.holds("From client", map[string]string{"W-2.pdf": "the client's bytes"})
}

// FM01, FM26: the whole server is gone in the middle of filing, and comes back. Nothing is concluded from
// that, and what was under way is done once.
func TestAServerThatIsStartedAgainIsTheSameShare(t *testing.T) {
	o := newOffice(t)
	d := o.desk(patience)
	o.open(d)
	o.person().saves("first", "To client", "Letter.docx")
	d.saw("Letter.docx: first")
	var once sync.Once
	d.session.hook(func(act string, _ args) {
		if act == "rename" || act == "link" {
			once.Do(samba.stop)
		}
	})
	u := o.upload("upload", "", "W-2.pdf", "the client's bytes")
	if err := d.place(u); !errors.Is(err, errGone) {
		t.Fatalf("filed without a server: %v", err)
	}
	until(t, "the desk says that the share is out of reach", func() bool { return d.rootState() == folder.RootUnreachable })
	must(t, samba.start())
	d.connect()
	until(t, "the share is back", func() bool { return d.rootState() == folder.RootOK })
	must(t, d.place(u))
	o.holds("From client", map[string]string{"W-2.pdf": "the client's bytes"})
	o.person().saves("second", "To client", "Memo.docx")
	d.saw("Letter.docx: first", "Memo.docx: second")
	if gone := d.sink.AllGone(); len(gone) > 0 {
		t.Errorf("reported gone: %v", gone)
	}
}

// serving lists the processes that smbd has begun, one of them for each client.
func (s *server) serving(t *testing.T) map[int]bool {
	t.Helper()
	pid := s.cmd.Process.Pid
	body, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	must(t, err)
	all := map[int]bool{}
	for word := range strings.FieldsSeq(string(body)) {
		var child int
		_, err := fmt.Sscan(word, &child)
		must(t, err)
		all[child] = true
	}
	return all
}
