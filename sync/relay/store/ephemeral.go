package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Value is something that expires: a session, a sign-in link, a limit. Hash is
// a digest of its key and Bytes is sealed by the caller.
type Value struct {
	bun.BaseModel `bun:"table:ephemeral"`

	Firm    string `bun:"firm,pk"`
	Space   string `bun:"space,pk"`
	Hash    string `bun:"hash,pk"`
	Bytes   []byte `bun:"value"`
	Count   int64  `bun:"count"`
	Expires int64  `bun:"expires"` // µs since 1970
}

// PutValue stores or replaces a value; its count starts at zero.
func (d *DB) PutValue(ctx context.Context, v Value) error {
	return d.Write(ctx, func(tx *Tx) error {
		v.Count = 0
		_, err := tx.tx.NewInsert().Model(&v).On("CONFLICT (firm, space, hash) DO UPDATE").
			Set("value = EXCLUDED.value, count = 0, expires = EXCLUDED.expires").Exec(ctx)
		return err
	})
}

// Value returns a value that has not expired at now, or ErrNotFound.
func (d *DB) Value(ctx context.Context, firm, space, hash string, now int64) (Value, error) {
	v := Value{Firm: firm, Space: space, Hash: hash}
	err := d.readers.NewSelect().Model(&v).WherePK().Where("expires > ?", now).Scan(ctx)
	return v, found(d.engine, err)
}

// TakeValue returns and deletes a value: of concurrent calls one gets it and
// the others ErrNotFound.
func (d *DB) TakeValue(ctx context.Context, firm, space, hash string, now int64) (Value, error) {
	v := Value{Firm: firm, Space: space, Hash: hash}
	err := d.Write(ctx, func(tx *Tx) error {
		err := tx.tx.NewSelect().Model(&v).WherePK().Where("expires > ?", now).Scan(ctx)
		if err != nil {
			return found(d.engine, err)
		}
		_, err = tx.tx.NewDelete().Model(&v).WherePK().Exec(ctx)
		return err
	})
	return v, err
}

// DropValue deletes a value. Deleting what is not there is no error.
func (d *DB) DropValue(ctx context.Context, firm, space, hash string) error {
	return d.Write(ctx, func(tx *Tx) error {
		_, err := tx.tx.NewDelete().Model(&Value{Firm: firm, Space: space, Hash: hash}).WherePK().Exec(ctx)
		return err
	})
}

// CountValue adds one to a value's count and returns it. A value that is not
// there or has expired is made, with a count of one, to expire at expires; a
// live one keeps its expiry.
func (d *DB) CountValue(ctx context.Context, firm, space, hash string, now, expires int64) (int64, error) {
	v := Value{Firm: firm, Space: space, Hash: hash, Count: 1, Expires: expires}
	err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.tx.NewDelete().Model(&v).WherePK().Where("expires <= ?", now).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.tx.NewInsert().Model(&v).On("CONFLICT (firm, space, hash) DO UPDATE").
			Set("count = value.count + 1").Returning("count").Scan(ctx, &v.Count)
	})
	return v.Count, err
}

// SweepValues deletes what expired before now.
func (d *DB) SweepValues(ctx context.Context, now int64) error {
	return d.Write(ctx, func(tx *Tx) error {
		_, err := tx.tx.NewDelete().Model((*Value)(nil)).Where("expires <= ?", now).Exec(ctx)
		return err
	})
}
