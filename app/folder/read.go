package folder

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Limits of what is read at once from one root. Small files wait in memory to be reported together, so
// they are bounded by count and by bytes; large ones never take all readers, so that a small save does
// not wait for them.
const (
	maxReaders = 4
	maxLarge   = maxReaders - 1
	maxClaims  = 256
	maxTold    = 128
	claimBytes = 8 << 20
)

// SmallFile is up to what size the bytes of a version are handed over in memory, unless Config says
// otherwise.
const SmallFile = 128 << 10

// passTime and passFiles bound how long one handle of the root is held: see FS.Open.
const (
	passTime  = 100 * time.Millisecond
	passFiles = 64
)

// looked is a look and what came of it.
type looked struct {
	look
	outcome
}

// reading reads the files of one root that are due. What is found while a report is under way is
// reported together after it, at the price of one round of flushes; what is found alone waits for
// nothing. A file that hangs holds up its reader and no other.
type reading struct {
	looker *looker
	done   func([]looked) // takes outcomes; it must not block

	mu      sync.Mutex
	todo    []look
	readers int
	large   int // files under way that are not small
	found   []looked
	telling bool
}

// add has a file read. It is true when a reader has to be started for it: see run.
func (r *reading) add(l look) (start bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.todo = append(r.todo, l)
	if r.readers == maxReaders {
		return false
	}
	r.readers++
	return true
}

// run reads until nothing is left to read.
func (r *reading) run(ctx context.Context) {
	p := pass{looker: r.looker}
	defer p.close()
	for l, more := r.next(ctx); more; l, more = r.next(ctx) {
		out := p.try(ctx, l)
		r.finish(l)
		if out.what == fileGrown {
			l.small = false
			r.again(l)
			continue
		}
		if out.data != nil {
			r.tell(looked{l, out}, p.close)
			continue
		}
		r.done([]looked{{l, out}})
	}
}

// next takes the next file that may be read now.
func (r *reading) next(ctx context.Context) (l look, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.todo {
		l = r.todo[i]
		if ctx.Err() != nil || !l.small && r.large == maxLarge {
			continue
		}
		if i == 0 {
			r.todo = r.todo[1:]
		} else {
			r.todo = slices.Delete(r.todo, i, i+1)
		}
		if !l.small {
			r.large++
		}
		return l, true
	}
	r.readers--
	return l, false
}

// again has a file read in its turn. Whoever calls it goes on reading.
func (r *reading) again(l look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.todo = append(r.todo, l)
}

func (r *reading) finish(l look) {
	if l.small {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.large--
}

// tell reports what was found, or leaves that to who is reporting already. A report may take long, so it is
// told first.
func (r *reading) tell(one looked, first func()) {
	all := r.take(&one)
	if len(all) > 0 {
		first()
	}
	for ; len(all) > 0; all = r.take(nil) {
		r.looker.report(all)
		r.done(all)
	}
}

// take takes what is to be reported now: nothing when somebody reports already, or nothing is left.
func (r *reading) take(one *looked) []looked {
	r.mu.Lock()
	defer r.mu.Unlock()
	if one != nil {
		r.found = append(r.found, *one)
		if r.telling {
			return nil
		}
	}
	n := min(len(r.found), maxTold)
	all := r.found[:n:n]
	r.found = r.found[n:]
	r.telling = n > 0
	return all
}

// pass is several looks through one handle of the root, which was judged when it was opened.
type pass struct {
	*looker
	tree  Tree
	began time.Time
	files int
}

func (p *pass) close() {
	if p.tree != nil {
		p.tree.Close()
		p.tree = nil
	}
}

// open answers a handle of the root; fresh says that it was made for this look.
func (p *pass) open() (fresh, ok bool) {
	if p.tree != nil && p.files < passFiles && p.clock.Now().Sub(p.began).Abs() < passTime {
		p.files++
		return false, true
	}
	p.close()
	tree, err := p.fs.Open(p.root.Path)
	if err != nil {
		return true, false
	}
	if state, _ := judgeRoot(tree, p.root); !state.readable() {
		tree.Close()
		return true, false
	}
	p.tree, p.began, p.files = tree, p.clock.Now(), 1
	return true, true
}

// try makes one look. What fails through a handle that served before is tried through a new one: the
// root may have gone meanwhile.
func (p *pass) try(ctx context.Context, l look) outcome {
	for {
		fresh, ok := p.open()
		if !ok {
			return outcome{what: rootGone}
		}
		out := p.looker.try(ctx, p.tree, l)
		if fresh || out.what != fileBarred && out.what != fileGone && out.what != fileMoving {
			return out
		}
		p.close()
	}
}
