package synctest

import (
	"context"
	"crypto/ed25519"
	crand "crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"tieout/app"
	"tieout/app/desktop"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// realOffice is a relay behind a real socket, one desk with a share, and a mirror: what speed is
// measured on.
type realOffice struct {
	t      testing.TB
	relay  *relay.Relay
	firm   relay.Firm
	boss   engagement.StaffID
	url    string
	app    *app.App
	lane   string // To client of the one work file
	mirror *mirror
}

// newRealOffice opens one engagement and waits until its folders are there.
func newRealOffice(t testing.TB) *realOffice {
	t.Helper()
	o := &realOffice{t: t}
	dir := t.TempDir()
	var err error
	o.relay, err = relay.Open(context.Background(), relay.Options{Dir: filepath.Join(dir, "relay"), Mailer: newMailbox()})
	o.ok(err)
	o.firm, o.boss, err = o.relay.CreateFirm(context.Background(), relay.NewFirm{
		Name: "Whitfield & Co", Zone: "America/New_York", Administrator: "Dana Whitfield", Email: "dana@whitfield.example",
		Roles: []engagement.Role{engagement.Partner},
	})
	o.ok(err)
	o.serve()
	share := filepath.Join(dir, "share")
	o.ok(os.Mkdir(share, 0o755))
	p, err := app.Open(app.Config{
		DataDir: filepath.Join(dir, "desk"), Desktop: desktop.Headless{}, Secrets: &secrets{all: map[string]string{}}, Version: "test",
	})
	o.ok(err)
	t.Cleanup(func() { o.ok(p.Close()) })
	o.app = p.App
	o.openWork(share)
	o.mirror = o.newMirror(filepath.Join(dir, "mirror"))
	return o
}

func (o *realOffice) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *realOffice) until(what string, is func() error) {
	o.t.Helper()
	if err := await(4*time.Minute, nil, is); err != nil {
		o.t.Fatalf("waited in vain until %s: %v", what, err)
	}
}

// serve is the relay's command without TLS.
func (o *realOffice) serve() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	o.ok(err)
	server := &http.Server{Handler: o.relay.Handler(), ReadHeaderTimeout: 10 * time.Second}
	var running sync.WaitGroup
	ctx, stop := context.WithCancel(context.Background())
	running.Go(func() { _ = server.Serve(l) }) // it ends when it is closed
	running.Go(func() { o.relay.Run(ctx) })
	o.url = "http://" + l.Addr().String()
	o.t.Cleanup(func() {
		o.relay.Drain()
		_ = server.Close() // what hangs on its streams is cut
		stop()
		running.Wait()
		o.ok(o.relay.Close(context.Background()))
	})
}

func (o *realOffice) code() string {
	code, _, err := o.relay.EnrolmentCode(context.Background(), o.firm.ID, o.boss)
	o.ok(err)
	return code
}

func (o *realOffice) openWork(share string) {
	_, err := o.app.Connect(app.Enrolment{Relay: o.url, Code: o.code(), Computer: "Dana's computer"})
	o.ok(err)
	o.level()
	root, err := o.app.AddRoot(share, "Clients")
	o.ok(err)
	client, err := o.app.CreateClient(app.NewClient{
		Type: "company", Name: "Kestrel Marine Inc.", Contact: app.NewContact{Name: "Ruth Adeyemi", Email: "ruth@kestrel.example", Title: "President"},
	})
	o.ok(err)
	o.level()
	_, err = o.app.OpenEngagement(app.NewEngagement{
		Client: client.ID, Service: "1120-S", Period: "2025", Title: "Kestrel 2025", Due: "2031-03-15",
		Partner: string(o.boss), Preparer: string(o.boss), Root: root.ID, Path: "Kestrel", MakeFolder: true,
	})
	o.ok(err)
	o.lane = filepath.Join(share, "Kestrel", "To client")
	o.until("the work file is made", func() error { _, err := os.Stat(o.lane); return err })
	o.level()
}

