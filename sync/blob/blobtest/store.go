package blobtest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"tieout/sync/blob"
)

func storeContract(t *testing.T, open Opener) {
	t.Run("every size around the part borders comes back", func(t *testing.T) { sizes(t, open) })
	t.Run("any range of a blob reads right", func(t *testing.T) { ranges(t, open) })
	t.Run("a browser can ask for a range", func(t *testing.T) { httpRange(t, open) })
	t.Run("a small blob is one object, a large one its parts and a manifest", func(t *testing.T) {
		w := newWorld(t, open(t))
		w.mustPut(t, acme, noise(1, part))
		if got := keys(t, w.objects, below); len(got) != 1 {
			t.Fatalf("1 MiB became %d objects", len(got))
		}
		w.mustPut(t, bolt, noise(2, 2*part+1))
		if got := keys(t, w.objects, below); len(got) != 1+4 {
			t.Fatalf("2 MiB + 1 became %d objects, want 3 parts and a manifest", len(got)-1)
		}
	})
	t.Run("what is written bit by bit is one blob, and none before it is committed", func(t *testing.T) {
		w := newWorld(t, open(t))
		for _, size := range []int{0, 1, part - 1, part, part + 1, 2*part + 77} {
			data := noise(4, size)
			in, err := w.Create(t.Context(), acme)
			if err != nil {
				t.Fatal(err)
			}
			for some := range slices.Chunk(data, 300_001) {
				if _, err := in.Write(some); err != nil {
					t.Fatal(err)
				}
			}
			m, err := in.End()
			if err != nil || m.SHA256 != blob.Sum(data) || m.Size != int64(size) {
				t.Fatalf("%d bytes: %d as %s, %v", size, m.Size, m.SHA256, err)
			}
			w.wantGone(t, acme, m.SHA256)
			if _, err := in.Write([]byte("more")); !errors.Is(err, fs.ErrClosed) {
				t.Errorf("writing after its end: %v", err)
			}
			hash, n, err := in.Commit()
			if err = errors.Join(err, in.Close(), in.Close()); err != nil || hash != m.SHA256 || n != m.Size {
				t.Errorf("%d bytes as %s, %v", n, hash, err)
			}
			w.wantBlob(t, acme, data)
			if _, _, err := in.Commit(); err == nil {
				t.Error("it was committed after it was closed")
			}
		}
	})
	t.Run("a sender cut short leaves no blob", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(3, 2*part+77)
		for _, n := range []int{0, 100, part, part + 100, 2 * part} {
			for _, cut := range []error{io.ErrUnexpectedEOF, errors.New("connection reset")} {
				r := io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(cut))
				if _, _, err := w.Put(ctx(t), acme, r); !errors.Is(err, cut) {
					t.Errorf("Put cut after %d bytes by %v: %v", n, cut, err)
				}
				w.wantGone(t, acme, blob.Sum(data[:n]))
			}
		}
		w.mustPut(t, acme, data)
		w.wantBlob(t, acme, data)
	})
	t.Run("many small blobs at once are each stored", func(t *testing.T) {
		w := newWorld(t, open(t))
		all := [][]byte{noise(31, 20<<10), []byte("words"), noise(32, part), []byte("words"), {}}
		w.mustPut(t, acme, all[0])
		hashes, err := w.PutAll(ctx(t), acme, all)
		if err != nil {
			t.Fatal(err)
		}
		for i, data := range all {
			if hashes[i] != blob.Sum(data) {
				t.Errorf("blob %d is called %s", i, hashes[i])
			}
			w.wantBlob(t, acme, data)
			w.wantGone(t, bolt, hashes[i])
		}
		if _, err := w.PutAll(ctx(t), acme, [][]byte{noise(33, part+1)}); !errors.Is(err, blob.ErrTooLarge) {
			t.Errorf("a blob over a part: %v", err)
		}
	})
	t.Run("of many blobs with their names those that do not fit are not stored", func(t *testing.T) {
		w := newWorld(t, open(t))
		all := [][]byte{noise(36, 2000), noise(37, 2000), noise(38, 2000)}
		names := []blob.Hash{blob.Sum(all[0]), blob.Sum([]byte("other")), blob.Sum(all[2])}
		fits, err := w.PutNamed(ctx(t), acme, names, all)
		if err != nil || !slices.Equal(fits, []bool{true, false, true}) {
			t.Errorf("fits: %v, %v", fits, err)
		}
		w.wantBlob(t, acme, all[0])
		w.wantBlob(t, acme, all[2])
		w.wantGone(t, acme, blob.Sum(all[1]))
		w.wantGone(t, acme, names[1])
	})
	t.Run("a small blob is read at once, by its scope alone", func(t *testing.T) {
		w := newWorld(t, open(t))
		small, large := noise(34, part), noise(35, part+1)
		w.mustPut(t, acme, small)
		w.mustPut(t, acme, large)
		if got, err := w.Get(ctx(t), acme, blob.Sum(small)); err != nil || !bytes.Equal(got, small) {
			t.Errorf("%d bytes of %d: %v", len(got), len(small), err)
		}
		if _, err := w.Get(ctx(t), acme, blob.Sum(large)); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("a blob of parts: %v", err)
		}
		if _, err := w.Get(ctx(t), bolt, blob.Sum(small)); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("another scope: %v", err)
		}
	})
	t.Run("the same bytes are stored once in a scope and apart in another", func(t *testing.T) {
		w := newWorld(t, open(t))
		data := noise(4, part+5)
		hash := w.mustPut(t, acme, data)
		before := keys(t, w.objects, below)
		w.mustPut(t, acme, data)
		if after := keys(t, w.objects, below); !slices.Equal(before, after) {
			t.Errorf("a second Put changed the objects")
		}
		w.wantGone(t, bolt, hash)
		w.wantGone(t, firm, hash)
		w.mustPut(t, bolt, data)
		names := map[string]bool{}
		for _, key := range keys(t, w.objects, below) {
			names[key[strings.LastIndex(key, "/")+1:]] = true
		}
		if len(names) != 2*len(before) {
			t.Errorf("two scopes share object names")
		}
	})
	t.Run("Missing says what to send, each once and in order", func(t *testing.T) {
		w := newWorld(t, open(t))
		small, large := []byte("small"), noise(5, part+1)
		absent1, absent2 := blob.Sum([]byte("1")), blob.Sum([]byte("2"))
		ask := []blob.Hash{absent2, blob.Sum(small), absent1, absent2, blob.Sum(large)}
		if got, err := w.Missing(ctx(t), acme, ask); err != nil || len(got) != 4 {
			t.Errorf("Missing in a scope never written to = %d, %v", len(got), err)
		}
		w.mustPut(t, acme, small)
		w.mustPut(t, acme, large)
		got, err := w.Missing(ctx(t), acme, ask)
		if want := []blob.Hash{absent2, absent1}; err != nil || !slices.Equal(got, want) {
			t.Errorf("Missing = %v, %v; want %v", got, err, want)
		}
	})
	t.Run("many writers of the same bytes make one blob", func(t *testing.T) { sameBytesAtOnce(t, open) })
	t.Run("nothing readable is stored", func(t *testing.T) { canary(t, open) })
	t.Run("text is stored small, noise at its size", func(t *testing.T) { compression(t, open) })
	t.Run("everything is there after a restart and a new master key", func(t *testing.T) { rotation(t, open) })
	t.Run("a scope is spelled in any case and nothing else", func(t *testing.T) {
		w := newWorld(t, open(t))
		w.mustPut(t, "Firm/01J0", []byte("x"))
		w.wantBlob(t, "firm/01j0", []byte("x"))
		for _, bad := range []blob.Scope{"", "/", "firm/", "/firm", "firm//x", "firm/..", "firm/_", "firm/-x", `firm\x`, "firm/x y", "firm/é",
			blob.Scope(strings.Repeat("x", 65)), blob.Scope(strings.Repeat("x/", 300) + "x")} {
			if _, _, err := w.Put(ctx(t), bad, strings.NewReader("x")); !errors.Is(err, blob.ErrScope) {
				t.Errorf("scope %q: %v", bad, err)
			}
		}
	})
}

