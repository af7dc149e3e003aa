package mirror

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"tieout/app/folder"
)

// place gives the file at source the name of a document; what lay under the
// document's earlier name goes when the new one is there. The caller holds the
// lock.
func (c *Copy) place(d Doc, source string) (n folder.Noted, err error) {
	if err := c.makeDirs(path.Dir(d.Path)); err != nil {
		return n, err
	}
	fresh, err := c.tree.Lstat(source)
	if err != nil {
		return n, err
	}
	old, had, err := c.index.Get(c.mapping(), d.ID)
	if err != nil {
		return n, err
	}
	if err := c.name(source, d, old); err != nil {
		return n, err
	}
	c.touched[path.Dir(d.Path)] = true
	switch {
	case source == old.Rel:
		c.touched[path.Dir(source)] = true
		delete(c.owner, source)
	case had && old.Rel != d.Path:
		err = c.drop(d.ID, old)
	}
	return c.noted(d, fresh.Stamp), err
}

// name renames source to where the document belongs. Whatever has that name makes
// room: the document's own old version goes, another document's waits in the
// stage, and what somebody put there is set aside.
func (c *Copy) name(source string, d Doc, old folder.Observation) error {
	for range 100 {
		err := c.tree.RenameNew(source, d.Path)
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		if there, err := c.tree.Lstat(d.Path); errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return err
		} else if c.owner[d.Path] == d.ID && old.Rel == d.Path && old.Same(there.Stamp) {
			return c.replace(source, d, old)
		}
		if err := c.makeRoom(d.Path); err != nil {
			return err
		}
	}
	return fmt.Errorf("mirror: the name is taken again and again: %w", fs.ErrExist)
}

// makeRoom frees a name.
func (c *Copy) makeRoom(at string) error {
	id := c.owner[at]
	if id == "" {
		return c.setAside(at, at)
	}
	o, had, err := c.index.Get(c.mapping(), id)
	if err != nil {
		return err
	}
	mine := false
	if had && o.Rel == at {
		if mine, err = c.unchanged(id, o); err != nil {
			return err
		}
	}
	if !mine {
		delete(c.owner, at)
		return c.setAside(at, at)
	}
	if err := c.makeDirs(stageDir); err != nil {
		return err
	}
	waits := staged(Doc{ID: id, SHA256: o.SHA256}, wasSuffix)
	if err := c.clear(waits, id); err != nil {
		return err
	}
	if err := c.tree.RenameNew(at, waits); err != nil {
		return err
	}
	delete(c.owner, at)
	o.Rel = waits
	return c.remember([]folder.Noted{{MappingID: c.mapping(), Key: id, Observation: o}})
}

// clear frees a name of the stage.
func (c *Copy) clear(at, id string) error {
	_, err := c.tree.Lstat(at)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return c.judge(at, id)
}

// replace gives the name to the new version and looks at what it took the name
// from: that is removed only if it is still what we wrote.
func (c *Copy) replace(source string, d Doc, old folder.Observation) error {
	fresh := staged(d, freshSuffix)
	if err := c.clear(fresh, d.ID); err != nil {
		return err
	}
	if err := c.tree.RenameNew(source, fresh); err != nil {
		return err
	}
	if err := c.exchange(fresh, d, old); err != nil {
		return errors.Join(err, c.tree.RenameNew(fresh, source))
	}
	was, err := c.tree.Lstat(fresh)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // the exchange has kept it from coming back
	case err == nil && old.Same(was.Stamp):
		err = c.tree.Remove(fresh)
	case err == nil:
		err = c.setAside(fresh, d.Path)
	}
	if err != nil {
		c.left[placeOf(d.ID)] = append(c.left[placeOf(d.ID)], fresh)
	}
	return err
}

// exchange swaps the new version with the old one, in one step where the system
// can. Elsewhere it stops at the first step that fails and undoes the one before.
func (c *Copy) exchange(fresh string, d Doc, old folder.Observation) error {
	err := c.swap(filepath.Join(c.dir, filepath.FromSlash(fresh)), filepath.Join(c.dir, filepath.FromSlash(d.Path)))
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	was := staged(Doc{ID: d.ID, SHA256: old.SHA256}, wasSuffix)
	if err := c.clear(was, d.ID); err != nil {
		return err
	}
	if err := c.tree.RenameNew(d.Path, was); err != nil {
		return err
	}
	if err := c.tree.RenameNew(fresh, d.Path); err != nil {
		return errors.Join(err, c.tree.RenameNew(was, d.Path))
	}
	if err := c.tree.RenameNew(was, fresh); err != nil {
		c.left[placeOf(d.ID)] = append(c.left[placeOf(d.ID)], was) // the new version is in place all the same
	}
	return nil
}

// drop removes what we wrote under a name, unless somebody changed it. The caller
// holds the lock.
func (c *Copy) drop(id string, o folder.Observation) error {
	mine, err := c.unchanged(id, o)
	if err != nil {
		return err
	}
	if mine {
		c.touched[path.Dir(o.Rel)] = true
		err = c.tree.Remove(o.Rel)
	}
	if c.owner[o.Rel] == id {
		delete(c.owner, o.Rel)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// setAside gives a file that somebody changed a name that says so, beside where
// it was.
func (c *Copy) setAside(from, like string) error {
	ext := path.Ext(like)
	stem := strings.TrimSuffix(like, ext) + " (changed here " + c.now().Format("2006-01-02 15.04") + ")"
	_, err := c.renameFree(from, stem+ext)
	return err
}

// renameFree renames to the first free name, and answers it.
func (c *Copy) renameFree(from, to string) (string, error) {
	ext := path.Ext(to)
	stem := strings.TrimSuffix(to, ext)
	for n := 2; ; n++ {
		err := c.tree.RenameNew(from, to)
		if err == nil {
			c.touched[path.Dir(from)], c.touched[path.Dir(to)] = true, true
		}
		if !errors.Is(err, fs.ErrExist) {
			return to, err
		}
		to = fmt.Sprintf("%s (%d)%s", stem, n, ext)
	}
}

// makeDirs makes a folder and those above it. The caller holds the lock.
func (c *Copy) makeDirs(dir string) error {
	if dir == "." || c.made[dir] {
		return nil
	}
	if err := c.makeDirs(path.Dir(dir)); err != nil {
		return err
	}
	err := c.tree.Mkdir(dir)
	if err == nil {
		c.touched[path.Dir(dir)] = true
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if info, err := c.tree.Lstat(dir); err != nil || info.Kind != folder.KindDir {
		return errors.Join(fmt.Errorf("mirror: %w", folder.ErrNotPlain), err)
	}
	c.made[dir] = true
	return nil
}

func below(rel, dir string) bool { return strings.HasPrefix(rel, dir+"/") }
