package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// tempAge is how old a temporary file must be before it counts as left behind
// by a crash. Writing one takes moments.
const tempAge = time.Hour

// Folder keeps each object as one file, mode 0600, below a folder of the local
// disk. A crash or a full disk leaves no half object under a final name.
type Folder struct {
	root    string
	folders folderSyncs
}

var _ ManyObjects = (*Folder)(nil)

// OpenFolder opens the folder at root, makes it (mode 0700) if need be, and
// removes temporary files older than an hour.
func OpenFolder(root string) (*Folder, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	if err := makeDir(root); err != nil {
		return nil, diskError(err)
	}
	f := &Folder{root: root}
	return f, f.sweepTemps(time.Now().Add(-tempAge))
}

func (f *Folder) sweepTemps(before time.Time) error {
	return filepath.WalkDir(f.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isTemp(entry.Name()) {
			return absentIsFine(err)
		}
		info, err := entry.Info()
		if err != nil || info.ModTime().After(before) {
			return absentIsFine(err)
		}
		return absentIsFine(os.Remove(path))
	})
}

// PutIfAbsent implements Objects.
func (f *Folder) PutIfAbsent(ctx context.Context, key string, data []byte) (bool, error) {
	if err := ready(ctx, key); err != nil {
		return false, err
	}
	one := &file{path: f.path(key), data: data}
	err := f.makeAbsent([]*file{one})
	return one.made, err
}

// PutEachIfAbsent implements ManyObjects.
func (f *Folder) PutEachIfAbsent(ctx context.Context, all []Object) ([]bool, error) {
	files := make([]*file, len(all))
	for i, o := range all {
		if err := ready(ctx, o.Key); err != nil {
			return nil, err
		}
		files[i] = &file{path: f.path(o.Key), data: o.Data}
	}
	if err := f.makeAbsent(files); err != nil {
		return nil, err
	}
	created := make([]bool, len(files))
	for i, one := range files {
		created[i] = one.made
	}
	return created, nil
}

// Get implements Objects.
func (f *Folder) Get(ctx context.Context, key string) ([]byte, error) {
	if err := ready(ctx, key); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(f.path(key))
	return data, notFound(err)
}

// Stat implements Objects.
func (f *Folder) Stat(ctx context.Context, key string) (Info, error) {
	if err := ready(ctx, key); err != nil {
		return Info{}, err
	}
	info, err := os.Stat(f.path(key))
	if err != nil {
		return Info{}, notFound(err)
	}
	return Info{key, info.Size(), info.ModTime()}, nil
}

// Delete implements Objects. Folders left empty go too.
func (f *Folder) Delete(ctx context.Context, key string) error {
	if err := ready(ctx, key); err != nil {
		return err
	}
	path := f.path(key)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := syncDir(dir); err != nil {
		return absentIsFine(err)
	}
	for dir != f.root && os.Remove(dir) == nil {
		dir = filepath.Dir(dir)
	}
	return nil
}

// List implements Objects.
func (f *Folder) List(ctx context.Context, prefix string, visit func(Info) error) error {
	start := strings.TrimSuffix(prefix, "/")
	if err := ready(ctx, start); err != nil {
		return err
	}
	return filepath.WalkDir(f.path(start), func(path string, entry fs.DirEntry, err error) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err != nil || entry.IsDir() || !plainName(entry.Name()) {
			return absentIsFine(err)
		}
		info, err := entry.Info()
		if err != nil {
			return absentIsFine(err)
		}
		rel, err := filepath.Rel(f.root, path)
		if err != nil {
			return err
		}
		return visit(Info{filepath.ToSlash(rel), info.Size(), info.ModTime()})
	})
}

func (f *Folder) path(key string) string {
	return filepath.Join(f.root, filepath.FromSlash(key))
}

func notFound(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	return err
}

func absentIsFine(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
