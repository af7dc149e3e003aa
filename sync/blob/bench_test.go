package blob_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"testing"

	"tieout/sync/blob"
)

// BenchmarkPut stores new files in a folder, flushed to disk.
func BenchmarkPut(b *testing.B) {
	for name, size := range map[string]int{"20KB": 20_000, "16MiB": 16 * blob.PartSize} {
		b.Run(name, func(b *testing.B) {
			store, data := benchStore(b, size)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				for at := 0; at < size; at += blob.PartSize { // every part is new
					binary.BigEndian.PutUint64(data[at:], uint64(i))
				}
				if _, _, err := store.Put(b.Context(), scope, bytes.NewReader(data)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRead opens and reads a file, verified.
func BenchmarkRead(b *testing.B) {
	for name, size := range map[string]int{"20KB": 20_000, "16MiB": 16 * blob.PartSize} {
		b.Run(name, func(b *testing.B) {
			store, data := benchStore(b, size)
			hash, _, err := store.Put(b.Context(), scope, bytes.NewReader(data))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				r, err := store.Open(b.Context(), scope, hash)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, r); err != nil {
					b.Fatal(err)
				}
				r.Close()
			}
		})
	}
}

func benchStore(b *testing.B, size int) (*blob.Store, []byte) {
	store, err := openAt(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	data := make([]byte, size)
	rand.NewChaCha8([32]byte{9}).Read(data)
	return store, data
}
