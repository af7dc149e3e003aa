package desk

import (
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// What comes back as it was sent is known by its bytes, once. Anything else is verified like the events of
// others, under the same signature too.
func TestOnlyWhatComesBackAsItWasSentIsNotVerifiedAgain(t *testing.T) {
	var o own
	sent := engagement.Record{Header: []byte("approve"), Sig: []byte("signature")}
	o.add([]wire.Action{{Records: []engagement.Record{sent}}})
	forged := engagement.Record{Header: []byte("approve everything"), Sig: sent.Sig}
	foreign := engagement.Record{Header: sent.Header, Sig: []byte("another signature")}
	back := engagement.Record{Header: []byte("approve"), Sig: []byte("signature"), Seq: 7}
	for _, c := range []struct {
		name string
		r    engagement.Record
		took bool
	}{
		{"changed on its way", forged, false}, {"signed anew", foreign, false}, {"as it was", back, true}, {"a second time", back, false},
	} {
		if o.took(&c.r) != c.took {
			t.Errorf("%s: %v", c.name, !c.took)
		}
	}
}
