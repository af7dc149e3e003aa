package relay_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// server is the real program, serving from a folder.
type server struct {
	t    *testing.T
	path string
	data string
	cmd  *exec.Cmd
	url  string
}

func (s *server) run(args ...string) string {
	s.t.Helper()
	out, err := exec.Command(s.path, append(args, "--data", s.data)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tieout-relay %s: %v\n%s", args, err, out)
	}
	return string(out)
}

var serving = regexp.MustCompile(`msg=serving address=(\S+)`)

func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.Command(s.path, "serve", "--listen", "127.0.0.1:0", "--data", s.data)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := serving.FindStringSubmatch(lines.Text()); found != nil {
			s.url = "http://" + found[1]
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return
		}
	}
	s.t.Fatal("the server ended before it served")
}

func (s *server) stop(sig os.Signal) error {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
	return s.cmd.Wait()
}

func (s *server) post(path, token string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequest("POST", s.url+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(res.Body)
		return fmt.Errorf("%s: %d %s", path, res.StatusCode, body)
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// The real program is killed at any moment between and within pushes. What it
// answered is there afterwards, and what is pushed again is there once.
func TestKilledBetweenPushes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and kills the real program")
	}
	path := filepath.Join(t.TempDir(), "tieout-relay")
	if out, err := exec.Command("go", "build", "-o", path, "tieout/sync/cmd/tieout-relay").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s := &server{t: t, path: path, data: filepath.Join(t.TempDir(), "data")}
	out := s.run("firm", "create", "Mercer & Boyd", "--administrator", "Dana", "--role", "partner")
	code := regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}`).FindString(out)
	s.start()
	_, key, _ := ed25519.GenerateKey(nil)
	o := &office{t: t, clock: &clock{at: tuesday}}
	d := &desk{o: o, key: key}
	var me wire.EnrolReply
	if err := s.post("/v1/enrol", "", d.enrolment(code), &me); err != nil {
		t.Fatal(err)
	}
	d.id, d.staff = me.Device, me.Staff
	signIn := func() string {
		var ch wire.ChallengeReply
		var tok wire.TokenReply
		if err := s.post("/v1/challenge", "", wire.ChallengeRequest{Device: d.id}, &ch); err != nil {
			t.Fatal(err)
		}
		if err := s.post("/v1/token", "", d.answer(ch), &tok); err != nil {
			t.Fatal(err)
		}
		return tok.Token
	}
	source := rand.New(rand.NewPCG(7, 7))
	answered := 0
	var waiting []wire.Action
	for range 4 {
		token := signIn()
		kill := time.AfterFunc(time.Duration(source.IntN(60))*time.Millisecond, func() { _ = s.cmd.Process.Kill() })
		for {
			if len(waiting) == 0 {
				waiting = append(waiting, d.act(event{
					stream: engagement.FirmStream, kind: engagement.RootMapped, private: engagement.Named{Name: "S:"},
					body: engagement.RootMappedBody{Root: engagement.RootID(newULID())},
				}))
			}
			var res wire.PushReply
			if err := s.post("/v1/push", token, wire.PushRequest{Actions: waiting}, &res); err != nil {
				break // killed; the action is pushed again after the start
			}
			if res.Results[0].Outcome != wire.Accepted {
				t.Fatalf("push: %+v", res)
			}
			answered, waiting = answered+1, nil
		}
		kill.Stop()
		_ = s.cmd.Process.Kill() // it is alive yet where a push failed for another reason
		_ = s.cmd.Wait()
		s.start()
	}
	token := signIn()
	var res wire.PushReply
	if err := s.post("/v1/push", token, wire.PushRequest{Actions: waiting}, &res); err != nil || res.Results[0].Outcome != wire.Accepted {
		t.Fatalf("the last action: %+v, %v", res, err)
	}
	roots := int(res.Head) - foundingEvents - 1 // and the computer's key
	if roots != answered+1 {
		t.Errorf("%d actions were answered and %d are there", answered+1, roots)
	}
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Errorf("a polite stop: %v", err)
	}
}

// foundingEvents is how many events a firm without an address begins with.
const foundingEvents = 6
