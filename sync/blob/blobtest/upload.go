package blobtest

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"tieout/sync/blob"
)

// cut makes the manifest of data in parts of n bytes.
func cut(data []byte, n int) (blob.Manifest, [][]byte) {
	m := blob.Manifest{V: 1, Size: int64(len(data)), SHA256: blob.Sum(data)}
	chunks := slices.Collect(slices.Chunk(data, n))
	for _, chunk := range chunks {
		m.Parts = append(m.Parts, blob.Part{Len: int64(len(chunk)), SHA256: blob.Sum(chunk)})
	}
	return m, chunks
}

func partHashes(m blob.Manifest) []blob.Hash {
	list := []blob.Hash{}
	for _, p := range m.Parts {
		list = append(list, p.SHA256)
	}
	return list
}

func (w *world) sendParts(t testing.TB, scope blob.Scope, chunks [][]byte) {
	t.Helper()
	for _, chunk := range chunks {
		if err := w.PutPart(ctx(t), scope, blob.Sum(chunk), chunk); err != nil {
			t.Fatalf("PutPart: %v", err)
		}
	}
}

func uploadContract(t *testing.T, open Opener) {
	t.Run("an upload resumes after any prefix of its parts", func(t *testing.T) { resume(t, open) })
	t.Run("an upload is no blob before Commit", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(20, part+9)
		m, chunks := cut(data, part)
		w.sendParts(t, acme, chunks)
		w.wantGone(t, acme, m.SHA256)
		w.wantGone(t, acme, m.Parts[0].SHA256)
		commit(t, w, m)
		w.wantBlob(t, acme, data)
	})
	t.Run("parts that make another file are refused", func(t *testing.T) {
		w := newWorld(t, open(t))
		m, chunks := cut(noise(21, 2*part), part)
		w.sendParts(t, acme, chunks)
		slices.Reverse(m.Parts)
		if err := w.Commit(ctx(t), acme, m); !errors.Is(err, blob.ErrMismatch) {
			t.Errorf("parts in the wrong order: %v", err)
		}
		w.wantGone(t, acme, m.SHA256)
	})
	t.Run("bytes that are not the announced part are refused", func(t *testing.T) {
		w := newWorld(t, open(t))
		hash := blob.Sum([]byte("announced"))
		if err := w.PutPart(ctx(t), acme, hash, []byte("sent")); !errors.Is(err, blob.ErrMismatch) {
			t.Errorf("PutPart: %v", err)
		}
		if missing, err := w.MissingParts(ctx(t), acme, []blob.Hash{hash}); err != nil || len(missing) != 1 {
			t.Errorf("MissingParts = %v, %v", missing, err)
		}
	})
	t.Run("a manifest that breaks the rules is refused", func(t *testing.T) { badManifests(t, newWorld(t, open(t))) })
	t.Run("any cut makes the same blob, and a second commit changes nothing", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(22, part+part/2)
		for _, n := range []int{part, 300_000, 777_777} {
			m, chunks := cut(data, n)
			w.sendParts(t, acme, chunks)
			commit(t, w, m)
			commit(t, w, m)
			w.wantBlob(t, acme, data)
		}
	})
	t.Run("a small blob committed from parts is like one that was put", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(23, 5000)
		m, chunks := cut(data, 1000)
		w.sendParts(t, acme, chunks)
		commit(t, w, m)
		w.wantBlob(t, acme, data)
		commit(t, w, blob.Manifest{V: 1, SHA256: blob.Sum(nil)})
		w.wantBlob(t, acme, nil)
	})
	t.Run("a commit whose reply was lost succeeds again", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(24, 4000)
		m, chunks := cut(data, 1000)
		w.sendParts(t, acme, chunks)
		commit(t, w, m)
		sweepAll(t, w, acme)
		w.reopen(t)
		commit(t, w, m)
		w.wantBlob(t, acme, data)
	})
	t.Run("two senders of one file both succeed", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(25, 2*part+1)
		m, chunks := cut(data, part)
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for _, chunk := range chunks {
					if err := w.PutPart(ctx(t), acme, blob.Sum(chunk), chunk); err != nil {
						t.Error(err)
					}
				}
				if err := w.Commit(ctx(t), acme, m); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		w.wantBlob(t, acme, data)
	})
	t.Run("a run of parts that came about in order is not read again", func(t *testing.T) { runs(t, open) })
	t.Run("a part found damaged is asked for again", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(26, 2*part)
		m, chunks := cut(data, part)
		w.sendParts(t, acme, chunks[:1])
		w.flip(t, keys(t, w.objects, below)[0], 500)
		w.sendParts(t, acme, chunks[1:])
		var missing *blob.MissingPartsError
		if err := w.Commit(ctx(t), acme, m); !errors.As(err, &missing) || !slices.Equal(missing.Parts, partHashes(m)[:1]) {
			t.Fatalf("Commit over a damaged part: %v", err)
		}
		if got, err := w.MissingParts(ctx(t), acme, partHashes(m)); err != nil || len(got) != 1 {
			t.Fatalf("MissingParts = %v, %v", got, err)
		}
		w.sendParts(t, acme, chunks[:1])
		commit(t, w, m)
		w.wantBlob(t, acme, data)
	})
}

