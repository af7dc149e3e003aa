package synctest

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tieout/app"
	"tieout/sync/engagement"
	"tieout/sync/relay"
)

// World is everybody in a story. Its verbs fail the test, with the seed, when what should happen does
// not within a deadline. Stories are told from one goroutine.
type World struct {
	t      testing.TB
	seed   uint64
	dir    string
	Clock  *Clock
	Mail   *Mailbox
	server *server
	firms  []*Firm
	desks  map[string]*Desk
	people map[string]*Contact
	faults Faults
	lines  int
	copies bool
}

// Firm is an accounting firm, its share and its work.
type Firm struct {
	w       *World
	Name    string
	Share   string // the folder that all its desks reach
	record  relay.Firm
	root    string
	boss    string // the partner, who administers as well
	staff   map[string]engagement.StaffID
	works   []*Work
	primary *Work // what verbs are about unless told otherwise
	// saves are the states in which somebody left a file of To client, by path: sha256 in order. own is
	// what staff wrote elsewhere, by path, as they last left it.
	saves map[string][]string
	own   map[string]string
}

// Work is one engagement and its folder on the share.
type Work struct {
	firm   *Firm
	ID     string
	Client string
	Title  string
	Dir    string // absolute
}

// New is an empty world with its relay up. Everything stops when the test ends.
func New(t testing.TB, seed uint64) *World {
	t.Helper()
	w := &World{t: t, seed: seed, dir: t.TempDir(), Clock: NewClock(), desks: map[string]*Desk{}, people: map[string]*Contact{}}
	w.server = newServer(w.dir, w.Clock)
	w.Mail = w.server.mail
	w.ok("start the relay", w.server.up())
	t.Cleanup(w.close)
	return w
}

func (w *World) close() {
	for _, d := range w.desks {
		if d.program != nil {
			if err := d.program.Close(); err != nil {
				w.t.Errorf("seed %d: %s's desk ended with: %v", w.seed, d.Name, err)
			}
			d.program = nil
		}
	}
	if err := w.server.down(); err != nil {
		w.t.Errorf("seed %d: the relay ended with: %v", w.seed, err)
	}
	if err := w.server.problems(); err != nil {
		w.t.Errorf("seed %d: %v", w.seed, err)
	}
	if w.t.Failed() && os.Getenv("TIEOUT_SYNCTEST_LOG") != "" {
		w.t.Log(w.server.log.String())
	}
}

// fatalf ends the test, naming the seed.
func (w *World) fatalf(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("seed %d: %s", w.seed, fmt.Sprintf(format, args...))
}

func (w *World) ok(what string, err error) {
	w.t.Helper()
	if err != nil {
		w.fatalf("%s: %v", what, err)
	}
}

// patience is how long a story waits for what has to happen.
const patience = 60 * time.Second

// until waits until is answers nil, and fails the test with its last answer after [patience].
func (w *World) until(what string, is func() error) {
	w.t.Helper()
	if err := await(patience, nil, is); err != nil {
		w.fatalf("waited in vain until %s: %v", what, err)
	}
}

// await asks again and again, soon at first, until is answers nil. Between asks it calls push, if any.
func await(limit time.Duration, push func(), is func() error) error {
	pause, end := time.Millisecond, time.NewTimer(limit)
	defer end.Stop()
	for {
		err := is()
		if err == nil {
			return nil
		}
		if push != nil {
			push()
		}
		again := time.NewTimer(pause)
		select {
		case <-again.C:
			pause = min(2*pause, 20*time.Millisecond)
		case <-end.C:
			again.Stop()
			return err
		}
	}
}

// Pass lets time pass, at every place whose clock is right or wrong by a fixed time.
func (w *World) Pass(d time.Duration) {
	w.t.Helper()
	w.ok("let time pass", w.server.pass(d))
}

// RelayDown stops the relay and the portal.
func (w *World) RelayDown() {
	w.t.Helper()
	w.ok("stop the relay", w.server.down())
}

// RelayUp starts them again over the same data.
func (w *World) RelayUp() {
	w.t.Helper()
	w.ok("start the relay again", w.server.up())
}

// Weather changes the faults of every line, of those to come as well.
func (w *World) Weather(f Faults) {
	w.faults = f
	w.server.mu.Lock()
	defer w.server.mu.Unlock()
	for _, l := range w.server.lines {
		l.SetFaults(f)
	}
}

// line is a new line with an address and faults of its own.
func (w *World) line(who string) *Line {
	w.lines++
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", w.seed, who)
	l := w.server.line(fmt.Sprintf("198.51.100.%d", w.lines), h.Sum64())
	l.SetFaults(w.faults)
	l.keep = w.copies
	return l
}

