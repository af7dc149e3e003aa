package blob_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"tieout/sync/blob"
)

func TestOnlyWhatShrinksIsPacked(t *testing.T) {
	p, err := blob.NewPacker()
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 300<<10)
	source := rand.NewChaCha8([32]byte{9})
	source.Read(noise)
	var table bytes.Buffer
	for i := range 20000 {
		fmt.Fprintf(&table, "%d,2025-%02d-%02d,Harbor Fuel,%d.%02d\n", i, i%12+1, i%28+1, i*7%900, i%100)
	}
	pages := bytes.Clone(noise[:256<<10]) // a company file: pages that are half empty
	for at := 0; at < len(pages); at += 4096 {
		clear(pages[at+700 : at+4096])
	}
	for name, c := range map[string]struct {
		data []byte
		most float64 // of its size; 0 means that it is left alone
	}{
		"a spreadsheet, compressed already": {noise, 0},
		"a small photograph":                {noise[:9000], 0},
		"a few words":                       {[]byte("Thank you."), 0},
		"a table in text":                   {table.Bytes(), 0.35},
		"a company file":                    {pages, 0.3},
		"noise before a table":              {append(bytes.Clone(noise[:64<<10]), table.Bytes()...), 0},
	} {
		packed, ok := p.Pack(c.data)
		if ok != (c.most > 0) {
			t.Errorf("%s: packed is %v", name, ok)
		}
		if !ok {
			continue
		}
		if ratio := float64(len(packed)) / float64(len(c.data)); ratio > c.most {
			t.Errorf("%s shrinks to %.2f only", name, ratio)
		}
		if back, err := p.Unpack(packed, len(c.data)); err != nil || !bytes.Equal(back, c.data) {
			t.Errorf("%s does not come back: %v", name, err)
		}
	}
}

// A frame that says little and holds much must not fill the memory of who opens it.
func TestAFrameThatSwellsIsCutOff(t *testing.T) {
	p, err := blob.NewPacker()
	if err != nil {
		t.Fatal(err)
	}
	packed, ok := p.Pack(make([]byte, 8<<20))
	if !ok || len(packed) > 64<<10 {
		t.Fatalf("8 MiB of nothing became %d bytes", len(packed))
	}
	if _, err := p.Unpack(packed, 1<<20); !errors.Is(err, blob.ErrTooLarge) && !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("it was opened: %v", err)
	}
	if _, err := p.Unpack([]byte("no frame"), 1<<20); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("no frame: %v", err)
	}
}

// What is not worth packing must cost next to nothing to find out.
func BenchmarkPackNoise(b *testing.B) {
	p, err := blob.NewPacker()
	if err != nil {
		b.Fatal(err)
	}
	noise := make([]byte, 1<<20)
	source := rand.NewChaCha8([32]byte{9})
	source.Read(noise)
	b.SetBytes(int64(len(noise)))
	for b.Loop() {
		p.Pack(noise)
	}
}
