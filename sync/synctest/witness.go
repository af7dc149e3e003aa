package synctest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// Witness is somebody who reads a firm's whole history over the wire, verifies every signature and
// checkpoint of it, and folds it for themselves.
type Witness struct {
	mu      sync.Mutex
	at      desk.Position
	head    uint64
	records []engagement.Record
	events  []engagement.Event
	refused []error
	office  *engagement.World
	shared  *engagement.World
}

var _ desk.Home = (*Witness)(nil)

// Witness reads the history as one more computer of the firm's partner.
func (f *Firm) Witness() *Witness {
	f.w.t.Helper()
	x := &Witness{office: engagement.NewWorld(), shared: engagement.NewWorld()}
	x.shared.SharedOnly = true
	f.w.ok("read the history", x.read(f))
	return x
}

func (x *Witness) read(f *Firm) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	code, _, err := f.w.server.relay.EnrolmentCode(ctx, f.record.ID, f.staff[f.boss])
	if err != nil {
		return err
	}
	client := &http.Client{Transport: f.w.line("witness")}
	id, err := desk.Enrol(ctx, client, address, code, "Witness", key)
	if err != nil {
		return err
	}
	link, err := desk.New(desk.Config{Identity: id, Key: key, Home: x, HTTP: client, Clock: f.w.Clock, Timing: lineTiming})
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() { defer close(ended); link.Run(ctx) }()
	err = await(patience, nil, func() error {
		s := link.Status()
		if s.State != desk.Online || s.Level.IsZero() || s.Cursor != s.Head {
			return fmt.Errorf("it is %s: %w", s.State, errors.Join(errNotYet, s.Err))
		}
		return nil
	})
	stop()
	<-ended
	return errors.Join(append(x.refused, err)...)
}

// Position implements desk.Home.
func (x *Witness) Position() (desk.Position, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.at, nil
}

// Key implements desk.Home.
func (x *Witness) Key(id engagement.KeyID) ed25519.PublicKey {
	x.mu.Lock()
	defer x.mu.Unlock()
	if k := x.office.F.Keys[id]; k != nil {
		return k.Ed25519()
	}
	return nil
}

// Confirm implements desk.Home. What the relay accepted must fold.
func (x *Witness) Confirm(b desk.Batch) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(b.Hidden) > 0 {
		return errors.New("something is hidden from a partner")
	}
	x.at, x.head = b.Position, b.Head
	x.records = append(x.records, b.Records...)
	for i := range b.Events {
		e := b.Events[i]
		x.events = append(x.events, e)
		if r := engagement.Apply(x.office, &e); !r.OK() {
			x.refused = append(x.refused, fmt.Errorf("event %d, %s, does not fold: %w", e.Seq, e.Kind, r))
		}
		if engagement.AudienceOf(e.Kind) != engagement.Shared {
			continue
		}
		if r := engagement.Apply(x.shared, &e); !r.OK() {
			x.refused = append(x.refused, fmt.Errorf("event %d, %s, does not fold for clients: %w", e.Seq, e.Kind, r))
		}
	}
	return nil
}

// Outbox implements desk.Home: a witness does nothing.
func (x *Witness) Outbox(int) ([]desk.Outgoing, error) { return nil, nil }

// Settle implements desk.Home.
func (x *Witness) Settle([]desk.Settled) error { return nil }

// OpenBlob implements desk.Home.
func (x *Witness) OpenBlob(context.Context, desk.BlobKey) (desk.Blob, error) {
	return nil, desk.ErrNoBytes
}

// Held implements desk.Home.
func (x *Witness) Held(uint64) ([]engagement.Record, []wire.Hidden, error) {
	return nil, nil, errors.New("a witness gives nothing back")
}

// Frontier implements desk.Home.
func (x *Witness) Frontier(uint64) (proof.Frontier, error) {
	return proof.Frontier{}, errors.New("a witness goes back to nothing")
}

// Rewind implements desk.Home.
func (x *Witness) Rewind(desk.Position) error { return errors.New("the relay began a new epoch") }

// Count is how many events of a kind there are.
func (x *Witness) Count(kind engagement.Kind) int {
	n := 0
	for i := range x.events {
		if x.events[i].Kind == kind {
			n++
		}
	}
	return n
}

// onceEach says that every event and every part of every action is there once, and every device's
// actions in the order of its count.
func (x *Witness) onceEach() error {
	var wrong []error
	seen := map[string]bool{}
	parts, of := map[engagement.ActionID]int{}, map[engagement.ActionID]int{}
	count, restored := map[engagement.KeyID]uint64{}, 0
	for _, e := range x.events {
		if seen[string(e.ID)] {
			wrong = append(wrong, fmt.Errorf("event %s is there twice", e.ID))
		}
		seen[string(e.ID)] = true
		part := fmt.Sprintf("%s %d", e.Action, e.Part)
		if seen[part] {
			wrong = append(wrong, fmt.Errorf("part %d of action %s is there twice", e.Part, e.Action))
		}
		seen[part] = true
		parts[e.Action], of[e.Action] = parts[e.Action]+1, e.Of
		if e.Kind == engagement.EpochStarted {
			delete(count, e.Device) // the relay's own acts of the epoch before come back after it
			restored++
		}
		if e.N < count[e.Device] && (restored < 2 || e.By.Staff() != "") {
			wrong = append(wrong, fmt.Errorf("action %d of %s comes after %d", e.N, e.Device, count[e.Device]))
		}
		count[e.Device] = e.N
	}
	for id, n := range parts {
		if n != of[id] {
			wrong = append(wrong, fmt.Errorf("action %s has %d of %d parts", id, n, of[id]))
		}
	}
	return errors.Join(wrong...)
}

// sameAsRelay holds the relay's own fold, as the portal reads it, against this one.
func (x *Witness) sameAsRelay(f *Firm) error {
	var theirs, ours []byte
	var failed error
	err := f.w.server.relay.View(context.Background(), f.record.ID, func(w *engagement.World) {
		theirs, failed = json.Marshal(w)
	})
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	if ours, err = json.Marshal(x.shared); err != nil {
		return err
	}
	if !bytes.Equal(ours, theirs) {
		return fmt.Errorf("the relay folds its history to something else:\n%s\n%s", theirs, ours)
	}
	return nil
}
