package app

import (
	"context"
	"math"
	"path"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// largeUpload is from what size on a file is fetched and placed by a worker of its own.
const largeUpload = aheadSize

// sameName is files that want one name in one folder, in the order in which they came: the first gets it, and
// the next becomes "name (2).pdf". They are placed one after the other, by one worker.
type sameName struct {
	name  string
	files []toFile
}

// size is that of the largest.
func (n sameName) size() (size int64) {
	for _, f := range n.files {
		size = max(size, f.request.Size)
	}
	return size
}

func (n sameName) large() bool { return n.size() >= largeUpload }

// byName sorts what is to be placed of an engagement by the names that it wants.
func byName(files []toFile) []sameName {
	var all []sameName
	at := map[string]int{}
	for _, f := range files {
		r := f.request
		name := r.MappingID + "/" + folder.PathKey(string(r.Lane), path.Join(r.Dir, folder.SafeName(r.Name)))
		i, known := at[name]
		if !known {
			i = len(all)
			at[name], all = i, append(all, sameName{name: name})
		}
		all[i].files = append(all[i].files, f)
	}
	return all
}

// fileSmall places what is small of one engagement. One file that cannot be placed holds up no other.
func (x *effects) fileSmall(ctx context.Context, id engagement.EngagementID) (again bool) {
	for _, n := range byName(x.toFile(id)) {
		if !n.large() {
			again = x.fileNamed(ctx, n, nil) || again
		}
	}
	return again
}

// fileLarge places what is large, the smallest first.
func (x *effects) fileLarge(ctx context.Context) (again bool) {
	return x.fileUpTo(ctx, math.MaxInt64, map[string]bool{})
}

// fileUpTo places what is large but smaller than a size, and was not tried yet. While something comes, what is
// smaller still and came later is placed first: what is under way rests, and goes on where it was.
func (x *effects) fileUpTo(ctx context.Context, size int64, tried map[string]bool) (again bool) {
	for ctx.Err() == nil && !x.a.settling() {
		next, any := x.nextLarge(tried)
		if !any || next.size() >= size {
			return again
		}
		tried[next.name] = true
		makeWay := func() { again = x.fileUpTo(ctx, next.size(), tried) || again }
		again = x.fileNamed(ctx, next, makeWay) || again
	}
	return true
}

func (x *effects) nextLarge(tried map[string]bool) (next sameName, any bool) {
	for _, id := range x.unfiled() {
		for _, n := range byName(x.toFile(id)) {
			if n.large() && !tried[n.name] && (!any || n.size() < next.size()) {
				next, any = n, true
			}
		}
	}
	return next, any
}

// fileNamed places files of one name, unless the other worker is at that name: it knew of fewer then. makeWay, if
// there is one, is called now and then while a file comes.
func (x *effects) fileNamed(ctx context.Context, n sameName, makeWay func()) (again bool) {
	if !x.begin(n.name) {
		return true
	}
	defer x.end(n.name)
	for _, f := range n.files {
		if ctx.Err() != nil {
			return true
		}
		again = x.fileOne(ctx, f, makeWay) || again
	}
	return again
}

func (x *effects) begin(name string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.busy[name] {
		return false
	}
	x.busy[name] = true
	return true
}

func (x *effects) end(name string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.busy, name)
}
