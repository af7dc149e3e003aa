package folder

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Observation is what was last known of a file. It is kept across restarts so that nothing unchanged
// is read again and what changed while we were off is noticed.
type Observation struct {
	Stamp
	Lane   Lane
	Rel    string // as spelled on disk
	SHA256 string // lower-case hex
	Racy   bool   // changed too recently to trust the stamp: read again on the next pass
	Own    bool   // placed by us and unchanged since: never reported, never missed
	Unsure bool   // about to be reported: the receiver may or may not have taken it
	Odd    bool   // it was not what its name says: see isOdd
	// Before are the versions of which the receiver has one if it did not take an unsure one: that which
	// it took last, and those that it was asked to take since. Lower-case hex, the oldest first.
	Before []string
	// Read is when the bytes were last read, by this desk's clock: only to read those again first that
	// were not for long.
	Read time.Time
}

// missed says whether somebody has to know when it is gone: staff saved it for the client. What is offered as a part of
// a draft goes nowhere by itself.
func (o Observation) missed() bool { return !o.Own && o.Lane == ToClient }

// mostBefore bounds what is remembered of a file that is saved again and again and never taken.
const mostBefore = 16

// unsureOf is the observation of a version that is about to be reported.
func unsureOf(l looked, v Version) Observation {
	o := Observation{Lane: v.Lane, Rel: v.Rel, SHA256: v.SHA256, Racy: true, Unsure: true, Odd: l.odd}
	if !l.has || l.known.SHA256 == v.SHA256 {
		o.Before = l.known.Before
		return o
	}
	o.Before = l.known.versions()
	return o
}

// versions are those of which the receiver has one: Before, and what was reported last.
func (o Observation) versions() []string {
	all := slices.Clone(o.Before)
	if o.SHA256 != "" && !slices.Contains(all, o.SHA256) {
		all = append(all, o.SHA256)
	}
	if extra := len(all) - mostBefore; extra > 0 {
		all = slices.Delete(all, 1, 1+extra)
	}
	return all
}

// Index keeps observations by mapping id and path key. Put and Delete are idempotent. It may lose recent
// writes when the power fails: the price is reading a file again and reporting the same bytes again, and
// that one which is deleted before that stays published.
// Safe for concurrent use.
type Index interface {
	Get(mapping, key string) (Observation, bool, error)
	Put(mapping, key string, o Observation) error
	Delete(mapping, key string) error
	// Folder answers the observations whose keys are at and a name, and how the keys in the folders in it
	// begin: at, a name and a slash. at itself ends in a slash.
	Folder(mapping, at string) (files map[string]Observation, below []string, err error)
	// Each visits every observation of a mapping, in no order, until visit fails. visit must not call
	// the index. It sees nothing of what is written meanwhile, or some of it.
	Each(mapping string, visit func(key string, o Observation) error) error
	// Fact answers what SetFact stored under a name, or nil.
	Fact(name string) ([]byte, error)
	SetFact(name string, fact []byte) error
}

// MemoryIndex is an Index that forgets everything at exit.
type MemoryIndex struct {
	mu   sync.Mutex
	seen map[string]map[string]Observation
	told map[string][]byte
}

// NewMemoryIndex is empty.
func NewMemoryIndex() *MemoryIndex {
	return &MemoryIndex{seen: map[string]map[string]Observation{}, told: map[string][]byte{}}
}

// Get implements Index.
func (x *MemoryIndex) Get(mapping, key string) (Observation, bool, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	o, ok := x.seen[mapping][key]
	return o, ok, nil
}

// Put implements Index.
func (x *MemoryIndex) Put(mapping, key string, o Observation) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.seen[mapping] == nil {
		x.seen[mapping] = map[string]Observation{}
	}
	x.seen[mapping][key] = o
	return nil
}

// Delete implements Index.
func (x *MemoryIndex) Delete(mapping, key string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.seen[mapping], key)
	return nil
}

// Folder implements Index.
func (x *MemoryIndex) Folder(mapping, at string) (files map[string]Observation, below []string, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	files = map[string]Observation{}
	for key, o := range x.seen[mapping] {
		rest, in := strings.CutPrefix(key, at)
		name, _, deeper := strings.Cut(rest, "/")
		switch {
		case !in:
		case !deeper:
			files[key] = o
		case !slices.Contains(below, at+name+"/"):
			below = append(below, at+name+"/")
		}
	}
	return files, below, nil
}

// Fact implements Index.
func (x *MemoryIndex) Fact(name string) ([]byte, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.told[name], nil
}

// SetFact implements Index.
func (x *MemoryIndex) SetFact(name string, fact []byte) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.told[name] = slices.Clone(fact)
	return nil
}

// Each implements Index.
func (x *MemoryIndex) Each(mapping string, visit func(string, Observation) error) error {
	x.mu.Lock()
	all := maps.Clone(x.seen[mapping])
	x.mu.Unlock()
	for key, o := range all {
		if err := visit(key, o); err != nil {
			return err
		}
	}
	return nil
}