// KeepCopies has every line that comes after it remember what goes up on it.
func (w *World) KeepCopies() { w.copies = true }

// Firm founds a firm whose administrator and partner is at their desk, with the share mapped.
func (w *World) Firm(name, partner string) *Firm {
	w.t.Helper()
	record, id, err := w.server.relay.CreateFirm(context.Background(), relay.NewFirm{
		Name: name, Zone: "America/New_York", Administrator: fullName(partner), Email: mailOf(partner, name),
		Roles: []engagement.Role{engagement.Partner},
	})
	w.ok("found "+name, err)
	f := &Firm{
		w: w, Name: name, Share: filepath.Join(w.dir, fmt.Sprintf("share %d", len(w.firms)+1)), record: record,
		boss: partner, staff: map[string]engagement.StaffID{partner: id},
		saves: map[string][]string{}, own: map[string]string{},
	}
	w.ok("make the share", os.MkdirAll(f.Share, 0o755))
	w.firms = append(w.firms, f)
	d := w.newDesk(f, partner, partner)
	d.enrol()
	o, err := d.App.AddRoot(f.Share, "Clients")
	w.ok("map the share", err)
	f.root = o.ID
	return f
}

// Hire adds a member of the staff and sets them at a desk of their own, on the same share.
func (f *Firm) Hire(name string, roles ...string) *Desk {
	f.w.t.Helper()
	boss := f.w.Desk(f.boss)
	o, err := boss.App.AddStaff(fullName(name), mailOf(name, f.Name), roles)
	f.w.ok("hire "+name, err)
	f.staff[name] = engagement.StaffID(o.ID)
	boss.level()
	return f.NewDesk(name, name)
}

// NewDesk gives a member of the staff one more computer. It reaches the share.
func (f *Firm) NewDesk(computer, who string) *Desk {
	f.w.t.Helper()
	d := f.w.newDesk(f, computer, who)
	d.enrol()
	d.bindShare()
	return d
}

// Take takes a client on, with one contact.
func (f *Firm) Take(client, contact string) string {
	f.w.t.Helper()
	boss := f.w.Desk(f.boss)
	o, err := boss.App.CreateClient(app.NewClient{
		Type: "company", Name: client, Contact: app.NewContact{Name: fullName(contact), Email: mailOf(contact, client), Title: "President"},
	})
	f.w.ok("take on "+client, err)
	boss.level()
	f.w.people[contact] = f.w.newContact(f, o.ID, contact, mailOf(contact, client))
	return o.ID
}

// Open opens an engagement with requests. The partner's desk makes its folder.
func (f *Firm) Open(client, title, preparer string, requests ...string) *Work {
	f.w.t.Helper()
	n := app.NewEngagement{
		Client: client, Service: "1120-S", Period: "2025", Title: title, Due: "2031-03-15",
		Partner: string(f.staff[f.boss]), Preparer: string(f.staff[preparer]), Root: f.root, Path: title, MakeFolder: true,
	}
	for _, r := range requests {
		n.Requests = append(n.Requests, app.RequestDraft{Title: r})
	}
	boss := f.w.Desk(f.boss)
	f.w.until("the share is there", boss.shareOK)
	o, err := boss.App.OpenEngagement(n)
	f.w.ok("open "+title, err)
	work := &Work{firm: f, ID: o.ID, Client: client, Title: title, Dir: filepath.Join(f.Share, title)}
	f.works = append(f.works, work)
	if f.primary == nil {
		f.primary = work
	}
	boss.level()
	f.w.until("the work file is made", func() error {
		_, err := os.Stat(filepath.Join(work.Dir, "To client"))
		return err
	})
	return work
}

// Desk is the desk of that name.
func (w *World) Desk(name string) *Desk {
	w.t.Helper()
	if w.desks[name] == nil {
		w.fatalf("nobody called %s has a desk here", name)
	}
	return w.desks[name]
}

// Client is the contact of that name, at their browser.
func (w *World) Client(name string) *Contact {
	w.t.Helper()
	if w.people[name] == nil {
		w.fatalf("no client has a contact called %s", name)
	}
	return w.people[name]
}

// Offline takes a desk off the network; Online brings it back.
func (w *World) Offline(name string) { w.t.Helper(); w.Desk(name).line.setOffline(true) }

// Online is the end of Offline.
func (w *World) Online(name string) { w.t.Helper(); w.Desk(name).line.setOffline(false) }
