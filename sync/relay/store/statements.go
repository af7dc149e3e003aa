package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"
)

// What is said for every action of a push is prepared once on the writer's
// connection, so that it is neither put together nor parsed again and bytes are
// handed over as they are.
const (
	sayStep    = "SAVEPOINT step"
	sayUndo    = "ROLLBACK TO SAVEPOINT step"
	sayRelease = "RELEASE SAVEPOINT step"

	sayAppend = `INSERT INTO events (firm, seq, id, stream, kind, scope, header, private, sig, received, nodes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	// sayEvents is read by every desk and follower: it is scanned without a model.
	sayEvents = `SELECT firm, seq, id, stream, kind, scope, header, private, sig, received, nodes
FROM events WHERE firm = ? AND seq > ? ORDER BY seq LIMIT ?`

	sayAction    = "SELECT device, n, result FROM actions WHERE firm = ? AND id = ?"
	sayPutAction = "INSERT INTO actions (firm, id, device, n, result) VALUES (?, ?, ?, ?, ?)"
	sayDevice    = "SELECT firm, n FROM devices WHERE id = ?"
	sayPutDevice = "INSERT INTO devices (id, firm, n) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n"

	sayPutFold = `INSERT INTO fold_sections (firm, world, stream, list, n, scope, state) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (firm, world, stream, list, n) DO UPDATE SET scope = EXCLUDED.scope, state = EXCLUDED.state`
	// sayFolds goes along the table's key, so nothing is sorted.
	sayFolds = `SELECT firm, world, stream, list, n, scope, state FROM fold_sections
WHERE firm = ? ORDER BY firm, world, stream, list, n`
)

// prepared are statements by their text.
type prepared map[string]*sql.Stmt

func prepare(ctx context.Context, db *bun.DB) (prepared, error) {
	p := prepared{}
	for _, text := range []string{
		sayStep, sayUndo, sayRelease, sayAppend, sayAction, sayPutAction, sayDevice, sayPutDevice, sayPutFold,
	} {
		stmt, err := db.DB.PrepareContext(ctx, text)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("store: %w", err), p.close())
		}
		p[text] = stmt
	}
	return p, nil
}

func (p prepared) close() error {
	var err error
	for _, stmt := range p {
		err = errors.Join(err, stmt.Close())
	}
	return err
}

// say is a prepared statement in this transaction.
func (t *Tx) say(ctx context.Context, text string) *sql.Stmt {
	if stmt := t.said[text]; stmt != nil {
		return stmt
	}
	stmt := t.tx.StmtContext(ctx, t.prepared[text])
	t.said[text] = stmt
	return stmt
}

func (t *Tx) exec(ctx context.Context, text string, args ...any) error {
	_, err := t.say(ctx, text).ExecContext(ctx, args...)
	return t.engine.classify(err)
}
