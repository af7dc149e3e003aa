package blob

import (
	"crypto/sha256"
	"hash"
	"io/fs"
)

// Cutter cuts what is written to it into parts, and names them and the whole. It
// is for one goroutine.
type Cutter struct {
	take  func(Hash, []byte) error
	whole hash.Hash
	m     Manifest
	buf   []byte // of PartSize, nil once closed
	n     int
}

// NewCutter returns a Cutter that calls take with each part in order as soon as it
// is full. The bytes are take's until it returns; its error is that of Write.
func NewCutter(take func(Hash, []byte) error) *Cutter {
	return newCutter(make([]byte, PartSize), take)
}

func newCutter(buf []byte, take func(Hash, []byte) error) *Cutter {
	return &Cutter{take: take, whole: sha256.New(), m: Manifest{V: manifestVersion}, buf: buf}
}

// Write implements io.Writer.
func (c *Cutter) Write(p []byte) (written int, err error) {
	if c.buf == nil || !c.m.SHA256.IsZero() {
		return 0, fs.ErrClosed
	}
	for len(p) > 0 {
		if c.n == PartSize {
			if err := c.part(); err != nil {
				return written, err
			}
		}
		n := copy(c.buf[c.n:], p)
		c.n, written, p = c.n+n, written+n, p[n:]
	}
	return written, nil
}

func (c *Cutter) part() error {
	if len(c.m.Parts) == MaxParts {
		return ErrTooLarge
	}
	part := c.buf[:c.n]
	hash := Sum(part)
	c.whole.Write(part)
	c.m.Parts = append(c.m.Parts, Part{int64(len(part)), hash})
	c.m.Size, c.n = c.m.Size+int64(len(part)), 0
	return c.take(hash, part)
}

// SoFar answers the names of the parts that take was called with, in order.
func (c *Cutter) SoFar() []Hash {
	all := make([]Hash, len(c.m.Parts))
	for i, p := range c.m.Parts {
		all[i] = p.SHA256
	}
	return all
}

// End ends the writing and answers how it was cut: into one part, which take has
// not seen, if all of it fits one.
func (c *Cutter) End() (Manifest, error) {
	switch {
	case c.buf == nil:
		return c.m, fs.ErrClosed
	case !c.m.SHA256.IsZero():
	case len(c.m.Parts) == 0:
		c.m.SHA256, c.m.Size = Sum(c.buf[:c.n]), int64(c.n)
	default:
		if err := c.part(); err != nil {
			return c.m, err
		}
		c.m.SHA256 = Hash(c.whole.Sum(nil))
	}
	return c.m, nil
}
