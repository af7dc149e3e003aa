package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// Mapping says where a work file lies. ID is the caller's (an engagement's id, opaque here), Path is
// relative to the root and has "/" between its parts.
type Mapping struct {
	ID     string
	RootID string
	Path   string
}

// ErrNoWorkFile means the folder of a mapping is not where it was. Nothing is created in its place:
// it may have been renamed or moved.
var ErrNoWorkFile = errors.New("the work-file folder is not where it was")

// Check refuses a path that is absolute, leaves the root, or is not spelled with single "/".
func (m Mapping) Check() error {
	if m.ID == "" || m.RootID == "" {
		return errors.New("a mapping needs an id and a root")
	}
	if strings.Contains(m.Path, `\`) || path.Clean(m.Path) != m.Path || !filepath.IsLocal(filepath.FromSlash(m.Path)) {
		return fmt.Errorf("%q is not a folder inside the mapped share", m.Path)
	}
	return nil
}

// laneDir finds the folder of a lane in a listing of the work file, in whatever case staff spelled it;
// an exact spelling wins. It is "" when there is none.
func laneDir(names LaneNames, lane Lane, listing []Info) string {
	found := ""
	for _, e := range listing {
		if got, ok := names.lane(e.Name); !ok || got != lane || e.Kind != KindDir {
			continue
		}
		if e.Name == names[lane] || found == "" {
			found = e.Name
		}
	}
	return found
}

// ensureLane makes the folder of a lane when there is none and returns its path from the root.
func ensureLane(tree Tree, m Mapping, names LaneNames, lane Lane) (string, error) {
	listing, err := tree.ReadDir(m.Path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrNotPlain) {
		return "", ErrNoWorkFile
	}
	if err != nil {
		return "", err
	}
	if dir := laneDir(names, lane, listing); dir != "" {
		return path.Join(m.Path, dir), nil
	}
	dir := path.Join(m.Path, names[lane])
	err = tree.Mkdir(dir)
	if errors.Is(err, fs.ErrExist) {
		if info, statErr := tree.Lstat(dir); statErr != nil || info.Kind != KindDir {
			return "", fmt.Errorf("%q is in the way and is not a folder: %w", names[lane], ErrNotPlain)
		}
		return dir, nil // another desk was faster
	}
	return dir, err
}

// makeFolders makes a path of folders that do not exist yet.
func makeFolders(tree Tree, dir string) error {
	made := "."
	for part := range strings.SplitSeq(dir, "/") {
		made = path.Join(made, part)
		if err := tree.Mkdir(made); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}
