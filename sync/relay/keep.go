package relay

import (
	"context"
	"encoding/json"
	"errors"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// keepAfter is how many events go by before the folds are kept again: what a
// start after a crash folds at most, in about a second.
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

// kept is what large engagements were in each world when the folds were kept, so
// that only what changed since is kept again. Only the writer uses it.
type kept map[engagement.Stream]worlds[engagement.Kept]

// worlds is something of each world.
type worlds[T any] struct{ office, shared T }

// keepFolds stores what changed of every stream. Only the writer, or whoever
// stopped it, may call it. A relay beside the one that serves leaves this to
// that one, whose state is newer.
func (t *tenant) keepFolds(ctx context.Context) error {
	if t.unfolded.events == 0 || t.relay.opts.Beside {
		return nil
	}
	err := t.relay.db.Write(ctx, func(tx *store.Tx) error {
		for stream := range t.unfolded.streams {
			if err := t.keepStream(ctx, tx, stream); err != nil {
				return err
			}
		}
		return tx.MarkFolds(ctx, store.FoldMark{Firm: string(t.id), Seq: t.head, Version: engagement.FoldVersion})
	})
	if err != nil {
		return err
	}
	for stream := range t.unfolded.streams {
		t.noteKept(stream, t.world, t.shared)
	}
	t.unfolded = unfolded{}
	return nil
}

// noteKept notes that a stream is kept as it is in these worlds.
func (t *tenant) noteKept(stream engagement.Stream, world, sharedWith *engagement.World) {
	office, large := world.E[stream.EngagementID()].Keep()
	if !large {
		return
	}
	if t.kept == nil {
		t.kept = kept{}
	}
	shared, _ := sharedWith.E[stream.EngagementID()].Keep()
	t.kept[stream] = worlds[engagement.Kept]{office, shared}
}

// keepStream stores what changed of a stream. One whose client is not known, of
// an unknown kind, has no state.
func (t *tenant) keepStream(ctx context.Context, tx *store.Tx, stream engagement.Stream) error {
	sc, ok := scopeOf(t.id, t.world, stream)
	if !ok {
		return nil
	}
	k, err := t.relay.vault.make(ctx, tx, sc)
	if err != nil {
		return err
	}
	keep := func(in string, w *engagement.World, before engagement.Kept, twin engagement.Twin) error {
		put := func(list string, n int, plain []byte) error {
			f := store.Fold{Firm: string(t.id), World: in, Stream: string(stream), List: list, N: n, Scope: string(sc.client)}
			f.State = k.seal(foldPlace(&f), plain)
			return tx.PutFold(ctx, f)
		}
		return putFold(w, stream, before, twin, put)
	}
	before := t.kept[stream]
	twin := engagement.Twin{Engagement: t.world.E[stream.EngagementID()], Kept: before.office}
	return errors.Join(
		keep(officeWorld, t.world, before.office, engagement.Twin{}),
		keep(sharedWorld, t.shared, before.shared, twin))
}

// putFold puts what changed of a stream in one world: the head, if there is
// such a state, and sections.
func putFold(
	w *engagement.World, stream engagement.Stream, before engagement.Kept, twin engagement.Twin,
	put func(list string, n int, plain []byte) error,
) error {
	head, err := headOf(w, stream)
	if err != nil || head == nil {
		return err
	}
	if err := put("", 0, head); err != nil {
		return err
	}
	eng := w.E[stream.EngagementID()]
	if eng == nil {
		return nil
	}
	for s, err := range eng.Sections(before, twin) {
		if err == nil {
			err = put(string(s.List), s.N, s.State)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// headOf is the state of a stream without what is kept in sections, or nil.
func headOf(w *engagement.World, stream engagement.Stream) ([]byte, error) {
	switch client, eng := w.C[stream.ClientID()], w.E[stream.EngagementID()]; {
	case stream == engagement.FirmStream:
		return json.Marshal(&w.F)
	case client != nil:
		return json.Marshal(client)
	case eng != nil:
		return eng.Head()
	}
	return nil, nil
}
