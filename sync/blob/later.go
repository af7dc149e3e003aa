package blob

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// LaterObjects are Objects that can store several now and make them durable
// together.
type LaterObjects interface {
	Objects
	// PutLater is PutIfAbsent without the promise of durability. After a power
	// failure before Flush the object may be absent or damaged.
	PutLater(ctx context.Context, key string, data []byte) (created bool, err error)
	// Flush makes objects durable. One that is not there is ErrNotFound.
	Flush(ctx context.Context, keys []string) error
}

var _ LaterObjects = (*Folder)(nil)

// PutLater implements LaterObjects.
func (f *Folder) PutLater(ctx context.Context, key string, data []byte) (bool, error) {
	if err := ready(ctx, key); err != nil {
		return false, err
	}
	path := f.path(key)
	dir, name := filepath.Split(path)
	b := f.bundlesOf(filepath.Clean(dir))
	defer b.claim(name)()
	if free, err := b.free([]string{name}, false); err != nil || !free[0] {
		return false, err
	}
	one := &file{path: path, data: data, later: true}
	err := f.makeAbsent([]*file{one})
	return one.made, err
}

// Flush implements LaterObjects.
func (f *Folder) Flush(ctx context.Context, keys []string) error {
	dirs := map[string]bool{}
	work, each := errgroup.WithContext(ctx)
	work.SetLimit(syncers)
	for _, key := range keys {
		path := f.path(key)
		dirs[filepath.Dir(path)] = true
		work.Go(func() error {
			if err := ready(each, key); err != nil {
				return err
			}
			return f.flush(path)
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	return f.folders.syncAll(dirs)
}

// flush makes one object durable. Bundles are.
func (f *Folder) flush(path string) error {
	_, bundled, err := f.bundlesOf(filepath.Dir(path)).find(filepath.Base(path))
	if err != nil || bundled {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0) // Windows flushes what is open for writing
	if err != nil {
		return notFound(err)
	}
	return diskError(errors.Join(file.Sync(), file.Close()))
}

// putLater is put for an object that flush makes durable.
func (l lease) putLater(ctx context.Context, k kind, hash Hash, plain []byte) error {
	later, ok := l.store.objects.(LaterObjects)
	if !ok {
		return l.put(ctx, k, hash, plain)
	}
	return l.putBy(ctx, later.PutLater, k, hash, plain)
}

// flush makes the parts of a blob durable.
func (l lease) flush(ctx context.Context, m Manifest) error {
	later, ok := l.store.objects.(LaterObjects)
	if !ok {
		return nil
	}
	hashes := m.hashes()
	keys := make([]string, len(hashes))
	for i, hash := range hashes {
		keys[i] = l.at(partKind, hash).key()
	}
	return later.Flush(ctx, keys)
}
