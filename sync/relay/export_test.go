package relay

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// DropFolds forgets a firm's folds, so that the next start folds its history.
func DropFolds(t *testing.T, r *Relay, firm engagement.FirmID) {
	t.Helper()
	tn, err := r.tenant(context.Background(), firm)
	if err != nil {
		t.Fatal(err)
	}
	err = tn.do(context.Background(), func(b *batch) error {
		tn.unfolded, tn.kept = unfolded{}, nil // nothing is kept at the end either
		return b.tx.DropFolds(b.ctx, string(firm))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// KeepWhole keeps a firm's folds as they were kept before there were sections.
func KeepWhole(t *testing.T, r *Relay, firm engagement.FirmID) {
	t.Helper()
	tn, err := r.tenant(context.Background(), firm)
	if err != nil {
		t.Fatal(err)
	}
	err = tn.do(context.Background(), func(b *batch) error {
		errs := []error{b.tx.DropFolds(b.ctx, string(firm))}
		for name, w := range map[string]*engagement.World{officeWorld: tn.world, sharedWorld: tn.shared} {
			errs = append(errs, putWhole(b, name, engagement.FirmStream, &w.F))
			for id, c := range w.C {
				errs = append(errs, putWhole(b, name, engagement.ClientStream(id), c))
			}
			for id, e := range w.E {
				errs = append(errs, putWhole(b, name, engagement.EngagementStream(id), e))
			}
		}
		tn.unfolded, tn.kept = unfolded{}, nil
		return errors.Join(append(errs, b.tx.MarkFolds(b.ctx, store.FoldMark{Firm: string(firm), Seq: tn.head, Version: engagement.FoldVersion}))...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func putWhole(b *batch, world string, stream engagement.Stream, state any) error {
	plain, err := json.Marshal(state)
	if err != nil {
		return err
	}
	sc, _ := scopeOf(b.t.id, b.t.world, stream)
	k, err := b.t.relay.vault.make(b.ctx, b.tx, sc)
	if err != nil {
		return err
	}
	f := store.Fold{Firm: string(b.t.id), World: world, Stream: string(stream), Scope: string(sc.client)}
	f.State = k.seal(foldPlace(&f), plain)
	return b.tx.PutFold(b.ctx, f)
}

// OfficeState is all that the office sees, as JSON.
func OfficeState(t *testing.T, r *Relay, firm engagement.FirmID) string {
	t.Helper()
	tn, err := r.tenant(context.Background(), firm)
	if err != nil {
		t.Fatal(err)
	}
	var raw []byte
	tn.view(func(w *engagement.World) { raw, err = json.Marshal(w) })
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Aside counts the proven events that have no place yet.
func Aside(t *testing.T, r *Relay, firm engagement.FirmID) int {
	t.Helper()
	all, err := r.db.Aside(context.Background(), string(firm))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// Head is where a firm's history ends.
func Head(r *Relay, firm engagement.FirmID) (uint64, error) {
	h, err := r.db.Head(context.Background(), string(firm))
	return h.Head, err
}
