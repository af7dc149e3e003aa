package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programs are the agent and the relay, built once for all tests of this package.
var programs struct{ dir, agent, relay string }

func TestMain(m *testing.M) { os.Exit(withPrograms(m)) }

func withPrograms(m *testing.M) int {
	dir, err := os.MkdirTemp("", "tieout-agent-test-")
	if err == nil {
		defer os.RemoveAll(dir)
		programs.dir = dir
		programs.agent, programs.relay = filepath.Join(dir, "tieout-agent"), filepath.Join(dir, "tieout-relay")
		err = build(dir, "tieout/app/cmd/tieout-agent", "tieout/sync/cmd/tieout-relay")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func build(dir string, packages ...string) error {
	cmd := exec.Command("go", append([]string{"build", "-o", dir + string(filepath.Separator)}, packages...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// patience is how long a test waits for what must come.
const patience = 60 * time.Second

// until waits for a condition; the deadline is for a test that fails.
func until(t *testing.T, what string, ask func() error) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		err := ask()
		if err == nil {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s: %v", what, err)
		}
	}
}

// running is a process that a test started.
type running struct {
	t     *testing.T
	cmd   *exec.Cmd
	said  *said
	ended chan struct{}
}

// said collects what a process says.
type said struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

func start(t *testing.T, env []string, program string, args ...string) *running {
	t.Helper()
	r := &running{t: t, cmd: exec.Command(program, args...), said: &said{}, ended: make(chan struct{})}
	r.cmd.Env = append(quietEnv(), env...)
	r.cmd.Stdout, r.cmd.Stderr = r.said, r.said
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.ended)
		_ = r.cmd.Wait() // how it ended is in its state
	}()
	t.Cleanup(func() {
		r.kill()
		if t.Failed() {
			t.Logf("%s %v said:\n%s", filepath.Base(program), args, r.said)
		}
	})
	return r
}

// quietEnv is the environment without a session bus: agents of tests must not
// touch the keyring of who runs the tests.
func quietEnv() []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "DBUS_SESSION_BUS_ADDRESS=") && !strings.HasPrefix(v, "TIEOUT_") {
			env = append(env, v)
		}
	}
	return append(env, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
}

// kill ends the process as a power cut does.
func (r *running) kill() {
	select {
	case <-r.ended:
		return
	default:
	}
	if err := r.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		r.t.Errorf("kill: %v", err)
	}
	<-r.ended
}

// stop asks the process to end and answers its exit code.
func (r *running) stop() int {
	r.t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		r.t.Fatal(err)
	}
	select {
	case <-r.ended:
	case <-time.After(patience):
		r.t.Fatalf("it did not stop:\n%s", r.said)
	}
	return r.cmd.ProcessState.ExitCode()
}

// firm is a real relay with one firm, and its share.
type firm struct {
	t     *testing.T
	dir   string
	url   string
	share string
	relay *running
}

const workFile = "Acme Ltd/2025 Form 1120-S"

func newFirm(t *testing.T) *firm {
	t.Helper()
	dir := t.TempDir()
	f := &firm{t: t, dir: dir, share: filepath.Join(dir, "share")}
	if err := os.MkdirAll(filepath.Join(f.share, workFile), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	l.Close()
	f.url = "http://" + at
	f.relaySays("firm", "create", "Mercer & Boyd", "--administrator", "Dana Whitfield", "--role", "partner", "--role", "preparer")
	f.relay = start(t, nil, programs.relay, "serve", "--data", f.relayData(), "--listen", at, "--url", f.url)
	until(t, "the relay is ready", func() error {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, f.url+"/readyz", nil)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		return resp.Body.Close()
	})
	return f
}

func (f *firm) relayData() string { return filepath.Join(f.dir, "relay") }

func (f *firm) relaySays(args ...string) string {
	f.t.Helper()
	out, err := exec.Command(programs.relay, append(args, "--data", f.relayData())...).CombinedOutput()
	if err != nil {
		f.t.Fatalf("tieout-relay %v: %v\n%s", args, err, out)
	}
	return string(out)
}

var codeLine = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`)

// agent is one data folder of a machine.
type agent struct {
	f    *firm
	data string
}

// enrolled makes an agent of the firm.
func (f *firm) enrolled(name string) *agent {
	f.t.Helper()
	a := &agent{f, filepath.Join(f.dir, name)}
	code := codeLine.FindString(f.relaySays("enrol-code", "mercer-boyd", "Dana Whitfield"))
	a.says(0, "is connected to Mercer & Boyd", "enrol", "--relay", f.url, "--code", code, "--name", name)
	return a
}

// says runs a command to its end.
func (a *agent) says(exit int, want string, args ...string) string {
	a.f.t.Helper()
	cmd := a.command(args...)
	raw, _ := cmd.CombinedOutput() // how it ended is in its state
	if got := cmd.ProcessState.ExitCode(); got != exit || !strings.Contains(string(raw), want) {
		a.f.t.Fatalf("tieout-agent %v: exit %d, want %d and %q:\n%s", args, got, exit, want, raw)
	}
	return string(raw)
}

// tries runs a command that may fail.
func (a *agent) tries(args ...string) (string, error) {
	raw, err := a.command(args...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, raw)
	}
	return string(raw), err
}

func (a *agent) command(args ...string) *exec.Cmd {
	cmd := exec.Command(programs.agent, append([]string{"--data", a.data}, args...)...)
	cmd.Env = quietEnv()
	return cmd
}

// run starts the agent and returns when it answers.
func (a *agent) run(args ...string) *running {
	a.f.t.Helper()
	return a.runIn(nil, args...)
}

// runIn is run with variables of the environment.
func (a *agent) runIn(env []string, args ...string) *running {
	a.f.t.Helper()
	r := start(a.f.t, env, programs.agent, append([]string{"--data", a.data, "run"}, args...)...)
	until(a.f.t, "the agent runs", func() error {
		select {
		case <-r.ended:
			a.f.t.Fatalf("the agent ended:\n%s", r.said)
		default:
		}
		_, err := a.status()
		return err
	})
	return r
}

func (a *agent) status() (s State, err error) {
	raw, err := a.command("status", "--json").Output()
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(raw, &s)
}

// mapped gives the firm its share and work file, through this agent.
func (a *agent) mapped() (engagement string) {
	a.f.t.Helper()
	root := strings.TrimSpace(a.says(0, "", "roots", "add", a.f.share, "--name", "Clients"))
	out := a.says(0, "1 engagement mapped", "map", root, workFile)
	return regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}`).FindString(out)
}

func (f *firm) save(name, text string) {
	f.t.Helper()
	path := filepath.Join(f.share, workFile, "To client", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
}
