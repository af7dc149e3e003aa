package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Restoration is the last restore of a firm from a backup.
type Restoration struct {
	bun.BaseModel `bun:"table:restorations"`

	Firm  string `bun:"firm,pk"`
	Epoch string `bun:"epoch"` // that it began
	After uint64 `bun:"after"` // the last event of the backup
	At    int64  `bun:"at"`    // µs since 1970
	Began int64  `bun:"began"` // when the first desk was done, or 0
}

type deskDone struct {
	bun.BaseModel `bun:"table:desks_done"`

	Firm   string `bun:"firm,pk"`
	Epoch  string `bun:"epoch,pk"`
	Device string `bun:"device,pk"`
}

// PutRestoration keeps what a firm was restored to.
func (t *Tx) PutRestoration(ctx context.Context, r Restoration) error {
	_, err := t.tx.NewInsert().Model(&r).On("CONFLICT (firm) DO UPDATE").
		Set("epoch = EXCLUDED.epoch, after = EXCLUDED.after, at = EXCLUDED.at, began = EXCLUDED.began").Exec(ctx)
	return t.engine.classify(err)
}

// Restoration returns the firm's last restore, or ErrNotFound.
func (d *DB) Restoration(ctx context.Context, firm string) (Restoration, error) {
	r := Restoration{Firm: firm}
	err := d.readers.NewSelect().Model(&r).WherePK().Scan(ctx)
	return r, found(d.engine, err)
}

// PutDone says that a desk has given back all it had in an epoch.
func (t *Tx) PutDone(ctx context.Context, firm, epoch, device string) error {
	_, err := t.tx.NewInsert().Model(&deskDone{Firm: firm, Epoch: epoch, Device: device}).
		On("CONFLICT (firm, epoch, device) DO NOTHING").Exec(ctx)
	return t.engine.classify(err)
}

// Done lists the desks that have given back all they had in an epoch.
func (d *DB) Done(ctx context.Context, firm, epoch string) ([]string, error) {
	var all []string
	err := d.readers.NewSelect().Model((*deskDone)(nil)).Column("device").
		Where("firm = ? AND epoch = ?", firm, epoch).Scan(ctx, &all)
	return all, d.engine.classify(err)
}

// ForgetSessions drops every code and every value that expires, of all firms:
// what was used up or ended after a backup must not work again.
func (t *Tx) ForgetSessions(ctx context.Context) error {
	for _, table := range []any{(*Code)(nil), (*Value)(nil)} {
		if _, err := t.tx.NewDelete().Model(table).Where("1 = 1").Exec(ctx); err != nil {
			return t.engine.classify(err)
		}
	}
	return nil
}

// GivenBack is an event that a desk gave back after a restore.
type GivenBack struct {
	bun.BaseModel `bun:"table:given_back"`

	Firm   string `bun:"firm,pk"`
	Seq    uint64 `bun:"seq,pk"`
	Epoch  string `bun:"epoch"` // the one that it is of
	OldSeq uint64 `bun:"old_seq"`
}

// PutGivenBack notes where events came from.
func (t *Tx) PutGivenBack(ctx context.Context, rows []GivenBack) error {
	return t.insert(ctx, &rows)
}

// GivenBackIn lists which events of a stretch (from < number <= to) desks gave
// back.
func (d *DB) GivenBackIn(ctx context.Context, firm string, from, to uint64) (map[uint64]bool, error) {
	var rows []GivenBack
	err := d.readers.NewSelect().Model(&rows).Column("seq").
		Where("firm = ? AND seq > ? AND seq <= ?", firm, from, to).Scan(ctx)
	all := make(map[uint64]bool, len(rows))
	for _, r := range rows {
		all[r.Seq] = true
	}
	return all, d.engine.classify(err)
}

