package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Fold is a sealed section of the state of one stream in one world, as of the
// firm's mark. The section without a list comes first and says that there is such
// a state; the other sections of a stream are of lists that it leaves out.
type Fold struct {
	bun.BaseModel `bun:"table:fold_sections"`

	Firm   string `bun:"firm,pk"`
	World  string `bun:"world,pk"`
	Stream string `bun:"stream,pk"`
	List   string `bun:"list,pk"`
	N      int    `bun:"n,pk"`
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

// FoldScopes lists whose keys the firm's folds are sealed under.
func (d *DB) FoldScopes(ctx context.Context, firm string) (scopes []string, err error) {
	err = d.readers.NewSelect().Model((*Fold)(nil)).Distinct().Column("scope").Where("firm = ?", firm).Scan(ctx, &scopes)
	return scopes, d.engine.classify(err)
}

// EachFold visits every section of the firm's folds as they are at one moment: by
// world and stream, in each the section without a list first, then each list in
// order. visit must not use the DB: it would wait for a connection of its own while
// others who do the same hold all of them.
func (d *DB) EachFold(ctx context.Context, firm string, visit func(Fold) error) error {
	rows, err := d.readers.DB.QueryContext(ctx, sayFolds, firm)
	if err != nil {
		return d.engine.classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var f Fold
		if err := rows.Scan(&f.Firm, &f.World, &f.Stream, &f.List, &f.N, &f.Scope, &f.State); err != nil {
			return err
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return d.engine.classify(rows.Err())
}

// PutFold stores one section. The mark is to be moved in the same transaction.
func (t *Tx) PutFold(ctx context.Context, f Fold) error {
	return t.exec(ctx, sayPutFold, f.Firm, f.World, f.Stream, f.List, f.N, f.Scope, f.State)
}

// MarkFolds moves the mark. Sections that were not put since are taken to be as of
// the new mark too.
func (t *Tx) MarkFolds(ctx context.Context, mark FoldMark) error {
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
