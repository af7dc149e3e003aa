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
