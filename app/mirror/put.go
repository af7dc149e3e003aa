package mirror

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"tieout/app/folder"
)

// Fetch writes the bytes of a document from an offset on.
type Fetch func(ctx context.Context, from int64, to io.Writer) error

// Known answers the sha256 of the document as it was last written, and its
// path; empty when it was not.
func (c *Copy) Known(id string) (sum, at string, err error) {
	o, ok, err := c.index.Get(c.mapping(), id)
	if err != nil || !ok {
		return "", "", err
	}
	return o.SHA256, o.Rel, nil
}

// Unchanged says that the document lies in the folder as it was written.
func (c *Copy) Unchanged(d Doc) (bool, error) {
	o, ok, err := c.index.Get(c.mapping(), d.ID)
	if err != nil || !ok || o.SHA256 != d.SHA256 || o.Rel != d.Path {
		return false, err
	}
	now, err := c.tree.Lstat(d.Path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, folder.ErrNotPlain) {
		return false, nil
	}
	return err == nil && o.Same(now.Stamp), err
}

// Put brings a document to its path in its newest version. It is idempotent,
// and goes on with a download that an earlier call began. The folder the name
// is in is durable only after SyncDirs.
func (c *Copy) Put(ctx context.Context, d Doc, fetch Fetch) error {
	if err := d.check(); err != nil {
		return err
	}
	if err := c.makeDirs(path.Dir(d.Path)); err != nil {
		return err
	}
	old, had, err := c.index.Get(c.mapping(), d.ID)
	if err != nil {
		return err
	}
	if had && old.Rel != d.Path {
		if err := c.forget(d.ID, old); err != nil {
			return err
		}
		had = false
	}
	if done, err := c.adopt(d); done || err != nil {
		return err
	}
	fresh, err := c.download(ctx, d, fetch)
	if err != nil {
		return err
	}
	if err := c.name(fresh, d, old, had); err != nil {
		return err
	}
	return c.remember(d)
}

