package relay

import (
	"context"
	"testing"

	"tieout/sync/engagement"
)

// DropFolds forgets a firm's folds, so that the next start folds its history.
func DropFolds(t *testing.T, r *Relay, firm engagement.FirmID) {
	t.Helper()
	tn, err := r.tenant(context.Background(), firm)
	if err != nil {
		t.Fatal(err)
	}
	err = tn.do(context.Background(), func(b *batch) error {
		tn.unfolded = unfolded{} // nothing is kept at the end either
		return b.tx.DropFolds(b.ctx, string(firm))
	})
	if err != nil {
		t.Fatal(err)
	}
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
