package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"tieout/app/store"
)

// set is a folder with settings as a desk has them, one of them changed, one removed, and "cursor" kept once.
func set(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := openOnce(t, dir)
	try(t, s.Settings.PutAll(map[string][]byte{"root/1": []byte("/mnt/old"), "computer": []byte("files"), "cursor": []byte("7")}))
	try(t, s.Settings.Put("root/2", []byte("/srv/gone")))
	try(t, s.Settings.Put("root/1", []byte("/srv/clients")))
	try(t, s.Settings.Delete("root/2"))
	act(t, s, "an act that waits")
	try(t, s.Close())
	return dir
}

func openOnce(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(dir, key, "cursor")
	try(t, err)
	return s
}

// has holds the settings against what is to be there; "" is none.
func has(t *testing.T, s *store.Store, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got, err := s.Settings.Get(name); err != nil || string(got) != value {
			t.Errorf("%s is %q, %v; want %q", name, got, err, value)
		}
	}
}

// alter changes a file as a disk does, or somebody who cannot know what it is.
func alter(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	raw, err := os.ReadFile(path)
	try(t, err)
	try(t, os.WriteFile(path, change(raw), 0o600))
}

var beyondReading = map[string]func([]byte) []byte{
	"both meta pages": func(b []byte) []byte { clear(b[:2*os.Getpagesize()]); return b },
	"cut short":       func(b []byte) []byte { return b[:len(b)/3] },
	"empty":           func(b []byte) []byte { return nil },
	"zeros":           func(b []byte) []byte { return make([]byte, len(b)) },
}

// Nobody else knows where a share is bound on this computer: it is known after a state.db of which nothing can be
// read, and again after the next one.
func TestSettingsOutliveAStateOfWhichNothingCanBeRead(t *testing.T) {
	for name, damage := range beyondReading {
		t.Run(name, func(t *testing.T) {
			dir := set(t)
			for range 2 {
				alter(t, filepath.Join(dir, "state.db"), damage)
				s := openOnce(t, dir)
				has(t, s, map[string]string{"root/1": "/srv/clients", "computer": "files", "root/2": "", "cursor": ""})
				if _, all := s.Salvaged(); all || s.Unset() {
					t.Errorf("of the acts it says all are there: %v; of the settings that they are not: %v", all, s.Unset())
				}
				try(t, s.Close())
			}
		})
	}
}

// Of settings that are gone it is said that they are.
func TestSettingsThatAreGoneAreSaidToBe(t *testing.T) {
	for name, second := range map[string]func([]byte) []byte{
		"damaged": func(b []byte) []byte { b[len(b)/2] ^= 1; return b }, "empty": func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			dir := set(t)
			alter(t, filepath.Join(dir, "state.db"), beyondReading["both meta pages"])
			alter(t, filepath.Join(dir, "settings.sealed"), second)
			for range 2 { // it is kept until somebody was told
				s := openOnce(t, dir)
				has(t, s, map[string]string{"root/1": "", "computer": ""})
				if !s.Unset() {
					t.Error("nothing is said of the settings")
				}
				try(t, s.Close())
			}
		})
	}
}

// oneValue damages the value of one setting.
func oneValue(b []byte) []byte {
	for rest, found := b, true; found; { // bolt leaves old pages lying: each says it
		if _, rest, found = bytes.Cut(rest, []byte("root/1")); found {
			rest[20] ^= 1
		}
	}
	return b
}

// A damaged value of a large state.db is met while the program runs, and there is no second file: none is made of what
// is left, which would be believed to be all.
func TestNoSecondFileIsMadeOfWhatIsLeft(t *testing.T) {
	dir := set(t)
	alter(t, filepath.Join(dir, "state.db"), oneValue)
	try(t, os.Remove(filepath.Join(dir, "settings.sealed")))
	s, err := store.WithoutCheck(dir, key, "cursor")
	try(t, err)
	try(t, s.Settings.Put("computer", []byte("files 2")))
	try(t, s.Close())
	s = openOnce(t, dir)
	defer s.Close()
	has(t, s, map[string]string{"root/1": "", "computer": "files 2"})
	if !s.Unset() {
		t.Error("nothing is said of the setting that is lost")
	}
}

// One value of state.db is damaged, and nothing else: that one comes from the second file, and nobody is asked to
// look for acts that are lost.
func TestADamagedSettingIsNoLostAct(t *testing.T) {
	dir := set(t)
	older(t, dir, func(s *store.Store) { try(t, s.Settings.Put("computer", []byte("files 2"))) })
	alter(t, filepath.Join(dir, "state.db"), oneValue)
	s := openOnce(t, dir)
	defer s.Close()
	if n, all := s.Salvaged(); len(s.SetAside()) != 1 || n != 1 || !all || s.Unset() {
		t.Errorf("set aside %v, %d acts, all %v, settings lost %v", s.SetAside(), n, all, s.Unset())
	}
	has(t, s, map[string]string{"root/1": "/srv/clients", "computer": "files 2", "root/2": ""})
}

// older changes settings, and puts the second file back as it was before.
func older(t *testing.T, dir string, change func(*store.Store)) {
	t.Helper()
	second := filepath.Join(dir, "settings.sealed")
	before, err := os.ReadFile(second)
	try(t, err)
	s := openOnce(t, dir)
	change(s)
	try(t, s.Close())
	try(t, os.WriteFile(second, before, 0o600))
}

// A second file that is older, as one from a backup, brings nothing back while state.db can be read, nor later.
func TestAnOlderSecondFileBringsNothingBack(t *testing.T) {
	dir := set(t)
	older(t, dir, func(s *store.Store) {
		try(t, s.Settings.Put("root/3", []byte("/srv/three")))
		try(t, s.Settings.Delete("root/1"))
	})
	want := map[string]string{"root/1": "", "root/3": "/srv/three", "computer": "files"}
	for _, damage := range []func([]byte) []byte{func(b []byte) []byte { return b }, beyondReading["both meta pages"]} {
		alter(t, filepath.Join(dir, "state.db"), damage)
		s := openOnce(t, dir)
		has(t, s, want)
		try(t, s.Close())
	}
}

// A folder of an earlier release has no second file. It has one from the first start on.
func TestAFolderWithoutASecondFileGetsOne(t *testing.T) {
	dir := set(t)
	try(t, os.Remove(filepath.Join(dir, "settings.sealed")))
	try(t, openOnce(t, dir).Close())
	alter(t, filepath.Join(dir, "state.db"), beyondReading["cut short"])
	s := openOnce(t, dir)
	defer s.Close()
	has(t, s, map[string]string{"root/1": "/srv/clients", "computer": "files"})
}

// The program ends between the two files. The change that nobody was told of is there or not, and nothing else.
func TestAChangeThatEndsBetweenTheTwoFilesIsInNone(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"": func(b []byte) []byte { return b }, "and state.db is damaged": beyondReading["both meta pages"],
	} {
		t.Run(name, func(t *testing.T) {
			dir := set(t)
			ends := false
			s, err := store.OpenStopping(dir, key, func(string) error {
				if ends {
					return errStopped
				}
				return nil
			})
			try(t, err)
			ends = true
			if err := s.Settings.Put("root/1", []byte("/srv/next")); !errors.Is(err, errStopped) {
				t.Fatalf("it says %v", err)
			}
			try(t, s.Close())
			alter(t, filepath.Join(dir, "state.db"), damage)
			s = openOnce(t, dir)
			defer s.Close()
			has(t, s, map[string]string{"root/1": "/srv/clients", "computer": "files"})
		})
	}
}
