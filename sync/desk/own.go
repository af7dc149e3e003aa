package desk

import (
	"bytes"
	"sync"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// maxOwn is how many records of this desk's are remembered at once.
const maxOwn = 20_000

// own remembers what this desk sent until it comes back: what is the same, byte
// by byte, needs no second look at a signature that was made here.
type own struct {
	mu   sync.Mutex
	sent map[string]engagement.Record // by signature
}

// add remembers acts that are being sent.
func (o *own) add(acts []wire.Action) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.sent == nil || len(o.sent) > maxOwn { // what is forgotten is verified like any other
		o.sent = map[string]engagement.Record{}
	}
	for _, a := range acts {
		for _, r := range a.Records {
			o.sent[string(r.Sig)] = r
		}
	}
}

// took is true, once, for a record that was sent from here.
func (o *own) took(r *engagement.Record) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	sent, ok := o.sent[string(r.Sig)]
	if !ok || !bytes.Equal(sent.Header, r.Header) {
		return false
	}
	delete(o.sent, string(r.Sig))
	return true
}
