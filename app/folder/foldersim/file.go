package foldersim

import (
	"errors"
	"io"
	"slices"

	"tieout/app/folder"
)

// file is a file that a desk has open.
type file struct {
	t   *tree
	n   *node
	rel string
	at  int64
	of  *session
}

// act is an act through the handle.
func (f *file) act(what string, do func() error) error {
	return f.t.act(what, f.rel, func() error {
		if f.of.ended(f.t.s) {
			return errAway
		}
		return do()
	})
}

// gulp is how much of a person's file is read in one step: less than most have.
const gulp = 12

func (f *file) ReadAt(p []byte, off int64) (n int, err error) {
	err = f.act("read", func() error {
		if off >= int64(len(f.n.data)) {
			return io.EOF
		}
		most := gulp
		if f.n.desk {
			most = len(p)
		}
		n = copy(p[:min(len(p), most)], f.n.data[off:])
		return nil
	})
	if err == nil && n < len(p) && off+int64(n) < int64(len(f.n.data)) {
		m, err := f.ReadAt(p[n:], off+int64(n))
		return n + m, err
	}
	if err == nil && n < len(p) {
		err = io.EOF
	}
	return n, err
}

func (f *file) Read(p []byte) (int, error) {
	n, err := f.ReadAt(p, f.at)
	f.at += int64(n)
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

func (f *file) Stamp() (folder.Stamp, error) {
	f.t.s.mu.Lock()
	defer f.t.s.mu.Unlock()
	if f.of.ended(f.t.s) {
		return folder.Stamp{}, errAway
	}
	return f.t.s.info(f.n).Stamp, nil
}

func (f *file) Probe() (answer folder.Probe) {
	answer = folder.ProbeUnable
	f.act("probe", func() error {
		answer = folder.ProbeQuiet
		switch {
		case f.t.s.traits.Unable:
			answer = folder.ProbeUnable
		case f.n.writers > 0 && !f.t.d.world.broken.NoProbe:
			answer = folder.ProbeBusy
		}
		return nil
	})
	return answer
}

func (f *file) Write(p []byte) (n int, err error) {
	err = f.act("write", func() error {
		n = len(p)
		if f.t.s.full {
			n = len(p) / 2
		}
		f.n.data = append(f.n.data, p[:n]...)
		f.t.s.touch(f.n)
		if f.t.s.full {
			return folder.ErrDiskFull
		}
		return nil
	})
	return n, err
}

func (f *file) Sync() error {
	return f.act("flush", func() error {
		if !f.t.d.world.broken.NoFlush {
			f.n.durable = slices.Clone(f.n.data)
		}
		return nil
	})
}

func (f *file) Close() error { return nil }

// claim is a right held by a desk.
type claim struct {
	t   *tree
	n   *node
	rel string
	of  *session
}

func (c *claim) act(what string, do func() error) error {
	return c.t.act(what, c.rel, func() error {
		if c.of.ended(c.t.s) {
			return errAway
		}
		return do()
	})
}

func (c *claim) Read() (body []byte, err error) {
	err = c.act("read claim", func() error { body = slices.Clone(c.n.data); return nil })
	return body, err
}

func (c *claim) Write(p []byte) error {
	return c.act("note", func() error {
		if c.t.s.full {
			return folder.ErrDiskFull
		}
		if !c.t.d.world.broken.NoNotes {
			c.n.data, c.n.durable = slices.Clone(p), slices.Clone(p)
		}
		return nil
	})
}

func (c *claim) Drop() error {
	err := c.act("drop", func() error {
		if n, err := c.t.s.find(c.rel); err == nil && n == c.n {
			return c.t.s.take(c.rel)
		}
		return nil
	})
	return errors.Join(err, c.Leave())
}

func (c *claim) Leave() error {
	c.t.s.mu.Lock()
	defer c.t.s.mu.Unlock()
	if c.n.claimant == c.of {
		c.n.claimant = nil
	}
	return nil
}
