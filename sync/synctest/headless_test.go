package synctest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"tieout/app"
	"tieout/app/desktop"
)

// headlessVariable holds, for a process that is a desk, what it needs to know.
const headlessVariable = "TIEOUT_SYNCTEST_DESK"

type headlessDesk struct {
	Dir     string
	Relay   string // host and port
	Secrets map[string]string
}

// headless is a desk in a process of its own: it runs until its standard input ends or it is killed.
func headless() int {
	var h headlessDesk
	if err := json.Unmarshal([]byte(os.Getenv(headlessVariable)), &h); err != nil {
		return failed(err)
	}
	p, err := app.Open(app.Config{
		DataDir: h.Dir, Desktop: desktop.Headless{}, Secrets: &secrets{all: h.Secrets}, Version: "test",
		HTTP: &http.Client{Transport: at(h.Relay)}, Line: lineTiming, Folders: app.FolderConfig{Timing: folderTiming},
	})
	if err != nil {
		return failed(err)
	}
	fmt.Println("open")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return failed(err)
	}
	if err := p.Close(); err != nil {
		return failed(err)
	}
	return 0
}

func failed(err error) int {
	fmt.Fprintln(os.Stderr, "headless desk:", err)
	return 1
}

// at leads every call to a host and port on this machine, whatever its address says.
func at(hostPort string) http.RoundTripper { return &reroute{hostPort, &http.Transport{}} }

type reroute struct {
	to   string
	real *http.Transport
}

// RoundTrip implements http.RoundTripper.
func (r *reroute) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.Clone(req.Context())
	out.Host = req.URL.Host
	out.URL.Scheme, out.URL.Host = "http", r.to
	return r.real.RoundTrip(out)
}

// processes are a relay and desks that really run, over the data of a world that stands still.
type processes struct {
	w     *World
	relay string // the program
	port  string
	line  string // how desks reach the relay, if not at port
	all   map[string]*process
	via   http.RoundTripper
}

// leave lets the world's relay and desks run as processes until back is called.
func (w *World) leave(t *testing.T, program string) *processes {
	t.Helper()
	for _, name := range w.deskNames() {
		w.desks[name].Close()
	}
	w.RelayDown()
	p := &processes{w: w, relay: program, port: freePort(t), all: map[string]*process{}}
	p.via = at(p.port)
	w.server.runsAt(p.via)
	t.Cleanup(p.killAll)
	p.startAll()
	return p
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// names are everything that can be killed.
func (p *processes) names() []string { return append([]string{"relay"}, p.w.deskNames()...) }

func (p *processes) startAll() {
	p.w.t.Helper()
	for _, name := range p.names() {
		p.start(name)
	}
}

// start starts what does not run, and returns when it is ready.
func (p *processes) start(name string) {
	p.w.t.Helper()
	if p.all[name] != nil {
		return
	}
	if name == "relay" {
		p.all[name] = p.startRelay()
		return
	}
	d := p.w.desks[name]
	d.secrets.mu.Lock()
	raw, err := json.Marshal(headlessDesk{Dir: d.dir, Relay: cmp.Or(p.line, p.port), Secrets: d.secrets.all})
	d.secrets.mu.Unlock()
	p.w.ok("describe the desk", err)
	self, err := os.Executable()
	p.w.ok("find this program", err)
	one, err := startProcess(p.w.dir, name, []string{headlessVariable + "=" + string(raw)}, self)
	p.w.ok("start "+name+"'s desk", err)
	p.all[name] = one
	p.w.until(name+"'s desk is open", func() error { return one.said("open\n") })
}

func (p *processes) startRelay() *process {
	p.w.t.Helper()
	one, err := startProcess(p.w.dir, "relay", nil, p.relay, "serve",
		"--data", filepath.Join(p.w.server.dir, "relay"), "--listen", p.port, "--url", address)
	p.w.ok("start the relay", err)
	p.w.until("the relay is ready", func() error {
		if err := one.running(); err != nil {
			p.w.fatalf("the relay ended: %v", err)
		}
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address+"/readyz", nil)
		if err != nil {
			return err
		}
		resp, err := p.via.RoundTrip(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("it says %s", resp.Status)
		}
		return nil
	})
	return one
}

// kill is kill -9.
func (p *processes) kill(name string) {
	p.w.t.Helper()
	p.w.ok("kill "+name, p.all[name].kill())
	delete(p.all, name)
}

func (p *processes) killAll() {
	for name, one := range p.all {
		if err := one.kill(); err != nil {
			p.w.t.Errorf("kill %s: %v", name, err)
		}
		delete(p.all, name)
	}
}

// back kills everything and lets the world run in this process again.
func (p *processes) back() {
	p.w.t.Helper()
	p.killAll()
	p.w.server.runsAt(nil)
	p.w.RelayUp()
}
