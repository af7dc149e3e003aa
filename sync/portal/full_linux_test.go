package portal_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/portal"
	"tieout/sync/portal/portaltest"
)

// fills leaves no room in dir, and answers how to make some.
func fills(t *testing.T, dir string) (room func()) {
	t.Helper()
	filler, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = filler.Write(make([]byte, 4096))
	}
	_ = filler.Close()
	return func() {
		if err := os.Remove(filler.Name()); err != nil {
			t.Fatal(err)
		}
	}
}

// full holds an answer to what a client reads who sends something while the relay's disk is full.
func (r reply) full(t *testing.T, what string) {
	t.Helper()
	p := r.problem
	if r.StatusCode != http.StatusInsufficientStorage || p.Code != "full" || !strings.Contains(p.Message, "We have no room") || !strings.Contains(p.Hint, "call the office") {
		t.Errorf("%s: %d %+v", what, r.StatusCode, p)
	}
}

// The relay's disk is full. A client who sends something reads that there is no room, and whom to call; what is there
// can be read. With room, the same tries go through.
func TestAClientReadsThatThereIsNoRoom(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=6m"); err != nil {
		t.Skipf("SKIPPED, THE FULL DISK IS NOT TESTED: mounting a small file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	o := newOfficeIn(t, disk)
	id, workID := engagement.ClientID(ulid.Make().String()), engagement.EngagementID(ulid.Make().String())
	acme, work := engagement.ClientStream(id), engagement.EngagementStream(workID)
	at := api + "/clients/" + string(id)
	o.do(acme, engagement.ClientCreated, engagement.ClientCreatedBody{Client: id, Type: engagement.Company}, engagement.ClientNamed{Name: "Acme Ltd"})
	o.do(acme, engagement.ContactInvited, engagement.ContactRef{Contact: "ruth"}, engagement.ContactPrivate{Name: "Ruth Adeyemi", Email: portaltest.RuthMail})
	o.do(work, engagement.EngagementOpened, engagement.EngagementOpenedBody{
		Client: id, Service: engagement.Form1120S, Period: "2025", People: engagement.People{Partner: o.staff},
	}, engagement.EngagementPrivate{Title: "2025 Form 1120-S", Salt: bytes.Repeat([]byte{5}, 32)})
	s := o.portal()
	b := s.signedIn(portaltest.RuthMail)
	data := noise(100_000)
	begun := read[portal.Upload](t, b.do("POST", at+"/uploads", map[string]any{"name": "Scan.jpg", "size": len(data)}))
	sent := read[portal.Upload](t, b.do("POST", at+"/uploads", map[string]any{"name": "Other.jpg", "size": len(data)}))
	b.part(string(id), sent, 0, data).want(t, http.StatusNoContent, "")

	room := fills(t, disk)
	message := map[string]any{"key": "message-1", "text": strings.Repeat("Here it is. ", 300)}
	for n := 0; s.sends(b, at); n++ { // until what the database has of its own is used up
		if n == 2000 {
			t.Fatal("the disk is never full")
		}
	}
	b.do("POST", at+"/uploads", map[string]any{"name": "Third.jpg", "size": len(data)}).full(t, "an upload is announced")
	b.part(string(id), begun, 0, data).full(t, "a part")
	b.commit(string(id), sent.ID, data).full(t, "all parts are there")
	b.do("POST", at+"/engagements/"+string(workID)+"/messages", message).full(t, "a message")
	s.browser().do("POST", api+"/sign-in", map[string]any{"email": portaltest.RuthMail}).full(t, "somebody signs in")
	read[portal.Home](t, b.do("GET", at+"/home", nil))
	if strings.Contains(s.log.String(), "portal: unexpected") {
		t.Errorf("unexpected:\n%s", s.log)
	}

	room()
	b.part(string(id), begun, 0, data).want(t, http.StatusNoContent, "")
	for _, u := range []portal.Upload{begun, sent} {
		if !read[portal.Upload](t, b.commit(string(id), u.ID, data)).Done {
			t.Errorf("%s is not done", u.Name)
		}
	}
	read[portal.Thread](t, b.do("POST", at+"/engagements/"+string(workID)+"/messages", message))
}

// sends announces a file, and answers whether that went well.
func (s *stage) sends(b *browser, at string) bool {
	name := strings.Repeat("a long name ", 15) + ".jpg"
	return b.do("POST", at+"/uploads", map[string]any{"name": name, "size": 1000}).StatusCode == http.StatusOK
}

// noRoom is a relay whose disk is full once it is said to be.
type noRoom struct {
	portal.Relay
	portal.Short
	full atomic.Bool
}

func (n *noRoom) err() error {
	if n.full.Load() {
		return fmt.Errorf("a place that nobody is to read: %w", blob.ErrFull)
	}
	return nil
}

func (n *noRoom) Append(ctx context.Context, firm engagement.FirmID, a portal.Act) (portal.Receipt, error) {
	if err := n.err(); err != nil {
		return portal.Receipt{}, err
	}
	return n.Relay.Append(ctx, firm, a)
}

func (n *noRoom) Put(ctx context.Context, key string, value []byte, expires time.Time) error {
	if err := n.err(); err != nil {
		return err
	}
	return n.Short.Put(ctx, key, value, expires)
}

// A client consents and signs while there is no room: nothing is recorded, and they read that. They read on, also
// when it cannot be noted that they are still there, and sign once there is room.
func TestASignatureForWhichThereIsNoRoomIsSaid(t *testing.T) {
	disk := &noRoom{}
	s := newStage(t, func(c *portal.Config) {
		disk.Relay, disk.Short = c.Relay, c.Short
		c.Relay, c.Short = disk, disk
	})
	b := s.signedIn(portaltest.RuthMail)
	d := read[portal.Deliverable](t, b.do("GET", letter, nil))
	b.do("GET", d.File, nil).want(t, http.StatusOK, "")
	consent := map[string]any{"sum": d.Sum, "text": d.Consent.Digest}
	sign := map[string]any{"sum": d.Sum, "plan": d.Plan, "name": "Ruth Adeyemi", "ink": [][]float64{{0, 0.5, 0.4, 0.2, 1, 0.6}}}
	disk.full.Store(true)
	b.do("POST", letter+"/consent", consent).full(t, "consent")
	disk.full.Store(false)
	read[portal.Deliverable](t, b.do("POST", letter+"/consent", consent))
	disk.full.Store(true)
	s.Clock.Pass(2 * time.Minute)
	b.do("POST", letter+"/sign", sign).full(t, "a signature")
	s.Clock.Pass(2 * time.Minute)
	if d = read[portal.Deliverable](t, b.do("GET", letter, nil)); d.You.Signed {
		t.Error("a signature that was not recorded is shown")
	}
	disk.full.Store(false)
	if d = read[portal.Deliverable](t, b.do("POST", letter+"/sign", sign)); !d.You.Signed {
		t.Errorf("with room: %+v", d.You)
	}
}
