package app

import (
	"crypto/ed25519"
	"encoding/json"
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

// F9: what becomes of a save that the relay did not take is decided when everything is known here that the relay knew
// when it refused it, which a program that was started again is not at once.
func TestARefusedSaveWaitsForWhatTheRelayKnew(t *testing.T) {
	a := large(t, 0)
	raw, err := json.Marshal(intent{Save: &save{Engagement: "E", Rel: "K-1.pdf", Key: "to-client/k-1.pdf"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.store.Intents.Put("refused", raw); err != nil {
		t.Fatal(err)
	}
	if newEffects(a).replan() {
		t.Error("nothing is to be tried again")
	}
	if kept, err := a.store.Intents.Has("refused"); !kept || err != nil {
		t.Errorf("it was decided without a line: %v", err)
	}
}
