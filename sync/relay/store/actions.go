package store

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"tieout/sync/wire"
)

// Action is what became of one action, kept for ever so that a repeated push
// gets the same answer.
type Action struct {
	bun.BaseModel `bun:"table:actions"`

	Firm   string          `bun:"firm,pk"`
	ID     string          `bun:"id,pk"`
	Device string          `bun:"device"`
	N      uint64          `bun:"n"`
	Result json.RawMessage `bun:"result"` // a wire.Result
}

// Outcome reads the result.
func (a *Action) Outcome() (wire.Result, error) {
	var r wire.Result
	err := json.Unmarshal(a.Result, &r)
	return r, err
}

// Device is a key that counts actions. An id belongs to one firm.
type Device struct {
	bun.BaseModel `bun:"table:devices"`

	ID   string `bun:"id,pk"`
	Firm string `bun:"firm"`
	N    uint64 `bun:"n"` // of its last action
}

// Action returns what became of an action, or ErrNotFound.
func (t *Tx) Action(ctx context.Context, firm, id string) (Action, error) {
	a := Action{Firm: firm, ID: id}
	var result string
	err := t.say(ctx, sayAction).QueryRowContext(ctx, firm, id).Scan(&a.Device, &a.N, &result)
	a.Result = json.RawMessage(result)
	return a, found(t.engine, err)
}

// Actions returns what became of those of the actions that are known, by id.
func (t *Tx) Actions(ctx context.Context, firm string, ids []string) (map[string]Action, error) {
	known := map[string]Action{}
	if len(ids) == 0 {
		return known, nil
	}
	var rows []Action
	err := t.tx.NewSelect().Model(&rows).Where("firm = ? AND id IN (?)", firm, bun.In(ids)).Scan(ctx)
	for _, a := range rows {
		known[a.ID] = a
	}
	return known, t.engine.classify(err)
}

// PutAction keeps what became of an action. The count of its device is moved
// by PutDevice.
func (t *Tx) PutAction(ctx context.Context, a Action) error {
	return t.exec(ctx, sayPutAction, a.Firm, a.ID, a.Device, a.N, string(a.Result))
}

// PutDevice makes a device known or moves its count.
func (t *Tx) PutDevice(ctx context.Context, d Device) error {
	return t.exec(ctx, sayPutDevice, d.ID, d.Firm, d.N)
}

// Device returns a device inside the transaction, or ErrNotFound.
func (t *Tx) Device(ctx context.Context, id string) (Device, error) {
	d := Device{ID: id}
	err := t.say(ctx, sayDevice).QueryRowContext(ctx, id).Scan(&d.Firm, &d.N)
	return d, found(t.engine, err)
}

// Device returns a device, or ErrNotFound.
func (d *DB) Device(ctx context.Context, id string) (Device, error) {
	row := Device{ID: id}
	err := d.readers.NewSelect().Model(&row).WherePK().Scan(ctx)
	return row, found(d.engine, err)
}
