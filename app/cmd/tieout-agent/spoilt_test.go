package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spoils makes what the agent knows such that nothing of it can be read.
func (a *agent) spoils(damage func(*os.File) error) {
	a.f.t.Helper()
	file, err := os.OpenFile(filepath.Join(a.data, "state.db"), os.O_RDWR, 0)
	if err == nil {
		err = errors.Join(damage(file), file.Close())
	}
	if err != nil {
		a.f.t.Fatal(err)
	}
}

// The data of an agent is damaged so that nothing of it can be read. It watches and files as before, by itself.
func TestAnAgentWhoseDataIsDamagedGoesOnWatching(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.mapped()
	a.says(0, "at most 640 KB", "line", "--up", "640")
	r := a.run()
	for i, damage := range []func(*os.File) error{
		func(f *os.File) error { _, err := f.WriteAt(make([]byte, 8192), 0); return err },
		func(f *os.File) error { return f.Truncate(8192 + 1) },
	} {
		if code := r.stop(); code != 0 {
			t.Fatalf("it stopped with %d", code)
		}
		a.spoils(damage)
		r = a.run()
		f.save(fmt.Sprintf("letter %d.txt", i), "Dear Ruth")
		var out string
		until(t, "everything is tied out", func() (err error) {
			out, err = a.tries("status", "--check")
			if err == nil && !strings.Contains(out, "1 watched") {
				err = errors.New(out)
			}
			return err
		})
		for _, want := range []string{"Dana Whitfield on files", "640 KB a second", "Clients: Reachable", "Filing: this computer", "was damaged"} {
			if !strings.Contains(out, want) {
				t.Errorf("status does not say %q:\n%s", want, out)
			}
		}
		a.says(0, "Level with the relay", "sync")
	}
}

// Where the share is cannot be brought back, while another machine files: monitoring notices, and the words say what
// to do.
func TestAnAgentThatLostItsShareSaysSoWhileAnotherFiles(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	a.mapped()
	other := f.enrolled("other")
	root := strings.Fields(other.says(0, "not bound here", "roots"))[0]
	other.says(0, "Bound to", "roots", "bind", root, f.share)
	other.run()
	a.spoils(func(f *os.File) error { return f.Truncate(0) })
	if err := os.Remove(filepath.Join(a.data, "settings.sealed")); err != nil {
		t.Fatal(err)
	}
	a.run()
	until(t, "it asks for the folder", func() error {
		s, err := a.status()
		if err == nil && (s.Line != "tied" || s.NoFiler || len(s.Lost) != 1) {
			err = fmt.Errorf("%+v", s)
		}
		return err
	})
	a.says(1, "Choose the folder again", "status", "--check")
	a.says(0, "Bound to", "roots", "bind", root, f.share)
	until(t, "everything is tied out", func() error {
		_, err := a.tries("status", "--check")
		return err
	})
}
