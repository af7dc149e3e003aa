package blob

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"
)

// busyKeys are keys in a database with one writer, who asks the store something before he comes to what
// the store asked of him.
type busyKeys struct {
	MemoryKeys
	meanwhile func()
}

func (k *busyKeys) Create(ctx context.Context, scope Scope, wrapped []byte) ([]byte, error) {
	k.meanwhile()
	stored, err := k.MemoryKeys.Create(ctx, scope, wrapped)
	k.meanwhile() // somebody else may have made the key before
	return stored, err
}

func (k *busyKeys) Replace(ctx context.Context, scope Scope, wrapped []byte) error {
	k.meanwhile()
	return k.MemoryKeys.Replace(ctx, scope, wrapped)
}

func (k *busyKeys) Delete(ctx context.Context, scope Scope) error {
	k.meanwhile()
	return k.MemoryKeys.Delete(ctx, scope)
}

// The relay's writer removes what nobody spoke of in the transaction for which the key of a first upload
// waits: it once waited for that upload, and the whole relay stood still.
func TestNothingWaitsForAKeyThatIsBeingStored(t *testing.T) {
	const scope = Scope("firm/a/client/b")
	ctx := t.Context()
	keys := &busyKeys{}
	s := storeUnder(t, keys, 1)
	asked := 0
	keys.meanwhile = func() {
		done := make(chan error)
		go func() {
			_, retained := s.Retain(ctx, scope, nil, time.Unix(0, 0), 1)
			_, swept := s.Sweep(ctx, scope, time.Unix(0, 0))
			_, missing := s.Missing(ctx, scope, []Hash{Sum(nil)})
			done <- errors.Join(retained, swept, missing, s.Delete(ctx, scope, Sum(nil)))
		}()
		select {
		case err := <-done:
			if asked++; err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("they wait for each other")
		}
	}
	if _, _, err := s.Put(ctx, scope, bytes.NewReader([]byte("first"))); err != nil {
		t.Fatal(err)
	}
	s = storeUnder(t, keys, 2, 1)
	if err := s.Rewrap(ctx, scope); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteScope(ctx, scope); err != nil {
		t.Fatal(err)
	}
	if asked != 4 {
		t.Errorf("asked %d times", asked)
	}
}

// The relay's writer asks what is there, and a sweep may read for long.
func TestWhoLooksWaitsForNoDeletion(t *testing.T) {
	const scope = Scope("firm/a/client/b")
	s := storeUnder(t, &MemoryKeys{}, 1)
	hash, _, err := s.Put(t.Context(), scope, bytes.NewReader([]byte("first")))
	if err != nil {
		t.Fatal(err)
	}
	_, sp, err := s.space(scope)
	if err != nil {
		t.Fatal(err)
	}
	sp.order.Lock() // as a deletion does
	defer sp.order.Unlock()
	asked := make(chan bool)
	go func() {
		has, err := s.Has(t.Context(), scope, hash)
		asked <- has && err == nil
	}()
	select {
	case has := <-asked:
		if !has {
			t.Error("it is not there")
		}
	case <-time.After(10 * time.Second):
		t.Error("it waits")
	}
}

// storeUnder is a store in memory whose newest master key is the first one.
func storeUnder(t *testing.T, keys WrappedKeys, masters ...byte) *Store {
	var all []MasterKey
	for _, n := range masters {
		master, err := NewMasterKey(bytes.Repeat([]byte{n}, 32))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, master)
	}
	s, err := New(&Memory{}, keys, NewKeyring(all[0], all[1:]...))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
