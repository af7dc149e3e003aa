package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/store"
)

var key = bytes.Repeat([]byte{7}, 32)

func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(dir, key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func record(seq uint64, stream string) store.Record {
	return store.Record{Seq: seq, Stream: stream, Data: fmt.Appendf(nil, "event %d", seq)}
}

func seqs(records []store.Record) string {
	out := ""
	for _, r := range records {
		out += fmt.Sprint(r.Seq, ":", string(r.Data), " ")
	}
	return out
}

func TestHistoryIsReadByStreamAndByNumber(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	try(t, s.Confirm(store.Confirmed{Position: []byte("at 4"), Records: []store.Record{
		record(4, "engagement/b"), record(1, "firm"), record(2, "engagement/b"), record(3, "engagement/a"),
	}}))
	try(t, s.Confirm(store.Confirmed{Position: []byte("at 4"), Records: []store.Record{record(2, "engagement/b")}}))
	try(t, s.Close())

	s = open(t, dir)
	defer s.Close()
	b, err := s.Stream("engagement/b", 0, 0)
	try(t, err)
	if got := seqs(b); got != "2:event 2 4:event 4 " {
		t.Errorf("stream b is %q", got)
	}
	late, err := s.Stream("engagement/b", 2, 0)
	try(t, err)
	if got := seqs(late); got != "4:event 4 " {
		t.Errorf("stream b after 2 is %q", got)
	}
	all, err := s.Records(1, 2)
	try(t, err)
	if got := seqs(all); got != "2:event 2 3:event 3 " {
		t.Errorf("two records after 1 are %q", got)
	}
	if p, err := s.Position(); err != nil || string(p) != "at 4" {
		t.Errorf("position is %q, %v", p, err)
	}
	streams, err := s.Streams()
	try(t, err)
	if len(streams) != 3 || streams["engagement/b"] != 4 || streams["engagement/a"] != 3 {
		t.Errorf("streams are %v", streams)
	}
}

func TestActsKeepTheirOrderUntilTheyAreHistory(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for _, what := range [][]string{{"approve"}, {"publish", "remind"}, nil} {
		act(t, s, what...)
	}
	if err := s.Append(func(uint64) ([][]byte, error) { return [][]byte{[]byte("half")}, errors.New("refused") }); err == nil {
		t.Error("acts that could not be built were stored")
	}
	try(t, s.Settle(store.Settled{
		Taken: map[uint64]uint64{1: 40}, Drop: []uint64{2},
		Cards: map[string][]byte{"publish": []byte("approve again")},
	}))
	try(t, s.Close())

	s = open(t, dir)
	defer s.Close()
	acts, err := s.Outbox()
	try(t, err)
	if len(acts) != 2 || string(acts[0].Data) != "approve" || acts[0].Seq != 40 || string(acts[1].Data) != "remind" || acts[1].N != 3 || acts[1].Seq != 0 {
		t.Errorf("the outbox is %+v", acts)
	}
	if card, err := s.Cards.Get("publish"); err != nil || string(card) != "approve again" {
		t.Errorf("the card is %q, %v", card, err)
	}
	try(t, s.Confirm(store.Confirmed{Drop: []uint64{1}}))
	try(t, s.RaiseN(90))
	if next := act(t, s, "next"); next != 91 {
		t.Errorf("the next act has number %d, want 91", next)
	}
}

// act stores acts and answers the number of the first.
func act(t *testing.T, s *store.Store, acts ...string) (first uint64) {
	t.Helper()
	try(t, s.Append(func(next uint64) (data [][]byte, err error) {
		first = next
		for _, a := range acts {
			data = append(data, []byte(a))
		}
		return data, nil
	}))
	return first
}

func TestRewindForgetsWhatCameAfter(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	leaves := bytes.Repeat([]byte{1}, 32*3)
	try(t, s.Confirm(store.Confirmed{
		Position: []byte("at 9"), Hidden: []store.Hidden{{From: 4, To: 6, Leaves: leaves}},
		Records: []store.Record{record(1, "firm"), record(2, "client/a"), record(3, "firm"), record(7, "firm"), record(8, "client/a"), record(9, "client/b")},
	}))
	try(t, s.SaveCheckpoints(1, []store.Checkpoint{{Stream: "firm", Seq: 7, State: []byte("folded"), Summary: []byte("short")}}))
	try(t, s.Rewind(5, []byte("at 5")))
	all, err := s.Records(0, 100)
	try(t, err)
	if got := seqs(all); got != "1:event 1 2:event 2 3:event 3 " {
		t.Errorf("what is left is %q", got)
	}
	hidden, err := s.HiddenRanges()
	try(t, err)
	if len(hidden) != 1 || hidden[0].From != 4 || hidden[0].To != 5 || len(hidden[0].Leaves) != 64 {
		t.Errorf("hidden ranges are %+v", hidden)
	}
	streams, err := s.Streams()
	try(t, err)
	if len(streams) != 2 || streams["firm"] != 3 || streams["client/a"] != 2 {
		t.Errorf("streams are %v", streams)
	}
	if c, err := s.Checkpoint(1, "firm"); err != nil || c.State != nil {
		t.Errorf("a state folded from what is gone is kept: %+v, %v", c, err)
	}
}

func TestCheckpointsOfAnotherFoldAreNotThere(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	try(t, s.SaveCheckpoints(1, []store.Checkpoint{{Stream: "engagement/a", Seq: 7, State: []byte("folded"), Summary: []byte("short")}}))
	if c, err := s.Checkpoint(1, "engagement/a"); err != nil || string(c.State) != "folded" || c.Seq != 7 {
		t.Errorf("the checkpoint is %+v, %v", c, err)
	}
	if c, err := s.Checkpoint(2, "engagement/a"); err != nil || c.State != nil {
		t.Errorf("another version of the fold gets %+v, %v", c, err)
	}
	n := 0
	try(t, s.Summaries(2, "engagement/", func(string, uint64, []byte) error { n++; return nil }))
	if n != 0 {
		t.Errorf("another version of the fold gets %d summaries", n)
	}
}

func TestPiecesOfAStateGoWithIt(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	try(t, s.Confirm(store.Confirmed{Records: []store.Record{record(1, "engagement/a"), record(2, "engagement/ab")}, Position: []byte("2")}))
	for _, stream := range []string{"engagement/a", "engagement/ab"} {
		try(t, s.SavePieces(stream, []store.Piece{{N: 0, Data: []byte("first")}, {N: 300, Data: []byte("last")}}))
	}
	if data, err := s.Piece("engagement/ab", 300); string(data) != "last" || err != nil {
		t.Errorf("the piece is %q, %v", data, err)
	}
	try(t, s.Rewind(1, []byte("1")))
	for _, c := range []struct {
		stream string
		want   string
	}{{"engagement/a", "first"}, {"engagement/ab", ""}} {
		if data, err := s.Piece(c.stream, 0); string(data) != c.want || err != nil {
			t.Errorf("the piece of %s is %q, %v; want %q", c.stream, data, err, c.want)
		}
	}
}

func TestEveryMomentOfWritingLeavesAWholeStore(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	copies := []string{}
	keep := func() {
		to := t.TempDir()
		raw, err := os.ReadFile(filepath.Join(dir, "state.db"))
		try(t, err)
		try(t, os.WriteFile(filepath.Join(to, "state.db"), raw, 0o600))
		copies = append(copies, to)
	}
	for i := range uint64(20) {
		try(t, s.Confirm(store.Confirmed{
			Position: fmt.Appendf(nil, "at %d", 2*i+2),
			Records:  []store.Record{record(2*i+1, "firm"), record(2*i+2, "client/a")},
		}))
		keep()
	}
	try(t, s.Close())
	for i, dir := range copies {
		s := open(t, dir)
		all, err := s.Records(0, 1000)
		try(t, err)
		position, err := s.Position()
		try(t, err)
		if len(s.SetAside()) != 0 || len(all) != 2*i+2 || string(position) != fmt.Sprintf("at %d", 2*i+2) {
			t.Errorf("copy %d has %d records at %q, set aside %v", i, len(all), position, s.SetAside())
		}
		try(t, s.Close())
	}
}

func TestADamagedFileIsSetAsideAndKept(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"cut short":     func(b []byte) []byte { return b[:len(b)/2] },
		"zeros":         func(b []byte) []byte { return make([]byte, len(b)) },
		"other content": func([]byte) []byte { return bytes.Repeat([]byte("not a store "), 4000) },
	} {
		for _, file := range []string{"state.db", "index.db"} {
			t.Run(name+" "+file, func(t *testing.T) {
				dir := t.TempDir()
				s := open(t, dir)
				try(t, s.Settings.Put("theme", []byte("dark")))
				try(t, s.Seen.Put("m", "k", folder.Observation{Rel: "a.pdf"}))
				try(t, s.Close())
				path := filepath.Join(dir, file)
				raw, err := os.ReadFile(path)
				try(t, err)
				try(t, os.WriteFile(path, damage(raw), 0o600))

				s = open(t, dir)
				defer s.Close()
				aside := s.SetAside()
				if len(aside) != 1 {
					t.Fatalf("set aside: %v", aside)
				}
				if kept, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(kept, damage(raw)) {
					t.Errorf("the damaged file was not kept as it was: %v", err)
				}
				try(t, s.Settings.Put("theme", []byte("light")))
			})
		}
	}
}

