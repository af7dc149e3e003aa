package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Code is an enrolment code, by its hash. Device is empty until it was used.
type Code struct {
	bun.BaseModel `bun:"table:codes"`

	Hash    string `bun:"hash,pk"`
	Firm    string `bun:"firm"`
	Staff   string `bun:"staff"`
	Expires int64  `bun:"expires"` // µs since 1970
	Device  string `bun:"device"`
}

// PutCode keeps a code and forgets those that expired before now.
func (t *Tx) PutCode(ctx context.Context, c Code, now int64) error {
	if _, err := t.tx.NewDelete().Model((*Code)(nil)).Where("expires < ?", now).Exec(ctx); err != nil {
		return t.engine.classify(err)
	}
	return t.insert(ctx, &c)
}

// Code returns a code, or ErrNotFound.
func (d *DB) Code(ctx context.Context, hash string) (Code, error) {
	c := Code{Hash: hash}
	err := d.readers.NewSelect().Model(&c).WherePK().Scan(ctx)
	return c, found(d.engine, err)
}

// UseCode ties a code to the device that used it; of two devices one gets it
// and the other ErrNotFound.
func (t *Tx) UseCode(ctx context.Context, hash, device string, now int64) error {
	res, err := t.tx.NewUpdate().Model((*Code)(nil)).Set("device = ?", device).
		Where("hash = ? AND device = '' AND expires >= ?", hash, now).Exec(ctx)
	if err != nil {
		return t.engine.classify(err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return ErrNotFound
	}
	return nil
}
