package synctest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/app"
)

// TestChaos lives random days of an office, by seed. TIEOUT_SEEDS says how many; TIEOUT_SEED replays one.
func TestChaos(t *testing.T) {
	if text := os.Getenv("TIEOUT_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		live(t, seed)
		return
	}
	seeds := uint64(10)
	if text := os.Getenv("TIEOUT_SEEDS"); text != "" {
		var err error
		if seeds, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { live(t, seed) })
	}
}

// acts is how many things happen in one life.
const acts = 100

func live(t *testing.T, seed uint64) {
	c := newChaos(t, seed)
	for range acts {
		c.act()
	}
	c.end()
	x := c.w.Rest()[0]
	c.holds(x)
}

// chaos is one random life.
type chaos struct {
	t       *testing.T
	w       *World
	r       *rand.Rand
	firm    *Firm
	n       int
	writing map[string]*slowWriter
	gone    bool // the share is away
	people  []*person
	said    []string // messages of the staff that were signed
	did     []string // for the failure's sake
}

// person is a contact who does one thing after the other, while everything else goes on.
type person struct {
	*Contact
	work *Work
	todo chan func(*person)
	done sync.WaitGroup

	mu     sync.Mutex
	sent   map[string]bool // sha256 of uploads with a receipt
	wrote  []string        // messages that were taken
	failed []error
}

// slowWriter is a program that has a file open for writing.
type slowWriter struct {
	file *os.File
	rest []byte
}

func newChaos(t *testing.T, seed uint64) *chaos {
	c := &chaos{t: t, w: New(t, seed), r: rand.New(rand.NewPCG(seed, 2)), writing: map[string]*slowWriter{}}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d: what happened:\n%s", seed, strings.Join(c.did, "\n"))
		}
	})
	c.firm = c.w.Firm("Mercer & Boyd CPAs", "dana")
	c.firm.Hire("tom", "preparer", "manager")
	if seed%2 == 0 {
		c.firm.Hire("priya", "manager")
	}
	if wrong := []time.Duration{0, 0, 40 * time.Minute, -87_600 * time.Hour}[c.r.IntN(4)]; wrong != 0 {
		c.note("tom's clock is wrong by %s", wrong)
		c.w.Desk("tom").SetClock(wrong)
	}
	for i, who := range []string{"ruth", "otis"} {
		client := []string{"Acme Ltd", "Harbor Fuel & Marine"}[i]
		c.firm.Open(c.firm.Take(client, who), "2025 return of "+client, "tom", "Bank statements", "Payroll summary")
		p := &person{Contact: c.w.Client(who), todo: make(chan func(*person), acts), sent: map[string]bool{}}
		p.work = c.firm.workOf(p.client)
		p.Contact = p.In(p.work)
		p.SignIn()
		p.done.Go(func() {
			for do := range p.todo {
				do(p)
			}
		})
		c.people = append(c.people, p)
	}
	return c
}

func (f *Firm) workOf(client string) *Work {
	i := slices.IndexFunc(f.works, func(w *Work) bool { return w.Client == client })
	return f.works[i]
}

func (c *chaos) note(format string, args ...any) {
	c.did = append(c.did, fmt.Sprintf("%3d %s", len(c.did)+1, fmt.Sprintf(format, args...)))
}

// act is one thing that happens, mostly work and now and then a mishap.
func (c *chaos) act() {
	all := []struct {
		weight  int
		onShare bool // not while the share is away
		do      func()
	}{
		{10, true, c.save}, {3, true, c.writeSlowly}, {4, true, c.finishWriting}, {2, true, c.remove},
		{2, true, c.renameFiled}, {2, true, c.ownFile}, {14, true, c.advance}, {3, true, c.assemble},
		{10, false, c.upload}, {4, false, c.clientWrites}, {4, false, c.staffWrites}, {2, false, c.ask}, {3, false, c.accept},
		{2, false, c.approve}, {2, false, c.publish}, {2, false, c.sign},
		{4, false, c.weather}, {5, false, c.restartDesk}, {3, false, c.restartRelay}, {4, false, c.line}, {3, false, c.pass},
		{4, false, c.shareGoes},
	}
	total := 0
	for _, a := range all {
		total += a.weight
	}
	draw := c.r.IntN(total)
	for _, a := range all {
		if draw -= a.weight; draw < 0 {
			if !c.gone || !a.onShare {
				a.do()
			}
			return
		}
	}
}