// Damage anywhere must never end the program: it is found when the file is opened, or said later.
func TestDamageAnywhereIsSurvived(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var records []store.Record
	for i := range uint64(600) {
		records = append(records, store.Record{Seq: i + 1, Stream: fmt.Sprint("engagement/", i%40), Data: bytes.Repeat([]byte("x"), int(i%900))})
	}
	try(t, s.Confirm(store.Confirmed{Position: []byte("at 600"), Records: records}))
	try(t, s.Close())
	whole, err := os.ReadFile(filepath.Join(dir, "state.db"))
	try(t, err)
	page := os.Getpagesize()
	headers := 2 * page // of a file with a damaged header the state before the last write is left, whole
	for at := 0; at < len(whole); at += 3 * page {
		for name, damage := range map[string]func([]byte) []byte{
			"cut":    func(b []byte) []byte { return b[:at] },
			"zeroed": func(b []byte) []byte { clear(b[at:min(at+page, len(b))]); return b },
			"mixed up": func(b []byte) []byte {
				copy(b[at:min(at+page, len(b))], b[len(b)/2:])
				return b
			},
		} {
			to := t.TempDir()
			try(t, os.WriteFile(filepath.Join(to, "state.db"), damage(bytes.Clone(whole)), 0o600))
			s, err := store.Open(to, key)
			if err != nil {
				if !errors.Is(err, store.ErrKey) {
					t.Errorf("%s at page %d: %v", name, at/page, err)
				}
				continue
			}
			if all, err := s.Records(0, 1000); len(s.SetAside()) == 0 && err == nil && len(all) != 600 && at >= headers {
				t.Errorf("%s at page %d: %d records are left and nobody says so", name, at/page, len(all))
			}
			try(t, s.Close())
		}
	}
}

