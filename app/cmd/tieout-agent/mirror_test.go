package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// has waits until a file of the copy has this content.
func has(t *testing.T, dir, name, want string) {
	t.Helper()
	until(t, name+" in the copy", func() error {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil && string(raw) != want {
			err = fmt.Errorf("it says %q", raw)
		}
		return err
	})
}

// names lists what people see in a folder of the copy.
func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	listing, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range listing {
		if !strings.HasPrefix(e.Name(), ".") {
			all = append(all, e.Name())
		}
	}
	return all
}

// A partner takes an engagement along: saves arrive in the copy, a new version
// replaces the old one, what was changed in the copy is set aside, and a second
// program may not keep the same copy.
func TestACopyFollowsTheShare(t *testing.T) {
	f := newFirm(t)
	office := f.enrolled("files")
	engagement := office.mapped()
	office.run()
	f.save("letter.txt", "one")
	laptop, to := f.enrolled("laptop"), filepath.Join(f.dir, "copy")
	laptop.says(0, engagement, "engagements", "Acme", "1120") // it has no share to map
	keeping := start(t, nil, programs.agent, "--data", laptop.data, "mirror", engagement, "--to", to)
	has(t, to, "To client/letter.txt", "one")
	f.save("letter.txt", "two, and longer")
	has(t, to, "To client/letter.txt", "two, and longer")
	f.save("2025/return.txt", "deep")
	has(t, to, "To client/2025/return.txt", "deep")

	ours := filepath.Join(to, "To client", "letter.txt")
	if err := errors.Join(os.Remove(ours), os.WriteFile(ours, []byte("my own notes"), 0o600)); err != nil {
		t.Fatal(err)
	}
	f.save("letter.txt", "three")
	has(t, to, "To client/letter.txt", "three")
	kept := names(t, filepath.Join(to, "To client"))
	if len(kept) != 3 || !strings.HasPrefix(kept[1], "letter (changed here") && !strings.HasPrefix(kept[2], "letter (changed here") {
		t.Errorf("what was changed in the copy is not beside it: %q", kept)
	}
	other := f.enrolled("other")
	other.says(1, "another program keeps a copy", "mirror", engagement, "--to", to, "--once")
	if code := keeping.stop(); code != 0 {
		t.Errorf("it stopped with %d:\n%s", code, keeping.said)
	}
	if strings.Contains(keeping.said.String(), "letter") {
		t.Errorf("the log names a client's file:\n%s", keeping.said)
	}
	other.says(0, "The copy has 2 documents", "mirror", engagement, "--to", filepath.Join(f.dir, "second"), "--once")
	other.says(1, "another engagement", "mirror", engagement, "--to", to, "--once", "--lane", "To client")
	third := filepath.Join(f.dir, "third")
	for _, wrong := range [][]string{{"01ARZ3NDEKTSV4RRFFQ69G5FAV", "--once"}, {"01ARZ3NDEKTSV4RRFFQ69G5FAV"}} {
		other.says(1, "No engagement of this id", append([]string{"mirror", "--to", third}, wrong...)...)
	}
	other.says(1, "no lane called", "mirror", engagement, "--to", third, "--once", "--lane", "Private")
	if _, err := os.Stat(third); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a copy that cannot be leaves its folder: %v", err)
	}
	other.says(0, "The copy has 2 documents", "mirror", engagement, "--to", third, "--once")
	f.relay.stop()
	other.says(1, "did not say whether the copy has everything", "mirror", engagement, "--to", filepath.Join(f.dir, "second"), "--once")
}

// A download that was cut off goes on where it broke off, and nothing of it is
// left behind.
func TestACopyThatWasKilledGoesOn(t *testing.T) {
	f := newFirm(t)
	office := f.enrolled("files")
	engagement := office.mapped()
	big := strings.Repeat("0123456789abcdef", 6<<20/16)
	f.save("backup.qbb", big)
	office.run()
	until(t, "the save is with the relay", func() error {
		_, err := office.tries("status", "--check")
		return err
	})
	laptop, to := f.enrolled("laptop"), filepath.Join(f.dir, "copy")
	args := []string{"--data", laptop.data, "mirror", engagement, "--to", to, "--lane", "to client"}
	first := start(t, nil, programs.agent, args...)
	until(t, "the download has begun", func() error {
		found, err := filepath.Glob(filepath.Join(to, "*.qbb"))
		parts, _ := filepath.Glob(filepath.Join(to, ".tieout-mirror", "*"))
		if err == nil && len(found)+len(parts) == 0 {
			err = errors.New("nothing yet")
		}
		return err
	})
	first.kill()
	laptop.says(0, "The copy has 1 documents", "mirror", engagement, "--to", to, "--lane", "To client", "--once")
	has(t, to, "backup.qbb", big)
	parts, err := filepath.Glob(filepath.Join(to, ".tieout-mirror", "*"))
	if err != nil || len(parts) != 0 {
		t.Errorf("left behind: %q, %v", parts, err)
	}
}
