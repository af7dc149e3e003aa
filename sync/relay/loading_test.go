package relay

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// The desks of all firms come back at the moment in which a relay starts again, and each firm is loaded with
// the folds of its clients. They once waited for each other: each held one of the few connections for reading,
// and asked for another one.
func TestManyFirmsAreLoadedAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	r := openAt(t, dir)
	var firms []engagement.FirmID
	for i := range 12 {
		f, _, err := r.CreateFirm(t.Context(), NewFirm{Name: fmt.Sprint("Firm ", i), Zone: "UTC", Administrator: "Dana Whitfield"})
		if err != nil {
			t.Fatal(err)
		}
		firms = append(firms, f.ID)
		foldClients(t, r, f.ID, 50)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		r := openAt(t, dir)
		var all sync.WaitGroup
		for _, f := range firms {
			all.Go(func() {
				if err := r.View(t.Context(), f, func(*engagement.World) {}); err != nil {
					t.Error(err)
				}
			})
		}
		loaded := make(chan struct{})
		go func() { all.Wait(); close(loaded) }()
		select {
		case <-loaded:
		case <-time.After(30 * time.Second):
			t.Fatal("they wait for each other")
		}
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func openAt(t *testing.T, dir string) *Relay {
	t.Helper()
	r, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// foldClients keeps folds of clients, each under a key of its own.
func foldClients(t *testing.T, r *Relay, firm engagement.FirmID, n int) {
	t.Helper()
	tn, err := r.tenant(t.Context(), firm)
	if err != nil {
		t.Fatal(err)
	}
	err = tn.do(t.Context(), func(b *batch) error {
		for i := range n {
			client := engagement.ClientID(fmt.Sprintf("01J0000000000000000000%04d", i))
			k, err := r.vault.make(b.ctx, b.tx, scope{firm, client})
			if err != nil {
				return err
			}
			f := store.Fold{Firm: string(firm), World: officeWorld, Stream: string(engagement.ClientStream(client)), Scope: string(client)}
			f.State = k.seal(foldPlace(&f), []byte("{}"))
			if err := b.tx.PutFold(b.ctx, f); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
