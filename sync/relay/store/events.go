package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/uptrace/bun"
)

// Event is a stored event. Header and Sig are its author's bytes; Private is
// sealed by the caller under the key of Scope. Nodes are the hashes of the log
// that this event completed, leaf first, 32 bytes each.
type Event struct {
	bun.BaseModel `bun:"table:events"`

	Firm     string `bun:"firm,pk"`
	Seq      uint64 `bun:"seq,pk"`
	ID       string `bun:"id"`
	Stream   string `bun:"stream"`
	Kind     string `bun:"kind"`
	Scope    string `bun:"scope"`
	Header   []byte `bun:"header"`
	Private  []byte `bun:"private"`
	Sig      []byte `bun:"sig"`
	Received int64  `bun:"received"` // µs since 1970
	Nodes    []byte `bun:"nodes"`
}

// Head is where a firm's history ends. Frontier is opaque to this package.
type Head struct {
	bun.BaseModel `bun:"table:heads"`

	Firm     string `bun:"firm,pk"`
	Head     uint64 `bun:"head"`
	Frontier string `bun:"frontier"`
}

// Append adds events. An id or number that is taken is ErrExists.
func (t *Tx) Append(ctx context.Context, events []Event) error {
	for i := range events {
		e := &events[i]
		err := t.exec(ctx, sayAppend, e.Firm, e.Seq, e.ID, e.Stream, e.Kind, e.Scope, e.Header, e.Private, e.Sig, e.Received, e.Nodes)
		if err != nil {
			return err
		}
	}
	return nil
}

// MoveHead moves the firm's head from where the caller believes it to be.
// ErrMoved says that it is elsewhere.
func (t *Tx) MoveHead(ctx context.Context, from uint64, to Head) error {
	res, err := t.tx.NewUpdate().Model(&to).WherePK().Where("head = ?", from).Exec(ctx)
	if err != nil {
		return t.engine.classify(err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return ErrMoved
	}
	return nil
}

// Head returns the firm's head.
func (d *DB) Head(ctx context.Context, firm string) (Head, error) {
	h := Head{Firm: firm}
	err := d.readers.NewSelect().Model(&h).WherePK().Scan(ctx)
	return h, found(d.engine, err)
}

// Events returns up to limit events after a number, in order.
func (d *DB) Events(ctx context.Context, firm string, after uint64, limit int) ([]Event, error) {
	rows, err := d.readers.DB.QueryContext(ctx, sayEvents, firm, after, limit)
	if err != nil {
		return nil, d.engine.classify(err)
	}
	defer rows.Close()
	all := make([]Event, 0, min(limit, 512))
	for rows.Next() {
		var e Event
		err := rows.Scan(&e.Firm, &e.Seq, &e.ID, &e.Stream, &e.Kind, &e.Scope, &e.Header, &e.Private, &e.Sig, &e.Received, &e.Nodes)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, d.engine.classify(rows.Err())
}

// EventsOf returns up to limit events of some kinds in a stretch (after < number
// <= through), in order, without their private parts, signatures and nodes.
func (d *DB) EventsOf(ctx context.Context, firm string, after, through uint64, kinds []string, limit int) ([]Event, error) {
	var all []Event
	err := d.readers.NewSelect().Model(&all).Column("firm", "seq", "id", "stream", "kind", "scope", "header", "received").
		Where("firm = ? AND seq > ? AND seq <= ? AND kind IN (?)", firm, after, through, bun.In(kinds)).
		Order("seq").Limit(int64(limit)).Scan(ctx)
	return all, d.engine.classify(err)
}

// EventsByID returns those of the events that are stored, in order.
func (d *DB) EventsByID(ctx context.Context, firm string, ids []string) ([]Event, error) {
	return eventsByID(ctx, d.readers, d.engine, firm, ids)
}

// EventsByID is like that of DB and sees what this transaction wrote.
func (t *Tx) EventsByID(ctx context.Context, firm string, ids []string) ([]Event, error) {
	return eventsByID(ctx, t.tx, t.engine, firm, ids)
}

func eventsByID(ctx context.Context, db bun.IDB, e engine, firm string, ids []string) ([]Event, error) {
	var all []Event
	if len(ids) == 0 {
		return nil, nil
	}
	// Ordered here: asked for an order, SQLite reads the whole history in it.
	err := db.NewSelect().Model(&all).Where("firm = ? AND id IN (?)", firm, bun.In(ids)).Scan(ctx)
	slices.SortFunc(all, func(a, b Event) int { return cmp.Compare(a.Seq, b.Seq) })
	return all, e.classify(err)
}

// StreamEvents returns all events of one stream up to a number, in order.
func (d *DB) StreamEvents(ctx context.Context, firm, stream string, through uint64) ([]Event, error) {
	var all []Event
	err := d.readers.NewSelect().Model(&all).
		Where("firm = ? AND stream = ? AND seq <= ?", firm, stream, through).Order("seq").Scan(ctx)
	return all, d.engine.classify(err)
}

// Nodes returns the log nodes of single events by their numbers.
func (d *DB) Nodes(ctx context.Context, firm string, seqs []uint64) (map[uint64][]byte, error) {
	var rows []Event
	err := d.readers.NewSelect().Model(&rows).Column("seq", "nodes").
		Where("firm = ? AND seq IN (?)", firm, bun.In(seqs)).Scan(ctx)
	byseq := make(map[uint64][]byte, len(rows))
	for _, r := range rows {
		byseq[r.Seq] = r.Nodes
	}
	return byseq, d.engine.classify(err)
}

// ErasePrivate forgets the private parts of the named events of one stream.
func (t *Tx) ErasePrivate(ctx context.Context, firm, stream string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := t.tx.NewUpdate().Model((*Event)(nil)).Set("private = NULL").
		Where("firm = ? AND stream = ? AND id IN (?)", firm, stream, bun.In(ids)).Exec(ctx)
	return t.engine.classify(err)
}
