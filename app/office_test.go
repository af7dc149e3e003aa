package app_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tieout/app"
	"tieout/app/desktop"
	"tieout/app/desktop/desktoptest"
	"tieout/app/folder"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/pdf"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// office is a firm: a relay, its people, a share, and desks that are switched on.
type office struct {
	*testing.T
	relay *relay.Relay
	http  *httptest.Server
	firm  relay.Firm
	share string
	admin engagement.StaffID

	masterKey string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	dir := t.TempDir()
	o := &office{T: t, share: t.TempDir(), masterKey: filepath.Join(dir, "master-key")}
	r, err := relay.Open(t.Context(), relay.Options{
		Dir: filepath.Join(dir, "relay"), PublicURL: "https://portal.example", PDF: pdf.InProcess{}, MasterKey: o.masterKey,
	})
	must(t, err)
	o.relay = r
	o.firm, o.admin, err = r.CreateFirm(t.Context(), relay.NewFirm{
		Name: "Lindqvist & Moore", Zone: "America/New_York", Administrator: "Dana Lindqvist", Roles: []engagement.Role{engagement.Partner},
	})
	must(t, err)
	o.http = httptest.NewServer(r.Handler())
	t.Cleanup(func() {
		o.relay.Drain()
		o.http.CloseClientConnections()
		o.http.Close()
		if err := o.relay.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return o
}

// listen takes an address again that was just let go.
func listen(ctx context.Context, address string) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(ctx, "tcp", address)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// computer is one desk, which can lose its connection.
type computer struct {
	*app.App
	o    *office
	dir  string
	os   *desktoptest.Fake
	keys *secrets
	line *line
	fs   folder.FS // nil is the one of this machine
	host string    // where it settles with others of its machine who watches
	hang time.Duration
	time desk.Clock
	poll time.Duration // between looks at the relay that nothing asks for; 0 is often
	disk app.Disk
	prog *app.Program
}

// line is a connection that can be cut, for all or for calls of one path, on which one answer can be
// kept for a while, and over which the relay can be in trouble.
type line struct {
	http.RoundTripper
	calls   atomic.Int64
	cut     atomic.Bool
	without atomic.Value // of string
	late    atomic.Pointer[lateAnswer]
	trouble atomic.Pointer[trouble]
	slow    atomic.Pointer[slowAnswer]
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	l.calls.Add(1)
	if without, _ := l.without.Load().(string); l.cut.Load() || r.URL.Path == without {
		return nil, errors.New("no route to host")
	}
	if no := l.trouble.Load(); no != nil && strings.HasPrefix(r.URL.Path, no.path) && r.Method != http.MethodGet {
		return no.answer(), nil
	}
	res, err := l.RoundTripper.RoundTrip(r)
	if late := l.late.Load(); late != nil && r.URL.Path == late.path && l.late.CompareAndSwap(late, nil) {
		late.hold(r.Context())
	}
	if slow := l.slow.Load(); slow != nil && err == nil && r.URL.Path == slow.path {
		res.Body = slow.of(r, res.Body)
	}
	return res, err
}

// secrets is a keyring in memory, which outlives the program.
type secrets struct {
	mu   sync.Mutex
	kept map[string]string
}

func (s *secrets) Get(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.kept[name]; ok {
		return v, nil
	}
	return "", desktop.ErrNoSecret
}

func (s *secrets) Set(name, value string) error {
	if len(value) > 1024 {
		return errors.New("a keyring takes 1024 bytes")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[name] = value
	return nil
}

func (*secrets) Warning() string { return "" }

// newComputer is a computer out of the box.
func (o *office) newComputer() *computer {
	return &computer{
		o: o, dir: filepath.Join(o.TempDir(), "desk"), keys: &secrets{kept: map[string]string{}},
		line: &line{RoundTripper: &http.Transport{}},
	}
}

// start switches it on.
func (c *computer) start() {
	c.o.Helper()
	c.os = &desktoptest.Fake{}
	prog, err := app.Open(app.Config{
		DataDir: c.dir, HostDir: c.host, Clock: c.time, Desktop: c.os, Secrets: c.keys, HTTP: &http.Client{Transport: c.line}, PDF: pdf.InProcess{}, Version: "test", Disk: c.disk,
		Line: desk.Timing{Poll: cmp.Or(c.poll, 20*time.Millisecond), Retry: 5 * time.Millisecond, RetryMax: 20 * time.Millisecond},
		Folders: app.FolderConfig{FS: c.fs, Timing: folder.Timing{
			Gone: 50 * time.Millisecond, RootCheck: 50 * time.Millisecond, Hot: 50 * time.Millisecond, Warm: 50 * time.Millisecond, Hang: c.hang,
		}},
	})
	must(c.o, err)
	c.prog, c.App = prog, prog.App
	c.o.Cleanup(func() { c.stop() })
}

// stop switches it off.
func (c *computer) stop() {
	if c.prog == nil {
		return
	}
	if err := c.prog.Close(); err != nil {
		c.o.Error(err)
	}
	c.prog = nil
}

// offline cuts the connection and waits until the desk knows.
func (c *computer) offline() {
	c.line.cut.Store(true)
	must(c.o, c.SyncNow())
	c.until("it knows that it is offline", func() bool { return c.status().State == "offline" })
}

func (c *computer) online() {
	c.line.cut.Store(false)
	must(c.o, c.SyncNow())
}

func (c *computer) status() app.SyncStatus {
	s, err := c.SyncStatus()
	must(c.o, err)
	return s
}

// until waits for something, with a deadline.
func (c *computer) until(what string, is func() bool) {
	c.o.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !is() {
		if time.Now().After(deadline) {
			c.o.Fatalf("never: %s; %+v", what, c.status())
		}
		<-time.After(2 * time.Millisecond)
	}
}

// enrol connects a computer for a member of the staff.
func (o *office) enrol(c *computer, who engagement.StaffID) {
	o.Helper()
	code, _, err := o.relay.EnrolmentCode(o.Context(), o.firm.ID, who)
	must(o, err)
	_, err = c.Connect(app.Enrolment{Relay: o.http.URL, Code: code, Computer: "a laptop"})
	must(o, err)
	c.level()
}

// desk is a new computer of a member of the staff, connected.
func (o *office) desk(who engagement.StaffID) *computer {
	o.Helper()
	c := o.newComputer()
	c.start()
	o.enrol(c, who)
	return c
}

// hire adds a member of the staff.
func (o *office) hire(by *computer, name string, roles ...string) engagement.StaffID {
	o.Helper()
	out, err := by.AddStaff(name, "", roles)
	must(o, err)
	by.level()
	return engagement.StaffID(out.ID)
}

// job is an engagement of Acme Ltd with one contact and one request, mapped on the share.
type job struct {
	client, id, root string
	contact          engagement.ContactID
	request          engagement.RequestID
	dir              string
}

func (o *office) acme(by *computer, preparer engagement.StaffID) job {
	o.Helper()
	root, err := by.AddRoot(o.share, "Clients")
	must(o, err)
	client, err := by.CreateClient(app.NewClient{
		Type: "company", Name: "Acme Ltd", Contact: app.NewContact{Name: "Ruth Adeyemi", Email: "ruth@acme.example", Title: "President"},
	})
	must(o, err)
	by.until("the share is usable", func() bool { return by.status().Roots[0].CanWrite })
	opened, err := by.OpenEngagement(app.NewEngagement{
		Client: client.ID, Service: "1120-S", Period: "2025", Partner: string(o.admin), Preparer: string(preparer),
		Requests: []app.RequestDraft{{Title: "Bank statements, Oct–Dec 2025"}}, Root: root.ID, Path: "Acme Ltd/2025 Form 1120-S", MakeFolder: true,
	})
	must(o, err)
	by.level()
	page, err := by.Engagement(opened.ID)
	must(o, err)
	return job{
		client: client.ID, id: opened.ID, root: root.ID, contact: engagement.ContactID(page.Contacts[0].ID),
		request: engagement.RequestID(page.Requests[0].ID), dir: filepath.Join(o.share, "Acme Ltd", "2025 Form 1120-S"),
	}
}

// bind tells a computer where the share is.
func (c *computer) bind(j job) {
	c.o.Helper()
	must(c.o, c.BindRoot(j.root, c.o.share))
	c.until("the share is usable", func() bool { return c.status().Roots[0].CanWrite })
}

// upload is Ruth answering the request with a file.
func (o *office) upload(j job, name, content string) {
	o.Helper()
	o.uploadAs(j, "doc-"+name, name, content)
}

// uploadAs is for a name that she uses more than once. It answers what the bytes are called.
func (o *office) uploadAs(j job, id, name, content string) engagement.BlobRef {
	o.Helper()
	hash, size, err := o.relay.Blobs(o.firm.ID, engagement.ClientID(j.client)).Put(o.Context(), strings.NewReader(content))
	must(o, err)
	stream := engagement.EngagementStream(engagement.EngagementID(j.id))
	doc := engagement.DocumentID(id)
	o.contact(j,
		relay.Draft{Stream: stream, Kind: engagement.DocumentUploaded,
			Body:    engagement.DocumentBody{Document: doc, Blob: engagement.BlobRef(hash.String()), Size: size},
			Private: engagement.UploadPrivate{Name: name}},
		relay.Draft{Stream: stream, Kind: engagement.RequestAnswered,
			Body: engagement.RequestAnsweredBody{Request: j.request, Answer: engagement.WithFiles, Documents: []engagement.DocumentID{doc}}},
	)
	return engagement.BlobRef(hash.String())
}

// contact is Ruth doing something in the portal.
func (o *office) contact(j job, events ...relay.Draft) {
	o.Helper()
	res, err := o.relay.AppendAsContact(o.Context(), o.firm.ID, relay.ContactAct{Contact: j.contact, Events: events})
	must(o, err)
	if res.Outcome != wire.Accepted {
		o.Fatalf("the portal refused it: %v", res.Refusal)
	}
}

// write saves a file as staff do.
func (o *office) write(path, content string) {
	o.Helper()
	must(o, os.MkdirAll(filepath.Dir(path), 0o755))
	must(o, os.WriteFile(path, []byte(content), 0o644))
}

// picture is a small image, which can be a part of a package.
func picture(t testing.TB) string {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 40, 60))
	for i := range img.Pix {
		img.Pix[i] = uint8(i)
	}
	img.Set(3, 3, color.White)
	var b bytes.Buffer
	must(t, png.Encode(&b, img))
	return b.String()
}

// assemble makes a draft for Ruth to sign, sent to review.
func (c *computer) assemble(j job, replaces string) string {
	c.o.Helper()
	c.o.write(filepath.Join(j.dir, "Workpapers", "return.png"), picture(c.o))
	started, err := c.StartAssemble(app.AssembleOrder{
		Engagement: j.id, Title: "2025 Form 1120-S", Replaces: replaces, Final: true, Submit: true,
		Parts:   []app.PartOrder{{Path: "Workpapers/return.png", Name: "Return"}},
		Stamps:  app.Stamps{PageNumbers: true},
		Signers: []string{string(j.contact)},
		Fields:  []app.FieldBox{{ID: "s1", Kind: "signature", Signer: string(j.contact), Part: 1, Page: 1, X: 100, Y: 100, W: 200, H: 30}},
	})
	must(c.o, err)
	var done app.Job
	c.until("the draft is assembled", func() bool {
		done, err = c.Job(started.ID)
		must(c.o, err)
		return done.State != "running"
	})
	if done.State != "done" {
		c.o.Fatalf("assembling ended %+v", done)
	}
	return done.Result
}

// under lists the files below a folder, by name.
func under(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && !strings.HasPrefix(info.Name(), ".") {
			rel, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(rel))
		}
		return nil
	})
	must(t, err)
	return names
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	var f app.Failure
	if json.Unmarshal([]byte(app.FormatError(err).(string)), &f) != nil {
		return "unreadable"
	}
	return f.Code
}
