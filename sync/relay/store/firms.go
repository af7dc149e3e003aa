package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Firm is one tenant. Its name is in its history.
type Firm struct {
	bun.BaseModel `bun:"table:firms"`

	ID      string `bun:"id,pk"`
	Slug    string `bun:"slug"` // what commands call it
	Epoch   string `bun:"epoch"`
	Created int64  `bun:"created"` // µs since 1970
}

// FirmKey is a key pair of a firm; Wrapped is its private half under the
// master key.
type FirmKey struct {
	bun.BaseModel `bun:"table:firm_keys"`

	Firm    string `bun:"firm,pk"`
	Purpose string `bun:"purpose,pk"`
	ID      string `bun:"id"`
	Public  []byte `bun:"public"`
	Wrapped []byte `bun:"wrapped"`
}

// CreateFirm adds a firm with its keys and an empty history. A slug or id that
// is taken is ErrExists.
func (t *Tx) CreateFirm(ctx context.Context, f Firm, keys []FirmKey) error {
	if err := t.insert(ctx, &f); err != nil {
		return err
	}
	if err := t.insert(ctx, &Head{Firm: f.ID, Frontier: "{}"}); err != nil {
		return err
	}
	return t.insert(ctx, &keys)
}

// SetEpoch changes the epoch of a firm.
func (t *Tx) SetEpoch(ctx context.Context, firm, epoch string) error {
	_, err := t.tx.NewUpdate().Model((*Firm)(nil)).Set("epoch = ?", epoch).Where("id = ?", firm).Exec(ctx)
	return t.engine.classify(err)
}

// Firms lists every firm by age.
func (d *DB) Firms(ctx context.Context) ([]Firm, error) {
	var all []Firm
	err := d.readers.NewSelect().Model(&all).Order("created", "id").Scan(ctx)
	return all, d.engine.classify(err)
}

// FirmKeys lists the keys of a firm.
func (d *DB) FirmKeys(ctx context.Context, firm string) ([]FirmKey, error) {
	var all []FirmKey
	err := d.readers.NewSelect().Model(&all).Where("firm = ?", firm).Order("purpose").Scan(ctx)
	return all, d.engine.classify(err)
}

// Firm returns a firm by its id, or ErrNotFound.
func (d *DB) Firm(ctx context.Context, id string) (Firm, error) {
	f := Firm{ID: id}
	err := d.readers.NewSelect().Model(&f).WherePK().Scan(ctx)
	return f, found(d.engine, err)
}
