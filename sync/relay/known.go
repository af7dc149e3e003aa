package relay

import (
	"cmp"
	"errors"
	"slices"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// known is what is stored about the actions of a push, asked for at once and
// kept up to date while they are decided. An error undoes the whole batch, and
// what is known with it.
type known struct {
	actions map[string]store.Action
	events  map[string]store.Event
	device  store.Device
}

// look asks what is stored about actions of one device.
func (b *batch) look(device engagement.KeyID, actions []*action) error {
	firm := string(b.t.id)
	var ids, eventIDs []string
	for _, a := range actions {
		ids = append(ids, string(a.id))
		for i := range a.events {
			eventIDs = append(eventIDs, string(a.events[i].ID))
		}
	}
	k := &known{events: map[string]store.Event{}}
	var err error
	if k.actions, err = b.tx.Actions(b.ctx, firm, ids); err != nil {
		return err
	}
	rows, err := b.tx.EventsByID(b.ctx, firm, eventIDs)
	if err != nil {
		return err
	}
	for _, row := range rows {
		k.events[row.ID] = row
	}
	k.device, err = b.tx.Device(b.ctx, string(device))
	if errors.Is(err, store.ErrNotFound) {
		k.device, err = store.Device{ID: string(device), Firm: firm}, nil
	}
	b.known = k
	return err
}

// push decides one action of the device that was looked for. With more false
// nothing after it is to be looked at.
func (b *batch) push(a *action) (res wire.Result, more bool, err error) {
	if stored, done := b.known.actions[string(a.id)]; done {
		if stored.Device != string(a.device) {
			return refused(a.id, otherDevice), true, nil
		}
		res, err = stored.Outcome()
		return res, true, err
	}
	if a.n <= b.known.device.N {
		return refused(a.id, outOfOrder), true, nil
	}
	res, err = b.decide(a)
	if err != nil || res.Refusal.Code == engagement.CodeNoBlob {
		return res, false, err
	}
	return res, true, b.remember(a, res)
}

// storedEvents returns what is stored under the ids of an action's events, in
// order.
func (b *batch) storedEvents(a *action) ([]store.Event, error) {
	var ids []string
	var stored []store.Event
	for i := range a.events {
		id := string(a.events[i].ID)
		ids = append(ids, id)
		if b.known != nil {
			if row, found := b.known.events[id]; found {
				stored = append(stored, row)
			}
		}
	}
	if b.known == nil {
		return b.tx.EventsByID(b.ctx, string(b.t.id), ids)
	}
	slices.SortFunc(stored, func(x, y store.Event) int { return cmp.Compare(x.Seq, y.Seq) })
	return stored, nil
}
