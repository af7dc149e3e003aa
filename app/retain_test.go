package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"tieout/sync/wire"
)

// later is a clock so many days on, by which a desk looks through what it keeps all the time.
type later struct{ days int }

func (c later) Now() time.Time { return time.Now().AddDate(0, 0, c.days) }

func (later) After(d time.Duration) (<-chan time.Time, func()) {
	if d == 10*time.Minute || d == 24*time.Hour {
		d = 5 * time.Millisecond
	}
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// full is a disk without any room, and how often it was asked about.
type full struct{ asked atomic.Int64 }

func (f *full) disk(dir string) (taken, free int64, err error) {
	f.asked.Add(1)
	return held(dir), 0, nil
}

// held is how many bytes of files lie below a folder.
func held(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if info, err := entry.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}

// wakesUp switches a computer on again, so many days later and with a full disk.
func (c *computer) wakesUp(days int) *full {
	c.o.Helper()
	c.stop()
	f := new(full)
	c.time, c.disk = later{days}, f.disk
	c.start()
	return f
}

// looked waits until what is kept was looked through once more, from now on.
func (c *computer) looked(f *full) {
	c.o.Helper()
	then := f.asked.Load() + 2 // the first of them may be under way
	c.until("what is kept was looked through", func() bool { return f.asked.Load() > then })
}

// keeps says how many bytes of files are on this computer.
func (c *computer) keeps() int64 { return held(filepath.Join(c.dir, "documents", "objects")) }

// shows is what the page is given for a file.
func (c *computer) shows(url string) (code int, content string) {
	w := httptest.NewRecorder()
	c.prog.Files().ServeHTTP(w, httptest.NewRequest("GET", url, nil))
	return w.Code, w.Body.String()
}

// noise is bytes that take as much room on a disk as they are, and share nothing with others of another size.
func noise(n int) string {
	var b bytes.Buffer
	for sum := sha256.Sum256([]byte{byte(n >> 20)}); b.Len() < n; sum = sha256.Sum256(sum[:]) {
		b.Write(sum[:])
	}
	return b.String()[:n]
}

// saved has a file tied and answers where the page finds it.
func (c *computer) saved(j job, name, content string) (url string) {
	c.o.Helper()
	c.o.write(filepath.Join(j.dir, "To client", name), content)
	c.until(name+" is tied", func() bool {
		p, err := c.Files(j.id)
		must(c.o, err)
		for _, lane := range p.Lanes {
			for _, row := range lane.Rows {
				if row.Share.Name == name && row.Tie == "tied" {
					url = "/files/document/" + j.id + "/" + row.Version
				}
			}
		}
		return url != ""
	})
	return url
}

// F13: on a full disk a file that the relay has, and that nobody used for weeks, is not kept. Shown again it is
// fetched again, and kept from then on. A draft to be decided stays all the while: it is promised offline.
func TestAFileThatNobodyUsedIsDroppedAndFetchedWhenItIsShown(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	content := noise(3 << 20)
	old := dana.saved(j, "Return.pdf", content)
	draft := dana.assemble(j, "")
	dana.level()
	before := dana.keeps()

	disk := dana.wakesUp(36)
	dana.until("the old file is not kept any more", func() bool { return dana.keeps() < before-3<<20 })
	dana.offline()
	p, err := dana.Draft(j.id, draft)
	must(t, err)
	if code, _ := dana.shows(p.URL); code != http.StatusOK || !p.OfflineOK {
		t.Errorf("offline the draft that waits for a decision answers %d", code)
	}
	if code, _ := dana.shows(old); code != http.StatusServiceUnavailable {
		t.Errorf("offline the old file answers %d", code)
	}
	dana.online()
	dana.level()
	if code, got := dana.shows(old); code != http.StatusOK || got != content {
		t.Errorf("online the old file answers %d with %d bytes", code, len(got))
	}
	dana.looked(disk)
	dana.offline()
	if code, got := dana.shows(old); code != http.StatusOK || got != content {
		t.Errorf("offline, once it was shown, the file answers %d with %d bytes", code, len(got))
	}
}

// F13: what was not sent is never dropped, however old it is and however full the disk: a small save and a large
// one, made while sending rests. The share is out of reach, so that nothing can be read from it again.
func TestASaveThatWasNotSentIsNeverDropped(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "Return.pdf", noise(3<<20))
	must(t, dana.PauseSending(""))
	for name, content := range map[string]string{"letter.txt": "Dear Ruth", "ledger.csv": noise(10 << 20)} {
		o.write(filepath.Join(j.dir, "To client", name), content)
	}
	must(t, dana.prog.Settle(t.Context()))
	if waits := dana.status().Waiting; len(waits) != 2 {
		t.Fatalf("waiting: %+v", waits)
	}
	before := dana.keeps()

	must(t, os.Rename(o.share, o.share+".away"))
	disk := dana.wakesUp(400)
	dana.until("what was sent is not kept any more", func() bool { return dana.keeps() < before-3<<20 })
	dana.looked(disk)
	must(t, dana.ResumeSending())
	for _, name := range []string{"letter.txt", "ledger.csv"} {
		dana.until(name+" is with the relay", func() bool { return o.versions(j, name) == 1 })
	}
	must(t, os.Rename(o.share+".away", o.share))
}