func (c *chaos) anyWork() *Work     { return c.firm.works[c.r.IntN(len(c.firm.works))] }
func (c *chaos) anyPerson() *person { return c.people[c.r.IntN(len(c.people))] }

func (c *chaos) desk() *Desk {
	names := c.w.deskNames()
	d := c.w.desks[names[c.r.IntN(len(names))]]
	return d.In(c.anyWork())
}

// content is bytes that are nowhere else.
func (c *chaos) content() []byte {
	c.n++
	b := Return(fmt.Sprintf("seed %d, file %d", c.w.seed, c.n), 1+c.r.IntN(3))
	if c.r.IntN(8) == 0 {
		b = append(b, bytes.Repeat([]byte(fmt.Sprintf("%% %d %d\n", c.w.seed, c.n)), 120_000)...) // more than one part
	}
	return b
}

var names = []string{"return.pdf", "letter.pdf", "K-1s/Adeyemi.pdf", "Übersicht.pdf"}

func (c *chaos) save() {
	d, rel := c.desk(), "To client/"+names[c.r.IntN(len(names))]
	if c.writing[d.path(rel)] != nil {
		return // one writer at a time
	}
	b := c.content()
	c.note("%s saves %s: %s", d.at().Title, rel, sum(b)[:8])
	d.leaves(rel, b)
	if c.r.IntN(2) == 0 {
		c.w.ok("save", saveFile(d.path(rel), b))
		return
	}
	c.w.ok("make the folder", os.MkdirAll(filepath.Dir(d.path(rel)), 0o755))
	c.w.ok("save", os.WriteFile(d.path(rel), b, 0o644))
}

// writeSlowly begins to write a file in place; what lies there meanwhile is nobody's version.
func (c *chaos) writeSlowly() {
	d, rel := c.desk(), "To client/"+names[c.r.IntN(len(names))]
	path := d.path(rel)
	if c.writing[path] != nil {
		return
	}
	b := c.content()
	c.note("%s is written slowly in %s: %s", rel, d.at().Title, sum(b)[:8])
	c.w.ok("make the folder", os.MkdirAll(filepath.Dir(path), 0o755))
	file, err := os.Create(path)
	c.w.ok("create", err)
	_, err = file.Write(b[:len(b)/2])
	c.w.ok("write", err)
	d.leaves(rel, b)
	c.writing[path] = &slowWriter{file, b[len(b)/2:]}
}

func (c *chaos) finishWriting() {
	for _, path := range slices.Sorted(maps.Keys(c.writing)) {
		s := c.writing[path]
		c.note("%s is finished", path)
		_, err := s.file.Write(s.rest)
		c.w.ok("write", err)
		c.w.ok("close", s.file.Close())
		delete(c.writing, path)
	}
}

func (c *chaos) remove() {
	d, rel := c.desk(), "To client/"+names[c.r.IntN(len(names))]
	if c.writing[d.path(rel)] == nil && os.Remove(d.path(rel)) == nil {
		c.note("%s is deleted in %s", rel, d.at().Title)
	}
}

func (c *chaos) upload() {
	p, b := c.anyPerson(), c.content()
	name := []string{"scan.pdf", "Scan.pdf", "bank?.pdf", "CON.pdf"}[c.r.IntN(4)]
	request := []string{"", "Bank statements", "Payroll summary"}[c.r.IntN(3)]
	c.note("%s uploads %s for %q: %s", p.Name, name, request, sum(b)[:8])
	p.todo <- func(p *person) {
		_, err := p.TryUpload(request, name, b)
		p.took(err, func() { p.sent[sum(b)] = true })
	}
}

// took notes how an act of a client ended. An answer that says no is one.
func (p *person) took(err error, then func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err == nil:
		then()
	case !isProblem(err):
		p.failed = append(p.failed, err)
	}
}