func sizes(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(0, 3).Draw(rt, "MiB")*part + rapid.IntRange(-2, 2).Draw(rt, "off")
		data := noise(rapid.Uint64Range(0, 3).Draw(rt, "seed"), max(size, 0))
		hash := w.mustPut(t, acme, data)
		r, err := w.Open(ctx(t), acme, hash)
		if err != nil {
			rt.Fatal(err)
		}
		defer r.Close()
		if r.Size() != int64(len(data)) {
			rt.Fatalf("Size = %d, want %d", r.Size(), len(data))
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, data) {
			rt.Fatalf("%d bytes came back as %d (%v)", len(data), len(got), err)
		}
	})
}

func ranges(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	data := noise(6, 2*part+part/2)
	r, err := w.Open(ctx(t), acme, w.mustPut(t, acme, data))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rapid.Check(t, func(rt *rapid.T) {
		near := func(label string) int {
			border := rapid.IntRange(0, 3).Draw(rt, label+" MiB") * part
			return min(max(border+rapid.IntRange(-3, 3).Draw(rt, label), 0), len(data))
		}
		from, to := near("from"), near("to")
		if from > to {
			from, to = to, from
		}
		got := make([]byte, to-from)
		if n, err := r.ReadAt(got, int64(from)); n != len(got) || err != nil || !bytes.Equal(got, data[from:to]) {
			rt.Fatalf("ReadAt [%d:%d] = %d, %v", from, to, n, err)
		}
	})
	over := make([]byte, 10)
	if n, err := r.ReadAt(over, int64(len(data)-4)); n != 4 || err != io.EOF {
		t.Errorf("ReadAt over the end = %d, %v; want 4, EOF", n, err)
	}
	if err := iotest.TestReader(io.NewSectionReader(r, part-5, 10), data[part-5:part+5]); err != nil {
		t.Error(err)
	}
	if pos, err := r.Seek(-3, io.SeekEnd); pos != int64(len(data)-3) || err != nil {
		t.Errorf("Seek = %d, %v", pos, err)
	}
	if tail, err := io.ReadAll(r); err != nil || !bytes.Equal(tail, data[len(data)-3:]) {
		t.Errorf("after Seek read %v, %v", tail, err)
	}
	r.Close()
	if _, err := r.ReadAt(over, 0); err == nil {
		t.Error("a closed reader still reads")
	}
}

