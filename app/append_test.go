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
