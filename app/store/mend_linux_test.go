package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"tieout/app/store"
)

// asItWas holds a folder against what it held before.
func asItWas(t *testing.T, dir string, do func()) {
	t.Helper()
	read := func() map[string][]byte {
		all := map[string][]byte{}
		names, err := filepath.Glob(filepath.Join(dir, "state.db*"))
		try(t, err)
		for _, name := range names {
			if all[name], err = os.ReadFile(name); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	before := read()
	do()
	after := read()
	for name, raw := range before {
		if !bytes.Equal(raw, after[name]) {
			t.Errorf("%s is not what it was", filepath.Base(name))
		}
	}
	for name := range after {
		if _, there := before[name]; !there {
			t.Logf("%s is left", filepath.Base(name))
		}
	}
}

// A computer that has no file handles left just now says nothing of its data.
func TestAFileThatCannotBeOpenedNowIsNotDamaged(t *testing.T) {
	dir := t.TempDir()
	full(t, dir)
	asItWas(t, dir, func() {
		var old syscall.Rlimit
		try(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &old))
		try(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 3, Max: old.Max}))
		_, err := store.Open(dir, key)
		try(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old))
		if !errors.Is(err, syscall.EMFILE) {
			t.Errorf("without a handle it says %v", err)
		}
	})
	s := open(t, dir)
	defer s.Close()
	if acts, err := s.Outbox(); err != nil || len(acts) != 3 || len(s.SetAside()) != 0 {
		t.Errorf("%d acts wait, %v; set aside: %v", len(acts), err, s.SetAside())
	}
}

// A damaged file on a full disk stays where it is until there is room to bring over what it holds.
func TestADamagedFileOnAFullDiskIsLeftUntilThereIsRoom(t *testing.T) {
	from, damaged := worn(t)
	dir := t.TempDir()
	if err := syscall.Mount("tieout-test", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("SKIPPED: no tmpfs can be mounted here; the full-disk rules are not tested in this run: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	raw, err := os.ReadFile(filepath.Join(from, "state.db"))
	try(t, err)
	try(t, os.WriteFile(filepath.Join(dir, "state.db"), raw, 0o600))
	filler := filepath.Join(dir, "something else")
	try(t, os.WriteFile(filler, make([]byte, 1<<20-len(raw)-8<<10), 0o600))
	asItWas(t, dir, func() {
		for range 2 {
			if _, err := store.Open(dir, key); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("on a full disk it says %v", err)
			}
		}
	})
	try(t, os.Remove(filler))
	isMended(t, dir, damaged)
}

// On a full disk a setting is changed in both files or in none, and what was set stays.
func TestASettingOnAFullDiskIsChangedInBothFilesOrInNone(t *testing.T) {
	from, dir := set(t), t.TempDir()
	if err := syscall.Mount("tieout-test", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("SKIPPED: no tmpfs can be mounted here; the full-disk rules are not tested in this run: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	try(t, os.CopyFS(dir, os.DirFS(from)))
	s := openOnce(t, dir)
	filler, err := os.Create(filepath.Join(dir, "something else"))
	try(t, err)
	for err == nil {
		_, err = filler.Write(make([]byte, 4096))
	}
	try(t, filler.Close())
	if err := s.Settings.Put("root/1", []byte("/srv/next")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("on a full disk it says %v", err)
	}
	has(t, s, map[string]string{"root/1": "/srv/clients"})
	try(t, s.Close())
	try(t, os.Remove(filler.Name()))
	alter(t, filepath.Join(dir, "state.db"), beyondReading["both meta pages"])
	s = openOnce(t, dir)
	defer s.Close()
	has(t, s, map[string]string{"root/1": "/srv/clients", "computer": "files"})
}
