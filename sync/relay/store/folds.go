package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Fold is the sealed state of one stream in one world, as of the firm's mark.
type Fold struct {
	bun.BaseModel `bun:"table:folds"`

	Firm   string `bun:"firm,pk"`
	World  string `bun:"world,pk"`
	Stream string `bun:"stream,pk"`
	Scope  string `bun:"scope"`
	State  []byte `bun:"state"`
}

// FoldMark says up to which event the folds of a firm go and which rules made
// them.
type FoldMark struct {
	bun.BaseModel `bun:"table:fold_marks"`

	Firm    string `bun:"firm,pk"`
	Seq     uint64 `bun:"seq"`
	Version int    `bun:"version"`
}

// FoldMark returns the firm's mark, or ErrNotFound.
func (d *DB) FoldMark(ctx context.Context, firm string) (FoldMark, error) {
	m := FoldMark{Firm: firm}
	err := d.readers.NewSelect().Model(&m).WherePK().Scan(ctx)
	return m, found(d.engine, err)
}

// EachFold visits every fold of the firm.
func (d *DB) EachFold(ctx context.Context, firm string, visit func(Fold) error) error {
	rows, err := d.readers.NewSelect().Model((*Fold)(nil)).Where("firm = ?", firm).Rows(ctx)
	if err != nil {
		return d.engine.classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var f Fold
		if err := d.readers.ScanRow(ctx, rows, &f); err != nil {
			return err
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return rows.Err()
}

// PutFolds stores folds and moves the mark. Folds of other streams are taken
// to be as of the new mark too.
func (t *Tx) PutFolds(ctx context.Context, folds []Fold, mark FoldMark) error {
	for i := range folds {
		f := &folds[i]
		if err := t.exec(ctx, sayPutFold, f.Firm, f.World, f.Stream, f.Scope, f.State); err != nil {
			return err
		}
	}
	_, err := t.tx.NewInsert().Model(&mark).On("CONFLICT (firm) DO UPDATE").
		Set("seq = EXCLUDED.seq, version = EXCLUDED.version").Exec(ctx)
	return t.engine.classify(err)
}

// DropFolds forgets the firm's folds, so that the next start folds its history
// anew.
func (t *Tx) DropFolds(ctx context.Context, firm string) error {
	if _, err := t.tx.NewDelete().Model((*Fold)(nil)).Where("firm = ?", firm).Exec(ctx); err != nil {
		return t.engine.classify(err)
	}
	_, err := t.tx.NewDelete().Model((*FoldMark)(nil)).Where("firm = ?", firm).Exec(ctx)
	return t.engine.classify(err)
}
