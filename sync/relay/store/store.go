// Package store is the relay's SQL. It keeps what it is given: events as their
// authors wrote them, sealed secrets, cursors and values that expire.
//
// It must never hold a rule of the trade, open a private part or see a name, a
// message or a key in clear: callers seal those before they arrive here.
//
// All engines run the same statements through bun; what differs is in [engine].
// Package tests run one contract over every engine.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"
)

// Errors that callers act on.
var (
	ErrNotFound = errors.New("store: not found")
	ErrExists   = errors.New("store: it is there already")
	ErrFull     = errors.New("store: the disk is full; nothing was stored")
	// ErrMoved says that another writer moved the firm's head meanwhile; nothing
	// was stored.
	ErrMoved = errors.New("store: the history moved on meanwhile")
)

// engine is what differs between databases.
type engine interface {
	// classify turns the engine's error into one of this package's.
	classify(error) error
	dialect() goose.Dialect
	// snapshot writes a consistent copy to a new file.
	snapshot(ctx context.Context, db *bun.DB, path string) error
}

// DB is an open store. It is safe for concurrent use.
type DB struct {
	engine  engine
	writer  *bun.DB
	readers *bun.DB
	// prepared are the writer's.
	prepared prepared
}

//go:embed migrations/*.sql
var migrations embed.FS

func (d *DB) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(d.engine.dialect(), d.writer.DB, files)
	if err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: migrations: %w", d.engine.classify(err))
	}
	return nil
}

// Close ends the use of the database.
func (d *DB) Close() error {
	return errors.Join(d.readers.Close(), d.prepared.close(), d.writer.Close())
}

// Ping says whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.readers.PingContext(ctx) }

// Snapshot writes a consistent copy of the whole database to a new file while
// others go on writing.
func (d *DB) Snapshot(ctx context.Context, path string) error {
	return d.engine.classify(d.engine.snapshot(ctx, d.readers, path))
}

// Tx is one write transaction. Nothing it did is visible before it is
// committed, and it is durable when Write returns.
type Tx struct {
	tx       bun.Tx
	engine   engine
	prepared prepared
	said     prepared // as this transaction uses them
	lost     error    // a savepoint could not be ended: nothing may be stored
}

// Write runs fn in a write transaction: all of it is stored or, when fn, the
// end of a savepoint or the commit fails, nothing. fn must not use the DB
// itself.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	err := d.writer.RunInTx(ctx, nil, func(_ context.Context, tx bun.Tx) error {
		t := &Tx{tx: tx, engine: d.engine, prepared: d.prepared, said: prepared{}}
		if err := fn(t); err != nil {
			return err
		}
		return t.lost
	})
	return d.engine.classify(err)
}

// Savepoint runs fn and undoes what it wrote when it fails; the transaction can
// go on either way, unless the step could not be ended. Savepoints nest.
func (t *Tx) Savepoint(ctx context.Context, fn func() error) error {
	if err := t.exec(ctx, sayStep); err != nil {
		return err
	}
	if err := fn(); err != nil {
		return errors.Join(err, t.endStep(ctx, sayUndo, sayRelease))
	}
	return t.endStep(ctx, sayRelease)
}

func (t *Tx) endStep(ctx context.Context, say ...string) error {
	for _, one := range say {
		if err := t.exec(ctx, one); err != nil {
			t.lost = fmt.Errorf("store: a step could not be ended: %w", err)
			return t.lost
		}
	}
	return nil
}

// found turns the absence of a row into ErrNotFound.
func found(e engine, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return e.classify(err)
}

func (t *Tx) insert(ctx context.Context, row any) error {
	_, err := t.tx.NewInsert().Model(row).Exec(ctx)
	return t.engine.classify(err)
}
