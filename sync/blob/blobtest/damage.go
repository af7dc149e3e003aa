package blobtest

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tieout/sync/blob"
)

// overwrite stands for bit rot, a truncated disk or a thief with write access.
func (w *world) overwrite(t testing.TB, key string, data []byte) {
	t.Helper()
	if err := w.objects.Delete(ctx(t), key); err != nil {
		t.Fatal(err)
	}
	put(t, w.objects, key, data)
}

func (w *world) flip(t testing.TB, key string, at int) {
	t.Helper()
	data, err := w.objects.Get(ctx(t), key)
	if err != nil {
		t.Fatal(err)
	}
	data[at%len(data)] ^= 0x20
	w.overwrite(t, key, data)
}

func damageContract(t *testing.T, open Opener) {
	t.Run("whatever byte is damaged, wrong bytes are never read, and a Put repairs it", func(t *testing.T) { anyDamage(t, open) })
	t.Run("objects that trade places are damage", func(t *testing.T) { swapped(t, open) })
	t.Run("a lost part is damage, not an end", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(50, 2*part)
		w.mustPut(t, acme, data)
		for _, key := range keys(t, w.objects, below+"client/01acme/_/p/")[:1] {
			if err := w.objects.Delete(ctx(t), key); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.read(t, acme, blob.Sum(data)); !errors.Is(err, blob.ErrDamaged) {
			t.Fatalf("read: %v", err)
		}
		w.mustPut(t, acme, data)
		w.wantBlob(t, acme, data)
	})
	t.Run("a walk names what is damaged and goes on", func(t *testing.T) { walkDamage(t, open) })
	t.Run("a sweep takes nothing while a manifest cannot be read", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(51, part+1)
		w.mustPut(t, acme, data)
		w.flip(t, keys(t, w.objects, below+"client/01acme/_/m/")[0], 40)
		if n, err := w.Sweep(ctx(t), acme, time.Now().Add(time.Hour)); n != 0 || !errors.Is(err, blob.ErrDamaged) {
			t.Fatalf("Sweep = %d, %v", n, err)
		}
		w.mustPut(t, acme, data)
		w.wantBlob(t, acme, data)
	})
	t.Run("a damaged blob can be deleted", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(52, part+1)
		w.mustPut(t, acme, data)
		w.flip(t, keys(t, w.objects, below+"client/01acme/_/m/")[0], 40)
		w.mustDelete(t, acme, blob.Sum(data))
		w.wantGone(t, acme, blob.Sum(data))
		if n := sweepAll(t, w, acme); n != 2 {
			t.Errorf("swept %d parts, want 2", n)
		}
	})
}

func anyDamage(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	files := [][]byte{text(5000), append(text(part), noise(53, 1000)...)}
	for _, data := range files {
		w.mustPut(t, acme, data)
	}
	all := keys(t, w.objects, below)
	rapid.Check(t, func(rt *rapid.T) {
		key := rapid.SampledFrom(all).Draw(rt, "object")
		sound, err := w.objects.Get(ctx(t), key)
		if err != nil {
			rt.Fatal(err)
		}
		w.overwrite(t, key, spoil(rt, sound))
		failed := 0
		for _, data := range files {
			r, err := w.Open(ctx(t), acme, blob.Sum(data))
			var got []byte
			if err == nil {
				got, err = io.ReadAll(r)
			}
			if err != nil {
				failed++
				if !errors.Is(err, blob.ErrDamaged) {
					rt.Fatalf("damage is reported as %v", err)
				}
			}
			if !bytes.HasPrefix(data, got) || (err == nil && len(got) != len(data)) {
				rt.Fatalf("wrong bytes were read (%v)", err)
			}
		}
		if failed != 1 {
			rt.Fatalf("one damaged object spoils %d of %d blobs", failed, len(files))
		}
		for _, data := range files {
			w.mustPut(t, acme, data)
			w.wantBlob(t, acme, data)
		}
	})
}

// spoil returns sound with one byte changed, cut off, or added.
func spoil(rt *rapid.T, sound []byte) []byte {
	data := bytes.Clone(sound)
	at := rapid.IntRange(0, len(data)-1).Draw(rt, "at")
	if rapid.Bool().Draw(rt, "in the header") {
		at %= 30
	}
	switch rapid.SampledFrom([]string{"flip", "cut", "grow"}).Draw(rt, "how") {
	case "cut":
		return data[:at]
	case "grow":
		return append(data, 0)
	}
	data[at] ^= rapid.ByteRange(1, 255).Draw(rt, "xor")
	return data
}

func swapped(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	one, two := noise(55, 100), noise(56, 100)
	w.mustPut(t, acme, one)
	w.mustPut(t, acme, two)
	all := keys(t, w.objects, below)
	first, _ := w.objects.Get(ctx(t), all[0])
	second, _ := w.objects.Get(ctx(t), all[1])
	w.overwrite(t, all[0], second)
	w.overwrite(t, all[1], first)
	for _, data := range [][]byte{one, two} {
		if got, err := w.read(t, acme, blob.Sum(data)); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("read %d bytes, %v", len(got), err)
		}
	}
}

func walkDamage(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	whole, lost := noise(57, part+1), noise(58, part+1)
	w.mustPut(t, acme, []byte("sound"))
	w.mustPut(t, acme, whole)
	sound := keys(t, w.objects, below)
	w.mustPut(t, acme, lost)
	for _, key := range keys(t, w.objects, below+"client/01acme/_/p/") {
		if !slices.Contains(sound, key) {
			w.flip(t, key, 100)
		}
	}
	broken := w.mustPut(t, acme, []byte("broken"))
	for _, key := range keys(t, w.objects, below+"client/01acme/_/b/") {
		if !slices.Contains(sound, key) {
			w.flip(t, key, 35)
		}
	}
	good, bad := map[blob.Hash]bool{}, map[blob.Hash]bool{}
	err := w.Walk(ctx(t), acme, func(e blob.Entry) error {
		if e.Err == nil {
			good[e.Hash] = true
		} else if errors.Is(e.Err, blob.ErrDamaged) && e.Key != "" {
			bad[e.Hash] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(good) != 2 || !good[blob.Sum(whole)] || !good[blob.Sum([]byte("sound"))] {
		t.Errorf("sound: %v", good)
	}
	if len(bad) != 2 || !bad[blob.Sum(lost)] || !bad[blob.Hash{}] || bad[broken] {
		t.Errorf("damaged: %v", bad)
	}
}
