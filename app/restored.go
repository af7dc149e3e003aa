package app

import (
	"encoding/json"
	"time"

	"tieout/app/store"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// Held implements desk.Home.
func (h *home) Held(after uint64) ([]engagement.Record, []wire.Hidden, error) {
	stored, err := h.a.store.Records(after, 1000)
	if err != nil {
		return nil, nil, err
	}
	records := make([]engagement.Record, len(stored))
	for i := range stored {
		if err := json.Unmarshal(stored[i].Data, &records[i]); err != nil {
			return nil, nil, err
		}
	}
	ranges, err := h.a.store.HiddenRanges()
	return records, asHidden(ranges), err
}

// asHidden is what the store keeps of hidden ranges as the relay says it.
func asHidden(ranges []store.Hidden) []wire.Hidden {
	all := make([]wire.Hidden, len(ranges))
	for i, r := range ranges {
		all[i] = wire.Hidden{From: r.From, To: r.To}
		for at := 0; at < len(r.Leaves); at += len(proof.Hash{}) {
			all[i].Leaves = append(all[i].Leaves, r.Leaves[at:at+len(proof.Hash{})])
		}
	}
	return all
}

// forgetNotified begins the count of what was told anew: after a restore the
// numbers of events are others, and what comes back was told before.
func (a *App) forgetNotified() error {
	a.notified = 0
	return a.store.Settings.Delete(settingNotified)
}

// settling says that the relay was restored from a backup and may get back more
// than this computer knows (SPEC H11): no file is placed, since a colleague's
// receipt may be among it, and no deletion is believed.
func (a *App) settling() bool {
	link := a.theLink()
	return link != nil && link.Status().Restored
}

// ownActs collects the acts of this device above a point of the history, as they were signed.
func (a *App) ownActs(after uint64) ([]store.Action, error) {
	acts := map[engagement.ActionID]*act{}
	for {
		records, err := a.store.Records(after, 1000)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			return encodeActs(acts)
		}
		for _, r := range records {
			after = r.Seq
			var rec engagement.Record
			if err := json.Unmarshal(r.Data, &rec); err != nil {
				return nil, err
			}
			e, err := rec.Decode()
			if err != nil || e.Device != a.id.Device {
				continue
			}
			t := acts[e.Action]
			if t == nil {
				t = &act{ID: e.Action, After: e.After, At: e.At, Words: "Sent before the relay was restored", n: e.N}
				acts[e.Action] = t
			}
			rec.Seq, rec.Received = 0, time.Time{}
			t.Records = append(t.Records, rec)
		}
	}
}

func encodeActs(acts map[engagement.ActionID]*act) ([]store.Action, error) {
	var all []store.Action
	for _, t := range acts {
		data, err := json.Marshal(t)
		if err != nil {
			return nil, err
		}
		all = append(all, store.Action{N: t.n, Data: data})
	}
	return all, nil
}
