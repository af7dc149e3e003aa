package folder

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// entry is one file of a lane, or something there that is neither file nor folder.
type entry struct {
	lane Lane
	dir  string // the lane's folder, from the root
	rel  string // inside the lane
	key  string
	Info
	barred *FileState // of a folder that could not be looked into
}

func (e entry) path() string { return path.Join(e.dir, e.rel) }

// listing is one look at the lanes of a work file, without the files.
type listing struct {
	found  bool               // the work-file folder is there
	lanes  map[Lane]string    // folders that are there, from the root
	dirs   map[string]seenDir // every folder looked into, by path from the root
	litter []entry            // temporary files and claims of ours
	owners map[string][]Info  // owner files of Office and LibreOffice, by folder from the root
	clean  bool               // everything could be listed: absence means something
}

// seenDir is how a folder was when it was listed.
type seenDir struct {
	Stamp
	sum uint64 // see knownDir
}

// part is what lies directly in one folder of a lane, or in several of them whose names differ only in
// case or accents: their files could not be told apart by key.
type part struct {
	lane    Lane
	key     string   // how the keys of its files begin, as "to-client/2025/"
	dirs    []string // from the root; none for a lane that cannot be listed
	stamps  []Stamp  // theirs
	entries []entry
	twins   map[string]bool // keys that more than one entry has
	below   map[string]bool // how the keys in the folders in it begin, of those that are there
}

// maxDepth ends the descent into a tree that somebody built to have no end.
const maxDepth = 64

// walk lists the lanes, a part at a time: nothing of it is kept once see returned, which answers the sum to
// remember of the folder. A part comes after those in it. enter is called with each folder before it is
// listed, so that a watch begins before the look: what changes later is noticed, what changed earlier is
// seen. A folder that cannot be listed makes the listing unclean and stops nothing.
func walk(tree Tree, m Mapping, names LaneNames, enter func(dir string), see func(part) uint64) listing {
	w := walker{tree: tree, enter: enter, see: see, out: listing{
		lanes: map[Lane]string{}, dirs: map[string]seenDir{}, owners: map[string][]Info{}, clean: true,
	}}
	info, err := tree.Lstat(m.Path)
	if err != nil || info.Kind != KindDir {
		w.out.clean = false
		return w.out
	}
	enter(m.Path)
	top, err := tree.ReadDir(m.Path)
	if err != nil {
		w.out.clean = false
		w.out.found = !errors.Is(err, fs.ErrNotExist)
		return w.out
	}
	w.out.found = true
	w.out.dirs[m.Path] = seenDir{Stamp: info.Stamp}
	for _, lane := range Lanes {
		if dir := laneDir(names, lane, top); dir != "" {
			w.out.lanes[lane] = path.Join(m.Path, dir)
			w.lane, w.dir = lane, w.out.lanes[lane]
			if barred := w.list(PathKey(string(lane), ""), []string{""}, 0); len(barred) > 0 {
				see(part{lane: lane, key: PathKey(string(lane), ""), entries: barred})
			}
		}
	}
	return w.out
}

type walker struct {
	tree  Tree
	enter func(string)
	see   func(part) uint64
	lane  Lane
	dir   string
	out   listing
}

// list looks into the folders whose keys begin with key. It answers those that it could not look into.
func (w *walker) list(key string, rels []string, depth int) (barred []entry) {
	p := part{lane: w.lane, key: key}
	folders := map[string][]string{} // in these, by the beginning of their keys
	for _, rel := range rels {
		if bar, ok := w.look(&p, folders, rel, depth); !ok {
			barred = append(barred, bar...)
		}
	}
	for _, below := range slices.Sorted(maps.Keys(folders)) {
		inner := w.list(below, folders[below], depth+1)
		p.entries = append(p.entries, inner...)
		if len(inner) < len(folders[below]) {
			p.below = with(p.below, below)
		}
	}
	if len(p.dirs) == 0 {
		return barred
	}
	p.findTwins()
	if sum := w.see(p); len(p.dirs) == 1 {
		at := p.dirs[0]
		w.out.dirs[at] = seenDir{w.out.dirs[at].Stamp, sum}
	}
	return barred
}

