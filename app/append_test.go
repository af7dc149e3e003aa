package app

import (
	"crypto/ed25519"
	"reflect"
	"testing"
	"time"

	"tieout/sync/engagement"
)

// An act is folded here as everybody else reads it.
func TestWhatIsSignedIsWhatIsRead(t *testing.T) {
	a := large(t, 0)
	a.key = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	a.id.Device = "D"
	made := &act{ID: "A", After: "B", At: time.Now(), n: 7}
	err := a.write(made, []fact{
		on("E", engagement.DocumentShared, engagement.DocumentBody{Document: "<d>", Blob: "b", Size: 3}, engagement.SharedPrivate{Rel: "ä & b.pdf", Key: "to-client/ä & b.pdf"}),
		on("E", engagement.EngagementCompleted, nil, nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.sign([]*act{made}); err != nil {
		t.Fatal(err)
	}
	for i := range made.Records {
		read, err := made.Records[i].Decode()
		if err != nil || !made.Records[i].VerifySignature(a.key.Public().(ed25519.PublicKey)) || !reflect.DeepEqual(read, made.events[i]) {
			t.Errorf("event %d is\n%+v and is read as\n%+v, %v", i, made.events[i], read, err)
		}
	}
}

// What could not be kept is not shown, and its numbers are given again.
func TestActsThatCouldNotBeKeptAreNotShown(t *testing.T) {
	a := large(t, 0)
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	a.id.Device = "D"
	a.states.firm.Keys["D"] = &engagement.Key{ID: "D", Purpose: engagement.DeviceKey, Staff: "S1", Public: key.Public().(ed25519.PublicKey)}
	create := func() (failed []error, first, second *act) {
		a.mu.Lock()
		defer a.mu.Unlock()
		first, second = new(act), new(act)
		made := func(id string) []fact {
			return []fact{onClient(id, engagement.ClientCreated, engagement.ClientCreatedBody{Client: engagement.ClientID(id), Type: "company"}, engagement.ClientNamed{Name: id})}
		}
		return a.appendEach(proposal{first, made("acme")}, proposal{second, made("brook")}), first, second
	}
	a.key = key[:7] // nothing can be signed with that
	failed, _, _ := create()
	if failed[0] == nil || failed[1] == nil || len(a.allClients()) != 0 || len(a.pending.acts) != 0 {
		t.Fatalf("%v; %d clients are shown, %d acts wait", failed, len(a.allClients()), len(a.pending.acts))
	}
	a.key = key
	failed, first, second := create()
	if failed[0] != nil || failed[1] != nil || first.n != 1 || second.n != 2 || len(a.allClients()) != 2 {
		t.Fatalf("%v; acts %d and %d, %d clients are shown", failed, first.n, second.n, len(a.allClients()))
	}
	failed, _, third := create()
	if failed[0] == nil || failed[1] == nil || len(a.pending.acts) != 2 || len(a.allClients()) != 2 {
		t.Fatalf("made twice: %v, act %d", failed, third.n)
	}
}
