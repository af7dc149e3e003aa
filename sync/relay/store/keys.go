package store

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"tieout/sync/blob"
)

type dataKey struct {
	bun.BaseModel `bun:"table:data_keys"`

	Use     string `bun:"use,pk"`
	Scope   string `bun:"scope,pk"`
	Wrapped []byte `bun:"wrapped"`
}

// BlobKeys is the table of wrapped data keys as package blob wants it.
func (d *DB) BlobKeys() blob.WrappedKeys { return blobKeys{d} }

type blobKeys struct{ db *DB }

const forBlobs = "blobs"

func (k blobKeys) Load(ctx context.Context, scope blob.Scope) ([]byte, error) {
	wrapped, err := k.db.Secret(ctx, forBlobs, string(scope))
	if errors.Is(err, ErrNotFound) {
		return nil, blob.ErrNotFound
	}
	return wrapped, err
}

func (k blobKeys) Create(ctx context.Context, scope blob.Scope, wrapped []byte) ([]byte, error) {
	var stored []byte
	err := k.db.Write(ctx, func(tx *Tx) (err error) {
		stored, err = tx.CreateSecret(ctx, forBlobs, string(scope), wrapped)
		return err
	})
	if errors.Is(err, ErrFull) {
		return nil, blob.ErrFull
	}
	return stored, err
}

func (k blobKeys) Replace(ctx context.Context, scope blob.Scope, wrapped []byte) error {
	return k.db.Write(ctx, func(tx *Tx) error {
		res, err := tx.tx.NewUpdate().Model(&dataKey{Use: forBlobs, Scope: string(scope), Wrapped: wrapped}).WherePK().Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(blob.ErrNotFound, err)
		}
		return nil
	})
}

func (k blobKeys) Delete(ctx context.Context, scope blob.Scope) error {
	return k.db.Write(ctx, func(tx *Tx) error {
		_, err := tx.tx.NewDelete().Model(&dataKey{Use: forBlobs, Scope: string(scope)}).WherePK().Exec(ctx)
		return err
	})
}

// Secret returns a wrapped secret by its use and scope, or ErrNotFound.
func (d *DB) Secret(ctx context.Context, use, scope string) ([]byte, error) {
	return secret(ctx, d.readers, d.engine, use, scope)
}

// CreateSecret stores a wrapped secret unless there is one already, and returns
// the one that is stored.
func (t *Tx) CreateSecret(ctx context.Context, use, scope string, wrapped []byte) ([]byte, error) {
	_, err := t.tx.NewInsert().Model(&dataKey{Use: use, Scope: scope, Wrapped: wrapped}).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, t.engine.classify(err)
	}
	return secret(ctx, t.tx, t.engine, use, scope)
}

func secret(ctx context.Context, db bun.IDB, e engine, use, scope string) ([]byte, error) {
	k := dataKey{Use: use, Scope: scope}
	err := db.NewSelect().Model(&k).WherePK().Scan(ctx)
	return k.Wrapped, found(e, err)
}
