package foldersim

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"tieout/app/folder"
)

// Traits are what kinds of servers differ in.
type Traits struct {
	Folds    bool          // two spellings of a name in other capitals are one file
	NFD      bool          // names are kept decomposed
	TwoSteps bool          // a rename looks first and replaces then, as Samba's
	IDs      bool          // files have identities and change times
	Tick     time.Duration // of the times of files
	Unable   bool          // the server will not say who is writing
	Lingers  time.Duration // how long the claim of a computer without power is kept
	Again    bool          // a connection that broke is made again unnoticed: paths go on, handles do not
}

// node is a file or folder.
type node struct {
	name     string
	dir      bool
	id       uint64
	data     []byte
	mtime    time.Time
	change   int64
	kids     map[string]*node // by folded name
	writers  int
	denied   bool
	desk     bool   // made by a desk
	durable  []byte // what is left of a desk's file when the power fails
	claimant *session
}

// server is the share.
type server struct {
	mu     sync.Mutex
	traits Traits
	world  *World
	root   *node
	hollow *node // what lies at the path while the share is not connected
	away   bool
	empty  bool
	full   bool
	nextID uint64
	mounts uint64
	boots  int    // handles from before the power failed are worth nothing
	moves  []move // renames of desks that a power failure may undo
	busy   map[string]bool
}

type move struct {
	n        *node
	from, to string
}

var errAway = errors.New("the network path was not found")

func newServer(w *World, t Traits) *server {
	s := &server{world: w, traits: t, busy: map[string]bool{}}
	s.root, s.hollow = s.node("share", true), s.node("share", true)
	return s
}

func (s *server) node(name string, dir bool) *node {
	s.nextID++
	n := &node{name: name, dir: dir, id: s.nextID}
	if dir {
		n.kids = map[string]*node{}
	}
	s.touch(n)
	return n
}

// touch gives a node the time of now, as exact as the server has it.
func (s *server) touch(n *node) {
	now := s.world.clocks.now().Add(s.world.serverOff)
	n.mtime, n.change = now.Truncate(s.traits.Tick), n.change+1
}

// stored is the name as the server keeps it, folded the name as it looks it up.
func (s *server) stored(name string) string {
	if s.traits.NFD {
		return norm.NFD.String(name)
	}
	return name
}

func (s *server) folded(name string) string {
	name = s.stored(name)
	if s.traits.Folds {
		return strings.ToLower(name)
	}
	return name
}

// marker is the file by which the engine knows a share.
const marker = ".tieout-root.json"

// find walks to a node of the share that is to be seen now.
func (s *server) find(rel string) (*node, error) {
	if s.away {
		return nil, &fs.PathError{Op: "find", Path: rel, Err: errAway}
	}
	n := s.visible()
	if s.world.broken.NoMarker && path.Base(rel) == marker {
		n = s.root
	}
	return s.below(n, rel)
}

// visible is what lies at the share's path.
func (s *server) visible() *node {
	if s.empty {
		return s.hollow
	}
	return s.root
}

func (s *server) below(n *node, rel string) (*node, error) {
	for part := range strings.SplitSeq(path.Clean(rel), "/") {
		if part == "." {
			continue
		}
		if !n.dir {
			return nil, &fs.PathError{Op: "find", Path: rel, Err: folder.ErrNotPlain}
		}
		kid := n.kids[s.folded(part)]
		if kid == nil {
			return nil, &fs.PathError{Op: "find", Path: rel, Err: fs.ErrNotExist}
		}
		n = kid
	}
	return n, nil
}

// put gives a node a name, in place of what had it.
func (s *server) put(rel string, n *node) error {
	dir, err := s.find(path.Dir(rel))
	if err != nil {
		return err
	}
	n.name = s.stored(path.Base(rel))
	dir.kids[s.folded(n.name)] = n
	s.touch(dir)
	s.world.hint(rel, folder.Hint{Arrived: true})
	return nil
}

func (s *server) take(rel string) error {
	dir, err := s.find(path.Dir(rel))
	if err != nil {
		return err
	}
	delete(dir.kids, s.folded(path.Base(rel)))
	s.touch(dir)
	s.world.hint(rel, folder.Hint{Left: true})
	return nil
}

func (s *server) info(n *node) folder.Info {
	i := folder.Info{Name: n.name, Kind: folder.KindFile}
	i.Size, i.ModTime = int64(len(n.data)), n.mtime
	if n.dir {
		i.Kind, i.Size = folder.KindDir, 0
	}
	if s.traits.IDs {
		i.ID, i.Change = n.id, n.change
	}
	return i
}

// powerFails loses what was not made durable: bytes of desks that were never flushed, and renames of
// desks in folders that were never flushed.
func (s *server) powerFails() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range slices.Backward(s.moves) {
		if n, err := s.below(s.root, m.to); err != nil || n != m.n || s.world.rng.IntN(2) == 0 {
			continue
		}
		if dir, err := s.below(s.root, path.Dir(m.to)); err == nil {
			delete(dir.kids, s.folded(path.Base(m.to)))
			s.world.unplaced(m.to, m.n)
			m.n.name = s.stored(path.Base(m.from))
			dir.kids[s.folded(m.n.name)] = m.n
		}
	}
	s.moves = nil
	s.boots++
	for _, d := range s.world.desks {
		d.session = &session{d, s.boots}
	}
	s.each(s.root, "", func(_ string, n *node) {
		if n.desk {
			n.data = slices.Clone(n.durable)
		}
		n.claimant = nil
	})
}

// each visits every file of the share, in name order.
func (s *server) each(n *node, at string, visit func(rel string, n *node)) {
	names := make([]string, 0, len(n.kids))
	for name := range n.kids {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		kid := n.kids[name]
		rel := path.Join(at, kid.name)
		if kid.dir {
			s.each(kid, rel, visit)
		} else {
			visit(rel, kid)
		}
	}
}

// session is one connection of a desk, to the server: what is held through it ends with it.
type session struct {
	desk *Desk
	boot int // see server.boots
}

func (o *session) ended(s *server) bool { return s.away || o.boot != s.boots || o != o.desk.session }

// broken has a desk's connection broken and made again.
func (s *server) broken(d *Desk) {
	s.leave(d.session)
	s.mu.Lock()
	defer s.mu.Unlock()
	d.session = &session{d, s.boots}
}

// leave ends a session.
func (s *server) leave(of *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.each(s.root, "", func(_ string, n *node) {
		if n.claimant == of {
			n.claimant = nil
		}
	})
}

// idle ends a rename in two steps, however it ended.
func (s *server) idle(to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, s.folded(to))
}

// naming says whether a desk holds the right to a name.
func (s *server) naming(d *Desk) (holds bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.each(s.root, "", func(_ string, n *node) {
		holds = holds || n.claimant == d.session && strings.HasPrefix(n.name, ".tieout-name-")
	})
	return holds
}
