package folder

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"
)

// IntakeSink is a Sink that takes large files while they are read, so that they are copied once.
type IntakeSink interface {
	Sink
	// Intake answers where a file goes that is about to be read, or nil: then it comes by SpoolPath. v has
	// no hash yet and may never be saved, because somebody may write the file meanwhile. What begins to
	// look like another file is not offered. again says that the intake before could not take it: see
	// ErrAgain. An error refuses the file for now.
	Intake(v Version, again bool) (Intake, error)
}

// ErrAgain is how an Intake asks for the file from its beginning, once, in another one.
var ErrAgain = errors.New("folder: the file has to be read again from its beginning")

// Intake is one file being taken. It is for one goroutine.
type Intake interface {
	io.Writer
	// Sum ends the writing and answers the SHA-256 of what was written, in lower-case hex.
	Sum() (string, error)
	// Close comes after Saved, or instead of it.
	Close() error
}

// intake answers where the bytes of a file go.
func (r *looker) intake(l look, now Stamp, head []byte, again bool) (Intake, error) {
	sink, ok := r.sink.(IntakeSink)
	if ok && l.entry.lane != ForSignature && !l.strange(isOdd(l.entry.rel, head)) {
		to, err := sink.Intake(l.version(outcome{stamp: now}), again)
		if to != nil || err != nil {
			return to, err
		}
	}
	return newSpooled(r.spool)
}

// taken is what came of a copy. to is to be closed if there is one.
type taken struct {
	to     Intake
	n      int64
	sum    string
	err    error // of the file
	failed error // of the taking side
}

func (t taken) close() {
	if t.to != nil {
		t.to.Close()
	}
}

// copyOut copies a file to where it is taken, once more if that is asked for.
func (r *looker) copyOut(ctx context.Context, file File, l look, now Stamp, head []byte) taken {
	t := r.copyOnce(ctx, file, l, now, head, false)
	if errors.Is(t.failed, ErrAgain) {
		t.close()
		t = r.copyOnce(ctx, file, l, now, head, true)
	}
	return t
}

func (r *looker) copyOnce(ctx context.Context, file File, l look, now Stamp, head []byte, again bool) (t taken) {
	if t.to, t.failed = r.intake(l, now, head, again); t.failed != nil {
		return taken{failed: t.failed}
	}
	into := &taker{to: t.to}
	t.n, t.err = copyChunks(ctx, into, fromStart(file))
	if t.failed = into.failed; t.failed == nil && t.err == nil {
		t.sum, t.failed = t.to.Sum()
	}
	return t
}

// taker remembers which side of a copy failed.
type taker struct {
	to     io.Writer
	failed error
}

// Write implements io.Writer.
func (t *taker) Write(p []byte) (n int, err error) {
	n, t.failed = t.to.Write(p)
	return n, t.failed
}

// spooled is a private copy in a file of the local disk.
type spooled struct {
	file *os.File
	sum  hash.Hash
}

func newSpooled(dir string) (*spooled, error) {
	file, err := os.CreateTemp(dir, "save-*")
	return &spooled{file, sha256.New()}, err
}

// Write implements io.Writer.
func (s *spooled) Write(p []byte) (int, error) {
	s.sum.Write(p)
	return s.file.Write(p)
}

// Sum implements Intake.
func (s *spooled) Sum() (string, error) { return hexSum(s.sum), s.file.Close() }

// Close implements Intake.
func (s *spooled) Close() error {
	s.file.Close()
	return os.Remove(s.file.Name())
}

func (s *spooled) path() string { return s.file.Name() }
