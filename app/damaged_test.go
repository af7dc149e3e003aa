package app_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// spoilsWhatItKeeps damages all files that a computer keeps, on its disk.
func (c *computer) spoilsWhatItKeeps() {
	c.o.Helper()
	spoiled := 0
	kept := filepath.Join(c.dir, "documents", "objects")
	for _, rel := range under(c.o, kept) {
		file := filepath.Join(kept, rel)
		raw, err := os.ReadFile(file)
		must(c.o, err)
		for i := len(raw) / 2; i < len(raw); i++ {
			raw[i] ^= 0x5a
		}
		must(c.o, os.WriteFile(file, raw, 0o600))
		spoiled++
	}
	if spoiled == 0 {
		c.o.Fatal("there is nothing to damage: where are the bytes kept?")
	}
}

// The bytes that a save is sent from are damaged on this computer's disk while it is offline. The file on the
// share is not: it is read again, and nothing else waits for that.
func TestASaveWhoseKeptBytesAreDamagedIsReadFromTheShareAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.level()
	dana.offline()
	o.write(filepath.Join(j.dir, "To client", "return.txt"), "what the client is to see")
	dana.until("the save waits", func() bool { return len(dana.status().Waiting) == 1 })
	dana.spoilsWhatItKeeps()
	_, err := dana.PostNote(j.id, "Nothing waits for that file.")
	must(t, err)
	dana.online()
	dana.until("the file is out all the same", func() bool { return o.versions(j, "return.txt") == 1 })
	dana.level()
	if s := dana.status(); len(s.Refused) > 0 {
		t.Errorf("the person is asked about %+v", s.Refused)
	}
}

// What a client sent was looked at on this computer before it could be filed, and rots on its disk since. The
// relay has it: it is fetched again, and filed as it was sent.
func TestAnUploadWhoseKeptBytesAreDamagedIsFetchedAgain(t *testing.T) {
	for name, content := range map[string]string{"statement.txt": "a statement", "scans.pdf": noise(3 << 20)} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			must(t, dana.UnbindRoot(j.root))
			o.upload(j, name, content)
			url := dana.uploaded(j)
			if code, shown := dana.shows(url); code != http.StatusOK || shown != content {
				t.Fatalf("it answers %d", code)
			}
			dana.spoilsWhatItKeeps()
			dana.bind(j)
			dana.explains(j, name, "filed")
			filed, err := filepath.Glob(filepath.Join(j.dir, "From client", "*", name))
			must(t, err)
			if len(filed) != 1 {
				t.Fatalf("filed: %v", filed)
			}
			if raw, err := os.ReadFile(filed[0]); err != nil || string(raw) != content {
				t.Errorf("something else was filed: %d bytes, %v", len(raw), err)
			}
			if code, shown := dana.shows(url); code != http.StatusOK || shown != content {
				t.Errorf("shown again it answers %d", code)
			}
		})
	}
}

// uploaded waits until a computer knows of Ruth's file, and answers where the page finds it.
func (c *computer) uploaded(j job) (url string) {
	c.o.Helper()
	c.until("the upload is known", func() bool {
		a, err := c.Arrival(j.id, string(j.request))
		if err == nil && len(a.Files) == 1 {
			url = "/files/document/" + j.id + "/" + a.Files[0].Version
		}
		return url != ""
	})
	return url
}

// A file that is damaged on this computer is shown all the same, while the relay can be reached.
func TestADamagedFileIsShownAsTheRelayHasIt(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	o.upload(j, "statement.txt", "a statement")
	url := dana.uploaded(j)
	dana.explains(j, "statement.txt", "filed")
	dana.spoilsWhatItKeeps()
	dana.offline()
	if code, shown := dana.shows(url); code != http.StatusServiceUnavailable {
		t.Errorf("offline it answers %d: %q", code, shown)
	}
	dana.online()
	dana.until("it is shown", func() bool { code, shown := dana.shows(url); return code == http.StatusOK && shown == "a statement" })
}

