package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestOneProcessTakesThePlaceOfAMachine(t *testing.T) {
	dir := t.TempDir()
	first, err := LockHost(dir, "firm")
	if err != nil {
		t.Fatal(err)
	}
	var held *HeldError
	if _, err := LockHost(dir, "firm"); !errors.As(err, &held) || held.Holder.PID != os.Getpid() {
		t.Errorf("a second process: %v", err)
	}
	other, err := LockHost(dir, "another firm")
	if err != nil {
		t.Errorf("another firm on the machine: %v", err)
	}
	if err := errors.Join(first.Release(), other.Release()); err != nil {
		t.Fatal(err)
	}
	again, err := LockHost(dir, "firm")
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Release(); err != nil {
		t.Error(err)
	}
	if _, err := LockHost(filepath.Join(dir, "not there"), "firm"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// Whoever may write in the folder of places cannot have somebody else's file
// overwritten by putting a link to it where a place is.
func TestAPlaceIsNoLinkToAnotherFile(t *testing.T) {
	for name, link := range map[string]func(from, to string) error{"symbolic": os.Symlink, "hard": os.Link} {
		dir := t.TempDir()
		other := filepath.Join(t.TempDir(), "theirs")
		if err := os.WriteFile(other, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := link(other, filepath.Join(dir, "firm.lock")); err != nil {
			t.Skip("this system makes no such links: ", err)
		}
		lock, err := LockHost(dir, "firm")
		if err == nil {
			t.Errorf("%s link: the place was taken", name)
			_ = lock.Release()
		}
		info, statErr := os.Stat(other)
		raw, readErr := os.ReadFile(other)
		if statErr != nil || readErr != nil || string(raw) != "precious" || info.Mode().Perm() != 0o600 {
			t.Errorf("%s link: the file is %q, %v", name, raw, info.Mode())
		}
	}
}
