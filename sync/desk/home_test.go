package desk_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// home keeps a desk's state in memory.
type home struct {
	t   *testing.T
	key ed25519.PrivateKey

	mu       sync.Mutex
	at       desk.Position
	records  []engagement.Record
	leaves   []proof.Hash
	hidden   int
	keys     map[engagement.KeyID]ed25519.PublicKey
	outbox   []desk.Outgoing
	taken    map[engagement.ActionID]bool
	answers  []string
	blobs    map[engagement.BlobRef][]byte
	broken   engagement.BlobRef // cannot be read
	rotten   engagement.BlobRef // its end is damaged
	findable engagement.BlobRef // elsewhere
	looked   []engagement.BlobRef
	n        uint64
	rewound  []uint64
	confirms int
	ranges   []wire.Hidden
	ask      bool
	// confirming is told of what comes in.
	confirming func(desk.Batch)
}

func newHome(t *testing.T) *home {
	_, key, _ := ed25519.GenerateKey(nil)
	return &home{
		t: t, key: key, keys: map[engagement.KeyID]ed25519.PublicKey{}, taken: map[engagement.ActionID]bool{},
		blobs: map[engagement.BlobRef][]byte{},
	}
}

// act queues one act of one event.
func (h *home) act(id engagement.ActionID, kind engagement.Kind, body any, blobs ...[]byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.n++
	rec, err := engagement.Seal(engagement.Header{
		ID: engagement.EventID(id), Stream: "engagement/X", Action: id, Part: 1, Of: 1, By: engagement.StaffActor(me),
		Device: device, N: h.n, Kind: kind, Body: raw(body),
	}, raw(map[string]string{"text": "private"}), make([]byte, engagement.SaltSize), h.key)
	if err != nil {
		h.t.Fatal(err)
	}
	out := desk.Outgoing{ID: id, N: h.n, Action: wire.Action{Records: []engagement.Record{rec}}}
	for _, b := range blobs {
		ref := engagement.BlobRef(blob.Sum(b).String())
		out.Blobs = append(out.Blobs, desk.BlobKey{Client: client, Blob: ref})
		h.blobs[ref] = b
	}
	h.outbox = append(h.outbox, out)
}

func (h *home) Position() (desk.Position, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at, nil
}

func (h *home) Key(id engagement.KeyID) ed25519.PublicKey {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.keys[id]
}

func (h *home) Confirm(b desk.Batch) error {
	if h.confirming != nil {
		h.confirming(b)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = b.Position
	h.confirms++
	byID := map[engagement.ActionID]bool{}
	leaves := map[uint64]proof.Hash{}
	for i, e := range b.Events {
		byID[e.Action] = true
		leaves[e.Seq] = proof.LeafHash(&b.Records[i])
		if e.Kind == engagement.KeyAdded {
			var k engagement.KeyAddedBody
			if err := json.Unmarshal(e.Body, &k); err != nil {
				return err
			}
			h.keys[k.Key] = k.Public
		}
	}
	h.ranges = append(h.ranges, b.Hidden...)
	for _, hid := range b.Hidden {
		for i, leaf := range hid.Leaves {
			leaves[hid.From+uint64(i)] = proof.Hash(leaf)
			h.hidden++
		}
	}
	for len(leaves) > 0 {
		next := uint64(len(h.leaves)) + 1
		h.leaves = append(h.leaves, leaves[next])
		delete(leaves, next)
	}
	h.records = append(h.records, b.Records...)
	h.drop(byID)
	return nil
}

func (h *home) drop(ids map[engagement.ActionID]bool) {
	var left []desk.Outgoing
	for _, o := range h.outbox {
		if !ids[o.ID] {
			left = append(left, o)
		}
	}
	h.outbox = left
}

func (h *home) Outbox(limit int) ([]desk.Outgoing, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var next []desk.Outgoing
	for _, o := range h.outbox {
		if !h.taken[o.ID] && len(next) < limit {
			next = append(next, o)
		}
	}
	return next, nil
}

func (h *home) Settle(all []desk.Settled) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range all {
		h.answers = append(h.answers, fmt.Sprintf("%s %s %s", s.ID, s.Outcome, s.Refusal.Code))
		if s.Outcome == wire.Refused {
			h.drop(map[engagement.ActionID]bool{s.ID: true})
		} else {
			h.taken[s.ID] = true
		}
	}
	return nil
}

func (h *home) Find(key desk.BlobKey) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.looked = append(h.looked, key.Blob)
	return key.Blob == h.findable
}

type memory struct{ *bytes.Reader }

func (memory) Close() error  { return nil }
func (m memory) Size() int64 { return m.Reader.Size() }

func (h *home) OpenBlob(_ context.Context, key desk.BlobKey) (desk.Blob, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	data, ok := h.blobs[key.Blob]
	if key.Blob == h.broken {
		return nil, errors.New("an error of the disk")
	}
	if !ok {
		return nil, desk.ErrNoBytes
	}
	if key.Blob == h.rotten {
		return rotten{memory{bytes.NewReader(data)}}, nil
	}
	return memory{bytes.NewReader(data)}, nil
}

func (h *home) Frontier(size uint64) (proof.Frontier, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var f proof.Frontier
	for _, leaf := range h.leaves[:size] {
		f.Append(leaf)
	}
	return f, nil
}

func (h *home) Held(after uint64) (records []engagement.Record, hidden []wire.Hidden, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.records {
		if r.Seq > after && len(records) < 7 {
			records = append(records, r)
		}
	}
	return records, h.ranges, nil
}

func (h *home) Hidden() ([]wire.Hidden, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.ask {
		return nil, nil
	}
	return h.ranges, nil
}

func (h *home) Reveal(records []engagement.Record, events []engagement.Event, last bool) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.records = append(h.records, records...)
	h.hidden -= len(events)
	h.ask = !last
	return nil
}

func (h *home) Rewind(to desk.Position) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rewound = append(h.rewound, to.Frontier.Size)
	h.at, h.leaves = to, h.leaves[:to.Frontier.Size]
	var kept []engagement.Record
	for _, r := range h.records {
		if r.Seq <= to.Frontier.Size {
			kept = append(kept, r)
			continue
		}
		e, err := r.Decode()
		if err != nil {
			return err
		}
		if e.Device == device {
			r.Seq, r.Received = 0, time.Time{}
			h.outbox = append(h.outbox, desk.Outgoing{ID: e.Action, N: e.N, Action: wire.Action{Records: []engagement.Record{r}}})
			delete(h.taken, e.Action)
		}
	}
	h.records = kept
	return nil
}

// clock is time that tests move by hand.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	timers map[*timer]bool
	armed  chan struct{}
}

type timer struct {
	at time.Time
	c  chan time.Time
}

func newClock() *clock {
	return &clock{now: time.Unix(1_800_000_000, 0), timers: map[*timer]bool{}, armed: make(chan struct{}, 1024)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{c.now.Add(d), make(chan time.Time, 1)}
	c.timers[t] = true
	select {
	case c.armed <- struct{}{}:
	default:
	}
	return t.c, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.timers, t)
	}
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for t := range c.timers {
		if !t.at.After(c.now) {
			t.c <- c.now
			delete(c.timers, t)
		}
	}
}