// Remove takes a document out of the copy: from its path into the folder
// `into`, or altogether with "". A file that somebody changed stays where it is.
func (c *Copy) Remove(id, into string) error {
	o, ok, err := c.index.Get(c.mapping(), id)
	if err != nil || !ok {
		return err
	}
	if into == "" {
		return c.forget(id, o)
	}
	now, err := c.tree.Lstat(o.Rel)
	if err == nil && o.Same(now.Stamp) {
		dir := path.Join(into, path.Dir(o.Rel))
		if err := c.makeDirs(dir); err != nil {
			return err
		}
		err = c.renameFree(o.Rel, path.Join(into, o.Rel))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return c.index.Delete(c.mapping(), id)
}

// forget removes what we wrote, unless somebody changed it.
func (c *Copy) forget(id string, o folder.Observation) error {
	now, err := c.tree.Lstat(o.Rel)
	if err == nil && o.Same(now.Stamp) {
		err = c.tree.Remove(o.Rel)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return c.index.Delete(c.mapping(), id)
}

// SyncDirs makes the names in the folders of these paths durable.
func (c *Copy) SyncDirs(paths []string) error {
	done := map[string]bool{}
	for _, p := range paths {
		for dir := path.Dir(p); !done[dir]; dir = path.Dir(dir) {
			done[dir] = true
			if err := c.tree.SyncDir(dir); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Copy) makeDirs(dir string) error {
	at := ""
	for part := range strings.SplitSeq(dir, "/") {
		at = path.Join(at, part)
		if at == "." {
			continue
		}
		if err := c.tree.Mkdir(at); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if info, err := c.tree.Lstat(at); err != nil || info.Kind != folder.KindDir {
			return errors.Join(fmt.Errorf("mirror: %w", folder.ErrNotPlain), err)
		}
	}
	return nil
}

// adopt takes a file that has the right bytes already.
func (c *Copy) adopt(d Doc) (bool, error) {
	there, err := c.tree.Lstat(d.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || there.Kind != folder.KindFile || there.Size != d.Size {
		return false, err
	}
	sum, err := c.sum(d.Path)
	if err != nil || sum != d.SHA256 {
		return false, err
	}
	return true, c.remember(d)
}

func (c *Copy) sum(at string) (string, error) {
	file, err := c.tree.OpenFile(at)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func (c *Copy) remember(d Doc) error {
	now, err := c.tree.Lstat(d.Path)
	if err != nil {
		return err
	}
	now.Change = 0 // renaming moves it
	return c.index.Put(c.mapping(), d.ID, folder.Observation{Stamp: now.Stamp, Rel: d.Path, SHA256: d.SHA256, Own: true})
}

func ownName(d Doc, suffix string) string {
	return path.Join(path.Dir(d.Path), ownPrefix+d.SHA256[:24]+suffix)
}

// download answers the path of a file with the document's bytes, checked and
// durable, beside its final name.
func (c *Copy) download(ctx context.Context, d Doc, fetch Fetch) (fresh string, err error) {
	part := ownName(d, partSuffix)
	err = c.write(ctx, part, d, fetch)
	if errors.Is(err, errStartOver) { // what an interruption left is not a beginning of it
		if err = c.tree.Remove(part); err == nil {
			err = c.write(ctx, part, d, fetch)
		}
	}
	if errors.Is(err, errStartOver) {
		return "", errors.Join(ErrWrongBytes, c.tree.Remove(part))
	}
	if err != nil {
		return "", err
	}
	fresh = ownName(d, freshSuffix)
	if err := c.tree.RenameNew(part, fresh); err != nil {
		return "", err
	}
	return fresh, nil
}

var errStartOver = errors.New("mirror: not the bytes that were expected")

func (c *Copy) write(ctx context.Context, part string, d Doc, fetch Fetch) error {
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	file, err := root.OpenFile(filepath.FromSlash(part), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	have, err := io.Copy(sum, file)
	if err != nil {
		return err
	}
	if have > d.Size {
		return errStartOver
	}
	if have < d.Size {
		to := &limited{to: io.MultiWriter(file, sum), left: d.Size - have}
		if err := fetch(ctx, have, to); err != nil {
			return err // what came stays, to go on from
		}
		if to.left != 0 {
			return errStartOver
		}
	}
	return finish(file, sum, d)
}

// finish checks and keeps what was written.
func finish(file *os.File, sum hash.Hash, d Doc) error {
	if hex.EncodeToString(sum.Sum(nil)) != d.SHA256 {
		return errStartOver
	}
	if err := file.Chmod(readOnly); err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// limited takes so many bytes and no more.
type limited struct {
	to   io.Writer
	left int64
}

func (l *limited) Write(p []byte) (int, error) {
	if int64(len(p)) > l.left {
		return 0, errStartOver
	}
	n, err := l.to.Write(p)
	l.left -= int64(n)
	return n, err
}

// name puts a fresh version where it belongs.
func (c *Copy) name(fresh string, d Doc, old folder.Observation, had bool) error {
	for range 100 {
		there, err := c.tree.Lstat(d.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			err = c.tree.RenameNew(fresh, d.Path)
		case err == nil && had && old.Same(there.Stamp):
			return c.replace(fresh, d.Path, old)
		case err == nil:
			err = c.setAside(d.Path, d.Path)
			if err == nil {
				continue
			}
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return fmt.Errorf("mirror: the name is taken again and again: %w", fs.ErrExist)
}

// replace gives the name to the fresh version and looks at what it took the name
// from: that is removed only if it is still what we wrote.
func (c *Copy) replace(fresh, final string, old folder.Observation) error {
	if err := c.exchange(fresh, final); err != nil {
		return err
	}
	was, err := c.tree.Lstat(fresh)
	if err != nil {
		return err
	}
	if old.Same(was.Stamp) {
		return c.tree.Remove(fresh)
	}
	return c.setAside(fresh, final)
}

// exchange swaps two names, in one step where the system can.
func (c *Copy) exchange(fresh, final string) error {
	err := exchange(filepath.Join(c.dir, filepath.FromSlash(fresh)), filepath.Join(c.dir, filepath.FromSlash(final)))
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	between := strings.TrimSuffix(fresh, freshSuffix) + "-was" + freshSuffix
	return errors.Join(c.tree.RenameNew(final, between), c.tree.RenameNew(fresh, final), c.tree.RenameNew(between, fresh))
}

// setAside gives a file that somebody changed a name that says so, beside where
// it was.
func (c *Copy) setAside(from, like string) error {
	ext := path.Ext(like)
	stem := strings.TrimSuffix(like, ext) + " (changed here " + time.Now().Format("2006-01-02 15.04") + ")"
	return c.renameFree(from, stem+ext)
}

// renameFree renames to the first free name.
func (c *Copy) renameFree(from, to string) error {
	ext := path.Ext(to)
	stem := strings.TrimSuffix(to, ext)
	for n := 2; ; n++ {
		err := c.tree.RenameNew(from, to)
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		to = fmt.Sprintf("%s (%d)%s", stem, n, ext)
	}
}
