package app

import (
	"encoding/json"

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
