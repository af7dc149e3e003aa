package app

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"tieout/app/store"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// home is the App as the line to the relay knows it.
type home struct{ a *App }

var (
	_ desk.Home     = (*home)(nil)
	_ desk.Revealer = (*home)(nil)
)

// Position implements desk.Home.
func (h *home) Position() (desk.Position, error) { return h.a.position() }

func (a *App) position() (p desk.Position, err error) {
	raw, err := a.store.Position()
	if err != nil || raw == nil {
		return p, err
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("app: the position in the history: %w", err)
	}
	return p, nil
}

// Key implements desk.Home.
func (h *home) Key(id engagement.KeyID) ed25519.PublicKey {
	h.a.mu.Lock()
	defer h.a.mu.Unlock()
	if k := h.a.states.Firm().Keys[id]; k != nil {
		return k.Ed25519()
	}
	return nil
}

// Confirm implements desk.Home: it stores what was pulled, folds it, and starts what follows from it.
func (h *home) Confirm(b desk.Batch) error {
	a := h.a
	stored, err := storedBatch(b)
	if err != nil {
		return err
	}
	a.mu.Lock()
	arrived := make(map[engagement.EventID]bool, len(b.Events))
	for i := range b.Events {
		arrived[b.Events[i].ID] = true
	}
	for _, t := range a.pending.acts {
		if confirmed(t, b, arrived) {
			stored.Drop = append(stored.Drop, t.n)
		}
	}
	err = a.doubts(b.Events)
	if err == nil {
		err = a.store.Confirm(stored)
	}
	if err == nil {
		err = a.confirmed(b, stored.Drop)
	}
	a.mu.Unlock()
	if err != nil {
		return err
	}
	level := b.Position.Frontier.Size >= b.Head
	if level {
		if err := a.refreshCards(); err != nil {
			return err
		}
	}
	a.after(b, level)
	return nil
}

func storedBatch(b desk.Batch) (store.Confirmed, error) {
	position, err := json.Marshal(b.Position)
	if err != nil {
		return store.Confirmed{}, err
	}
	c := store.Confirmed{Position: position}
	for i := range b.Records {
		data, err := json.Marshal(&b.Records[i])
		if err != nil {
			return c, err
		}
		c.Records = append(c.Records, store.Record{Seq: b.Records[i].Seq, Stream: string(b.Events[i].Stream), Data: data})
	}
	for _, hidden := range b.Hidden {
		c.Hidden = append(c.Hidden, store.Hidden{From: hidden.From, To: hidden.To, Leaves: bytes.Join(hidden.Leaves, nil)})
	}
	return c, nil
}

// confirmed says whether an act is part of the history now: the relay said up to where, or the reply was
// lost and its events are here.
func confirmed(t *act, b desk.Batch, arrived map[engagement.EventID]bool) bool {
	if t.seq > 0 {
		return t.seq <= b.Position.Frontier.Size
	}
	for i := range t.events {
		if !arrived[t.events[i].ID] {
			return false
		}
	}
	return true
}

// confirmed folds what was stored. The caller holds the lock.
func (a *App) confirmed(b desk.Batch, dropped []uint64) error {
	a.pending.drop(dropped...)
	a.work += uint64(len(b.Events))
	a.states.head = b.Position.Frontier.Size
	streams := map[engagement.Stream]bool{}
	for i := range b.Events {
		e := &b.Events[i]
		a.states.confirm(e)
		streams[e.Stream] = true
		if e.Stream != engagement.FirmStream {
			a.cards.stale[string(e.Stream)] = true
		}
		if opens[e.Kind] {
			if err := a.store.Settings.Put(settingAsk, nil); err != nil {
				return err
			}
		}
		if e.Kind == engagement.Erased {
			if err := a.erase(e); err != nil {
				return err
			}
		}
	}
	if len(a.cards.stale) > refreshStep {
		a.cards.reading = true
	}
	if err := a.ahead.arrived(streams); err != nil {
		return err
	}
	a.pending.again()
	a.news.changed(slices.Collect(maps.Keys(streams)), nounSync, nounSession)
	return nil
}

