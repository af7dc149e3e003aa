package folder

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
)

// view is what is remembered of the last look at a work file: its folders, and of everything in each of them
// no more than one number. A desk keeps a view of each of many thousand work files.
type view struct {
	dirs  []knownDir // in order of rel
	sum   uint64     // of all names, kinds and stamps; 0 before the first look
	quiet bool       // that look was to be believed, nothing was missing, and the index was not doubted since
}

// knownDir is a folder of a work file, from the root.
type knownDir struct {
	rel string
	Stamp
	// sum is of the names, kinds and stamps in it, when they led to nothing: then equal ones lead to nothing
	// again in a quiet view. Otherwise it is 0.
	sum     uint64
	watched bool
}

// sumSeed makes the sums of one run.
var sumSeed = maphash.MakeSeed()

// sumOf tells one look at a part from another.
func sumOf(p part) (sum uint64) {
	for _, e := range p.entries {
		sum += maphash.Comparable(sumSeed, summed{e.lane, e.rel, e.Kind, e.Stamp.comparable()})
	}
	for i, dir := range p.dirs {
		sum += sumOfDir(dir, p.stamps[i])
	}
	for below := range p.below {
		sum += maphash.String(sumSeed, below)
	}
	return max(sum, 1)
}

func sumOfDir(rel string, s Stamp) uint64 {
	return maphash.Comparable(sumSeed, summed{rel: rel, kind: KindDir, stamp: s.comparable()})
}

type summed struct {
	lane  Lane
	rel   string
	kind  Kind
	stamp comparableStamp
}

// comparableStamp is a Stamp of which equal moments are equal values.
type comparableStamp struct {
	size, seconds, change int64
	nanos                 int
	id                    uint64
}

func (s Stamp) comparable() comparableStamp {
	return comparableStamp{s.Size, s.ModTime.Unix(), s.Change, s.ModTime.Nanosecond(), s.ID}
}

// looked is true once there was a first look.
func (v *view) looked() bool { return v.sum != 0 }

// find is where the folder rel is in the order, and whether it is there.
func (v *view) find(rel string) (int, bool) {
	return slices.BinarySearchFunc(v.dirs, rel, func(d knownDir, rel string) int { return cmp.Compare(d.rel, rel) })
}

// knows is true for a part that led to nothing when it was looked at, and has not changed.
func (v *view) knows(p part, sum uint64) bool {
	if !v.quiet || len(p.dirs) != 1 {
		return false
	}
	i, ok := v.find(p.dirs[0])
	return ok && v.dirs[i].sum == sum
}

// watching is true while the folder is watched.
func (v *view) watching(rel string) bool {
	i, ok := v.find(rel)
	return ok && v.dirs[i].watched
}

// watch notes that the folder is watched from now on.
func (v *view) watch(rel string) {
	i, ok := v.find(rel)
	if !ok {
		v.dirs = slices.Insert(v.dirs, i, knownDir{rel: rel})
	}
	v.dirs[i].watched = true
}

// unwatch notes that those folders that drop says are watched no more, and returns them.
func (v *view) unwatch(drop func(knownDir) bool) (dropped []string) {
	for i, d := range v.dirs {
		if d.watched && drop(d) {
			v.dirs[i].watched = false
			dropped = append(dropped, d.rel)
		}
	}
	return dropped
}

// take remembers the folders of a listing. Of those that could not be listed now it keeps what was
// known, unless the listing was clean: then they are not there.
func (v *view) take(l listing) {
	kept := make([]knownDir, 0, len(l.dirs))
	for _, d := range v.dirs {
		if _, there := l.dirs[d.rel]; !there && !l.clean && d.watched {
			kept = append(kept, d)
		}
	}
	for rel, seen := range l.dirs {
		kept = append(kept, knownDir{rel, seen.Stamp, seen.sum, v.watching(rel)})
	}
	slices.SortFunc(kept, func(a, b knownDir) int { return cmp.Compare(a.rel, b.rel) })
	v.dirs = kept
}

// isOrBelow is true for a folder and everything in it.
func isOrBelow(rel, dir string) bool {
	return rel == dir || dir == "." || strings.HasPrefix(rel, dir+"/")
}
