package mirror

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"tieout/app/folder"
	"tieout/sync/blob"
)

// Fetch writes the bytes of a document from an offset on.
type Fetch func(ctx context.Context, from int64, to io.Writer) error

// Whole is a document with its bytes.
type Whole struct {
	Doc
	Data blob.Checked
}

// Has says whether the document lies in the folder as it should. One whose bytes
// are in the copy already, under another name or from before the index was lost,
// is put there.
func (c *Copy) Has(d Doc) (bool, error) {
	if err := d.check(); err != nil {
		return false, err
	}
	o, had, err := c.index.Get(c.mapping(), d.ID)
	if err != nil {
		return false, err
	}
	there, err := c.tree.Lstat(d.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return c.moved(d, o, had)
	}
	if errors.Is(err, folder.ErrNotPlain) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if had && o.SHA256 == d.SHA256 && o.Rel == d.Path && o.Same(there.Stamp) {
		return true, nil
	}
	if moved, err := c.moved(d, o, had); moved || err != nil {
		return moved, err
	}
	return c.adopt(d, there)
}

// moved renames a document whose path alone is another one.
func (c *Copy) moved(d Doc, o folder.Observation, had bool) (bool, error) {
	if !had || o.SHA256 != d.SHA256 || o.Rel == d.Path {
		return false, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if mine, err := c.unchanged(d.ID, o); !mine || err != nil {
		return false, err
	}
	return true, c.put(d, o.Rel)
}

// unchanged says whether what we wrote of a document still lies where it was
// written. The caller holds the lock.
func (c *Copy) unchanged(id string, o folder.Observation) (bool, error) {
	if c.owner[o.Rel] != id {
		return false, nil
	}
	now, err := c.tree.Lstat(o.Rel)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, folder.ErrNotPlain) {
		return false, nil
	}
	return err == nil && o.Same(now.Stamp), err
}

// adopt takes a file that has the right bytes already, and is no other document's.
func (c *Copy) adopt(d Doc, there folder.Info) (bool, error) {
	if there.Kind != folder.KindFile || there.Size != d.Size {
		return false, nil
	}
	sum, err := c.sum(d.Path)
	if err != nil || sum != d.SHA256 {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if id := c.owner[d.Path]; id != "" && id != d.ID {
		return false, nil
	}
	o, had, err := c.index.Get(c.mapping(), d.ID)
	if err == nil && had && o.Rel != d.Path {
		err = c.drop(d.ID, o)
	}
	if err != nil {
		return false, err
	}
	return true, c.remember([]folder.Noted{c.noted(d, there.Stamp)})
}

// Put brings a document to its path in its newest version. It is idempotent,
// and goes on with a download that an earlier call began. The name is durable only
// after Sync.
func (c *Copy) Put(ctx context.Context, d Doc, fetch Fetch) error {
	if has, err := c.Has(d); has || err != nil {
		return err
	}
	if err := c.ready(d); err != nil {
		return err
	}
	part, err := c.download(ctx, d, fetch)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.put(d, part)
}

// ready makes the folder of a document and ends what an interruption left of it.
func (c *Copy) ready(d Doc) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.settle(d); err != nil {
		return err
	}
	return c.makeDirs(path.Dir(d.Path))
}

// PutAll is Put for documents whose bytes are at hand, which share a flush of the
// disk and a write of the index. It does not look whether they are there already:
// see Has. The errors are theirs, in order.
func (c *Copy) PutAll(all []Whole) []error {
	failed := make([]error, len(all))
	c.writeAll(all, failed)
	c.mu.Lock()
	defer c.mu.Unlock()
	var kept []folder.Noted
	for i := range all {
		if failed[i] != nil {
			continue
		}
		var n folder.Noted
		if n, failed[i] = c.place(all[i].Doc, staged(all[i].Doc, partSuffix)); failed[i] == nil {
			kept = append(kept, n)
		}
	}
	if err := c.remember(kept); err != nil {
		for i := range failed {
			failed[i] = errors.Join(failed[i], err)
		}
	}
	return failed
}

