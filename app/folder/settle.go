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
	"sync"
	"time"
)

// look is one attempt at a file that may have changed.
type look struct {
	p       *pending // the keeper's alone
	mapping Mapping
	entry   entry
	known   Observation
	has     bool
	arrived bool // see evidence
	last    Stamp
	since   time.Time // last has been seen since then
	began   time.Time
	allowed bool // it is sent though it is strange
	renamed bool // it is a known file's name with something behind it
	small   bool // it was when it was last seen, in the listing or by a look
	told    string
	anew    time.Time // see Root.Anew
	doubted bool      // see Saved.Doubted
}

// outcome of a look.
type outcome struct {
	what  outcomeKind
	stamp Stamp
	sha   string
	odd   bool   // it is not what its name says
	older bool   // than what was known before its root was bound anew
	data  []byte // of a small file that is to be reported: see looker.report
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
	fileGrown  // it is small no more, and has to wait for its turn among the large ones
	fileBarred
	sinkRefused
	rootGone
	fileStrange // it became something else: see setAside
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
	small  int64
}

// try makes one look through a handle of the root. The order is what makes a torn version impossible:
// nobody is writing, copy, still nobody is writing, and the name, size, times and identity are those of
// before.
func (r *looker) try(ctx context.Context, tree Tree, l look) outcome {
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
	if l.small && before.Size > r.small {
		return outcome{what: fileGrown}
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
	e := evidence{probe: probe, arrived: l.arrived || replaced, vague: now.ID == 0 && now.Change == 0}
	rest := r.stable
	if e.vague {
		rest = max(rest, racyWindow)
	}
	e.stable = l.last.Same(now) && !l.since.IsZero() && r.clock.Now().Sub(l.since) >= rest
	if probe != ProbeQuiet {
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

// take copies the file and has the copy reported: a small one by who called, together with others.
func (r *looker) take(ctx context.Context, tree Tree, file File, l look, probe Probe, before Stamp) outcome {
	if before.Size > r.small {
		return r.takeLarge(ctx, tree, file, l, probe, before)
	}
	data, err := readSmall(ctx, file, before.Size)
	if bad, failed := unread(ctx, int64(len(data)), err, before); failed {
		return bad
	}
	sum := sha256.Sum256(data)
	done := l.judged(r.confirm(tree, file, l, probe, before, hex.EncodeToString(sum[:])), data)
	if done.what == tookVersion && !l.knows(done.sha) {
		done.data = data
	}
	return done
}

// takeLarge copies the file to where the receiver takes it, and reports the copy.
func (r *looker) takeLarge(ctx context.Context, tree Tree, file File, l look, probe Probe, before Stamp) outcome {
	head := make([]byte, headBytes)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		bad := openFailed(plainOf(err))
		bad.stamp = before
		return bad
	}
	head = head[:n]
	t := r.copyOut(ctx, file, l, before, head)
	defer t.close()
	if t.failed != nil {
		return outcome{what: sinkRefused, stamp: before, err: plainOf(t.failed)}
	}
	if bad, failed := unread(ctx, t.n, t.err, before); failed {
		return bad
	}
	done := l.judged(r.confirm(tree, file, l, probe, before, t.sum), head)
	if done.what != tookVersion || l.knows(done.sha) {
		return done
	}
	v := l.version(done)
	if copied, inFile := t.to.(*spooled); inFile {
		v.SpoolPath = copied.path()
	} else {
		v.Intake = t.to
	}
	all := []looked{{l, done}}
	r.reportEach(all, []Version{v})
	return all[0].outcome
}

// judged holds a finished version against its name.
func (l look) judged(out outcome, head []byte) outcome {
	out.odd = isOdd(l.entry.rel, head)
	if out.what == tookVersion && !l.knows(out.sha) && out.sha != l.told && !l.allowed {
		out.older = l.older(out.stamp)
		if out.older || l.strange(out.odd) {
			out.what = fileStrange
		}
	}
	return out
}

// older is true for a file that was another and newer one before its root was bound anew: the share comes from a
// backup.
func (l look) older(now Stamp) bool {
	return l.has && !l.known.Own && l.anew.After(l.known.Read) && now.ModTime.Before(l.known.ModTime)
}

// strange is true for a file that became something else.
func (l look) strange(odd bool) bool {
	became := l.has && !l.known.Own && !l.known.Odd && odd
	return became || l.renamed
}

// knows is true for bytes that were reported for certain.
func (l look) knows(sha string) bool { return l.has && l.known.SHA256 == sha && !l.known.Unsure }

// unread is the outcome of a copy that is not the whole file as it was.
func unread(ctx context.Context, n int64, err error, before Stamp) (outcome, bool) {
	if err != nil && ctx.Err() == nil {
		bad := openFailed(plainOf(err))
		bad.stamp = before
		return bad, true
	}
	return outcome{what: fileMoving, stamp: before}, err != nil || n != before.Size
}

// readSmall reads a file of a known size. One that grows meanwhile shows by its stamp.
func readSmall(ctx context.Context, file File, size int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data := make([]byte, size)
	n, err := io.ReadFull(io.NewSectionReader(file, 0, size), data)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil // it is shorter than it was, which its length says
	}
	return data[:n], err
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