// look takes what lies in one folder. What cannot be looked into is an obstacle in the folder above, unless
// it is gone.
func (w *walker) look(p *part, folders map[string][]string, rel string, depth int) (bar []entry, ok bool) {
	at := path.Join(w.dir, rel)
	info, err := w.tree.Lstat(at)
	if err != nil {
		w.out.clean = false
		return nil, false
	}
	var infos []Info
	if depth <= maxDepth {
		w.enter(at)
		infos, err = w.tree.ReadDir(at)
	}
	if err != nil || depth > maxDepth {
		w.out.clean = false
		folder := w.entry(rel, PathKey(string(w.lane), rel), Info{Name: path.Base(at), Kind: KindOther, Stamp: info.Stamp})
		why := barredFolder(err)
		folder.barred = &why
		return []entry{folder}, false
	}
	w.out.dirs[at] = seenDir{Stamp: info.Stamp}
	p.dirs, p.stamps = append(p.dirs, at), append(p.stamps, info.Stamp)
	for _, child := range infos {
		in := child.Name
		if rel != "" {
			in = rel + "/" + child.Name
		}
		child.Name = in[len(in)-len(child.Name):] // one string for both
		switch {
		case child.Kind == KindFile && isOwn(child.Name):
			w.out.litter = append(w.out.litter, entry{lane: w.lane, dir: w.dir, rel: in, Info: child})
		case child.Kind == KindFile && isOwnerFile(child.Name):
			w.out.owners[at] = append(w.out.owners[at], child)
		case isIgnored(child.Name):
		case child.Kind == KindDir:
			below := p.key + foldName(child.Name) + "/"
			folders[below] = append(folders[below], in)
		default:
			p.entries = append(p.entries, w.entry(in, p.key+foldName(child.Name), child))
		}
	}
	return nil, true
}

func (w *walker) entry(rel, key string, info Info) entry {
	return entry{lane: w.lane, dir: w.dir, rel: rel, key: key, Info: info}
}

// with adds to a set that may not have been made yet.
func with(set map[string]bool, key string) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	set[key] = true
	return set
}

func (p *part) findTwins() {
	slices.SortStableFunc(p.entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	for i, e := range p.entries {
		if i > 0 && p.entries[i-1].key == e.key {
			p.twins = with(p.twins, e.key)
		}
	}
}

// MaxFile is the most bytes of a file that is reported. A larger one is shown and never read.
const MaxFile = 16 << 30

// maxRel is the longest path inside a lane, in bytes: many times what Windows programs can open.
const maxRel = 1024

// notPlain is what is neither a file nor a folder.
var notPlain = FileState{State: StateUnreadable, Detail: "This is a link, a pipe or a device, not a file. It is left alone.", Next: "Put the file itself in its place."}

// barredFolder says why nothing in a folder is looked at; nil is one that lies too deep.
func barredFolder(err error) FileState {
	s := FileState{State: StateUnreadable}
	switch {
	case err == nil:
		s.Detail, s.Next = fmt.Sprintf("This folder lies in more than %d others, so nothing in it is sent.", maxDepth), "Move what is to be sent further up."
	case errors.Is(err, fs.ErrPermission):
		s.Detail, s.Next = "This computer's user may not list this folder, so nothing in it is sent.", "Give the user that Tieout runs as the right to list it and to read what is in it."
	default:
		s.Detail, s.Next = "This folder cannot be listed, so nothing in it is sent. It is tried again by itself.", "See whether it opens on this computer; if not, have the share looked at."
	}
	return s
}

// obstacle says in words why a file of an observed lane is never read as it is; "" when it may be.
func (e entry) obstacle(twins map[string]bool) FileState {
	switch {
	case twins[e.key]:
		return FileState{State: StateTwin, Detail: "Another name here differs only in capitals or accents. Rename one of them; until then neither is sent."}
	case e.barred != nil:
		return *e.barred
	case e.Kind != KindFile:
		return notPlain
	case !utf8.ValidString(e.rel) || strings.ContainsRune(e.rel, 0):
		return FileState{State: StateUnreadable, Detail: "The name has characters that other computers cannot read.", Next: "Rename the file."}
	case len(e.rel) > maxRel:
		return FileState{State: StateUnreadable, Detail: "The names of the folders it is in are too long, taken together.", Next: "Shorten one of them, or move the file up."}
	case e.Size > MaxFile:
		return FileState{State: StateUnreadable, Detail: fmt.Sprintf("The file is larger than the %d GB that can be sent.", MaxFile>>30), Next: "Split it, or hand it over another way."}
	case e.Size == 0:
		return FileState{State: StateEmpty, Detail: "The file has no content yet. It is sent once it has some."}
	}
	return FileState{}
}

// observed says whether the file is one of staff's own to publish or offer, or something odd in its place.
func (e entry) observed() bool { return e.lane.observed() && (e.wanted() || e.Kind != KindFile) }

// wanted says whether the file is one that is published or offered.
func (e entry) wanted() bool {
	return e.lane == ToClient || e.lane == ForSignature && strings.EqualFold(path.Ext(e.rel), ".pdf")
}
