package folder

import (
	"path"
	"time"
)

// WorkFile is what people see of a work file on their own desk. Nothing of it leaves the desk.
type WorkFile struct {
	MappingID string
	Found     bool // false when the folder is not where it was
	Lanes     []LaneFolder
	Private   []PrivateFolder
	Loose     int // files directly in the work file
}

// LaneFolder is one lane; Name is the folder's name on disk, "" when it is not there.
type LaneFolder struct {
	Lane  Lane
	Name  string
	Files []ListedFile
}

// ListedFile is one file of a lane.
type ListedFile struct {
	Rel     string // inside the lane, with "/"
	Key     string
	Size    int64
	ModTime time.Time
	FileState
}

// PrivateFolder is a folder that Tieout does not look into, beyond counting. More is true when there
// are more files than were counted.
type PrivateFolder struct {
	Name  string
	Files int
	More  bool
}

// maxCount ends the counting of a private folder's files, maxCountDepth its depth.
const (
	maxCount      = 10_000
	maxCountDepth = 16
)

// List looks at a work file now. It opens nothing but the owner files of Office and LibreOffice in
// the lanes.
func (f *Folders) List(mappingID string) (WorkFile, error) {
	k, m, err := f.find(mappingID)
	if err != nil {
		return WorkFile{}, err
	}
	tree, err := f.openRoot(k, false)
	if err != nil {
		return WorkFile{}, err
	}
	defer tree.Close()
	var parts []part
	l := walk(tree, m.Mapping, f.cfg.Lanes, func(string) {}, func(p part) uint64 { parts = append(parts, p); return 0 })
	out := WorkFile{MappingID: mappingID, Found: l.found}
	if !l.found {
		return out, nil
	}
	for _, lane := range Lanes {
		out.Lanes = append(out.Lanes, f.listLane(tree, m, lane, l, parts))
	}
	return out, out.listPrivate(tree, m.Mapping, l)
}

func (f *Folders) listLane(tree Tree, m followed, lane Lane, l listing, parts []part) LaneFolder {
	out := LaneFolder{Lane: lane}
	if at := l.lanes[lane]; at != "" {
		out.Name = path.Base(at)
	}
	shown := m.board.get
	if f.cfg.rests(m.Mapping) { // what the board shows is old, or nothing
		shown = func(string) FileState { return FileState{State: StateResting} }
	}
	for _, p := range parts {
		if p.lane != lane {
			continue
		}
		for _, e := range p.entries {
			out.Files = append(out.Files, listFile(tree, shown, e, p.twins, l.owners))
		}
	}
	SortByPath(out.Files, func(f ListedFile) string { return f.Rel })
	return out
}

func listFile(tree Tree, shown func(key string) FileState, e entry, twins map[string]bool, owners map[string][]Info) ListedFile {
	file := ListedFile{Rel: e.rel, Key: e.key, Size: e.Size, ModTime: e.ModTime, FileState: FileState{State: StateSettled}}
	if e.observed() {
		file.FileState = e.obstacle(twins)
		if file.State == "" {
			file.FileState = shown(e.key)
		}
	}
	dir := path.Dir(e.path())
	file.By = openBy(tree, dir, e.Name, owners[dir])
	return file
}

func (w *WorkFile) listPrivate(tree Tree, m Mapping, l listing) error {
	top, err := tree.ReadDir(m.Path)
	if err != nil {
		return err
	}
	lanes := map[string]bool{}
	for _, at := range l.lanes {
		lanes[path.Base(at)] = true
	}
	for _, e := range top {
		switch {
		case isIgnored(e.Name) || lanes[e.Name]:
		case e.Kind == KindDir:
			p := PrivateFolder{Name: e.Name}
			p.count(tree, path.Join(m.Path, e.Name), 0)
			w.Private = append(w.Private, p)
		case e.Kind == KindFile:
			w.Loose++
		}
	}
	return nil
}

// count counts what can be listed; what cannot counts as more.
func (p *PrivateFolder) count(tree Tree, at string, depth int) {
	listing, err := tree.ReadDir(at)
	if err != nil || depth > maxCountDepth {
		p.More = true
		return
	}
	for _, e := range listing {
		switch {
		case p.More:
			return
		case e.Kind == KindDir:
			p.count(tree, path.Join(at, e.Name), depth+1)
		case !isIgnored(e.Name):
			if p.Files == maxCount {
				p.More = true
				return
			}
			p.Files++
		}
	}
}
