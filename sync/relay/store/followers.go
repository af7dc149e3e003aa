package store

import (
	"context"

	"github.com/uptrace/bun"
)

type cursor struct {
	bun.BaseModel `bun:"table:followers"`

	Firm string `bun:"firm,pk"`
	Name string `bun:"name,pk"`
	Seq  uint64 `bun:"seq"`
}

// Cursor returns how far a follower has come in a firm's history; 0 before its
// first step.
func (d *DB) Cursor(ctx context.Context, firm, name string) (uint64, error) {
	c := cursor{Firm: firm, Name: name}
	err := found(d.engine, d.readers.NewSelect().Model(&c).WherePK().Scan(ctx))
	if err == ErrNotFound {
		return 0, nil
	}
	return c.Seq, err
}

// SetCursor says how far a follower has come.
func (t *Tx) SetCursor(ctx context.Context, firm, name string, seq uint64) error {
	_, err := t.tx.NewInsert().Model(&cursor{Firm: firm, Name: name, Seq: seq}).
		On("CONFLICT (firm, name) DO UPDATE").Set("seq = EXCLUDED.seq").Exec(ctx)
	return t.engine.classify(err)
}

type mark struct {
	bun.BaseModel `bun:"table:marks"`

	Firm  string `bun:"firm,pk"`
	Name  string `bun:"name,pk"`
	Value string `bun:"value"`
}

// Mark returns a small fact kept under a name, or "".
func (d *DB) Mark(ctx context.Context, firm, name string) (string, error) {
	m := mark{Firm: firm, Name: name}
	err := found(d.engine, d.readers.NewSelect().Model(&m).WherePK().Scan(ctx))
	if err == ErrNotFound {
		return "", nil
	}
	return m.Value, err
}

// SetMark keeps a small fact under a name.
func (d *DB) SetMark(ctx context.Context, firm, name, value string) error {
	return d.Write(ctx, func(tx *Tx) error {
		_, err := tx.tx.NewInsert().Model(&mark{Firm: firm, Name: name, Value: value}).
			On("CONFLICT (firm, name) DO UPDATE").Set("value = EXCLUDED.value").Exec(ctx)
		return err
	})
}