func httpRange(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	data := noise(7, part+1000)
	r, err := w.Open(ctx(t), acme, w.mustPut(t, acme, data))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	request.Header.Set("Range", "bytes=1048570-1048585")
	answer := httptest.NewRecorder()
	http.ServeContent(answer, request, "return.pdf", time.Time{}, r)
	if answer.Code != http.StatusPartialContent || !bytes.Equal(answer.Body.Bytes(), data[1048570:1048586]) {
		t.Fatalf("status %d, %d bytes", answer.Code, answer.Body.Len())
	}
}

func sameBytesAtOnce(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	data := noise(8, 2*part+10)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if hash, _, err := w.Put(ctx(t), acme, bytes.NewReader(data)); err != nil || hash != blob.Sum(data) {
				t.Errorf("Put = %s, %v", hash, err)
			}
		})
	}
	wg.Wait()
	w.wantBlob(t, acme, data)
	if got := keys(t, w.objects, below); len(got) != 4 {
		t.Errorf("%d objects, want 4", len(got))
	}
	w.reopen(t)
	w.wantBlob(t, acme, data)
}

// canary looks for known plaintext and for known hashes in all that is stored,
// and proves by a planted object that the search would find them.
func canary(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	const secret = "SSN 078-05-1120"
	small := []byte(secret)
	large := append(noise(9, part), []byte(strings.Repeat(secret, 3))...)
	w.mustPut(t, acme, small)
	w.mustPut(t, acme, large)
	needles := [][]byte{small}
	for _, hash := range []blob.Hash{blob.Sum(small), blob.Sum(large), blob.Sum(large[:part])} {
		needles = append(needles, hash[:], []byte(hash.String()))
	}
	search := func() (hits int) {
		for _, key := range keys(t, w.objects, below) {
			data, err := w.objects.Get(ctx(t), key)
			if err != nil {
				t.Fatal(err)
			}
			for _, needle := range needles {
				if bytes.Contains(data, needle) || strings.Contains(key, string(needle)) {
					hits++
				}
			}
		}
		return hits
	}
	if hits := search(); hits != 0 {
		t.Errorf("%d hits of plaintext or hashes in the stored objects", hits)
	}
	put(t, w.objects, below+"control/"+blob.Sum(small).String(), small)
	if hits := search(); hits != 2 {
		t.Errorf("the search found %d of 2 planted needles", hits)
	}
}

func compression(t *testing.T, open Opener) {
	for _, tc := range []struct {
		name     string
		data     []byte
		from, to int64
	}{
		{"text", text(part), 0, part / 4},
		{"noise", noise(10, part), part, part + 100},
		{"a text probe before noise", append(text(70<<10), noise(11, part-70<<10)...), part, part + 100},
		{"a noise probe before text", append(noise(12, 70<<10), text(part-70<<10)...), part, part + 100},
		{"a few bytes", []byte("aaaa"), 4, 100},
	} {
		w := newWorld(t, open(t))
		w.mustPut(t, acme, tc.data)
		w.wantBlob(t, acme, tc.data)
		info, err := w.objects.Stat(ctx(t), keys(t, w.objects, below)[0])
		if err != nil {
			t.Fatal(err)
		}
		if info.Size < tc.from || info.Size > tc.to {
			t.Errorf("%s: %d bytes are stored as %d, want %d to %d", tc.name, len(tc.data), info.Size, tc.from, tc.to)
		}
	}
}

func rotation(t *testing.T, open Opener) {
	w := newWorld(t, open(t))
	data := noise(13, part+3)
	w.mustPut(t, acme, data)
	next, err := blob.NewMasterKey(bytes.Repeat([]byte{8}, 32))
	if err != nil {
		t.Fatal(err)
	}
	old, err := blob.NewMasterKey(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w.ring = blob.NewKeyring(next)
	w.reopen(t)
	if _, err := w.read(t, acme, blob.Sum(data)); !errors.Is(err, blob.ErrUnknownKey) {
		t.Fatalf("without the old master key: %v", err)
	}
	w.ring = blob.NewKeyring(next, old)
	w.reopen(t)
	w.wantBlob(t, acme, data)
	for range 2 {
		if err := w.Rewrap(ctx(t), acme); err != nil {
			t.Fatal(err)
		}
	}
	w.ring = blob.NewKeyring(next)
	w.reopen(t)
	w.wantBlob(t, acme, data)
}