func commit(t testing.TB, w *world, m blob.Manifest) {
	t.Helper()
	if err := w.Commit(ctx(t), acme, m); err != nil {
		t.Fatalf("Commit: %v", err)
	}
}

func resume(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	rapid.Check(t, func(rt *rapid.T) {
		if err := w.DeleteScope(ctx(t), acme); err != nil {
			rt.Fatal(err)
		}
		data := noise(28, rapid.IntRange(1, 2*part+100).Draw(rt, "size"))
		m, chunks := cut(data, rapid.SampledFrom([]int{part, part / 2, part / 3}).Draw(rt, "cut"))
		prefix := rapid.IntRange(0, len(chunks)).Draw(rt, "sent")
		w.sendParts(t, acme, chunks[:prefix])
		w.reopen(t)
		rest, err := w.MissingParts(ctx(t), acme, partHashes(m))
		if err != nil || !slices.Equal(rest, partHashes(m)[prefix:]) {
			rt.Fatalf("after %d of %d parts MissingParts = %d, %v", prefix, len(chunks), len(rest), err)
		}
		err = w.Commit(ctx(t), acme, m)
		if prefix < len(chunks) {
			var missing *blob.MissingPartsError
			if !errors.As(err, &missing) || !slices.Equal(missing.Parts, rest) {
				rt.Fatalf("early Commit: %v", err)
			}
			w.wantGone(t, acme, m.SHA256)
			w.sendParts(t, acme, chunks[prefix:])
			err = w.Commit(ctx(t), acme, m)
		}
		if err != nil {
			rt.Fatal(err)
		}
		w.wantBlob(t, acme, data)
	})
}