// hasty is a clock that somebody sets, by which filing is tried again at once.
type hasty struct{ ahead atomic.Int64 }

func (c *hasty) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *hasty) After(d time.Duration) (<-chan time.Time, func()) {
	if d == 30*time.Second {
		d = time.Millisecond
	}
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// A file that is not what its record says, however often it is fetched, is said to be so. It is tried again, later
// each time, and others are filed beside it.
func TestAnUploadThatStaysDamagedIsSaidAndTriedAgain(t *testing.T) {
	o := newOffice(t)
	dana, clock := o.newComputer(), &hasty{}
	dana.time = clock
	dana.start()
	o.enrol(dana, o.admin)
	j := o.acme(dana, o.admin)
	o.uploadTorn(j, "torn.txt")
	x := dana.explains(j, "torn.txt", "filing-failed")
	if !strings.Contains(x.Why, "safe at the relay. It arrived on this computer damaged") || !strings.Contains(x.Next, "fetched again at") || !strings.Contains(x.Next, " (E") {
		t.Errorf("it says %q %q", x.Why, x.Next)
	}
	dana.until("the list behind the pill says so", func() bool {
		coming := dana.status().Coming
		return len(coming) == 1 && coming[0].State == "filing-failed" && strings.Contains(coming[0].Why, "damaged")
	})
	o.upload(j, "sound.txt", "a statement")
	dana.explains(j, "sound.txt", "filed")
	for range 3 {
		before := dana.explain(j, "torn.txt").Next
		clock.ahead.Add(int64(time.Hour))
		dana.until("it was tried again, and is later", func() bool {
			after := dana.explain(j, "torn.txt").Next
			return after != before && strings.Contains(after, "fetched again at")
		})
	}
}

// uploadTorn is a file whose record says another length than it has.
func (o *office) uploadTorn(j job, name string) {
	o.Helper()
	content := "a statement of which the end is missing"
	_, _, err := o.relay.Blobs(o.firm.ID, engagement.ClientID(j.client)).Put(o.Context(), strings.NewReader(content))
	must(o, err)
	o.contact(j, relay.Draft{
		Stream: engagement.EngagementStream(engagement.EngagementID(j.id)), Kind: engagement.DocumentUploaded,
		Body: engagement.DocumentBody{
			Document: engagement.DocumentID("doc-" + name), Blob: engagement.BlobRef(blob.Sum([]byte(content)).String()), Size: int64(len(content)) + 1,
		},
		Private: engagement.UploadPrivate{Name: name},
	})
}

// A save waits to be sent on a computer that is offline, and the file that it waits in is lost. It is on the share, and
// sent from there. What cannot be known any more is said.
func TestASaveOutlivesTheDataThatItWaitedIn(t *testing.T) {
	for what, lose := range map[string]func(path string) error{
		"removed": os.Remove,
		"zeros": func(path string) error {
			info, err := os.Stat(path)
			return errors.Join(err, os.WriteFile(path, make([]byte, info.Size()), 0o600))
		},
	} {
		t.Run(what, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			dana.saved(j, "K-1.pdf", "the first K-1")
			dana.level()
			dana.offline()
			o.write(filepath.Join(j.dir, "To client", "K-1.pdf"), "the right K-1")
			dana.until("it waits", func() bool { return len(dana.status().Waiting) == 1 })
			dana.stop()
			must(t, lose(filepath.Join(dana.dir, "state.db")))
			dana.line.cut.Store(false)
			dana.start()
			dana.until("it is out", func() bool { return o.versions(j, "K-1.pdf") == 2 })
			s, err := dana.Session()
			must(t, err)
			if all := strings.Join(s.Warnings, "\n"); !strings.Contains(all, "may be lost") || what == "removed" && strings.Contains(all, "set aside") {
				t.Errorf("it says %q", all)
			}
		})
	}
}