func (c *chaos) clientWrites() {
	c.n++
	p, text := c.anyPerson(), fmt.Sprintf("client's message %d", c.n)
	c.note("%s writes %q", p.Name, text)
	p.todo <- func(p *person) {
		err := p.call("POST", p.workPath()+"/messages", map[string]any{"key": p.key(), "text": text}, nil)
		p.took(err, func() { p.wrote = append(p.wrote, text) })
	}
}

func (c *chaos) staffWrites() {
	c.n++
	d, text := c.desk(), fmt.Sprintf("staff's message %d", c.n)
	if d.program == nil {
		return
	}
	if _, err := d.App.PostMessage(d.at().ID, text, ""); err == nil {
		c.note("%s writes %q", d.Name, text)
		c.said = append(c.said, text)
	} else {
		c.expected(err)
	}
}

// expected fails the test when an act ends in what is no answer to a person.
func (c *chaos) expected(err error) {
	c.t.Helper()
	if code(err) == app.CodeUnexpected {
		c.w.fatalf("an act failed: %v", err)
	}
}

// renameFiled is staff renaming what a client sent, once it is filed.
func (c *chaos) renameFiled() {
	d := c.desk()
	if d.program == nil {
		return
	}
	p, err := d.page()
	c.expected(err)
	for _, name := range []string{"scan.pdf", "Scan.pdf"} {
		if at := filedAt(p, name); at != "" {
			c.n++
			if os.Rename(d.path(at), d.path(fmt.Sprintf("%s, checked %d.pdf", at, c.n))) == nil {
				c.note("%s is renamed", at)
			}
		}
	}
}

// ownFile is a file of the staff where an upload may want to be.
func (c *chaos) ownFile() {
	d, rel := c.desk(), "From client/scan.pdf"
	if _, err := os.Lstat(d.path(rel)); err == nil {
		return
	}
	b := c.content()
	if err := os.MkdirAll(filepath.Dir(d.path(rel)), 0o755); err != nil {
		c.w.fatalf("%v", err)
	}
	file, err := os.OpenFile(d.path(rel), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if os.IsExist(err) {
		return // an upload was faster
	}
	c.w.ok("create", err)
	d.leaves(rel, b)
	c.note("staff put their own %s", rel)
	_, err = file.Write(b)
	c.w.ok("write", err)
	c.w.ok("close", file.Close())
}

func (c *chaos) weather() {
	f := []Faults{{}, {}, bad, {Lost: 0.3}, {LostReply: 0.3}, {Twice: 0.5, Late: 0.3}, {Cut: 0.3}}[c.r.IntN(7)]
	c.note("weather: %+v", f)
	c.w.Weather(f)
}

func (c *chaos) restartDesk() {
	names := c.w.deskNames()
	d := c.w.desks[names[c.r.IntN(len(names))]]
	if d.program != nil {
		c.note("%s's computer goes off", d.Name)
		d.Close()
		return
	}
	c.note("%s's computer comes on", d.Name)
	d.Open()
}

func (c *chaos) restartRelay() {
	c.note("the relay restarts")
	c.w.RelayDown()
	c.w.RelayUp()
}

func (c *chaos) line() {
	names := c.w.deskNames()
	name := names[c.r.IntN(len(names))]
	off := c.r.IntN(2) == 0
	c.note("%s offline: %v", name, off)
	c.w.Desk(name).line.setOffline(off)
}

func (c *chaos) pass() {
	d := time.Duration(1+c.r.IntN(20)) * time.Minute
	c.note("%s pass", d)
	c.w.Pass(d)
}

// shareGoes takes the share away, or brings it back.
func (c *chaos) shareGoes() {
	c.gone = !c.gone
	c.note("the share is away: %v", c.gone)
	from, to := c.firm.Share, c.firm.Share+" (away)"
	if !c.gone {
		from, to = to, from
	}
	c.w.ok("move the share", os.Rename(from, to))
}

// end lets everybody finish what they began.
func (c *chaos) end() {
	if c.gone {
		c.shareGoes()
	}
	c.finishWriting()
	c.note("everything is mended")
	c.w.Weather(Faults{})
	for _, p := range c.people {
		close(p.todo)
		p.done.Wait()
	}
}
