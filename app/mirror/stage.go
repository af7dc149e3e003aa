package mirror

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"tieout/app/folder"
)

// stageDir is the hidden folder of what has no name yet. What is in it is named by
// its document and its bytes: a part is a download that goes on where it broke
// off; a fresh one is a whole version that is about to trade its name with the old
// one, or the old one after that; what was there is an old version that made room
// for the moment.
const (
	stageDir    = ".tieout-mirror"
	partSuffix  = ".part"
	freshSuffix = ".fresh"
	wasSuffix   = ".was"
)

// placeOf is how a document is called in the stage.
func placeOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:8])
}

// staged is the path of a version of a document in the stage.
func staged(d Doc, suffix string) string {
	return path.Join(stageDir, placeOf(d.ID)+"-"+d.SHA256[:16]+suffix)
}

// staging opens the stage, which is made when it is needed.
func (c *Copy) staging() (*os.Root, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stage != nil {
		return c.stage, nil
	}
	if err := c.makeDirs(stageDir); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	c.stage, err = root.OpenRoot(stageDir)
	return c.stage, err
}

// leaveStage closes the stage and removes it when nothing is in it. The caller
// holds the lock.
func (c *Copy) leaveStage() error {
	if c.stage == nil {
		return nil
	}
	err := c.stage.Close()
	c.stage = nil
	delete(c.made, stageDir)
	root, opened := os.OpenRoot(c.dir)
	if opened != nil {
		return err // its disk is away
	}
	defer root.Close()
	_ = root.Remove(stageDir) // what is in it is for the next time
	return err
}

// download brings the bytes of a document, checked and durable, to the stage. What
// an interruption left is gone on with.
func (c *Copy) download(ctx context.Context, d Doc, fetch Fetch) (part string, err error) {
	part = staged(d, partSuffix)
	err = c.write(ctx, d, fetch)
	if errors.Is(err, errStartOver) { // what an interruption left is not a beginning of it
		if err = c.tree.Remove(part); err == nil {
			err = c.write(ctx, d, fetch)
		}
	}
	if errors.Is(err, errStartOver) {
		err = errors.Join(ErrWrongBytes, c.tree.Remove(part))
	}
	return part, err
}

var errStartOver = errors.New("mirror: not the bytes that were expected")

func (c *Copy) write(ctx context.Context, d Doc, fetch Fetch) error {
	file, err := c.openPart(d)
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
		to := &limited{to: io.MultiWriter(&steady{file: file, at: have, begun: have}, sum), left: d.Size - have}
		if err := fetch(ctx, have, to); err != nil {
			return err // what came stays, to go on from
		}
		if to.left != 0 {
			return errStartOver
		}
	}
	return finish(file, sum, d)
}

// openPart opens the part of a document, which may be read-only already: it was
// whole when this was interrupted. One that is not ours to open is begun anew.
func (c *Copy) openPart(d Doc) (*os.File, error) {
	root, err := c.staging()
	if err != nil {
		return nil, err
	}
	name := path.Base(staged(d, partSuffix))
	open := func() (*os.File, error) { return root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644) }
	file, err := open()
	if !errors.Is(err, fs.ErrPermission) {
		return file, err
	}
	if root.Chmod(name, 0o644) == nil {
		if file, err = open(); err == nil {
			return file, nil
		}
	}
	if gone := root.Remove(name); gone != nil {
		return nil, errors.Join(err, gone)
	}
	return open()
}

// finish checks and keeps what was written. It becomes read-only last, by the
// handle that wrote it.
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

// steady has the disk write while a long file still comes, so that little is left
// to wait for at its end, and little of it lies in memory.
type steady struct {
	file *os.File
	at   int64
	// begun is where the disk has been asked to write to, the last step of which it
	// may not have done.
	begun, last int64
}

const steadyStep = 8 << 20

func (s *steady) Write(p []byte) (int, error) {
	n, err := s.file.Write(p)
	s.at += int64(n)
	step := s.at - s.begun
	if err != nil || step < steadyStep {
		return n, err
	}
	beginWriting(s.file, s.begun, step)
	if s.last > 0 {
		err = letGo(s.file, s.begun-s.last, s.last)
	}
	s.begun, s.last = s.at, step
	return n, err
}

// sweep lists what interruptions left, and gives an old version its name back
// that made room for one which did not come.
func (c *Copy) sweep() error {
	listing, err := c.tree.ReadDir(stageDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for _, id := range c.owner {
		ids[placeOf(id)] = id
	}
	for _, e := range listing {
		place, _, ok := strings.Cut(e.Name, "-")
		if !ok || e.Kind != folder.KindFile {
			continue
		}
		at := path.Join(stageDir, e.Name)
		if back, err := c.giveBack(at, ids[place]); back || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		if strings.HasSuffix(at, partSuffix) || c.owner[at] != "" {
			c.left[place] = append(c.left[place], at)
			continue
		}
		if err := c.judge(at, ids[place]); err != nil {
			return err
		}
	}
	return nil
}

// giveBack returns an old version to its name where that is free.
func (c *Copy) giveBack(at, id string) (bool, error) {
	if !strings.HasSuffix(at, wasSuffix) || id == "" {
		return false, nil
	}
	o, ok, err := c.index.Get(c.mapping(), id)
	if err != nil || !ok || o.Rel == at {
		return false, err
	}
	err = c.tree.RenameNew(at, o.Rel)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// judge removes a left-over that is ours, and sets aside what is not.
func (c *Copy) judge(at, id string) error {
	sum, err := c.sum(at)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var old folder.Observation
	if id != "" {
		if old, _, err = c.index.Get(c.mapping(), id); err != nil {
			return err
		}
	}
	_, short, _ := strings.Cut(strings.TrimSuffix(path.Base(at), path.Ext(at)), "-")
	if sum == old.SHA256 || len(short) == 16 && strings.HasPrefix(sum, short) {
		return c.tree.Remove(at)
	}
	like := old.Rel
	if like == "" {
		like = "left by an interruption"
	}
	return c.setAside(at, like)
}

// settle ends what an interruption left of a document, but for the part that
// goes on. The caller holds the lock.
func (c *Copy) settle(d Doc) error {
	place := placeOf(d.ID)
	for _, at := range c.left[place] {
		switch {
		case at == staged(d, partSuffix), c.owner[at] == d.ID:
			continue
		case strings.HasSuffix(at, partSuffix):
			if err := c.tree.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		default:
			if err := c.judge(at, d.ID); err != nil {
				return err
			}
		}
	}
	delete(c.left, place)
	return nil
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
