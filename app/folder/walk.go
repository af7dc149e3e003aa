package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
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
}

func (e entry) path() string { return path.Join(e.dir, e.rel) }

// listing is one look at the lanes of a work file.
type listing struct {
	found   bool            // the work-file folder is there
	lanes   map[Lane]string // folders that are there, from the root
	entries []entry
	dirs    map[string]Info   // every folder looked into, by path from the root
	twins   map[string]bool   // keys that more than one entry has
	litter  []entry           // temporary files and claims of ours
	owners  map[string][]Info // owner files of Office and LibreOffice, by folder from the root
	clean   bool              // everything could be listed: absence means something
}

// maxDepth ends the descent into a tree that somebody built to have no end.
const maxDepth = 64

// walk lists the lanes. enter is called with each folder before it is listed, so that a watch begins
// before the look: what changes later is noticed, what changed earlier is seen. A folder that cannot
// be listed makes the listing unclean and stops nothing.
func walk(tree Tree, m Mapping, names LaneNames, enter func(dir string)) listing {
	w := walker{tree: tree, enter: enter, out: listing{
		lanes: map[Lane]string{}, dirs: map[string]Info{}, twins: map[string]bool{}, owners: map[string][]Info{}, clean: true,
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
	w.out.dirs[m.Path] = info
	for _, lane := range Lanes {
		if dir := laneDir(names, lane, top); dir != "" {
			w.out.lanes[lane] = path.Join(m.Path, dir)
			w.lane, w.dir = lane, w.out.lanes[lane]
			w.list("", 0)
		}
	}
	w.out.findTwins()
	return w.out
}

type walker struct {
	tree  Tree
	enter func(string)
	lane  Lane
	dir   string
	out   listing
}

func (w *walker) list(rel string, depth int) {
	at := path.Join(w.dir, rel)
	info, err := w.tree.Lstat(at)
	if err == nil && depth > maxDepth {
		w.add(rel, Info{Name: path.Base(at), Kind: KindOther, Stamp: info.Stamp})
	}
	if err != nil || depth > maxDepth {
		w.out.clean = false
		return
	}
	w.enter(at)
	infos, err := w.tree.ReadDir(at)
	if err != nil {
		w.out.clean = false
		w.add(rel, Info{Name: path.Base(at), Kind: KindOther, Stamp: info.Stamp})
		return
	}
	w.out.dirs[at] = info
	for _, child := range infos {
		switch in := path.Join(rel, child.Name); {
		case child.Kind == KindFile && isOwn(child.Name):
			w.out.litter = append(w.out.litter, entry{lane: w.lane, dir: w.dir, rel: in, Info: child})
		case child.Kind == KindFile && isOwnerFile(child.Name):
			w.out.owners[at] = append(w.out.owners[at], child)
		case isIgnored(child.Name):
		case child.Kind == KindDir:
			w.list(in, depth+1)
		default:
			w.add(in, child)
		}
	}
}

func (w *walker) add(rel string, info Info) {
	w.out.entries = append(w.out.entries, entry{w.lane, w.dir, rel, PathKey(string(w.lane), rel), info})
}

func (l *listing) findTwins() {
	first := make(map[string]string, len(l.entries))
	for _, e := range l.entries {
		if _, ok := first[e.key]; ok {
			l.twins[e.key] = true
		}
		first[e.key] = e.rel
	}
}

// MaxFile is the most bytes of a file that is reported. A larger one is shown and never read.
const MaxFile = 16 << 30

// maxRel is the longest path inside a lane, in bytes: many times what Windows programs can open.
const maxRel = 1024

// obstacle says in words why a file of an observed lane is never read as it is; "" when it may be.
func (e entry) obstacle(twins map[string]bool) FileState {
	switch {
	case twins[e.key]:
		return FileState{State: StateTwin, Detail: "Another name here differs only in capitals or accents. Rename one of them; until then neither is sent."}
	case e.Kind != KindFile:
		return FileState{State: StateUnreadable, Detail: "This is a link or a folder that cannot be listed, not a file. It is left alone."}
	case !utf8.ValidString(e.rel) || strings.ContainsRune(e.rel, 0):
		return FileState{State: StateUnreadable, Detail: "The name has characters that other computers cannot read. Rename the file."}
	case len(e.rel) > maxRel:
		return FileState{State: StateUnreadable, Detail: "The names of the folders it is in are too long, taken together. Shorten one of them, or move the file up."}
	case e.Size > MaxFile:
		return FileState{State: StateUnreadable, Detail: fmt.Sprintf("The file is larger than the %d GB that can be sent. Split it, or hand it over another way.", MaxFile>>30)}
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
