package app

import (
	"crypto/ed25519"
	"testing"

	"tieout/sync/desk"
)

// A computer that is started says where it files, also when its look at the share was quicker than its line and
// nothing new comes over that.
func TestTheEffectsAreLookedAtOnceThereIsALine(t *testing.T) {
	a := large(t, 0)
	running := a.effects
	a.mu.Lock()
	defer a.mu.Unlock()
	a.effects = newEffects(a) // which nobody runs
	defer func() { a.effects = running }()
	a.id = desk.Identity{Relay: "http://127.0.0.1:1", Firm: "F", Staff: "S1", Device: "D"}
	a.key = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	if err := a.startLink(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-a.effects.wake:
	default:
		t.Error("what was looked at before is not told")
	}
}
