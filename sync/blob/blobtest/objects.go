package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tieout/sync/blob"
)

func objectsContract(t *testing.T, open Opener) {
	t.Run("an object comes back as it was put", func(t *testing.T) {
		objects := open(t)
		created, err := objects.PutIfAbsent(ctx(t), "a/_/b/one", []byte("first"))
		if err != nil || !created {
			t.Fatalf("PutIfAbsent = %v, %v; want true", created, err)
		}
		data, err := objects.Get(ctx(t), "a/_/b/one")
		if err != nil || string(data) != "first" {
			t.Fatalf("Get = %q, %v", data, err)
		}
		info, err := objects.Stat(ctx(t), "a/_/b/one")
		if err != nil || info.Key != "a/_/b/one" || info.Size != 5 {
			t.Fatalf("Stat = %+v, %v", info, err)
		}
		if age := time.Since(info.Modified); age < -time.Minute || age > time.Hour {
			t.Errorf("Modified is %v ago", age)
		}
	})
	t.Run("the first put wins and stays", func(t *testing.T) {
		objects := open(t)
		put(t, objects, "a/one", []byte("first"))
		created, err := objects.PutIfAbsent(ctx(t), "a/one", []byte("second"))
		if err != nil || created {
			t.Fatalf("second PutIfAbsent = %v, %v; want false", created, err)
		}
		if data, _ := objects.Get(ctx(t), "a/one"); string(data) != "first" {
			t.Fatalf("Get = %q after a second put", data)
		}
	})
	t.Run("many objects at once are each stored or left as they were", func(t *testing.T) { objectsMany(t, open(t)) })
	t.Run("of puts that race exactly one is told it won", func(t *testing.T) { objectsRace(t, open(t)) })
	t.Run("an object that is made durable later is there at once", func(t *testing.T) { objectsLater(t, open(t)) })
	t.Run("of many puts at once that race each key is told to one", func(t *testing.T) { objectsManyRace(t, open(t)) })
	t.Run("what is absent is ErrNotFound, and deleting it is fine", func(t *testing.T) {
		objects := open(t)
		if _, err := objects.Get(ctx(t), "a/none"); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("Get: %v", err)
		}
		if _, err := objects.Stat(ctx(t), "a/none"); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("Stat: %v", err)
		}
		if err := objects.Delete(ctx(t), "a/none"); err != nil {
			t.Errorf("Delete: %v", err)
		}
		if got := keys(t, objects, "a/"); len(got) != 0 {
			t.Errorf("List: %v", got)
		}
	})
	t.Run("a deleted object is gone and can be put again", func(t *testing.T) {
		objects := open(t)
		put(t, objects, "a/one", []byte("first"))
		if err := objects.Delete(ctx(t), "a/one"); err != nil {
			t.Fatal(err)
		}
		if _, err := objects.Get(ctx(t), "a/one"); !errors.Is(err, blob.ErrNotFound) {
			t.Fatalf("Get after Delete: %v", err)
		}
		put(t, objects, "a/one", []byte("again"))
	})
	t.Run("a list holds the prefix and nothing beside it", func(t *testing.T) { objectsList(t, open(t)) })
	t.Run("a list stops when the visitor does", func(t *testing.T) {
		objects := open(t)
		put(t, objects, "a/one", nil)
		put(t, objects, "a/two", nil)
		stop, calls := errors.New("stop"), 0
		err := objects.List(ctx(t), "a/", func(blob.Info) error { calls++; return stop })
		if !errors.Is(err, stop) || calls != 1 {
			t.Fatalf("List = %v after %d calls", err, calls)
		}
	})
	t.Run("a key that could leave the store is refused", func(t *testing.T) {
		objects := open(t)
		for _, key := range []string{"", "/a", "a/", "a//b", "../a", "a/../b", "a/.tmp-1", `a\b`, "a b", "A/b", "a/b:c"} {
			if _, err := objects.PutIfAbsent(ctx(t), key, []byte("x")); err == nil {
				t.Errorf("PutIfAbsent accepted %q", key)
			}
		}
	})
	t.Run("a cancelled call does nothing", func(t *testing.T) {
		objects := open(t)
		cancelled, cancel := context.WithCancel(ctx(t))
		cancel()
		if _, err := objects.PutIfAbsent(cancelled, "a/one", []byte("x")); !errors.Is(err, context.Canceled) {
			t.Errorf("PutIfAbsent: %v", err)
		}
		if got := keys(t, objects, "a/"); len(got) != 0 {
			t.Errorf("stored %v all the same", got)
		}
	})
}

func objectsRace(t *testing.T, objects blob.Objects) {
	var winners atomic.Int32
	var winner atomic.Value
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			data := bytes.Repeat([]byte{byte(i)}, 4096)
			created, err := objects.PutIfAbsent(ctx(t), "a/race", data)
			if err != nil {
				t.Error(err)
			}
			if created {
				winners.Add(1)
				winner.Store(data)
			}
		})
	}
	wg.Wait()
	if winners.Load() != 1 {
		t.Fatalf("%d calls were told they created the object", winners.Load())
	}
	if data, err := objects.Get(ctx(t), "a/race"); err != nil || !bytes.Equal(data, winner.Load().([]byte)) {
		t.Fatalf("stored is not the winner's data (%v)", err)
	}
}

