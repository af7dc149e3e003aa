package blob

import (
	"bytes"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// Any number of people may read at once, from any place. Only a few of them have parts read ahead, and none once
// they have ended.
func TestManyReadersAtOnce(t *testing.T) {
	ring, err := OpenKeyring(filepath.Join(t.TempDir(), "master.key"), true)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(&Memory{}, &MemoryKeys{}, ring)
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 6*PartSize+7)
	rand.NewChaCha8([32]byte{4}).Read(data)
	hash, _, err := s.Put(t.Context(), "s", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var all []*Reader
	for range maxAheads + 4 {
		r, err := s.Open(t.Context(), "s", hash)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	room := make([]byte, PartSize)
	for at := 0; at < 3*PartSize; at += PartSize {
		for _, r := range all {
			if _, err := io.ReadFull(r, room); err != nil || !bytes.Equal(room, data[at:at+PartSize]) {
				t.Fatalf("other bytes at %d: %v", at, err)
			}
		}
	}
	if n := len(s.aheads); n != maxAheads {
		t.Errorf("%d read ahead", n)
	}
	for i, r := range all {
		from := int64(i * PartSize / 3)
		if _, err := r.Seek(from, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if rest, err := io.ReadAll(r); err != nil || !bytes.Equal(rest, data[from:]) {
			t.Errorf("%d bytes from %d on: %v", len(rest), from, err)
		}
		r.Close()
	}
	if n := len(s.aheads); n != 0 {
		t.Errorf("%d read ahead after all have ended", n)
	}
}
