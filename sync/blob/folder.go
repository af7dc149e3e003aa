package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// tempAge is how old a temporary file must be before it counts as left behind
// by a crash. Writing one takes moments.
const tempAge = time.Hour

// Folder keeps objects in files, mode 0600, below a folder of the local disk:
// each in one of its own, or small ones that were put together in a bundle. A
// crash or a full disk leaves no half object under a final name. What is deleted
// is overwritten where it shares a file. One process at a time may write.
type Folder struct {
	root    string
	folders folderSyncs

	mu      sync.Mutex
	bundles map[string]*bundles // by the folder they are in
	known   atomic.Int64        // members that are known of all bundles
	room    int64               // how many that may be
	last    lastRead
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
	f := &Folder{root: root, room: maxKnown}
	return f, f.sweepTemps(time.Now().Add(-tempAge))
}

// Close implements io.Closer. The folder may be used after it.
func (f *Folder) Close() error { return f.last.Close() }

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
	created, err := f.PutEachIfAbsent(ctx, []Object{{key, data}})
	return err == nil && created[0], err
}

// PutEachIfAbsent implements ManyObjects: one flush for the small ones.
func (f *Folder) PutEachIfAbsent(ctx context.Context, all []Object) ([]bool, error) {
	byDir := map[string][]int{}
	for i, o := range all {
		if err := ready(ctx, o.Key); err != nil {
			return nil, err
		}
		dir := filepath.Dir(f.path(o.Key))
		byDir[dir] = append(byDir[dir], i)
	}
	created := make([]bool, len(all))
	for dir, places := range byDir {
		if err := f.putIn(dir, all, places, created); err != nil {
			return nil, err
		}
	}
	return created, nil
}

// putIn stores those of the objects at some places that belong in one folder:
// many small ones in a bundle, others as files.
func (f *Folder) putIn(dir string, all []Object, places []int, created []bool) error {
	b := f.bundlesOf(dir)
	names := make([]string, len(places))
	for i, at := range places {
		names[i] = filepath.Base(f.path(all[at].Key))
	}
	defer b.claim(names...)()
	many := len(places) >= fewObjects
	free, err := b.free(names, many)
	if err != nil {
		return err
	}
	var small []bundled
	var files []*file
	var fileAt []int
	for i, at := range places {
		switch data := all[at].Data; {
		case !free[i]:
		case many && len(data) <= smallObject:
			small, created[at] = append(small, bundled{names[i], data}), true
		default:
			files, fileAt = append(files, &file{path: filepath.Join(dir, names[i]), data: data}), append(fileAt, at)
		}
	}
	if err := b.put(small, &f.folders); err != nil {
		return err
	}
	err = f.makeAbsent(files)
	for i, at := range fileAt {
		created[at] = files[i].made
	}
	return err
}

// Get implements Objects.
func (f *Folder) Get(ctx context.Context, key string) ([]byte, error) {
	return f.get(ctx, key, os.ReadFile)
}

// GetOnce implements OnceObjects.
func (f *Folder) GetOnce(ctx context.Context, key string, room []byte) ([]byte, error) {
	return f.get(ctx, key, func(path string) ([]byte, error) { return readAround(path, room) })
}

func (f *Folder) get(ctx context.Context, key string, readFile func(string) ([]byte, error)) ([]byte, error) {
	if err := ready(ctx, key); err != nil {
		return nil, err
	}
	path := f.path(key)
	b := f.bundlesOf(filepath.Dir(path))
	m, found, err := b.find(filepath.Base(path))
	if err != nil {
		return nil, err
	}
	if !found {
		data, err := readFile(path)
		return data, notFound(err)
	}
	data, err := m.read(&f.last)
	if _, still, again := b.find(filepath.Base(path)); again == nil && !still {
		return nil, ErrNotFound // it was deleted meanwhile
	}
	return data, notFound(err)
}

// Stat implements Objects.
func (f *Folder) Stat(ctx context.Context, key string) (Info, error) {
	if err := ready(ctx, key); err != nil {
		return Info{}, err
	}
	path := f.path(key)
	m, found, err := f.bundlesOf(filepath.Dir(path)).find(filepath.Base(path))
	if err != nil {
		return Info{}, err
	}
	if found {
		return Info{key, m.size, m.in.created}, nil
	}
	info, err := os.Stat(path)
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
	dir, name := filepath.Split(path)
	dir = filepath.Clean(dir)
	b := f.bundlesOf(dir)
	defer b.claim(name)()
	gone, err := b.delete(name)
	if err != nil {
		return err
	}
	if gone {
		if err := f.prune(filepath.Join(dir, bundleFolder)); err != nil {
			return err
		}
	}
	err = os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.prune(dir)
}

// prune flushes a folder from which something was removed, and removes it and
// those above while they are empty.
func (f *Folder) prune(dir string) error {
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
		if err == nil && entry.Name() == bundleFolder {
			if err := f.listBundled(ctx, filepath.Dir(path), visit); err != nil {
				return err
			}
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || !plainName(entry.Name()) {
			return absentIsFine(err)
		}
		info, err := entry.Info()
		if err != nil {
			return absentIsFine(err)
		}
		return visit(Info{f.keyOf(path), info.Size(), info.ModTime()})
	})
}

func (f *Folder) listBundled(ctx context.Context, dir string, visit func(Info) error) error {
	members, err := f.bundlesOf(dir).list()
	for name, m := range members {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if err := visit(Info{f.keyOf(filepath.Join(dir, name)), m.size, m.in.created}); err != nil {
			return err
		}
	}
	return err
}

// keyOf is the key of a path below the root.
func (f *Folder) keyOf(path string) string {
	return strings.TrimPrefix(filepath.ToSlash(path[len(f.root):]), "/")
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
