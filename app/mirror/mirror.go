// Package mirror keeps a copy of documents in a folder: for a laptop, an
// off-site copy, or a firm that leaves with its data. It owns the bytes and the
// names in that folder and nothing else.
//
// Three promises hold through crashes, power cuts and whatever people do in the
// folder: a name appears with all bytes, checked and durable, or not at all; a
// new version takes the place of the old one in one step, and the old one stays
// until then; and no byte that this package did not write is ever removed or
// overwritten. What somebody changed or put where a document belongs is set aside
// under a name that says so.
//
// Whatever is on its way to its name lies in a hidden folder of the copy, named by
// its document and its bytes, so that a download goes on where it broke off.
//
// It must never fetch anything by itself, and never know what a document is for.
//
// Caveats: the copy is for reading. Nothing that is done in the folder travels
// anywhere. Where the file system has no exchange of two names (outside Linux,
// and on some of its file systems) a new version is put in two steps, and the
// name is missing for the moment between them.
package mirror

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tieout/app/folder"
)

// markerName is the hidden file that tells the folder of a copy from another
// one, or from an empty mount point. It is held while the copy is open.
const markerName = ".tieout-mirror.json"

// Errors that callers tell apart.
var (
	// ErrInUse means that another process keeps a copy in this folder.
	ErrInUse = errors.New("another program keeps a copy in this folder")
	// ErrOther means that the folder has the copy of something else.
	ErrOther = errors.New("this folder has the copy of another engagement, or of other lanes of it; choose another folder")
	// ErrGone means that the folder is not the one that was written before: a
	// disk that is not connected looks like that. Nothing is concluded from it.
	ErrGone = errors.New("the copy that was in this folder is not there; is its disk connected?")
	// ErrWrongBytes means that what came is not what was asked for.
	ErrWrongBytes = errors.New("the document arrived damaged")
)

// Doc is one document as it belongs into the copy.
type Doc struct {
	ID     string // the same for all versions
	Path   string // in the folder, "/" between its parts; see SafePath
	SHA256 string // lower-case hex
	Size   int64
}

// Copy is an open copy. Its methods may be called concurrently for different
// documents.
type Copy struct {
	dir   string
	about string // what the copy is of
	index folder.Index
	claim folder.Claim
	tree  folder.Tree
	now   func() time.Time
	swap  func(a, b string) error // exchanges two names in one step

	mu      sync.Mutex          // over everything that gives, takes or reads names
	stage   *os.Root            // where files lie that have no name yet, once there is one
	owner   map[string]string   // path to id of what was written there
	left    map[string][]string // by place: what interruptions left in the stage
	made    map[string]bool     // folders that are there
	touched map[string]bool     // folders with names that may not be durable
}

type marker struct {
	Of   string `json:"tieout_mirror"`
	Note string `json:"note"`
}

// Open takes a folder for the copy of what about names, and makes it where none was
// written before. The index remembers between runs what was written; without it
// the folder is read again. now is the time in the names of what is set aside.
func Open(dir, about string, index folder.Index, now func() time.Time) (*Copy, error) {
	c := &Copy{
		dir: dir, about: about, index: index, now: now, swap: exchange,
		owner: map[string]string{}, left: map[string][]string{}, made: map[string]bool{}, touched: map[string]bool{},
	}
	err := index.Each(c.mapping(), func(id string, o folder.Observation) error {
		c.owner[o.Rel] = id
		return nil
	})
	if err != nil {
		return nil, err
	}
	if c.tree, err = c.hold(); err != nil {
		return nil, err
	}
	if err := c.take(); err != nil {
		return nil, errors.Join(err, c.tree.Close())
	}
	if err := c.sweep(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// hold opens the folder. It is made only where nothing was written before: else
// its disk is away.
func (c *Copy) hold() (folder.Tree, error) {
	tree, err := folder.OS().Open(c.dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return tree, err
	}
	if len(c.owner) > 0 {
		return nil, ErrGone
	}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return nil, err
	}
	return folder.OS().Open(c.dir)
}

// Close gives the folder back.
func (c *Copy) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(c.leaveStage(), c.claim.Leave(), c.tree.Close())
}

// mapping is the name of this copy's observations.
func (c *Copy) mapping() string { return mappingOf(c.about, c.dir) }

func mappingOf(about, dir string) string { return "mirror/" + about + "/" + dir }

// take holds the marker, and writes it the first time.
func (c *Copy) take() error {
	if _, err := c.tree.Lstat(markerName); errors.Is(err, fs.ErrNotExist) && len(c.owner) > 0 {
		return ErrGone
	}
	claim, err := c.tree.Claim(markerName)
	if errors.Is(err, folder.ErrClaimed) {
		return ErrInUse
	}
	if err != nil {
		return err
	}
	if err := c.mark(claim); err != nil {
		return errors.Join(err, claim.Leave())
	}
	c.claim = claim
	return nil
}

func (c *Copy) mark(claim folder.Claim) error {
	raw, err := claim.Read()
	if err != nil {
		return err
	}
	if len(raw) > 0 {
		var m marker
		if json.Unmarshal(raw, &m) == nil && m.Of == c.about {
			return nil
		}
		if free, err := c.free(m.Of); err != nil {
			return err
		} else if !free {
			return ErrOther
		}
	}
	raw, err = json.MarshalIndent(marker{c.about, "A read-only copy kept by Tieout. What you change here is set aside, never sent, never overwritten."}, "", "  ")
	if err != nil {
		return err
	}
	return claim.Write(append(raw, '\n'))
}

// free says that the folder has a marker and nothing else, and that nothing of
// the copy that the marker is of was ever written there from here: somebody began
// a copy that came to nothing.
func (c *Copy) free(of string) (bool, error) {
	listing, err := c.tree.ReadDir(".")
	if err != nil || len(listing) != 1 || listing[0].Name != markerName {
		return false, err
	}
	free := true
	err = c.index.Each(mappingOf(of, c.dir), func(string, folder.Observation) error {
		free = false
		return nil
	})
	return free, err
}

// Here says that the folder still is the one that was opened. It makes nothing.
func (c *Copy) Here() error {
	held, err := c.tree.Lstat(markerName)
	if err != nil {
		return ErrGone
	}
	now, err := folder.OS().Open(c.dir)
	if err != nil {
		return ErrGone
	}
	defer now.Close()
	if found, err := now.Lstat(markerName); err != nil || found.ID != held.ID {
		return ErrGone
	}
	return nil
}

// SafePath makes a path that this computer can hold of the names that people on
// others chose. A name that is plain here stays as it is.
func SafePath(parts ...string) string {
	safe := make([]string, 0, len(parts))
	for _, part := range parts {
		for name := range strings.SplitSeq(part, "/") {
			if name == "" {
				continue
			}
			if !plainHere(name) {
				name = folder.SafeName(name)
			}
			safe = append(safe, name)
		}
	}
	return path.Join(safe...)
}

// plainHere says whether a name is one name inside a folder, none of ours and
// none that this system reads otherwise.
func plainHere(name string) bool {
	hidden := len(name) > 0 && name[0] == '.' && strings.HasPrefix(strings.ToLower(name), ".tieout")
	strange := strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f })
	return filepath.IsLocal(name) && name != "." && !hidden && !strange && (!strictNames || folder.SafeName(name) == name)
}

func (d *Doc) check() error {
	if d.ID == "" || d.Size < 0 || len(d.SHA256) != 64 || d.Path == "" || SafePath(d.Path) != d.Path {
		return fmt.Errorf("mirror: a document needs an id, bytes and a plain path")
	}
	return nil
}
