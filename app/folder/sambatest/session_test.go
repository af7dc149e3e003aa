//go:build linux

package sambatest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// session is one client of the server, in a process of its own. Safe for concurrent use.
type session struct {
	cmd    *exec.Cmd
	to     io.WriteCloser
	before atomic.Pointer[func(act string, a args)]
	ended  atomic.Bool
	mu     sync.Mutex
	from   *json.Decoder
}

// errGone is met by whoever uses a session that has ended.
var errGone = errors.New("the specified network name is no longer available")

// connect begins a session that ends with the test.
func connect(t *testing.T) *session {
	t.Helper()
	need(t)
	s := &session{cmd: exec.Command(python, "-B", "testdata/client.py", strconv.Itoa(samba.port), shareName)}
	s.cmd.Stderr = os.Stderr
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	to, err := s.cmd.StdinPipe()
	must(t, err)
	from, err := s.cmd.StdoutPipe()
	must(t, err)
	s.to, s.from = to, json.NewDecoder(from)
	must(t, s.cmd.Start())
	t.Cleanup(s.kill)
	if err := s.from.Decode(&answer{}); err != nil {
		t.Fatalf("the SMB client does not reach the server: %v", err)
	}
	return s
}

// kill ends the session as a crash does: without a word to the server.
func (s *session) kill() {
	s.ended.Store(true)
	_ = s.cmd.Process.Kill()
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.cmd.Wait() // killed, as it was told
}

// hook has do called before every request.
func (s *session) hook(do func(act string, a args)) { s.before.Store(&do) }

// args are those of one request, as testdata/client.py calls them.
type args map[string]any

type answer struct {
	Status  status  `json:"status"`
	Handle  int     `json:"handle"`
	Data    []byte  `json:"data"`
	Serial  uint32  `json:"serial"`
	Entries []entry `json:"entries"`
}

// entry is what the server says about a file. Times count tenths of microseconds since 1601.
type entry struct {
	Name       string `json:"name"`
	Size       int64  `json:"size"`
	Written    int64  `json:"written"`
	Changed    int64  `json:"changed"`
	Attributes uint32 `json:"attributes"`
	Index      uint64 `json:"index"`
}

// ask sends one request. The error is a status when the server refused, errGone when there is no server.
func (s *session) ask(act string, a args) (answer, error) {
	if hook := s.before.Load(); hook != nil {
		(*hook)(act, a)
	}
	line := args{"act": act}
	for name, value := range a {
		line[name] = value
	}
	body, err := json.Marshal(line)
	if err != nil {
		return answer{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var got answer
	if _, err := s.to.Write(append(body, '\n')); err != nil {
		return answer{}, fmt.Errorf("%w: %w", errGone, err)
	}
	if err := s.from.Decode(&got); err != nil {
		return answer{}, fmt.Errorf("%w: %w", errGone, err)
	}
	if got.Status != 0 {
		return answer{}, got.Status
	}
	return got, nil
}

// handle is something the session holds open.
type handle struct {
	s  *session
	id int
}

// how is how something is opened (MS-SMB2, 2.2.13).
type how struct{ access, share, options, disposition, attributes uint32 }

func (s *session) open(path string, h how) (handle, error) {
	got, err := s.ask("open", args{"path": path, "access": h.access, "share": h.share, "options": h.options,
		"disposition": h.disposition, "attributes": h.attributes})
	return handle{s, got.Handle}, err
}

func (h handle) ask(act string, a args) (answer, error) {
	with := args{"handle": h.id}
	for name, value := range a {
		with[name] = value
	}
	return h.s.ask(act, with)
}

func (h handle) close() error {
	_, err := h.ask("close", nil)
	return err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// until waits for a condition. The deadline is for broken code, not for slow machines.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for tick := time.NewTicker(2 * time.Millisecond); ; <-tick.C {
		if ok() {
			tick.Stop()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
