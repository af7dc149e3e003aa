package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

func fromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }

// Worlds that are kept as folds.
const (
	officeWorld = "office"
	sharedWorld = "shared"
)

// keepAfter is how many events go by before the folds are kept again: what a
// start after a crash folds at most, in about a second. To keep them takes as
// long as the streams that changed are large, so it is not done more often.
const keepAfter = 20_000

// unfolded is what changed since the folds were kept. Only the writer uses it.
type unfolded struct {
	events  int
	streams map[engagement.Stream]bool
}

func (u *unfolded) add(stream engagement.Stream) {
	if u.streams == nil {
		u.streams = map[engagement.Stream]bool{}
	}
	u.events++
	u.streams[stream] = true
}

// fold makes the firm's state from its kept folds and the events after them
// (SPEC H10). Folds that other rules made are dropped.
func (t *tenant) fold(ctx context.Context) error {
	world, shared := engagement.NewWorld(), engagement.NewWorld()
	shared.SharedOnly = true
	after, err := t.openFolds(ctx, world, shared)
	if err != nil {
		return err
	}
	for {
		events, err := t.relay.db.Events(ctx, string(t.id), after, 1000)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		for i := range events {
			if err := t.refold(ctx, &events[i], world, shared); err != nil {
				return err
			}
		}
		after = events[len(events)-1].Seq
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.world, t.shared, t.work = world, shared, indexOf(world)
	return nil
}

func (t *tenant) refold(ctx context.Context, row *store.Event, world, shared *engagement.World) error {
	rec, err := t.relay.record(ctx, row)
	if err != nil {
		return fmt.Errorf("relay: event %d: %w", row.Seq, err)
	}
	e, err := rec.Decode()
	if err != nil {
		return fmt.Errorf("relay: event %d: %w", row.Seq, err)
	}
	engagement.Apply(world, &e)
	if engagement.AudienceOf(e.Kind) == engagement.Shared {
		engagement.Apply(shared, &e)
	}
	t.unfolded.add(e.Stream)
	return nil
}

// openFolds fills the worlds and says as of which event they are.
func (t *tenant) openFolds(ctx context.Context, world, shared *engagement.World) (uint64, error) {
	mark, err := t.relay.db.FoldMark(ctx, string(t.id))
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if mark.Version != engagement.FoldVersion || mark.Seq > t.head {
		return 0, t.dropFolds(ctx)
	}
	err = t.relay.db.EachFold(ctx, string(t.id), func(f store.Fold) error {
		into := world
		if f.World == sharedWorld {
			into = shared
		}
		return t.openFold(ctx, f, into)
	})
	return mark.Seq, err
}

func (t *tenant) dropFolds(ctx context.Context) error {
	return t.relay.db.Write(ctx, func(tx *store.Tx) error { return tx.DropFolds(ctx, string(t.id)) })
}

func foldPlace(f *store.Fold) string {
	return "fold\x00" + f.Firm + "\x00" + f.World + "\x00" + f.Stream
}

func (t *tenant) openFold(ctx context.Context, f store.Fold, into *engagement.World) error {
	k, err := t.relay.vault.key(ctx, scope{t.id, engagement.ClientID(f.Scope)})
	if err != nil {
		return err
	}
	plain, err := k.open(foldPlace(&f), f.State)
	if err != nil {
		return err
	}
	switch s := engagement.Stream(f.Stream); {
	case s == engagement.FirmStream:
		return json.Unmarshal(plain, &into.F)
	case s.ClientID() != "":
		into.C[s.ClientID()] = new(engagement.Client)
		return json.Unmarshal(plain, into.C[s.ClientID()])
	default:
		into.E[s.EngagementID()] = new(engagement.Engagement)
		return json.Unmarshal(plain, into.E[s.EngagementID()])
	}
}

// keepFolds stores the state of every stream that changed. Only the writer, or
// whoever stopped it, may call it. A relay beside the one that serves leaves
// this to that one, whose state is newer.
func (t *tenant) keepFolds(ctx context.Context) error {
	if t.unfolded.events == 0 || t.relay.opts.Beside {
		return nil
	}
	err := t.relay.db.Write(ctx, func(tx *store.Tx) error {
		var folds []store.Fold
		for stream := range t.unfolded.streams {
			for name, w := range map[string]*engagement.World{officeWorld: t.world, sharedWorld: t.shared} {
				f, err := t.sealFold(ctx, tx, name, w, stream)
				if err != nil {
					return err
				}
				if f != nil {
					folds = append(folds, *f)
				}
			}
		}
		return tx.PutFolds(ctx, folds, store.FoldMark{Firm: string(t.id), Seq: t.head, Version: engagement.FoldVersion})
	})
	if err == nil {
		t.unfolded = unfolded{}
	}
	return err
}

func (t *tenant) sealFold(ctx context.Context, tx *store.Tx, name string, w *engagement.World, stream engagement.Stream) (*store.Fold, error) {
	var state any
	switch client, eng := w.C[stream.ClientID()], w.E[stream.EngagementID()]; {
	case stream == engagement.FirmStream:
		state = &w.F
	case client != nil:
		state = client
	case eng != nil:
		state = eng
	default:
		return nil, nil // an unknown kind of a stream that has no state
	}
	sc, ok := scopeOf(t.id, w, stream)
	if !ok {
		return nil, nil
	}
	plain, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	k, err := t.relay.vault.make(ctx, tx, sc)
	if err != nil {
		return nil, err
	}
	f := &store.Fold{Firm: string(t.id), World: name, Stream: string(stream), Scope: string(sc.client)}
	f.State = k.seal(foldPlace(f), plain)
	return f, nil
}
