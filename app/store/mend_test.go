package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app/store"
)

// worn is a folder with three acts that wait, a bound root, and a damaged page in the history.
func worn(t *testing.T) (dir string, damaged []byte) {
	t.Helper()
	dir = t.TempDir()
	full(t, dir)
	s := open(t, dir)
	try(t, s.Settings.Put("root/1", []byte("/srv/clients")))
	try(t, s.Close())
	path := filepath.Join(dir, "state.db")
	damaged, err := os.ReadFile(path)
	try(t, err)
	at := bytes.Index(damaged[len(damaged)/2:], []byte("engagement/")) + len(damaged)/2
	for i := range 40 {
		damaged[at+100+i*37] ^= 0x40
	}
	try(t, os.WriteFile(path, damaged, 0o600))
	return dir, damaged
}

var errStopped = errors.New("the program ended")

// stopAt opens a store in a program that ends at the n-th step of what it does about a damaged file, and
// answers what that step was, or nothing when there were fewer.
func stopAt(t *testing.T, dir string, n int) (at string) {
	t.Helper()
	s, err := store.OpenStopping(dir, key, func(what string) error {
		if n--; n == 0 {
			at = what
			return errStopped
		}
		return nil
	})
	switch {
	case err == nil:
		try(t, s.Close())
	case !errors.Is(err, errStopped):
		t.Fatal(err)
	}
	if at == "begun" { // the power failed: what was written so far is torn
		torn := filepath.Join(dir, "state.db.making")
		raw, err := os.ReadFile(torn)
		try(t, err)
		try(t, os.WriteFile(torn, raw[:len(raw)/3], 0o600))
	}
	return at
}

// The computer loses power while a damaged state.db is replaced, and loses it again at the next start. What
// waits to be sent and the bound share are there at the end, and the person is told what happened.
func TestAProgramThatEndsWhileItMendsLosesNothing(t *testing.T) {
	for first := 1; ; first++ {
		for second := 1; ; second++ {
			dir, damaged := worn(t)
			where := stopAt(t, dir, first)
			if where == "" {
				if first < 5 {
					t.Fatalf("mending has %d steps: was anything damaged?", first-1)
				}
				return
			}
			then := stopAt(t, dir, second)
			t.Run(fmt.Sprint(where, ", ", then), func(t *testing.T) { isMended(t, dir, damaged) })
			if then == "" {
				break
			}
		}
	}
}

func isMended(t *testing.T, dir string, damaged []byte) {
	s := open(t, dir)
	defer s.Close()
	acts, err := s.Outbox()
	try(t, err)
	root, err := s.Settings.Get("root/1")
	try(t, err)
	if len(acts) != 3 || string(root) != "/srv/clients" {
		t.Errorf("%d acts wait, the root is at %q", len(acts), root)
	}
	if n, all := s.Salvaged(); n != 3 || !all {
		t.Errorf("the person is told of %d acts, all of them: %v", n, all)
	}
	aside := s.SetAside()
	if len(aside) != 1 {
		t.Fatalf("set aside: %v", aside)
	}
	if kept, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(kept, damaged) {
		t.Errorf("the damaged file was not kept as it was: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "state.db*"))
	try(t, err)
	if len(left) != 2 {
		t.Errorf("left in the folder: %v", left)
	}
	if next := act(t, s, "next"); next != 4 {
		t.Errorf("the next act has number %d", next)
	}
}

// The very first start may end anywhere too. Nobody is told of damage then.
func TestAFirstStartThatEndsHalfWayIsNoDamage(t *testing.T) {
	for n := 1; ; n++ {
		dir := t.TempDir()
		if stopAt(t, dir, n) == "" {
			return
		}
		s := open(t, dir)
		if aside := s.SetAside(); len(aside) > 0 {
			t.Errorf("after step %d %v are set aside", n, aside)
		}
		try(t, s.Close())
	}
}

// A warning is repeated until somebody was told, and then no more.
func TestWhatWasSetAsideIsSaidUntilItWasTold(t *testing.T) {
	dir, _ := worn(t)
	for range 2 {
		s := open(t, dir)
		if n, all := s.Salvaged(); len(s.SetAside()) != 1 || n != 3 || !all {
			t.Errorf("it says %v, %d, %v", s.SetAside(), n, all)
		}
		try(t, s.Close())
	}
	s := open(t, dir)
	try(t, s.Told())
	try(t, s.Close())
	s = open(t, dir)
	defer s.Close()
	if n, all := s.Salvaged(); len(s.SetAside()) != 0 || n != 0 || !all {
		t.Errorf("once told it still says %v, %d, %v", s.SetAside(), n, all)
	}
}

// Without the key nothing of a damaged file can be brought over. It waits for the key, as it is.
func TestADamagedFileWaitsForItsKey(t *testing.T) {
	dir, damaged := worn(t)
	try(t, os.WriteFile(filepath.Join(dir, "state.db.suspect"), nil, 0o600))
	if _, err := store.Open(dir, bytes.Repeat([]byte{8}, 32)); !errors.Is(err, store.ErrKey) {
		t.Fatalf("with another key: %v", err)
	}
	isMended(t, dir, damaged)
}

// A file of which not everything is read at the start does not end the program either, wherever it is damaged.
func TestALargeDamagedFileEndsNoStart(t *testing.T) {
	dir := t.TempDir()
	full(t, dir)
	whole, err := os.ReadFile(filepath.Join(dir, "state.db"))
	try(t, err)
	page, aside := os.Getpagesize(), 0
	for at := 0; at < len(whole); at += page {
		broken := bytes.Clone(whole)
		clear(broken[at : at+page])
		to := t.TempDir()
		path := filepath.Join(to, "state.db")
		try(t, os.WriteFile(path, broken, 0o600))
		try(t, os.Truncate(path, 70<<20)) // a hole
		s, err := store.Open(to, key)
		if errors.Is(err, store.ErrKey) {
			continue
		}
		try(t, err)
		for _, name := range s.SetAside() {
			if strings.Contains(name, "state.db") {
				aside++
			}
		}
		try(t, s.Close())
	}
	if aside == 0 {
		t.Error("no damage was found: is the page of the buckets not read?")
	}
}