// F13: a save that waits may be the bytes of an earlier version again. Those stay, and the version between goes:
// of a save that was signed before sending was paused, and of one that is signed when it is resumed.
func TestWhatAWaitingSaveSpeaksOfIsKept(t *testing.T) {
	for what, save := range map[string]func(dana *computer, j job, save func()){
		"signed": func(dana *computer, j job, save func()) {
			dana.offline()
			save()
			_, err := dana.PullBack(j.id, dana.toClient(j).Version, "") // it stays signed, because this builds on it
			must(dana.o, err)
			must(dana.o, dana.PauseSending(""))
			dana.online()
		},
		"not signed yet": func(dana *computer, _ job, save func()) { must(dana.o, dana.PauseSending("")); save() },
	} {
		t.Run(what, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			first := noise(3 << 20)
			url := dana.saved(j, "Return.pdf", first)
			o.write(filepath.Join(j.dir, "To client", "Return.pdf"), noise(4<<20))
			dana.until("the second version is out", func() bool { return o.versions(j, "Return.pdf") == 2 })
			dana.level()
			save(dana, j, func() {
				o.write(filepath.Join(j.dir, "To client", "Return.pdf"), first)
				dana.until("the first version waits to be sent again", func() bool { return len(dana.status().Waiting) == 1 })
			})
			before := dana.keeps()

			disk := dana.wakesUp(400)
			dana.until("the second version is not kept any more", func() bool { return dana.keeps() < before-4<<20 })
			dana.looked(disk)
			dana.offline()
			if code, got := dana.shows(url); code != http.StatusOK || got != first {
				t.Errorf("offline what waits answers %d with %d bytes", code, len(got))
			}
		})
	}
}

// F13: five weeks are kept whatever the disk says: for as long a relay that was restored gets back what it lost.
func TestWhatIsFreshIsKeptOnAFullDisk(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	url := dana.saved(j, "Return.pdf", noise(3<<20))
	before := dana.keeps()
	disk := dana.wakesUp(34)
	dana.level()
	dana.looked(disk)
	if now := dana.keeps(); now < before {
		t.Errorf("%d bytes of %d are kept", now, before)
	}
	dana.offline()
	if code, _ := dana.shows(url); code != http.StatusOK {
		t.Errorf("offline it answers %d", code)
	}
}

// F13: bytes that the relay does not have any more may be the last ones.
func TestWhatTheRelayLacksIsKeptOnAFullDisk(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	url := dana.saved(j, "Return.pdf", noise(3<<20))
	before := dana.keeps()
	dana.stop()
	lost := &forgetful{RoundTripper: dana.line.RoundTripper}
	dana.line.RoundTripper = lost
	disk := dana.wakesUp(400)
	dana.level()
	dana.looked(disk)
	if lost.asked.Load() == 0 {
		t.Fatal("the relay was not asked what it has")
	}
	if now := dana.keeps(); now < before {
		t.Errorf("%d bytes of %d are kept of what the relay has not", now, before)
	}
	dana.offline()
	if code, _ := dana.shows(url); code != http.StatusOK {
		t.Errorf("offline it answers %d", code)
	}
}

// forgetful is a line to a relay that has none of the bytes it is asked about.
type forgetful struct {
	http.RoundTripper
	asked atomic.Int64
}

func (f *forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != "/v1/blobs/missing" {
		return f.RoundTripper.RoundTrip(r)
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var in wire.MissingRequest
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	f.asked.Add(int64(len(in.Blobs)))
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	err = json.NewEncoder(w).Encode(wire.MissingReply{Blobs: in.Blobs})
	return w.Result(), err
}

// A disk with room keeps everything.
func TestNothingIsDroppedWhileThereIsRoom(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.saved(j, "Return.pdf", noise(3<<20))
	before := dana.keeps()
	dana.stop()
	asked := new(full)
	dana.time = later{400}
	dana.disk = func(dir string) (taken, free int64, err error) {
		taken, _, err = asked.disk(dir)
		return taken, 3*taken + 4, err
	}
	dana.start()
	dana.level()
	dana.looked(asked)
	if now := dana.keeps(); now < before {
		t.Errorf("%d bytes of %d are kept", now, before)
	}
}
