package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
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
		if err := t.refold(ctx, events, world, shared); err != nil {
			return err
		}
		after = events[len(events)-1].Seq
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.world, t.shared, t.work = world, shared, indexOf(world)
	return nil
}

// refold takes stored events. They are folded on forks: what the kept folds
// hold stays as it is.
func (t *tenant) refold(ctx context.Context, rows []store.Event, world, shared *engagement.World) error {
	fork := engagement.NewFork(world)
	events := make([]engagement.Event, len(rows))
	for i := range rows {
		rec, err := t.relay.record(ctx, &rows[i])
		if err == nil {
			events[i], err = rec.Decode()
		}
		if err != nil {
			return fmt.Errorf("relay: event %d: %w", rows[i].Seq, err)
		}
		engagement.Apply(fork, &events[i])
		t.unfolded.add(events[i].Stream)
	}
	fork.Commit(world)
	showTo(shared, world, events)
	return nil
}

// showTo folds for the portal what it may see of events that the office's world
// has. Values of shared are replaced, never changed.
func showTo(shared, office *engagement.World, events []engagement.Event) {
	fork := engagement.NewFork(shared)
	for i := range events {
		if engagement.AudienceOf(events[i].Kind) == engagement.Shared {
			engagement.Apply(fork, &events[i])
		}
	}
	fork.Share(office)
	fork.Commit(shared)
}

// openFolds fills the worlds and says as of which event they are.
func (t *tenant) openFolds(ctx context.Context, world, shared *engagement.World) (uint64, error) {
	t.kept = nil
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
	keys, err := t.foldKeys(ctx)
	if err != nil {
		return 0, err
	}
	large, none := map[engagement.Stream]bool{}, engagement.NewWorld()
	err = t.relay.db.EachFold(ctx, string(t.id), func(f store.Fold) error {
		if f.List != "" {
			large[engagement.Stream(f.Stream)] = true
		}
		k := keys[f.Scope]
		if k == nil { // a relay that is opened beside the one that serves
			return errors.New("relay: the folds were written anew while they were read; try again")
		}
		if f.World == sharedWorld {
			return k.openFold(f, shared, world)
		}
		return k.openFold(f, world, none)
	})
	for stream := range large {
		t.noteKept(stream, world, shared)
	}
	return mark.Seq, err
}

// foldKeys are the keys that the folds are sealed under, by scope.
func (t *tenant) foldKeys(ctx context.Context) (map[string]*dataKey, error) {
	scopes, err := t.relay.db.FoldScopes(ctx, string(t.id))
	keys := make(map[string]*dataKey, len(scopes))
	for _, client := range scopes {
		k, err := t.relay.vault.key(ctx, scope{t.id, engagement.ClientID(client)})
		if err != nil {
			return nil, err
		}
		keys[client] = k
	}
	return keys, err
}

func (t *tenant) dropFolds(ctx context.Context) error {
	return t.relay.db.Write(ctx, func(tx *store.Tx) error { return tx.DropFolds(ctx, string(t.id)) })
}

func foldPlace(f *store.Fold) string {
	place := "fold\x00" + f.Firm + "\x00" + f.World + "\x00" + f.Stream
	if f.List != "" {
		place += "\x00" + f.List + "\x00" + strconv.Itoa(f.N)
	}
	return place
}

// openFold reads a section into a world. What was left out of it is in the
// other world, which is empty or read already.
func (k *dataKey) openFold(f store.Fold, into, other *engagement.World) error {
	plain, err := k.open(foldPlace(&f), f.State)
	if err != nil {
		return err
	}
	s := engagement.Stream(f.Stream)
	switch id := s.EngagementID(); {
	case s == engagement.FirmStream:
		return json.Unmarshal(plain, &into.F)
	case id == "":
		into.C[s.ClientID()] = new(engagement.Client)
		return json.Unmarshal(plain, into.C[s.ClientID()])
	case f.List == "":
		into.E[id], err = engagement.ReadHead(plain, other.E[id])
		return err
	case into.E[id] == nil:
		return errDamaged
	default:
		return into.E[id].Take(engagement.Section{List: engagement.SectionList(f.List), N: f.N, State: plain}, other.E[id])
	}
}
