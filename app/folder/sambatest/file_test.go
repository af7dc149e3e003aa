//go:build linux

package sambatest

import (
	"errors"
	"io"
	"io/fs"

	"tieout/app/folder"
)

// file is a file that a session has open.
type file struct {
	handle
	t      *tree
	rel    string
	offset int64
	closed bool
}

// most is how much travels in one request.
const most = 64 << 10

// ReadAt takes an answer that is too short for the end of the file, as the server means it.
func (f *file) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		length := min(len(p)-n, most)
		got, err := f.ask("read", args{"offset": off + int64(n), "length": length})
		if err != nil {
			return n, meaning("read", f.rel, err)
		}
		n += copy(p[n:], got.Data)
		if len(got.Data) < length {
			return n, io.EOF
		}
	}
	return n, nil
}

func (f *file) Read(p []byte) (int, error) {
	n, err := f.ReadAt(p, f.offset)
	f.offset += int64(n)
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

func (f *file) Write(p []byte) (int, error) {
	n, err := f.writeAt(p, f.offset)
	f.offset += int64(n)
	return n, err
}

func (f *file) writeAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		part := p[n:min(len(p), n+most)]
		if _, err := f.ask("write", args{"offset": off + int64(n), "data": part}); err != nil {
			return n, meaning("write", f.rel, err)
		}
		n += len(part)
	}
	return n, nil
}

func (f *file) Sync() error {
	_, err := f.ask("flush", nil)
	return meaning("sync", f.rel, err)
}

// Close a second time says so, as a file of this computer does.
func (f *file) Close() error {
	if f.closed {
		return meaning("close", f.rel, fs.ErrClosed)
	}
	f.closed = true
	return meaning("close", f.rel, f.close())
}

func (f *file) Stamp() (folder.Stamp, error) {
	got, err := f.ask("info", nil)
	if err != nil {
		return folder.Stamp{}, meaning("stat", f.rel, err)
	}
	return stampOf(got.Entries[0]), nil
}

func (f *file) Probe() folder.Probe {
	h, err := f.t.open(f.rel, howProbe)
	switch {
	case err == nil:
		_ = h.close()
		return folder.ProbeQuiet
	case errors.Is(meaning("probe", f.rel, err), folder.ErrInUse), errors.Is(err, nameNotFound):
		return folder.ProbeBusy
	}
	return folder.ProbeUnable
}

// claim is a file held open without sharing, which the server ends with its session.
type claim struct{ *file }

func (c *claim) Read() ([]byte, error) { return io.ReadAll(io.NewSectionReader(c.file, 0, most)) }

func (c *claim) Write(p []byte) error {
	_, err := c.ask("truncate", args{"offset": 0})
	if err == nil {
		_, err = c.writeAt(p, 0)
	}
	return errors.Join(meaning("write", c.rel, err), c.Sync())
}

func (c *claim) Drop() error {
	_, err := c.ask("remove", nil)
	return errors.Join(meaning("drop", c.rel, err), c.Leave())
}

func (c *claim) Leave() error { return c.file.Close() }