func TestAnotherKeyIsSaidAndNothingIsSetAside(t *testing.T) {
	dir := t.TempDir()
	try(t, open(t, dir).Close())
	if _, err := store.Open(dir, bytes.Repeat([]byte{8}, 32)); !errors.Is(err, store.ErrKey) {
		t.Fatalf("with another key: %v", err)
	}
	s := open(t, dir)
	defer s.Close()
	if len(s.SetAside()) != 0 {
		t.Errorf("set aside: %v", s.SetAside())
	}
}

func TestASecondProgramIsKeptOut(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	defer s.Close()
	if _, err := store.Open(dir, key); !errors.Is(err, store.ErrInUse) {
		t.Fatalf("a second store: %v", err)
	}
}

func TestNothingPrivateLiesOpenOnTheDisk(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	const secret = "Depreciation plan of Acme"
	try(t, s.Confirm(store.Confirmed{Records: []store.Record{{Seq: 1, Stream: "engagement/a", Data: []byte(secret)}}, Position: []byte(secret)}))
	act(t, s, secret)
	try(t, s.SaveCheckpoints(1, []store.Checkpoint{{Stream: "engagement/a", Seq: 1, State: []byte(secret), Summary: []byte(secret)}}))
	try(t, s.Settings.Put("name", []byte(secret)))
	try(t, s.Close())
	raw, err := os.ReadFile(filepath.Join(dir, "state.db"))
	try(t, err)
	if bytes.Contains(raw, []byte("Depreciation")) {
		t.Error("a private value lies open in state.db")
	}
	if !bytes.Contains(raw, []byte("engagement/a")) {
		t.Error("the search finds nothing at all, so it proves nothing")
	}
}

func TestIndexKeepsWhatWasSeen(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	seen := folder.Observation{
		Stamp: folder.Stamp{Size: 5, ModTime: time.Unix(1700000000, 123456789), ID: 9, Change: 11},
		Lane:  folder.ToClient, Rel: "bad \xff name.pdf", SHA256: "ab", Racy: true, Own: true,
	}
	try(t, s.Seen.Put("m1", "key", seen))
	try(t, s.Seen.Put("m1", "gone", seen))
	try(t, s.Seen.Delete("m1", "gone"))
	try(t, s.Seen.Delete("m2", "never there"))
	try(t, s.Close())

	s = open(t, dir)
	defer s.Close()
	got, found, err := s.Seen.Get("m1", "key")
	try(t, err)
	if !found || !got.ModTime.Equal(seen.ModTime) || got.Rel != seen.Rel || got.Stamp.ID != 9 || !got.Own || !got.Racy {
		t.Errorf("the observation came back as %+v", got)
	}
	if _, found, err := s.Seen.Get("m2", "key"); found || err != nil {
		t.Errorf("another mapping has it too: %v", err)
	}
	n := 0
	try(t, s.Seen.Each("m1", func(key string, o folder.Observation) error {
		n++
		return s.Seen.Delete("m1", key) // a visitor may call the index
	}))
	if n != 1 {
		t.Errorf("visited %d, want 1", n)
	}
}

// A store that gave its memory back answers as before, and takes what is new.
func TestAStoreThatRestsForgetsNothing(t *testing.T) {
	dir := t.TempDir()
	full(t, dir)
	s := open(t, dir)
	defer s.Close()
	before, err := s.Records(0, 1000)
	try(t, err)
	for range 3 {
		try(t, s.Rest())
		after, err := s.Records(0, 1000)
		try(t, err)
		if seqs(after) != seqs(before) || len(after) == 0 {
			t.Fatalf("%q became %q", seqs(before), seqs(after))
		}
		act(t, s, "next")
	}
}
