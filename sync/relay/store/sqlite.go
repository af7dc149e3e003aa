package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"modernc.org/sqlite"

	"tieout/sync/blob"
)

// sqliteReaders is how many reads run beside the one writer.
const sqliteReaders = 8

// OpenSQLite opens the database file at path, makes it if need be and brings
// its tables up to date. A commit is on the disk before it is answered
// (synchronous FULL), provided that the disk honours a flush.
func OpenSQLite(ctx context.Context, path string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	writer, err := openSQLite(path, 1)
	if err != nil {
		return nil, err
	}
	readers, err := openSQLite(path, sqliteReaders)
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	d := &DB{engine: sqliteEngine{}, writer: writer, readers: readers}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if d.prepared, err = prepare(ctx, writer); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func openSQLite(path string, conns int) (*bun.DB, error) {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)",
	}}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return bun.NewDB(db, sqlitedialect.New()), nil
}

type sqliteEngine struct{}

func (sqliteEngine) dialect() goose.Dialect { return goose.DialectSQLite3 }

// Result codes of SQLite, https://www.sqlite.org/rescode.html.
const (
	sqliteFull             = 13
	sqliteConstraintPK     = 1555
	sqliteConstraintUnique = 2067
)

func (sqliteEngine) classify(err error) error {
	if err == nil {
		return nil
	}
	if blob.IsFull(err) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqliteFull:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqliteConstraintPK, sqliteConstraintUnique:
		return fmt.Errorf("%w: %w", ErrExists, err)
	}
	return err
}

func (sqliteEngine) snapshot(ctx context.Context, db *bun.DB, path string) error {
	_, err := db.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}