// writeAll leaves documents in the stage, checked and durable.
func (c *Copy) writeAll(all []Whole, failed []error) {
	on, err := c.volumeOf(len(all))
	if on != nil {
		defer on.close()
	}
	files := make([]*os.File, len(all))
	for i := range all {
		if failed[i] = errors.Join(err, all[i].check()); failed[i] == nil {
			files[i], failed[i] = c.writeWhole(&all[i])
		}
	}
	flush(files, failed, on)
}

// put names one document and remembers it. The caller holds the lock.
func (c *Copy) put(d Doc, source string) error {
	n, err := c.place(d, source)
	if err != nil {
		return err
	}
	return c.remember([]folder.Noted{n})
}

// remember keeps what was written. The caller holds the lock.
func (c *Copy) remember(all []folder.Noted) error {
	for _, n := range all {
		c.owner[n.Rel] = n.Key
	}
	if many, ok := c.index.(folder.ManyIndex); ok {
		return many.PutAll(all)
	}
	for _, n := range all {
		if err := c.index.Put(n.MappingID, n.Key, n.Observation); err != nil {
			return err
		}
	}
	return nil
}

func (c *Copy) noted(d Doc, stamp folder.Stamp) folder.Noted {
	stamp.Change = 0 // renaming moves it
	return folder.Noted{MappingID: c.mapping(), Key: d.ID, Observation: folder.Observation{Stamp: stamp, Rel: d.Path, SHA256: d.SHA256, Own: true}}
}

// Withdraw moves a document out of its place into the folder `into`. A file that
// somebody changed stays where it is. It is idempotent.
func (c *Copy) Withdraw(id, into string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	o, had, err := c.index.Get(c.mapping(), id)
	if err != nil || !had || below(o.Rel, into) {
		return err
	}
	mine, err := c.unchanged(id, o)
	if err != nil || !mine {
		return err
	}
	to := path.Join(into, o.Rel)
	if err := c.makeDirs(path.Dir(to)); err != nil {
		return err
	}
	if to, err = c.renameFree(o.Rel, to); err != nil {
		return err
	}
	delete(c.owner, o.Rel)
	o.Rel = to
	return c.remember([]folder.Noted{{MappingID: c.mapping(), Key: id, Observation: o}})
}

// Erase removes the bytes of a document: from its place, from the folder `into`
// where Withdraw has moved it, and what came of it so far. What somebody made of
// it stays.
func (c *Copy) Erase(d Doc, into string) error {
	if err := d.check(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.eraseStaged(d); err != nil {
		return err
	}
	o, had, err := c.index.Get(c.mapping(), d.ID)
	if err != nil {
		return err
	}
	if had {
		if err := c.drop(d.ID, o); err != nil {
			return err
		}
		if err := c.eraseSame(path.Dir(o.Rel), path.Base(o.Rel), Doc{SHA256: o.SHA256, Size: o.Size}); err != nil {
			return err
		}
		return c.index.Delete(c.mapping(), d.ID)
	}
	dir := path.Dir(d.Path)
	return errors.Join(c.eraseSame(dir, "", d), c.eraseSame(path.Join(into, dir), "", d))
}

// eraseStaged removes what came of any version of a document.
func (c *Copy) eraseStaged(d Doc) error {
	if err := c.settle(d); err != nil {
		return err
	}
	err := c.tree.Remove(staged(d, partSuffix))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, folder.ErrNotPlain) {
		return nil
	}
	return err
}

// eraseSame removes files of a folder, or the one of this name, that have the
// bytes of a document, whatever became of their times.
func (c *Copy) eraseSame(dir, name string, d Doc) error {
	listing, err := c.tree.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, folder.ErrNotPlain) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range listing {
		if e.Kind != folder.KindFile || e.Size != d.Size || name != "" && e.Name != name {
			continue
		}
		at := path.Join(dir, e.Name)
		sum, err := c.sum(at)
		if err == nil && sum == d.SHA256 {
			c.touched[dir] = true
			err = c.tree.Remove(at)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