func objectsList(t *testing.T, objects blob.Objects) {
	for _, key := range []string{"a/_/b/1", "a/_/b/2", "a/_/m/1", "ab/_/b/1", "a/b/_/b/1"} {
		put(t, objects, key, []byte(key))
	}
	for prefix, want := range map[string]string{
		"a/_/b/": "[a/_/b/1 a/_/b/2]",
		"a/_/":   "[a/_/b/1 a/_/b/2 a/_/m/1]",
		"a/":     "[a/_/b/1 a/_/b/2 a/_/m/1 a/b/_/b/1]",
	} {
		if got := fmt.Sprint(keys(t, objects, prefix)); got != want {
			t.Errorf("List(%q) = %s, want %s", prefix, got, want)
		}
	}
}

func objectsMany(t *testing.T, objects blob.Objects) {
	many, ok := objects.(blob.ManyObjects)
	if !ok {
		t.Skip("it stores one object at a time")
	}
	put(t, objects, "a/taken", []byte("first"))
	var all []blob.Object
	for i := range 50 {
		all = append(all, blob.Object{Key: fmt.Sprintf("a/%d/new", i%3) + fmt.Sprint(i), Data: fmt.Append(nil, i)})
	}
	created, err := many.PutEachIfAbsent(ctx(t), append(all, blob.Object{Key: "a/taken", Data: []byte("second")}))
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range all {
		if data, err := objects.Get(ctx(t), o.Key); !created[i] || err != nil || !bytes.Equal(data, o.Data) {
			t.Errorf("%s was created %v and holds %q, %v", o.Key, created[i], data, err)
		}
	}
	if data, _ := objects.Get(ctx(t), "a/taken"); created[50] || string(data) != "first" {
		t.Errorf("a taken key was created %v and holds %q", created[50], data)
	}
}

// objectsLater is PutIfAbsent, and what is flushed is there.
func objectsLater(t *testing.T, objects blob.Objects) {
	later, ok := objects.(blob.LaterObjects)
	if !ok {
		t.Skip("what it stores is durable at once")
	}
	put(t, objects, "a/taken", []byte("first"))
	for key, want := range map[string]bool{"a/new": true, "b/_/p/new": true, "a/taken": false} {
		if created, err := later.PutLater(ctx(t), key, []byte("later")); created != want || err != nil {
			t.Errorf("%s: created %v, %v", key, created, err)
		}
	}
	if again, err := later.PutLater(ctx(t), "a/new", []byte("again")); again || err != nil {
		t.Errorf("a second time: created %v, %v", again, err)
	}
	if err := later.Flush(ctx(t), []string{"a/new", "b/_/p/new", "a/taken"}); err != nil {
		t.Error(err)
	}
	if data, err := objects.Get(ctx(t), "a/new"); err != nil || string(data) != "later" {
		t.Errorf("it holds %q, %v", data, err)
	}
	for _, size := range []int{0, 1, 4095, 4096, 4097, 1 << 20, 1<<20 + 76} {
		key, data := fmt.Sprint("sizes/", size), make([]byte, size+1)[1:] // wherever its memory begins
		rand.NewChaCha8([32]byte{byte(size)}).Read(data)
		if _, err := later.PutLater(ctx(t), key, data); err != nil {
			t.Fatal(err)
		}
		if got, err := objects.Get(ctx(t), key); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes come back as %d, %v", size, len(got), err)
		}
		once, ok := objects.(blob.OnceObjects)
		if !ok {
			continue
		}
		for _, room := range [][]byte{nil, make([]byte, 100), make([]byte, 2<<20), make([]byte, 2<<20)[1:]} {
			if got, err := once.GetOnce(ctx(t), key, room); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d bytes are read once as %d in room for %d, %v", size, len(got), len(room), err)
			}
		}
		if _, err := once.GetOnce(ctx(t), "sizes/absent", nil); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("reading once what is not there: %v", err)
		}
	}
	if err := later.Flush(ctx(t), []string{"a/new", "a/absent"}); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("flushing what is not there: %v", err)
	}
	var winners atomic.Int32
	var wg sync.WaitGroup
	for i := range 16 {
		store := later.PutLater
		if i%2 == 0 {
			store = objects.PutIfAbsent
		}
		wg.Go(func() {
			if created, err := store(ctx(t), "a/race", fmt.Append(nil, i)); err != nil {
				t.Error(err)
			} else if created {
				winners.Add(1)
			}
		})
	}
	wg.Wait()
	if winners.Load() != 1 {
		t.Errorf("%d calls were told they created the object", winners.Load())
	}
}

func objectsManyRace(t *testing.T, objects blob.Objects) {
	many, ok := objects.(blob.ManyObjects)
	if !ok {
		t.Skip("it stores one object at a time")
	}
	var winners [60]atomic.Int32
	var wg sync.WaitGroup
	for call := range 8 {
		wg.Go(func() {
			var all []blob.Object
			for i := call * 4; i < call*4+30; i++ {
				all = append(all, blob.Object{Key: fmt.Sprintf("a/%d", i), Data: fmt.Append(nil, i)})
			}
			created, err := many.PutEachIfAbsent(ctx(t), all)
			if err != nil {
				t.Error(err)
				return
			}
			for i, won := range created {
				if won {
					winners[call*4+i].Add(1)
				}
			}
		})
		wg.Go(func() {
			created, err := objects.PutIfAbsent(ctx(t), fmt.Sprintf("a/%d", call*7), fmt.Append(nil, call*7))
			if err != nil {
				t.Error(err)
			} else if created {
				winners[call*7].Add(1)
			}
		})
	}
	wg.Wait()
	for i := range 4*7 + 30 {
		if n := winners[i].Load(); n != 1 {
			t.Errorf("%d calls were told they created object %d", n, i)
		}
	}
	if got := keys(t, objects, "a/"); len(got) != 4*7+30 {
		t.Errorf("%d keys are listed", len(got))
	}
}
