package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app/store"
)

// full is a store with much history and three acts that wait.
func full(t *testing.T, dir string) {
	t.Helper()
	s := open(t, dir)
	var records []store.Record
	for i := range uint64(600) {
		records = append(records, store.Record{Seq: i + 1, Stream: fmt.Sprint("engagement/", i%40), Data: bytes.Repeat([]byte("x"), 500)})
	}
	try(t, s.Confirm(store.Confirmed{Position: []byte("at 600"), Records: records}))
	for i := range 3 {
		act(t, s, fmt.Sprint("act ", i))
	}
	try(t, s.Intents.Put("ahead/x", []byte("a large file")))
	try(t, s.Settle(store.Settled{Taken: map[uint64]uint64{2: 601}}))
	try(t, s.Close())
}

// What waits to be sent exists nowhere else. It survives damage to what comes back from the relay.
func TestWhatWaitsSurvivesDamageOfTheHistory(t *testing.T) {
	page := os.Getpagesize()
	dir := t.TempDir()
	full(t, dir)
	path := filepath.Join(dir, "state.db")
	whole, err := os.ReadFile(path)
	try(t, err)
	hits, whole3 := 0, 0
	for at := 2 * page; at+page <= len(whole); at += page {
		for name, damage := range map[string]func(b []byte){
			"a flipped byte": func(b []byte) { b[at+page/2] ^= 0x40 },
			"a zeroed page":  func(b []byte) { clear(b[at : at+page]) },
		} {
			broken := bytes.Clone(whole)
			damage(broken)
			to := t.TempDir()
			try(t, os.WriteFile(filepath.Join(to, "state.db"), broken, 0o600))
			s := open(t, to)
			if len(s.SetAside()) == 0 { // the byte says nothing: free space, or an aid
				try(t, s.Close())
				continue
			}
			hits++
			if !strings.Contains(s.SetAside()[0], "state.db.damaged-1") {
				t.Errorf("it was set aside as %s", s.SetAside()[0])
			}
			acts, err := s.Outbox()
			try(t, err)
			n, all := s.Salvaged()
			if n != len(acts) {
				t.Errorf("%s at %d: %d acts are told and %d are there", name, at, n, len(acts))
			}
			if len(acts) < 3 && all {
				t.Errorf("%s at %d: %d acts are there, and nobody is told", name, at, len(acts))
			}
			if len(acts) == 3 {
				whole3++
			}
			for i, a := range acts {
				if len(acts) == 3 && (string(a.Data) != fmt.Sprint("act ", i) || a.N != uint64(i+1) || a.Seq != 0) {
					t.Errorf("%s at %d: act %d came back as %+v", name, at, i, a)
				}
			}
			if next := act(t, s, "next"); len(acts) == 3 && next != 4 {
				t.Errorf("%s at %d: the next act has number %d", name, at, next)
			}
			if all, err := s.Records(0, 10); err != nil || len(all) != 0 {
				t.Errorf("%s at %d: history is there without its damaged part: %d, %v", name, at, len(all), err)
			}
			try(t, s.Close())
		}
	}
	t.Logf("%d of the damages were found, %d left everything that waits", hits, whole3)
	if hits < 40 || whole3 < hits*8/10 {
		t.Errorf("%d damages were found and %d left everything that waits", hits, whole3)
	}
}

// A value that does not open while the program runs has the file set aside at the next start.
func TestDamageFoundWhileReadingIsMendedAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	full(t, dir)
	s := open(t, dir)
	path := filepath.Join(dir, "state.db")
	raw, err := os.ReadFile(path)
	try(t, err)
	at := bytes.Index(raw[len(raw)/2:], []byte("engagement/")) + len(raw)/2
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	try(t, err)
	for i := range 400 { // what is mapped into memory changes with the file
		_, err = file.WriteAt([]byte{0xee}, int64(at+100+i*37))
		try(t, err)
	}
	try(t, file.Close())
	found := false
	for i := range 40 {
		_, err := s.Stream(fmt.Sprint("engagement/", i), 0, 0)
		found = found || err != nil
	}
	if !found || !s.Suspect() {
		t.Fatalf("nothing was noticed: %v, %v", found, s.Suspect())
	}
	s.Close() // what it says of a damaged file is no matter
	s = open(t, dir)
	defer s.Close()
	if acts, err := s.Outbox(); err != nil || len(acts) == 0 || len(s.SetAside()) != 1 {
		t.Errorf("%d acts wait, %v; set aside: %v", len(acts), err, s.SetAside())
	}
	if s.Suspect() {
		t.Error("the new file is doubted")
	}
}

// A file whose greater part is free is written anew, with everything in it.
func TestAFileThatIsMostlyFreeIsMadeSmaller(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var numbers []uint64
	for range 40 {
		numbers = append(numbers, act(t, s, strings.Repeat("x", 1<<20)))
	}
	try(t, s.Settings.Put("theme", []byte("dark")))
	try(t, s.Confirm(store.Confirmed{Drop: numbers, Records: []store.Record{record(1, "firm")}}))
	try(t, s.Close())
	before, err := os.Stat(filepath.Join(dir, "state.db"))
	try(t, err)
	s = open(t, dir)
	defer s.Close()
	after, err := os.Stat(filepath.Join(dir, "state.db"))
	try(t, err)
	if before.Size() < 30<<20 || after.Size() > 2<<20 {
		t.Errorf("%d bytes became %d", before.Size(), after.Size())
	}
	theme, err := s.Settings.Get("theme")
	try(t, err)
	all, err := s.Records(0, 10)
	try(t, err)
	next := act(t, s, "next")
	if string(theme) != "dark" || seqs(all) != "1:event 1 " || next != 41 || len(s.SetAside()) != 0 {
		t.Errorf("theme %q, history %q, next %d, set aside %v", theme, seqs(all), next, s.SetAside())
	}
}
