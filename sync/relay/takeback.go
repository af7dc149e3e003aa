package relay

import (
	"encoding/json"
	"errors"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// takeBack gives lost events their place after what the new epoch has, in their
// old order and whole actions only, together with what was kept aside before.
func (b *batch) takeBack(device engagement.KeyID, offered []*lost) ([]wire.Returned, error) {
	all, err := b.withAside(offered)
	if err != nil {
		return nil, err
	}
	for moved := true; moved; {
		moved = false
		for _, a := range actionsOf(all) {
			took, err := b.takeAction(a)
			if err != nil {
				return nil, err
			}
			moved = moved || took
		}
	}
	if err := b.keepAside(all); err != nil {
		return nil, err
	}
	results := make([]wire.Returned, len(offered))
	for i, l := range offered {
		results[i] = wire.Returned{Event: l.event.ID, Outcome: l.outcome, Refusal: l.refusal}
	}
	return results, b.count(device, all)
}

// withAside adds what is kept aside, in the order of the old histories, and
// settles what is known.
func (b *batch) withAside(offered []*lost) ([]*lost, error) {
	byID := map[engagement.EventID]*lost{}
	for _, l := range offered {
		byID[l.event.ID] = l
	}
	rows, err := b.tx.Aside(b.ctx, string(b.t.id))
	if err != nil {
		return nil, err
	}
	var aside []*lost
	for i := range rows {
		if l := byID[engagement.EventID(rows[i].ID)]; l != nil {
			l.stored = true
			continue
		}
		l, err := b.openAside(&rows[i])
		if err != nil {
			return nil, err
		}
		aside, byID[l.event.ID] = append(aside, l), l
	}
	return merge(aside, offered), b.settleKnown(byID)
}

// settleKnown finds out which events have their place already. The first one
// stored wins; another thing under the same id keeps an event aside.
func (b *batch) settleKnown(byID map[engagement.EventID]*lost) error {
	ids := make([]string, 0, len(byID))
	for id := range byID {
		ids = append(ids, string(id))
	}
	known, err := b.tx.EventsByID(b.ctx, string(b.t.id), ids)
	for i := range known {
		l := byID[engagement.EventID(known[i].ID)]
		if isTwin(&known[i], []engagement.Event{l.event}) {
			l.outcome = wire.Known
		} else {
			l.taken = true
		}
	}
	return err
}

// merge keeps both in the order of their old histories; ids of epochs sort by
// age.
func merge(aside, offered []*lost) []*lost {
	all := make([]*lost, 0, len(aside)+len(offered))
	for _, l := range offered {
		if l.event.Kind == engagement.EpochStarted {
			l.outcome = wire.Known // it only counted the history that is gone
		}
		for len(aside) > 0 && aside[0].before(l) {
			all, aside = append(all, aside[0]), aside[1:]
		}
		all = append(all, l)
	}
	return append(all, aside...)
}

func (l *lost) before(other *lost) bool {
	if l.epoch != other.epoch {
		return l.epoch < other.epoch
	}
	return l.record.Seq < other.record.Seq
}

// actionsOf groups what has no place yet.
func actionsOf(all []*lost) [][]*lost {
	var actions [][]*lost
	at := map[engagement.ActionID]int{}
	for _, l := range all {
		if l.outcome == wire.Known || l.outcome == wire.Taken {
			continue
		}
		i, begun := at[l.event.Action]
		if !begun {
			i = len(actions)
			at[l.event.Action] = i
			actions = append(actions, nil)
		}
		actions[i] = append(actions[i], l)
	}
	return actions
}

var (
	partsMissing = engagement.Refusal{
		Code: engagement.CodeMissing, Message: "Another part of this act is not here yet.", Hint: "A computer that may read it sends it.",
	}
	keyMissing = engagement.Refusal{
		Code: engagement.CodeMissing, Message: "The key of its author is not here yet.", Hint: "A computer that has it sends it.",
	}
)

// takeAction takes one action back. One that cannot take its place says why.
func (b *batch) takeAction(all []*lost) (bool, error) {
	a := &action{id: all[0].event.Action, device: all[0].event.Device, n: all[0].event.N, after: all[0].event.After}
	refuse := func(r engagement.Refusal) (bool, error) {
		for _, l := range all {
			l.outcome, l.refusal = wire.Aside, r
		}
		return false, nil
	}
	if len(all) != all[0].event.Of {
		return refuse(partsMissing)
	}
	fork := engagement.NewFork(b.states)
	for i, l := range all {
		rec, e := l.record, l.event
		if err := b.bare(&rec, &e); err != nil {
			return false, err
		}
		rec.Seq = b.head + uint64(i) + 1 // when it was received stays as it was
		e.Seq = rec.Seq
		if r := l.fits(fork, &rec, &e); !r.OK() {
			return refuse(r)
		}
		a.records, a.events = append(a.records, rec), append(a.events, e)
	}
	if err := b.attempt(func() error { return b.place(a, all, fork) }); err != nil {
		return false, err
	}
	for _, l := range all {
		l.outcome, l.refusal = wire.Taken, engagement.Refusal{}
	}
	return true, nil
}

// fits applies one event again, by its author's signature and the rules.
func (l *lost) fits(fork *engagement.Fork, rec *engagement.Record, e *engagement.Event) engagement.Refusal {
	if l.taken {
		return takenID
	}
	key := fork.Firm().Keys[e.Device]
	if key == nil {
		return keyMissing
	}
	if public := key.Ed25519(); public == nil || !rec.VerifySignature(public) {
		return badSignature
	}
	return engagement.Apply(fork, e)
}

// bare drops a private part that was erased meanwhile (SPEC H9): a desk that
// was off may still have it.
func (b *batch) bare(rec *engagement.Record, e *engagement.Event) error {
	if len(rec.Private) == 0 {
		return nil
	}
	rows, err := b.tx.KindIn(b.ctx, string(b.t.id), string(e.Stream), string(engagement.Erased))
	if err != nil {
		return err
	}
	for i := range rows {
		erased, err := (&engagement.Record{Header: rows[i].Header}).Decode()
		if err != nil {
			return err
		}
		for _, id := range read[engagement.ErasedBody](&erased).Events {
			if id == e.ID {
				rec.Private, e.PrivateBody = nil, nil
			}
		}
	}
	return nil
}

// place stores an action that was given back and all that is kept about it.
func (b *batch) place(a *action, all []*lost, fork *engagement.Fork) error {
	firm := string(b.t.id)
	rows := make([]store.GivenBack, len(all))
	res := wire.Result{Action: a.id, Outcome: wire.Accepted}
	for i, l := range all {
		rows[i] = store.GivenBack{Firm: firm, Seq: a.events[i].Seq, Epoch: string(l.epoch), OldSeq: l.record.Seq}
		res.Seqs = append(res.Seqs, a.events[i].Seq)
		if err := errors.Join(b.tx.DropAside(b.ctx, firm, string(l.event.ID)), b.settleKind(&a.events[i], fork)); err != nil {
			return err
		}
	}
	raw, err := json.Marshal(res)
	if err != nil {
		return err
	}
	err = errors.Join(
		b.tx.PutGivenBack(b.ctx, rows),
		b.tx.KeepAction(b.ctx, store.Action{Firm: firm, ID: string(a.id), Device: string(a.device), N: a.n, Result: raw}),
	)
	if err != nil {
		return err
	}
	if a.device == b.t.keys.portal {
		b.portalN = max(b.portalN, a.n)
	}
	b.givingBack = true
	defer func() { b.givingBack = false }()
	if all[len(all)-1].end {
		return b.accept(a, fork)
	}
	return b.store(a.records, a.events, fork)
}

// settleKind does what else an event means here: a computer's key lets it in,
// and bytes that are missing are asked for.
func (b *batch) settleKind(e *engagement.Event, after engagement.States) error {
	firm := string(b.t.id)
	if e.Kind == engagement.KeyAdded {
		if k := read[engagement.KeyAddedBody](e); k.Purpose == engagement.DeviceKey {
			if _, err := b.tx.Device(b.ctx, string(k.Key)); errors.Is(err, store.ErrNotFound) {
				return b.tx.PutDevice(b.ctx, store.Device{ID: string(k.Key), Firm: firm})
			} else if err != nil {
				return err
			}
		}
	}
	refs := engagement.Blobs(e)
	if len(refs) == 0 {
		return nil
	}
	sc, ok := scopeOf(b.t.id, after, e.Stream)
	hashes, err := parseHashes(refs)
	if !ok || err != nil {
		return errors.Join(errDamaged, err)
	}
	missing, err := b.t.relay.blobs.Missing(b.ctx, sc.blobs(), hashes)
	if err != nil {
		return err
	}
	for _, h := range missing {
		w := store.Wanted{Firm: firm, Client: string(sc.client), Blob: h.String(), Event: string(e.ID)}
		if err := b.tx.PutWanted(b.ctx, w); err != nil {
			return err
		}
		b.wanted = true
	}
	return nil
}

// count moves the count of the desk that gives back to its own newest act that
// has its place: those that it sent and did not see confirmed come after it. Of
// other desks' acts some may be missing, so theirs stay where they are. all is
// in the old order, with what was kept aside before.
func (b *batch) count(device engagement.KeyID, all []*lost) error {
	d, err := b.tx.Device(b.ctx, string(device))
	if err != nil {
		return err
	}
	n := d.N
	for _, l := range all {
		if l.event.Device != device {
			continue
		}
		if l.outcome == wire.Aside {
			break // the desk will push it again, in its order
		}
		n = max(n, l.event.N)
	}
	if n == d.N {
		return nil
	}
	d.N = n
	return b.tx.PutDevice(b.ctx, d)
}

func asidePlace(firm, event string) string { return "aside\x00" + firm + "\x00" + event }

func (b *batch) openAside(row *store.KeptAside) (*lost, error) {
	k, err := b.t.relay.vault.make(b.ctx, b.tx, scope{firm: b.t.id})
	if err != nil {
		return nil, err
	}
	plain, err := k.open(asidePlace(row.Firm, row.ID), row.Record)
	if err != nil {
		return nil, err
	}
	l := &lost{epoch: engagement.EpochID(row.Epoch), stored: true}
	if err := json.Unmarshal(plain, &l.record); err != nil {
		return nil, err
	}
	l.event, err = l.record.Decode()
	return l, err
}

// keepAside stores what has no place yet: it is proven, so it is not lost again.
func (b *batch) keepAside(all []*lost) error {
	for _, l := range all {
		firm, id := string(b.t.id), string(l.event.ID)
		if l.outcome == wire.Known && l.stored {
			if err := b.tx.DropAside(b.ctx, firm, id); err != nil {
				return err
			}
		}
		if l.outcome != wire.Aside {
			continue
		}
		plain, err := json.Marshal(&l.record)
		if err != nil {
			return err
		}
		k, err := b.t.relay.vault.make(b.ctx, b.tx, scope{firm: b.t.id})
		if err != nil {
			return err
		}
		row := store.KeptAside{Firm: firm, ID: id, Epoch: string(l.epoch), OldSeq: l.record.Seq, Code: l.refusal.Code}
		row.Record = k.seal(asidePlace(firm, id), plain)
		if err := b.tx.PutAside(b.ctx, row); err != nil {
			return err
		}
	}
	return nil
}
