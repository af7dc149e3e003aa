package folder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"math"
	"os"
	"sync"
	"time"
)

// look is one attempt at a file that may have changed.
type look struct {
	mapping Mapping
	entry   entry
	known   Observation
	has     bool
	arrived bool // see evidence
	last    Stamp
	since   time.Time // last has been seen since then
	began   time.Time
}

// outcome of a look.
type outcome struct {
	what  outcomeKind
	stamp Stamp
	sha   string
	err   error
}

type outcomeKind uint8

const (
	tookVersion outcomeKind = iota // reported, or known already
	fileGone
	fileEmpty
	fileBusy
	fileResting // the system cannot say who writes: it has to rest first
	fileCut
	fileMoving // it changed under the look
	fileBarred
	sinkRefused
	rootGone
)

// looker reads finished files. Any number of looks may run at once, for different files.
type looker struct {
	root   Root
	fs     FS
	clock  Clock
	sink   Sink
	index  Index
	spool  string
	stable time.Duration
}

// try makes one look. The order is what makes a torn version impossible: nobody is writing, copy,
// still nobody is writing, and the name, size, times and identity are those of before.
func (r *looker) try(ctx context.Context, l look) outcome {
	tree, err := r.fs.Open(r.root.Path)
	if err != nil {
		return outcome{what: rootGone}
	}
	defer tree.Close()
	if state, _ := judgeRoot(tree, r.root); !state.readable() {
		return outcome{what: rootGone}
	}
	file, err := tree.OpenFile(l.entry.path())
	if err != nil {
		return openFailed(err)
	}
	defer file.Close()
	before, err := file.Stamp()
	if err != nil {
		return outcome{what: fileBarred, err: err}
	}
	if before.Size == 0 {
		return outcome{what: fileEmpty, stamp: before}
	}
	probe := file.Probe()
	if wait, ok := r.undecided(l, file, probe, before); ok {
		return wait
	}
	if l.has && l.known.Same(before) && !l.known.Unsure { // only its age made it doubtful: no copy is needed to be sure
		sum := sha256.New()
		if _, err := copyChunks(ctx, sum, fromStart(file)); err == nil && hexSum(sum) == l.known.SHA256 {
			return r.confirm(tree, file, l, probe, before, l.known.SHA256)
		}
	}
	return r.take(ctx, tree, file, l, probe, before)
}

func openFailed(err error) outcome {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return outcome{what: fileGone}
	case errors.Is(err, ErrInUse):
		return outcome{what: fileBusy}
	}
	return outcome{what: fileBarred, err: err}
}

// undecided returns what to wait for, unless the file is finished.
func (r *looker) undecided(l look, file File, probe Probe, now Stamp) (outcome, bool) {
	replaced := l.has && l.known.ID != 0 && now.ID != 0 && l.known.ID != now.ID // by a rename that nobody told of
	e := evidence{probe: probe, arrived: l.arrived || replaced}
	if probe != ProbeQuiet {
		e.stable = l.last.Same(now) && !l.since.IsZero() && r.clock.Now().Sub(l.since) >= r.stable
		e.shape = shapeOf(l.entry.rel, file, now.Size)
	}
	switch e.decide() {
	case waitWriter:
		return outcome{what: fileBusy, stamp: now}, true
	case waitStable:
		return outcome{what: fileResting, stamp: now}, true
	case waitWhole:
		return outcome{what: fileCut, stamp: now}, true
	}
	return outcome{}, false
}

// take copies the file to the spool and reports the copy.
func (r *looker) take(ctx context.Context, tree Tree, file File, l look, probe Probe, before Stamp) outcome {
	spool, err := os.CreateTemp(r.spool, "save-*")
	if err != nil {
		return outcome{what: sinkRefused, stamp: before, err: plainOf(err)}
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	sum := sha256.New()
	n, err := copyChunks(ctx, io.MultiWriter(spool, sum), fromStart(file))
	var failed *fs.PathError
	if errors.As(err, &failed) && failed.Path == spool.Name() {
		return outcome{what: sinkRefused, stamp: before, err: plainOf(err)}
	}
	if err != nil && ctx.Err() == nil {
		failed := openFailed(plainOf(err))
		failed.stamp = before
		return failed
	}
	if err != nil || n != before.Size {
		return outcome{what: fileMoving, stamp: before}
	}
	sha := hexSum(sum)
	done := r.confirm(tree, file, l, probe, before, sha)
	if done.what != tookVersion || l.has && l.known.SHA256 == sha && !l.known.Unsure {
		return done
	}
	if err := spool.Close(); err != nil {
		return outcome{what: sinkRefused, stamp: before, err: plainOf(err)}
	}
	if err := r.report(l, sha, before, spool.Name()); err != nil {
		return outcome{what: sinkRefused, stamp: before, err: plainOf(err)}
	}
	return done
}

// confirm is the second half of the proof, after the bytes were read.
func (r *looker) confirm(tree Tree, file File, l look, probe Probe, before Stamp, sha string) outcome {
	if probe == ProbeQuiet && file.Probe() == ProbeBusy {
		return outcome{what: fileBusy, stamp: before}
	}
	after, err := file.Stamp()
	if err != nil || !after.Same(before) {
		return outcome{what: fileMoving, stamp: before}
	}
	named, err := tree.Lstat(l.entry.path())
	if err != nil || !named.Stamp.Same(before) {
		return outcome{what: fileMoving, stamp: before}
	}
	return outcome{what: tookVersion, stamp: before, sha: sha}
}

// report tells the index first: a desk that ends between the receiver's answer and the index would not
// miss the file if it is deleted meanwhile.
func (r *looker) report(l look, sha string, s Stamp, spool string) error {
	unsure := Observation{Lane: l.entry.lane, Rel: l.entry.rel, SHA256: sha, Racy: true, Unsure: true}
	if err := r.index.Put(l.mapping.ID, l.entry.key, unsure); err != nil {
		return err
	}
	v := Version{
		MappingID: l.mapping.ID, Lane: l.entry.lane, Rel: l.entry.rel, Key: l.entry.key,
		SHA256: sha, Size: s.Size, ModTime: s.ModTime, SpoolPath: spool,
	}
	if l.entry.lane == ForSignature {
		return r.sink.Offered(Offered{v})
	}
	return r.sink.Saved(Saved{v})
}

// chunks are lent to one copy at a time.
var chunks = sync.Pool{New: func() any { return new([256 << 10]byte) }}

// copyChunks copies until the end, an error, or the end of ctx.
func copyChunks(ctx context.Context, to io.Writer, from io.Reader) (n int64, err error) {
	chunk := chunks.Get().(*[256 << 10]byte)
	defer chunks.Put(chunk)
	buf := chunk[:]
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		m, readErr := from.Read(buf)
		if _, err := to.Write(buf[:m]); err != nil {
			return n, err
		}
		n += int64(m)
		if readErr == io.EOF {
			return n, nil
		}
		if readErr != nil {
			return n, readErr
		}
	}
}

func fromStart(file File) io.Reader { return io.NewSectionReader(file, 0, math.MaxInt64) }

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
