package foldersim

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"tieout/app/folder"
)

// deskFS is the share as one desk sees it: the folder.FS that the engine is given.
type deskFS struct {
	s *server
	d *Desk
}

const sharePath = "/share"

func (f deskFS) Weak(string) bool { return f.d.weak }

func (f deskFS) Open(at string) (folder.Tree, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if at != sharePath || f.s.away {
		return nil, &fs.PathError{Op: "open", Path: at, Err: errAway}
	}
	return &tree{f.s, f.d, f.s.visible(), f.s.boots}, nil
}

// tree stays what it was opened on: when something else is mounted there it has lost its connection, and
// when the server was without power too, unless paths are found again through another connection.
type tree struct {
	s    *server
	d    *Desk
	root *node
	boot int
}

// act waits for its turn and then does one thing to the share.
func (t *tree) act(what, rel string, do func() error) error {
	if !filepath.IsLocal(rel) {
		return &fs.PathError{Op: what, Path: rel, Err: folder.ErrNotPlain}
	}
	v := t.d.pass(what, rel)
	if v.fail != nil {
		return &fs.PathError{Op: what, Path: rel, Err: v.fail}
	}
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if t.boot != t.s.boots && (!t.s.traits.Again || t.s.traits.TwoSteps) || t.root != t.s.visible() && !t.d.world.broken.NoMarker {
		return &fs.PathError{Op: what, Path: rel, Err: errAway}
	}
	if err := do(); err != nil {
		return err
	}
	if v.lost != nil {
		return &fs.PathError{Op: what, Path: rel, Err: v.lost}
	}
	return nil
}

func (t *tree) Lstat(rel string) (i folder.Info, err error) {
	err = t.act("stat", rel, func() error {
		n, err := t.s.find(rel)
		if err == nil {
			i = t.s.info(n)
		}
		return err
	})
	return i, err
}

func (t *tree) ReadDir(rel string) (all []folder.Info, err error) {
	err = t.act("list", rel, func() error {
		n, err := t.s.find(rel)
		if err == nil && !n.dir {
			err = folder.ErrNotPlain
		}
		if err != nil {
			return err
		}
		for _, kid := range n.kids {
			all = append(all, t.s.info(kid))
		}
		return nil
	})
	if t.d.world.broken.Torn && err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all, err
}

func (t *tree) OpenFile(rel string) (f folder.File, err error) {
	err = t.act("open", rel, func() error {
		n, err := t.s.find(rel)
		switch {
		case err != nil:
			return err
		case n.dir:
			return folder.ErrNotPlain
		case n.denied:
			return fs.ErrPermission
		case n.claimant != nil:
			return folder.ErrInUse
		}
		f = &file{t: t, n: n, rel: rel, of: t.d.session}
		return nil
	})
	return f, err
}

func (t *tree) Create(rel string) (f folder.NewFile, err error) {
	err = t.act("create", rel, func() error {
		if _, err := t.s.find(rel); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, fs.ErrExist)
		}
		if t.s.full {
			return folder.ErrDiskFull
		}
		n := t.s.node(path.Base(rel), false)
		n.desk = true
		f = &file{t: t, n: n, rel: rel, of: t.d.session}
		return t.s.put(rel, n)
	})
	return f, err
}

func (t *tree) Mkdir(rel string) error {
	return t.act("mkdir", rel, func() error {
		if _, err := t.s.find(rel); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, fs.ErrExist)
		}
		return t.s.put(rel, t.s.node(path.Base(rel), true))
	})
}

// RenameNew is one step, or two on servers like Samba: the second replaces whatever came in between.
func (t *tree) RenameNew(from, to string) error {
	look := func() error {
		if _, err := t.s.find(to); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, fs.ErrExist)
		}
		return nil
	}
	if t.s.traits.TwoSteps {
		defer t.s.idle(to)
		if err := t.act("rename, look", to, func() error { t.s.busy[t.s.folded(to)] = true; return look() }); err != nil {
			return err
		}
	}
	return t.act("rename", to, func() error {
		if !t.s.traits.TwoSteps {
			if err := look(); err != nil {
				return err
			}
		}
		return t.rename(from, to)
	})
}

func (t *tree) rename(from, to string) error {
	n, err := t.s.find(from)
	if err != nil {
		return err
	}
	if old, err := t.s.find(to); err == nil && old != n {
		t.d.world.wrong("desk %d replaced %s", t.d.ID, to)
	}
	if err := t.s.take(from); err != nil {
		return err
	}
	n.change++
	t.s.moves = append(t.s.moves, move{n, from, to})
	t.d.world.placed(to, n)
	return t.s.put(to, n)
}

func (t *tree) Remove(rel string) error {
	return t.act("remove", rel, func() error {
		n, err := t.s.find(rel)
		if err != nil {
			return err
		}
		if !strings.HasPrefix(path.Base(rel), ".tieout-") {
			t.d.world.wrong("desk %d removed %s", t.d.ID, rel)
		}
		switch {
		case n.dir:
			return folder.ErrNotPlain
		case n.claimant != nil:
			return folder.ErrInUse
		}
		return t.s.take(rel)
	})
}

func (t *tree) SyncDir(rel string) error {
	return t.act("sync folder", rel, func() error {
		t.s.moves = slices.DeleteFunc(t.s.moves, func(m move) bool { return path.Dir(m.to) == rel })
		return nil
	})
}

func (t *tree) Claim(rel string) (c folder.Claim, err error) {
	err = t.act("claim", rel, func() error {
		n, err := t.s.find(rel)
		if errors.Is(err, fs.ErrNotExist) {
			if t.s.full {
				return folder.ErrDiskFull
			}
			n = t.s.node(path.Base(rel), false)
			n.desk = true
			err = t.s.put(rel, n)
		}
		if err != nil {
			return err
		}
		b := t.d.world.broken
		if n.claimant != nil && !b.NoClaims && !(b.NoNames && strings.HasPrefix(n.name, ".tieout-name-")) {
			return folder.ErrClaimed
		}
		n.claimant = t.d.session
		c = &claim{t: t, n: n, rel: rel, of: t.d.session}
		return nil
	})
	if err != nil && c != nil {
		c.(*claim).n.claimant = nil // the server hears that nobody wants the handle
		c = nil
	}
	return c, err
}

func (t *tree) Writable() bool { return true }

func (t *tree) Identity(rel string) string {
	i, err := t.Lstat(rel)
	if err != nil || i.ID == 0 {
		return ""
	}
	return strconv.FormatUint(i.ID, 10)
}

func (t *tree) Volume() folder.Volume {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if t.s.empty && !t.d.world.broken.NoMarker {
		return folder.Volume{ID: t.s.hollow.id, Mount: t.s.hollow.id}
	}
	return folder.Volume{ID: t.s.root.id, Mount: t.s.mounts}
}

func (t *tree) Close() error { return nil }
