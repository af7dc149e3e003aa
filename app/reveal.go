package app

import (
	"encoding/json"

	"tieout/app/store"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// settingAsk says that access changed and hidden events are to be asked for again.
const settingAsk = "ask-for-hidden"

// opens are the kinds that may let somebody see more.
var opens = map[engagement.Kind]bool{
	engagement.ClientAccess: true, engagement.EngagementAccess: true, engagement.StaffRemoved: true, engagement.StaffRoleSet: true,
}

// Hidden implements desk.Home.
func (h *home) Hidden() ([]wire.Hidden, error) {
	ask, err := h.a.store.Settings.Has(settingAsk)
	if err != nil || !ask {
		return nil, err
	}
	ranges, err := h.a.store.HiddenRanges()
	if err != nil {
		return nil, err
	}
	if len(ranges) == 0 {
		return nil, h.a.store.Settings.Delete(settingAsk)
	}
	return asHidden(ranges), nil
}

// Reveal implements desk.Home. The streams are folded again, with what was missing in its place.
func (h *home) Reveal(records []engagement.Record, events []engagement.Event, last bool) error {
	a := h.a
	if last {
		if err := a.store.Settings.Delete(settingAsk); err != nil {
			return err
		}
		if err := a.refreshCards(); err != nil {
			return err
		}
		a.share.follow()
		a.effects.kick()
		a.news.tell(nounEverything)
		return nil
	}
	if len(records) == 0 {
		return nil
	}
	ranges, err := a.store.HiddenRanges()
	if err != nil {
		return err
	}
	shown := map[uint64]bool{}
	stored := make([]store.Record, len(records))
	for i := range records {
		shown[records[i].Seq] = true
		data, err := json.Marshal(&records[i])
		if err != nil {
			return err
		}
		stored[i] = store.Record{Seq: records[i].Seq, Stream: string(events[i].Stream), Data: data}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.store.Reveal(stored, without(ranges, shown)); err != nil {
		return err
	}
	for i := range events {
		s := events[i].Stream
		a.states.drop(s)
		a.states.last[string(s)] = max(a.states.last[string(s)], events[i].Seq)
		a.cards.stale[string(s)] = true
	}
	a.pending.again()
	return nil
}

// without cuts numbers out of hidden ranges.
func without(ranges []store.Hidden, shown map[uint64]bool) []store.Hidden {
	var left []store.Hidden
	for _, r := range ranges {
		open := false
		for seq := r.From; seq <= r.To; seq++ {
			if shown[seq] {
				open = false
				continue
			}
			if !open {
				left, open = append(left, store.Hidden{From: seq}), true
			}
			at := int(seq-r.From) * len(proof.Hash{})
			n := &left[len(left)-1]
			n.To, n.Leaves = seq, append(n.Leaves, r.Leaves[at:at+len(proof.Hash{})]...)
		}
	}
	return left
}