// KeptAside is a proven event that could not take its place yet. Record is
// sealed by the caller.
type KeptAside struct {
	bun.BaseModel `bun:"table:kept_aside"`

	Firm   string `bun:"firm,pk"`
	ID     string `bun:"id,pk"`
	Epoch  string `bun:"epoch"`
	OldSeq uint64 `bun:"old_seq"`
	Code   string `bun:"code"`
	Record []byte `bun:"record"`
}

// PutAside keeps an event, or why it is still kept.
func (t *Tx) PutAside(ctx context.Context, k KeptAside) error {
	_, err := t.tx.NewInsert().Model(&k).On("CONFLICT (firm, id) DO UPDATE").Set("code = EXCLUDED.code").Exec(ctx)
	return t.engine.classify(err)
}

// DropAside forgets an event that has its place now.
func (t *Tx) DropAside(ctx context.Context, firm, id string) error {
	_, err := t.tx.NewDelete().Model(&KeptAside{Firm: firm, ID: id}).WherePK().Exec(ctx)
	return t.engine.classify(err)
}

// Aside lists what is kept aside, in the order of its old history.
func (t *Tx) Aside(ctx context.Context, firm string) ([]KeptAside, error) {
	return aside(ctx, t.tx, t.engine, firm)
}

// Aside is like that of Tx.
func (d *DB) Aside(ctx context.Context, firm string) ([]KeptAside, error) {
	return aside(ctx, d.readers, d.engine, firm)
}

func aside(ctx context.Context, db bun.IDB, e engine, firm string) ([]KeptAside, error) {
	var all []KeptAside
	err := db.NewSelect().Model(&all).Where("firm = ?", firm).Order("epoch", "old_seq").Scan(ctx)
	return all, e.classify(err)
}

// Wanted is bytes that an event speaks of and nobody has sent since a restore.
type Wanted struct {
	bun.BaseModel `bun:"table:wanted"`

	Firm   string `bun:"firm,pk"`
	Client string `bun:"client,pk"` // empty for the firm
	Blob   string `bun:"blob,pk"`
	Event  string `bun:"event"` // the first that speaks of them
}

// PutWanted notes missing bytes.
func (t *Tx) PutWanted(ctx context.Context, w Wanted) error {
	_, err := t.tx.NewInsert().Model(&w).On("CONFLICT (firm, client, blob) DO NOTHING").Exec(ctx)
	return t.engine.classify(err)
}

// DropWanted forgets bytes that have arrived.
func (t *Tx) DropWanted(ctx context.Context, w Wanted) error {
	_, err := t.tx.NewDelete().Model(&w).WherePK().Exec(ctx)
	return t.engine.classify(err)
}

// Wanted lists the bytes of a firm that were missing when last looked for.
func (d *DB) Wanted(ctx context.Context, firm string) ([]Wanted, error) {
	var all []Wanted
	err := d.readers.NewSelect().Model(&all).Where("firm = ?", firm).Order("client", "blob").Scan(ctx)
	return all, d.engine.classify(err)
}

// KindIn returns the events of one kind in a stream.
func (t *Tx) KindIn(ctx context.Context, firm, stream, kind string) ([]Event, error) {
	var all []Event
	err := t.tx.NewSelect().Model(&all).Where("firm = ? AND stream = ? AND kind = ?", firm, stream, kind).Order("seq").Scan(ctx)
	return all, t.engine.classify(err)
}

// KeepAction keeps what became of an action and leaves its device's count.
func (t *Tx) KeepAction(ctx context.Context, a Action) error {
	_, err := t.tx.NewInsert().Model(&a).On("CONFLICT (firm, id) DO UPDATE").
		Set("device = EXCLUDED.device, n = EXCLUDED.n, result = EXCLUDED.result").Exec(ctx)
	return t.engine.classify(err)
}

// Restoration is like that of DB, inside the transaction.
func (t *Tx) Restoration(ctx context.Context, firm string) (Restoration, error) {
	r := Restoration{Firm: firm}
	err := t.tx.NewSelect().Model(&r).WherePK().Scan(ctx)
	return r, found(t.engine, err)
}
