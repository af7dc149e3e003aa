// Package blobtest is the contract of package blob's parts that can be
// replaced: Run for an Objects implementation, on its own and with a Store
// over it, and RunKeys for a WrappedKeys implementation. An implementation
// that passes is one Tieout can rely on.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"tieout/sync/blob"
)

// Opener returns an empty Objects that lives as long as the test.
type Opener func(t *testing.T) blob.Objects

// Run checks an Objects implementation.
func Run(t *testing.T, open Opener) {
	t.Run("objects", func(t *testing.T) { objectsContract(t, open) })
	t.Run("store", func(t *testing.T) { storeContract(t, open) })
	t.Run("upload", func(t *testing.T) { uploadContract(t, open) })
	t.Run("commit", func(t *testing.T) { commitContract(t, open) })
	t.Run("delete", func(t *testing.T) { deleteContract(t, open) })
	t.Run("damage", func(t *testing.T) { damageContract(t, open) })
}

// RunKeys checks a WrappedKeys implementation.
func RunKeys(t *testing.T, open func(t *testing.T) blob.WrappedKeys) {
	const scope = blob.Scope("firm/1/client/2")
	t.Run("no key is ErrNotFound, and forgetting it is fine", func(t *testing.T) {
		store := open(t)
		if _, err := store.Load(ctx(t), scope); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("Load: %v", err)
		}
		if err := store.Replace(ctx(t), scope, []byte("x")); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("Replace: %v", err)
		}
		if err := store.Delete(ctx(t), scope); err != nil {
			t.Errorf("Delete: %v", err)
		}
	})
	t.Run("of creations that race all return the one that is stored", func(t *testing.T) {
		store := open(t)
		var stored [16][]byte
		var wg sync.WaitGroup
		for i := range stored {
			wg.Go(func() {
				var err error
				if stored[i], err = store.Create(ctx(t), scope, []byte{byte(i), 1, 2, 3}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		loaded, err := store.Load(ctx(t), scope)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range stored {
			if !bytes.Equal(got, loaded) {
				t.Errorf("caller %d was given %v, stored is %v", i, got, loaded)
			}
		}
	})
	t.Run("replaced, then deleted, each scope on its own", func(t *testing.T) {
		store := open(t)
		for _, sc := range []blob.Scope{"firm/1", scope} {
			if _, err := store.Create(ctx(t), sc, []byte("old "+sc)); err != nil {
				t.Fatal(err)
			}
		}
		if err := store.Replace(ctx(t), scope, []byte("new")); err != nil {
			t.Fatal(err)
		}
		if got, err := store.Load(ctx(t), scope); err != nil || string(got) != "new" {
			t.Fatalf("Load = %q, %v", got, err)
		}
		if err := store.Delete(ctx(t), scope); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Load(ctx(t), scope); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("Load after Delete: %v", err)
		}
		if got, err := store.Load(ctx(t), "firm/1"); err != nil || string(got) != "old firm/1" {
			t.Errorf("the other scope = %q, %v", got, err)
		}
	})
}

func ctx(t testing.TB) context.Context { return t.Context() }

func put(t testing.TB, objects blob.Objects, key string, data []byte) {
	t.Helper()
	if created, err := objects.PutIfAbsent(ctx(t), key, data); err != nil || !created {
		t.Fatalf("PutIfAbsent(%q) = %v, %v", key, created, err)
	}
}

// keys lists what is stored below prefix, sorted.
func keys(t testing.TB, objects blob.Objects, prefix string) []string {
	t.Helper()
	found := []string{}
	err := objects.List(ctx(t), prefix, func(info blob.Info) error {
		found = append(found, info.Key)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

// world is a store with its objects in reach of the test.
type world struct {
	*blob.Store
	objects blob.Objects
	keys    *blob.MemoryKeys
	ring    *blob.Keyring
}

func newWorld(t testing.TB, objects blob.Objects) *world {
	t.Helper()
	master, err := blob.NewMasterKey(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{objects: objects, keys: &blob.MemoryKeys{}, ring: blob.NewKeyring(master)}
	w.reopen(t)
	return w
}

// reopen stands for a restart: everything remembered is forgotten.
func (w *world) reopen(t testing.TB) {
	t.Helper()
	var err error
	if w.Store, err = blob.New(w.objects, w.keys, w.ring); err != nil {
		t.Fatal(err)
	}
}

const (
	acme  = blob.Scope("firm/01J0/client/01ACME")
	bolt  = blob.Scope("firm/01J0/client/01BOLT")
	firm  = blob.Scope("firm/01J0")
	part  = blob.PartSize
	below = "firm/01j0/"
)

func (w *world) mustPut(t testing.TB, scope blob.Scope, data []byte) blob.Hash {
	t.Helper()
	hash, size, err := w.Put(ctx(t), scope, bytes.NewReader(data))
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
	if hash != blob.Sum(data) || size != int64(len(data)) {
		t.Fatalf("Put = %s, %d; want %s, %d", hash, size, blob.Sum(data), len(data))
	}
	return hash
}

func (w *world) read(t testing.TB, scope blob.Scope, hash blob.Hash) ([]byte, error) {
	t.Helper()
	r, err := w.Open(ctx(t), scope, hash)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (w *world) wantBlob(t testing.TB, scope blob.Scope, data []byte) {
	t.Helper()
	got, err := w.read(t, scope, blob.Sum(data))
	if err != nil {
		t.Fatalf("reading %d bytes back: %v", len(data), err)
	}
	if !bytes.Equal(got, data) {
		t.Fatalf("read other bytes than the %d that were put", len(data))
	}
}

func (w *world) wantGone(t testing.TB, scope blob.Scope, hash blob.Hash) {
	t.Helper()
	if _, err := w.Open(ctx(t), scope, hash); !errors.Is(err, blob.ErrNotFound) {
		t.Fatalf("Open of what should be gone: %v", err)
	}
	if has, err := w.Has(ctx(t), scope, hash); has || err != nil {
		t.Fatalf("Has of what should be gone = %v, %v", has, err)
	}
}

// noise returns n bytes that do not compress, the same for the same seed.
func noise(seed uint64, n int) []byte {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	data := make([]byte, n)
	rand.NewChaCha8(key).Read(data)
	return data
}

func text(n int) []byte {
	const line = "Trial balance 2025;1010;Cash in bank;12,345.67;0.00\n"
	return []byte(strings.Repeat(line, n/len(line)+1)[:n])
}