// erase drops the private parts and files that an erasure names (SPEC H9).
func (a *App) erase(e *engagement.Event) error {
	var body engagement.ErasedBody
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return fmt.Errorf("app: erased: %w", err)
	}
	records, err := a.store.Stream(string(e.Stream), 0, 0)
	if err != nil {
		return err
	}
	var bare []store.Record
	for _, r := range records {
		var rec engagement.Record
		if err := json.Unmarshal(r.Data, &rec); err != nil {
			return err
		}
		old, err := rec.Decode()
		if err != nil || !slices.Contains(body.Events, old.ID) {
			continue
		}
		rec.Private = nil
		if r.Data, err = json.Marshal(&rec); err != nil {
			return err
		}
		bare = append(bare, r)
	}
	if err := a.store.Forget(bare); err != nil {
		return err
	}
	a.states.drop(e.Stream)
	scope := a.scopeOf(e.Stream)
	for _, d := range body.Blobs {
		if hash, err := blob.Parse(string(d)); err == nil {
			if err := a.bytes.Delete(a.ctx, scope, hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// Outbox implements desk.Home.
func (h *home) Outbox(limit int) ([]desk.Outgoing, error) {
	a := h.a
	a.mu.Lock()
	defer a.mu.Unlock()
	next := a.outgoing(limit)
	if room := limit - len(next); room > 0 && a.ahead.goOn(room) {
		next = a.outgoing(limit)
	}
	return next, nil
}

func (a *App) outgoing(limit int) (next []desk.Outgoing) {
	for _, t := range a.pending.acts {
		if t.seq > 0 {
			continue
		}
		if len(next) == limit {
			break
		}
		out := desk.Outgoing{ID: t.ID, N: t.n, Action: wire.Action{Records: t.Records}}
		for i := range t.events {
			for _, ref := range engagement.Blobs(&t.events[i]) {
				out.Blobs = append(out.Blobs, desk.BlobKey{Client: a.clientOf(t.events[i].Stream), Blob: ref})
			}
		}
		next = append(next, out)
	}
	return next
}

// clientOf answers whose bytes a stream speaks of; the firm's own have no client.
func (a *App) clientOf(s engagement.Stream) engagement.ClientID {
	if id := s.ClientID(); id != "" {
		return id
	}
	if e := a.pending.view().Engagement(s.EngagementID()); e != nil {
		return e.Client
	}
	return ""
}

// OpenBlob implements desk.Home.
func (h *home) OpenBlob(ctx context.Context, key desk.BlobKey) (desk.Blob, error) {
	hash, err := blob.Parse(string(key.Blob))
	if err != nil {
		return nil, err
	}
	r, err := h.a.bytes.Open(ctx, scope(key.Client), hash)
	if err != nil {
		return nil, noBytes(err)
	}
	return sendable{r}, nil
}

// sendable is bytes to send. Those that are damaged are as good as none.
type sendable struct{ *blob.Reader }

var _ desk.Cut = sendable{}

func (s sendable) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	return n, noBytes(err)
}

func (s sendable) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.Reader.ReadAt(p, off)
	return n, noBytes(err)
}

func (s sendable) Part(i int) ([]byte, error) {
	data, err := s.Reader.Part(i)
	return data, noBytes(err)
}

// noBytes says in the line's words that bytes are not here, or not any more.
func noBytes(err error) error {
	if errors.Is(err, blob.ErrNotFound) || errors.Is(err, blob.ErrDamaged) {
		return fmt.Errorf("%w: %w", desk.ErrNoBytes, err)
	}
	return err
}

// scope is where a client's bytes lie on this computer.
func scope(client engagement.ClientID) blob.Scope {
	if client == "" {
		return "firm"
	}
	return blob.Scope("client/" + string(client))
}

func (a *App) scopeOf(s engagement.Stream) blob.Scope { return scope(a.clientOf(s)) }

// Frontier implements desk.Home: it computes the log anew from what is stored.
func (h *home) Frontier(size uint64) (proof.Frontier, error) {
	var f proof.Frontier
	hidden, err := h.a.store.HiddenRanges()
	if err != nil {
		return f, err
	}
	for f.Size < size {
		records, err := h.a.store.Records(f.Size, 1000)
		if err != nil {
			return f, err
		}
		before := f.Size
		for i := 0; f.Size < size; {
			for len(hidden) > 0 && hidden[0].To <= f.Size {
				hidden = hidden[1:]
			}
			switch next := f.Size + 1; {
			case i < len(records) && records[i].Seq == next:
				var rec engagement.Record
				if err := json.Unmarshal(records[i].Data, &rec); err != nil {
					return f, err
				}
				f.Append(proof.LeafHash(&rec))
				i++
				continue
			case len(hidden) > 0 && hidden[0].From <= next:
				at := int(next-hidden[0].From) * len(proof.Hash{})
				f.Append(proof.Hash(hidden[0].Leaves[at : at+len(proof.Hash{})]))
				continue
			}
			break
		}
		if f.Size == before {
			return f, fmt.Errorf("app: event %d of the history is missing on this computer", f.Size+1)
		}
	}
	return f, nil
}

// Rewind implements desk.Home: what this desk did above the point waits to be sent again, as it was
// signed.
func (h *home) Rewind(to desk.Position) error {
	a := h.a
	a.mu.Lock()
	defer a.mu.Unlock()
	again, err := a.ownActs(to.Frontier.Size)
	if err != nil {
		return err
	}
	for _, t := range a.pending.acts {
		t.seq = 0
		data, err := json.Marshal(t)
		if err != nil {
			return err
		}
		again = append(again, store.Action{N: t.n, Data: data})
	}
	position, err := json.Marshal(to)
	if err != nil {
		return err
	}
	if err := a.store.Return(again); err != nil {
		return err
	}
	if err := a.store.Rewind(to.Frontier.Size, position); err != nil {
		return err
	}
	if err := a.forgetNotified(); err != nil {
		return err
	}
	a.news.tell(nounEverything)
	return a.load()
}
