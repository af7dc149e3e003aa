package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/sync/wire"
)

// An administrator's first quarter of an hour with an agent: enrol, map, run,
// look, stop.
func TestTheFirstQuarterOfAnHour(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.says(1, "is connected to a firm already", "enrol", "--relay", f.url, "--code", "AAAA-AAAA-AAAA")
	a.says(0, "The firm has no share yet", "roots")
	a.says(3, "no agent is running", "status")
	if id := a.mapped(); id == "" {
		t.Fatal("no engagement was made")
	}
	r := a.run()
	f.save("letter.txt", "Dear Ruth")
	var out string
	until(t, "everything is tied out", func() (err error) {
		out, err = a.tries("status", "--check")
		return err
	})
	for _, want := range []string{"Filing: this computer", "1 watched", "Clients: Reachable"} {
		if !strings.Contains(out, want) {
			t.Errorf("status does not say %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "letter") || strings.Contains(r.said.String(), "letter") {
		t.Errorf("status or log names a client's file:\n%s\n%s", out, r.said)
	}
	a.says(0, "Level with the relay", "sync")
	doctor := a.says(0, "ok", "doctor")
	for _, want := range []string{"pinned keys", "carries its marker", "from the relay's", "held by the running agent", "runs since"} {
		if !strings.Contains(doctor, want) {
			t.Errorf("doctor does not say %q:\n%s", want, doctor)
		}
	}
	a.says(1, "is in use by", "run")
	if code := r.stop(); code != 0 || !strings.Contains(r.said.String(), "stopped") {
		t.Errorf("it stopped with %d:\n%s", code, r.said)
	}
	if _, err := os.Stat(filepath.Join(a.data, doorFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a stopped agent leaves its door behind")
	}
	a.says(3, "no agent is running", "status")
}

// A second machine finds the share by its marker, and a wrong folder is refused.
func TestAnotherMachineBindsTheShare(t *testing.T) {
	f := newFirm(t)
	first := f.enrolled("first")
	first.mapped()
	second := f.enrolled("second")
	root := strings.Fields(second.says(0, "not bound here", "roots"))[0]
	second.says(1, "not a mapped share", "roots", "bind", root, t.TempDir())
	second.says(0, "Bound to", "roots", "bind", root, f.share)
	second.run()
	until(t, "the second machine files", func() error {
		s, err := second.status()
		if err == nil && (s.NoFiler || !strings.Contains(s.Filing, "this computer")) {
			err = errors.New(s.Filing)
		}
		return err
	})
	second.says(0, "Nothing on it was changed", "roots", "unbind", root)
	until(t, "nobody files", func() error {
		s, err := second.status()
		if err == nil && (!s.NoFiler || !strings.Contains(s.Filing, "Nobody is filing")) {
			err = errors.New(s.Filing)
		}
		return err
	})
	second.says(1, "", "status", "--check")
}

// What a doctor finds on a machine where much is wrong, each with what to do.
func TestTheDoctorSaysWhatToMend(t *testing.T) {
	f := newFirm(t)
	fresh := &agent{f, filepath.Join(f.dir, "fresh")}
	fresh.says(1, "tieout-agent enrol", "doctor")
	a := f.enrolled("files")
	for _, want := range []string{"no agent is running, so nothing is watched or filed", "systemctl start tieout-agent", "tieout-agent run", "held by nobody else"} {
		a.says(0, want, "doctor") // nobody has ever started one
	}
	a.says(0, "no share is bound", "doctor")
	a.mapped()
	if err := os.Rename(f.share, f.share+".away"); err != nil {
		t.Fatal(err)
	}
	a.says(1, "Connect the share", "doctor") // opened by itself it waits for the first look
	a.run()
	f.relay.kill()
	until(t, "the doctor sees both", func() error {
		out := a.says(1, "fail", "doctor")
		for _, want := range []string{"Connect the share", "the relay could not be asked for its time", "Check the address and this machine's way to it",
			"The relay at " + f.url + " does not answer: connection refused."} {
			if !strings.Contains(out, want) {
				return errors.New(out)
			}
		}
		for _, raw := range []string{"Keep working", "dial tcp", "This didn't work", "desk:"} {
			if strings.Contains(out, raw) {
				return errors.New(out)
			}
		}
		return nil
	})
}

// An agent sends most of the bytes of an office, and has no window: how much of the line it uses, and whether it
// sends, is set by a command, holds at once, and outlives the process.
func TestTheLineOfAnAgentIsSetByACommand(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.mapped()
	a.says(0, "Sending    no limit", "line")
	a.says(0, "at most 64 KB of files a second", "line", "--up", "64") // while none runs
	r := a.run()
	if out := a.says(0, "at most 2000 KB", "line", "--down", "2000", "--metered", "send"); !strings.Contains(out, "at most 64 KB") || !strings.Contains(out, "too") {
		t.Errorf("what was set before does not hold: %s", out)
	}
	a.says(1, "at least 64 KB a second", "line", "--up", "63")
	a.says(2, "can't be used together", "line", "--pause", "--resume")
	a.says(1, "--for says how long --pause lasts", "line", "--for", "8h")
	a.says(0, "Sending of files is paused until ", "line", "--pause", "--for", "8h")
	f.save("letter.txt", "Dear Ruth")
	until(t, "the save waits", func() error {
		s, err := a.status()
		if err == nil && (s.Waiting != 1 || !strings.Contains(s.Use, "paused until")) {
			err = fmt.Errorf("%+v", s)
		}
		return err
	})
	if code := r.stop(); code != 0 {
		t.Errorf("it stopped with %d", code)
	}
	a.run()
	a.says(0, "Sending of files is paused until ", "status")
	a.says(0, "64 KB a second are sent at most", "line", "--resume")
	until(t, "it is sent", func() error {
		_, err := a.tries("status", "--check")
		return err
	})
	a.says(0, "Files use the whole connection", "line", "--up", "0", "--down", "0")
}

// The server answers that its disk is full: the doctor and the status of an agent say that, and whom to tell, and
// not that this machine is offline.
func TestWhatTheServerSaysReachesWhoeverLooksAtTheAgent(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.run()
	f.relay.kill()
	said, err := json.Marshal(wire.Error{Code: wire.CodeFull, Message: "The relay's disk is full.", Hint: "Tell whoever runs the relay."})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", strings.TrimPrefix(f.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	full := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", wire.JSONType)
		w.WriteHeader(http.StatusInsufficientStorage)
		w.Write(said)
	})}
	go full.Serve(l)
	t.Cleanup(func() { full.Close() })
	until(t, "both say it", func() error {
		out := a.says(1, "The relay's disk is full.", "doctor") + a.says(0, "", "status")
		if strings.Count(out, "Tell whoever runs the relay.") != 2 || strings.Contains(out, "Keep working") {
			return errors.New(out)
		}
		return nil
	})
}