func badManifests(t *testing.T, w *world) {
	good, chunks := cut(noise(27, part+1), part)
	w.sendParts(t, acme, chunks)
	for name, change := range map[string]func(*blob.Manifest){
		"another version":       func(m *blob.Manifest) { m.V = 2 },
		"no version":            func(m *blob.Manifest) { m.V = 0 },
		"a size too small":      func(m *blob.Manifest) { m.Size-- },
		"a negative size":       func(m *blob.Manifest) { m.Size, m.Parts = -1, nil },
		"no parts":              func(m *blob.Manifest) { m.Parts = nil },
		"an empty part":         func(m *blob.Manifest) { m.Parts = append(m.Parts, blob.Part{SHA256: blob.Sum(nil)}) },
		"a part over the limit": func(m *blob.Manifest) { m.Parts = []blob.Part{{Len: m.Size, SHA256: m.SHA256}} },
		"lengths that lie": func(m *blob.Manifest) {
			m.Parts[0].Len--
			m.Parts[1].Len++
		},
	} {
		m := good
		m.Parts = slices.Clone(good.Parts)
		change(&m)
		if err := w.Commit(ctx(t), acme, m); !errors.Is(err, blob.ErrManifest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := blob.Manifest{V: 1, Parts: make([]blob.Part, blob.MaxParts+1)}
	if err := w.Commit(ctx(t), acme, long); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("too many parts: %v", err)
	}
	w.wantGone(t, acme, good.SHA256)
}

// runs sends parts in several orders, damages one that was stored, and sees by that whether Commit reads.
func runs(t *testing.T, open Opener) {
	far := []int{0}
	for i := range 12 { // more than may wait for one
		far = append(far, 12-i)
	}
	for name, c := range map[string]struct {
		order []int
		reads bool
	}{
		"in order":            {order: []int{0, 1, 2, 3, 4}},
		"about in order":      {order: []int{1, 0, 4, 3, 2}},
		"some twice":          {order: []int{0, 1, 1, 2, 3, 0, 4}},
		"one without a place": {order: []int{0, 1, 3, 4}, reads: true},
		"far out of order":    {order: far, reads: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, open(t))
			data := noise(31, (slices.Max(c.order)+1)*part/4)
			m, chunks := cut(data, part/4)
			for _, at := range c.order {
				if err := w.PutPartOf(ctx(t), acme, blob.Run{ID: "r", At: at}, m.Parts[at].SHA256, chunks[at]); err != nil {
					t.Fatal(err)
				}
			}
			w.sendParts(t, acme, chunks)
			lies := m
			lies.SHA256 = blob.Sum([]byte("another file"))
			w.flip(t, keys(t, w.objects, below)[0], 500)
			lied := w.Commit(ctx(t), acme, lies)
			if !c.reads {
				if !errors.Is(lied, blob.ErrMismatch) {
					t.Errorf("a run under another name: %v", lied)
				}
				w.wantGone(t, acme, lies.SHA256)
				return
			}
			if missing := new(blob.MissingPartsError); !errors.As(lied, &missing) {
				t.Errorf("Commit did not read: %v", lied)
			}
			w.sendParts(t, acme, chunks)
			commit(t, w, m)
			w.wantBlob(t, acme, data)
		})
	}
	t.Run("whose sender uses its memory again", func(t *testing.T) {
		w := newWorld(t, open(t))
		m, chunks := cut(noise(36, 3*part), part)
		room := make([]byte, part)
		for _, at := range []int{2, 1, 0} {
			copy(room, chunks[at])
			if err := w.PutPartOf(ctx(t), acme, blob.Run{ID: "r", At: at}, m.Parts[at].SHA256, room); err != nil {
				t.Fatal(err)
			}
		}
		w.flip(t, keys(t, w.objects, below)[0], 500) // Commit reads nothing
		commit(t, w, m)
	})
	t.Run("after another that broke off", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(33, 5*part/4)
		data = append(data, data[:part/4]...) // the first part once more
		m, chunks := cut(data, part/4)
		w.sendParts(t, acme, chunks[1:3])
		for from := 0; from < len(chunks); from += 3 {
			ask := partHashes(m)[from : from+3]
			lacks, err := w.PartsOf(ctx(t), acme, blob.Run{ID: "r", At: from}, ask)
			if want := map[int]int{0: 1, 3: 2}[from]; err != nil || len(lacks) != want {
				t.Fatalf("from %d it lacks %d parts, %v", from, len(lacks), err)
			}
			for i := from; i < from+3; i++ {
				if !slices.Contains(lacks, m.Parts[i].SHA256) {
					continue
				}
				if err := w.PutPartOf(ctx(t), acme, blob.Run{ID: "r", At: i}, m.Parts[i].SHA256, chunks[i]); err != nil {
					t.Fatal(err)
				}
			}
		}
		lies := m
		lies.SHA256 = blob.Sum([]byte("another file"))
		w.flip(t, keys(t, w.objects, below)[0], 500) // Commit reads nothing
		if err := w.Commit(ctx(t), acme, lies); !errors.Is(err, blob.ErrMismatch) {
			t.Errorf("a run under another name: %v", err)
		}
	})
	t.Run("in one scope and not in another", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(32, 2*part)
		m, chunks := cut(data, part)
		for i, chunk := range chunks {
			if err := w.PutPartOf(ctx(t), acme, blob.Run{ID: "r", At: i}, m.Parts[i].SHA256, chunk); err != nil {
				t.Fatal(err)
			}
		}
		var missing *blob.MissingPartsError
		if err := w.Commit(ctx(t), bolt, m); !errors.As(err, &missing) || len(missing.Parts) != 2 {
			t.Errorf("another scope: %v", err)
		}
		commit(t, w, m)
		w.wantBlob(t, acme, data)
	})
}
