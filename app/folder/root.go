package folder

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

// markerName is the hidden file that tells a share from an empty mount point or another share.
const markerName = ".tieout-root.json"

// Root binds a mapped share to a folder of this desk. The caller keeps it between runs; ID is the same
// on every desk, the rest is this desk's own.
type Root struct {
	ID     string // UUID in the marker
	Path   string // absolute, local
	Marker MarkerIdentity
	// Anew is when it was bound by the files that are known of it, because its marker was lost or is
	// another one: see Folders.Bind. Zero where it never was. Its work files are in doubt from then on.
	Anew time.Time
}

// MarkerIdentity is how this desk recognises the very marker it was bound to. A copy of it, made by
// hand to "repair" a share, has the right UUID and is still not it.
type MarkerIdentity struct {
	SHA256  string
	File    uint64 // inode or file index; 0 where there is none
	ModTime time.Time
	Volume  uint64 // see Volume.ID; 0 where there is none
}

// RootState says how far a share can be believed.
type RootState string

// The states. Only with RootOK is anything placed and any deletion believed; with RootReadOnly files
// are still read; in the others nothing is touched and nothing concluded.
const (
	RootOK          RootState = "ok"
	RootUnreachable RootState = "unreachable"
	RootEmpty       RootState = "empty"
	RootSwapped     RootState = "swapped"
	RootReadOnly    RootState = "reading only"
)

// readable is true when what lies there is our share.
func (s RootState) readable() bool { return s == RootOK || s == RootReadOnly }

// Doubtful is true when a folder is there and it is not known to be our share. That ends when the share
// itself is back, or when a person binds the root again.
func (s RootState) Doubtful() bool { return s == RootEmpty || s == RootSwapped }

// RootStatus is what people see of a root.
type RootStatus struct {
	RootID string
	Path   string
	State  RootState
	Reason string // a sentence; empty when all is well
	// Polling says why change notices are not relied on, and how late a save is noticed at worst, in
	// sentences for people; empty when they are relied on.
	Polling string
}

// ErrMarkerDamaged means a marker file is there but says nothing.
var ErrMarkerDamaged = errors.New("the file " + markerName + " in this folder is damaged; remove it and map the folder again")

type marker struct {
	Root string `json:"tieout_root"`
	Note string `json:"note"`
}

// MapRoot makes a folder a root: it writes the marker, once, or takes the one another desk wrote. It
// is the act of a person, never a repair. A folder inside another root is refused.
func MapRoot(fsys FS, dir string) (Root, error) {
	tree, err := fsys.Open(dir)
	if err != nil {
		return Root{}, err
	}
	defer tree.Close()
	if err := refuseNested(fsys, dir); err != nil {
		return Root{}, err
	}
	if err := writeMarker(tree, uuid.NewString()); err != nil && !errors.Is(err, fs.ErrExist) {
		return Root{}, fmt.Errorf("the folder cannot be mapped because nothing can be written in it: %w", err)
	}
	return readRoot(tree, dir)
}

func refuseNested(fsys FS, dir string) error {
	for up := filepath.Dir(dir); up != dir; dir, up = up, filepath.Dir(up) {
		tree, err := fsys.Open(up)
		if err != nil {
			return nil // cannot look further up, so neither can a mapping from there
		}
		_, err = tree.Lstat(markerName)
		tree.Close()
		if err == nil {
			return fmt.Errorf("this folder is inside %q, which is mapped already; map work files there instead", up)
		}
	}
	return nil
}

func writeMarker(tree Tree, id string) (err error) {
	file, err := tree.Create(markerName)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			err = errors.Join(err, tree.Remove(markerName))
		}
	}()
	body, err := json.MarshalIndent(marker{id, "Tieout knows this share by this file. Do not copy, move or remove it."}, "", "  ")
	if err != nil {
		return err
	}
	if _, err := file.Write(append(body, '\n')); err != nil {
		return err
	}
	return errors.Join(file.Sync(), tree.SyncDir("."))
}

// readRoot reads the marker and its identity in one go from one open file.
func readRoot(tree Tree, dir string) (Root, error) {
	file, err := tree.OpenFile(markerName)
	if err != nil {
		return Root{}, err
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, 4096))
	if err != nil {
		return Root{}, err
	}
	stamp, err := file.Stamp()
	if err != nil {
		return Root{}, err
	}
	var m marker
	if json.Unmarshal(bytes.TrimSpace(body), &m) != nil || uuid.Validate(m.Root) != nil {
		return Root{}, ErrMarkerDamaged
	}
	sum := sha256.Sum256(body)
	return Root{ID: m.Root, Path: dir, Marker: MarkerIdentity{hex.EncodeToString(sum[:]), stamp.ID, stamp.ModTime, tree.Volume().ID}}, nil
}

// same allows for file systems that round times to two seconds.
func (m MarkerIdentity) same(o MarkerIdentity) bool {
	return m.SHA256 == o.SHA256 && (m.File == 0 || o.File == 0 || m.File == o.File) &&
		(m.Volume == 0 || o.Volume == 0 || m.Volume == o.Volume) &&
		m.ModTime.Sub(o.ModTime).Abs() <= 2*time.Second
}

// lookAtRoot judges what lies at the root's path now.
func lookAtRoot(fsys FS, root Root) (RootState, string, Volume) {
	tree, err := fsys.Open(root.Path)
	if err != nil {
		return RootUnreachable, "The share cannot be reached. Nothing is concluded from that; work goes on when it is back. If it was moved, choose its folder in Setup.", Volume{}
	}
	defer tree.Close()
	state, reason := judgeRoot(tree, root)
	return state, reason, tree.Volume()
}

func judgeRoot(tree Tree, root Root) (RootState, string) {
	found, err := readRoot(tree, root.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return withoutMarker(tree)
	case errors.Is(err, ErrMarkerDamaged), errors.Is(err, ErrNotPlain):
		return RootSwapped, "The file by which this share is known is damaged. Nothing there is touched; choose its folder again in Setup."
	case err != nil:
		return RootUnreachable, "The share answers with an error. Nothing is concluded from that; work goes on when it is back."
	case found.ID != root.ID:
		return RootSwapped, "Another share is where this one was. Nothing there is touched; put this one back, or choose its folder in Setup."
	case !found.Marker.same(root.Marker):
		return RootSwapped, "This looks like a copy of the share. Nothing there is touched; choose its folder again in Setup if it is the right one."
	case !tree.Writable():
		return RootReadOnly, "The share can be read but not written from this desk: nothing is filed and no deletion is believed here."
	}
	return RootOK, ""
}

func withoutMarker(tree Tree) (RootState, string) {
	listing, err := tree.ReadDir(".")
	switch {
	case err != nil:
		return RootUnreachable, "The share answers with an error. Nothing is concluded from that; work goes on when it is back."
	case len(listing) == 0:
		return RootEmpty, "The folder is there but empty, as when a share is not connected. Nothing is concluded from that; connect it, or choose its folder in Setup if it was moved."
	}
	return RootSwapped, "The file by which this share is known is gone. Nothing there is touched; choose its folder again in Setup if it is the right one."
}