// A share that cannot be reached holds up nobody who asks for everything to be exchanged, and is named.
func TestSyncNamesAShareThatIsAway(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.mapped()
	a.run()
	a.says(0, "Level with the relay", "sync")
	if err := os.Rename(f.share, f.share+".away"); err != nil {
		t.Fatal(err)
	}
	until(t, "it is named", func() error {
		if out := a.says(0, "Level with the relay", "sync"); !strings.Contains(out, "can't be reached since") {
			return errors.New(out)
		}
		return nil
	})
}

// Killed in the middle, an agent starts again and is not stopped by what it left.
func TestAKilledAgentStartsAgain(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.mapped()
	a.run().kill()
	if _, err := os.Stat(filepath.Join(a.data, doorFile)); err != nil {
		t.Fatalf("a killed agent leaves its door: %v", err)
	}
	a.says(3, "no agent is running", "status")
	a.says(1, "the agent ended without being stopped, and none is running", "doctor")
	if s, err := func() (State, error) { a.run(); return a.status() }(); err != nil || s.Watched != 1 {
		t.Errorf("after the kill: %+v, %v", s, err)
	}
}

func TestTheDoorIsForTheAgentsUser(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.run()
	info, err := os.Stat(filepath.Join(a.data, doorFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	raw, err := os.ReadFile(filepath.Join(a.data, doorFile))
	if err != nil {
		t.Fatal(err)
	}
	forged := t.TempDir()
	changed := bytes.Replace(raw, []byte(`"token":"`), []byte(`"token":"X`), 1)
	if err := os.WriteFile(filepath.Join(forged, doorFile), changed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := askRunning(t.Context(), forged, "status", []byte("{}")); !errors.Is(err, errNotRunning) {
		t.Errorf("a wrong token was let in: %v", err)
	}
	if _, err := askRunning(t.Context(), a.data, "status", []byte("{}")); err != nil {
		t.Errorf("the right one was not: %v", err)
	}
}

func TestTheLogLosesPaths(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(&discreet{slog.NewTextHandler(&out, nil)}).With("error", &fs.PathError{Op: "open", Path: "/s/Acme/W-2.pdf", Err: fs.ErrPermission})
	log.Info("filing", "error", fmt.Errorf("place: %w", errors.Join(errors.New("twice"),
		&os.LinkError{Op: "rename", Old: "/s/Ruth's return.pdf", New: "/s/Signed/return.pdf", Err: fs.ErrExist})), "n", 3)
	said := out.String()
	for _, secret := range []string{"Acme", "W-2", "Ruth", "Signed"} {
		if strings.Contains(said, secret) {
			t.Errorf("the log names %s: %s", secret, said)
		}
	}
	for _, want := range []string{"rename", "already exists", "open", "twice", "n=3"} {
		if !strings.Contains(said, want) {
			t.Errorf("the log lost %q: %s", want, said)
		}
	}
}

func TestHelpTeaches(t *testing.T) {
	var out bytes.Buffer
	if code := execute(t.Context(), []string{"--help"}, &out, &out); code != 0 {
		t.Fatalf("exit %d", code)
	}
	for _, want := range []string{"enrol --relay", "roots bind", "doctor", "TIEOUT_DATA"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("help does not say %q:\n%s", want, out.String())
		}
	}
}