func (o *realOffice) level() {
	o.t.Helper()
	o.until("the desk is tied out", func() error {
		s, err := o.app.SyncStatus()
		if err == nil && (len(s.Waiting) > 0 || s.State != "tied") {
			err = fmt.Errorf("%s: %d wait", s.State, len(s.Waiting))
		}
		return err
	})
}

// mirror is a witness that keeps the newest version of every document as a file, and says when.
type mirror struct {
	Witness
	dir  string
	link *desk.Link
	work sync.WaitGroup
	todo chan wantedFile

	seen    sync.Mutex
	arrived map[string]time.Time // by relative path
	failed  error
}

type wantedFile struct {
	rel string
	key desk.BlobKey
}

// mirrorLines is how many files a mirror reads at once.
const mirrorLines = 4

func (o *realOffice) newMirror(dir string) *mirror {
	_, key, err := ed25519.GenerateKey(crand.Reader)
	o.ok(err)
	o.ok(os.Mkdir(dir, 0o755))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * mirrorLines}}
	id, err := desk.Enrol(context.Background(), client, o.url, o.code(), "Mirror", key)
	o.ok(err)
	m := &mirror{dir: dir, arrived: map[string]time.Time{}, todo: make(chan wantedFile, 1<<15)}
	m.office, m.shared = engagement.NewWorld(), engagement.NewWorld()
	m.link, err = desk.New(desk.Config{Identity: id, Key: key, Home: m, HTTP: client})
	o.ok(err)
	ctx, stop := context.WithCancel(context.Background())
	for range mirrorLines {
		m.work.Go(func() { m.fetch(ctx) })
	}
	m.work.Go(func() { m.link.Run(ctx) })
	o.t.Cleanup(func() { stop(); m.work.Wait(); o.ok(m.failed) })
	return m
}

// Confirm implements desk.Home.
func (m *mirror) Confirm(b desk.Batch) error {
	if err := m.Witness.Confirm(b); err != nil {
		return err
	}
	for i := range b.Events {
		e := &b.Events[i]
		if e.Kind != engagement.DocumentShared {
			continue
		}
		work := m.office.Engagement(e.Stream.EngagementID())
		d, v := work.Version(e.ID)
		m.todo <- wantedFile{d.Rel, desk.BlobKey{Client: work.Client, Blob: v.Blob}}
	}
	return nil
}

func (m *mirror) fetch(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-m.todo:
			err := m.link.Fetch(ctx, f.key, func(r io.Reader) error { return m.keep(f, r) })
			m.seen.Lock()
			if err == nil {
				m.arrived[f.rel] = time.Now()
			} else if ctx.Err() == nil {
				m.failed = errors.Join(m.failed, err)
			}
			m.seen.Unlock()
		}
	}
}

func (m *mirror) keep(f wantedFile, r io.Reader) error {
	path := filepath.Join(m.dir, filepath.FromSlash(f.rel))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	sum := newSum()
	_, err = io.Copy(io.MultiWriter(file, sum), r)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if got := blob.Hash(sum.Sum(nil)).String(); got != string(f.key.Blob) {
		return fmt.Errorf("%s came as %s", f.rel, got)
	}
	return os.Rename(path+".part", path)
}

// has says whether n files arrived.
func (m *mirror) has(n int) error {
	m.seen.Lock()
	defer m.seen.Unlock()
	if m.failed != nil {
		return m.failed
	}
	return exactly(n, len(m.arrived))
}

func newSum() hash.Hash { return sha256.New() }

// random is bytes that do not compress, the same for the same seed.
func random(seed uint64, n int) []byte {
	b := make([]byte, n+8)
	r := rand.NewPCG(seed, 7)
	for i := 0; i < n; i += 8 {
		binary.LittleEndian.PutUint64(b[i:], r.Uint64())
	}
	return b[:n]
}

// number reads a size of a benchmark from the environment, so that the long ones can be cut short.
func number(name string, def int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return def
}
