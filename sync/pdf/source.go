package pdf

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// Source is a file to read: random access and its size in bytes. A Source over
// an *os.File is handed to a Worker by its path; any other is copied to a
// private temporary file first.
type Source struct {
	io.ReaderAt
	Size int64
}

// BytesSource reads from memory. The slice must not change while in use.
func BytesSource(b []byte) Source { return Source{bytes.NewReader(b), int64(len(b))} }

// FileSource reads an open file. The file must stay open and unchanged while
// the Source is in use.
func FileSource(f *os.File) (Source, error) {
	st, err := f.Stat()
	if err != nil {
		return Source{}, fmt.Errorf("read the size of the file: %w", err)
	}
	return Source{f, st.Size()}, nil
}

func (s Source) section() *io.SectionReader { return io.NewSectionReader(s, 0, s.Size) }

// head returns up to n bytes from the start, tail from the end.
func (s Source) head(n int64) []byte { return s.window(0, n) }
func (s Source) tail(n int64) []byte { return s.window(max(0, s.Size-n), n) }

func (s Source) window(off, n int64) []byte {
	if s.ReaderAt == nil || off >= s.Size || n <= 0 {
		return nil
	}
	b := make([]byte, min(n, s.Size-off))
	read, _ := s.ReadAt(b, off)
	return b[:read]
}
