package folder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"sync"
)

// Config is what Open needs. Only Spool, Index and Sink have no default.
type Config struct {
	Spool      string // a folder on the local disk, ours alone: what is in it is removed at start
	Index      Index
	Sink       Sink
	Lanes      LaneNames               // DefaultLaneNames
	Timing     Timing                  // see Timing
	Clock      Clock                   // the system's
	FS         FS                      // OS()
	NewWatcher func() (Watcher, error) // NewNotifier
	// Small is up to what size the bytes of a version are handed over in memory: SmallFile
	Small int64
	// Resting, when set, says that a work file is not looked at: another process of this machine does, or
	// nobody is to. It is not watched, scanned or reported meanwhile; List, Path and Place work. Rescan when
	// that ends. It returns at once.
	Resting func(Mapping) bool
}

func (c *Config) rests(m Mapping) bool { return c.Resting != nil && c.Resting(m) }

// Folders keeps the roots and work files of one desk. Safe for concurrent use.
type Folders struct {
	cfg    Config
	ctx    context.Context
	cancel context.CancelFunc

	mu       sync.Mutex
	roots    map[string]*keptRoot
	mappings map[string]followed
}

// keptRoot is a root and the goroutine that keeps it.
type keptRoot struct {
	*keeper
	stop func()          // returns when the keeper has ended, or its share does not answer
	left <-chan struct{} // closed when it is to be kept no more
}

// followed is a work file and the board its states are shown on.
type followed struct {
	Mapping
	board *board
}

// Errors of Folders.
var (
	ErrUnknownMapping = errors.New("no such work file is mapped")
	ErrUnknownRoot    = errors.New("this desk has not been told where that share is")
)

// RootError is the refusal to touch a root that is not ok.
type RootError struct{ Status RootStatus }

func (e *RootError) Error() string {
	return fmt.Sprintf("the share is %s: %s", e.Status.State, e.Status.Reason)
}

// Is makes a root that can only be read match ErrReadOnly.
func (e *RootError) Is(target error) bool {
	return target == ErrReadOnly && e.Status.State == RootReadOnly
}

// Open starts with no roots. Close it when done.
func Open(cfg Config) (*Folders, error) {
	if cfg.Lanes == nil {
		cfg.Lanes = DefaultLaneNames()
	}
	if err := cfg.Lanes.Check(); err != nil {
		return nil, err
	}
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	if cfg.FS == nil {
		cfg.FS = OS()
	}
	if cfg.NewWatcher == nil {
		cfg.NewWatcher = NewNotifier
	}
	if cfg.Small <= 0 {
		cfg.Small = SmallFile
	}
	cfg.Timing = cfg.Timing.withDefaults()
	if err := clearSpool(cfg.Spool); err != nil {
		return nil, err
	}
	f := &Folders{cfg: cfg, roots: map[string]*keptRoot{}, mappings: map[string]followed{}}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	return f, nil
}

// clearSpool makes the spool folder and removes what a crash left in it.
func clearSpool(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(dir, "save-*"))
	for _, file := range left {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

// Close ends all watching and returns when nothing runs any more, but for calls to a share that does not
// answer: those are not waited for longer than Timing.Hang, and nothing comes of them.
func (f *Folders) Close() error {
	f.cancel()
	f.mu.Lock()
	kept := slices.Collect(maps.Values(f.roots))
	f.leave("")
	f.mu.Unlock()
	for _, k := range kept {
		k.stop()
	}
	return nil
}

// Attach begins to keep a root at the place it is bound to on this desk; for a root already kept, at
// its new place. Its status comes through the Sink.
func (f *Folders) Attach(root Root) error {
	if root.ID == "" || !filepath.IsAbs(root.Path) {
		return errors.New("a root needs an id and an absolute path")
	}
	root.Path = filepath.Clean(root.Path)
	f.Detach(root.ID)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ctx.Err() != nil {
		return f.ctx.Err()
	}
	ctx, cancel := context.WithCancel(f.ctx)
	k, ended := newKeeper(f.cfg, root), make(chan struct{})
	f.roots[root.ID] = &keptRoot{k, func() { cancel(); k.await(ended) }, ctx.Done()}
	for _, m := range f.mappings {
		if m.RootID == root.ID {
			k.inbox.put(func() { k.follow(m.Mapping, m.board) })
		}
	}
	go func() {
		defer close(ended)
		k.run(ctx)
	}()
	return nil
}

// Detach stops keeping a root. Nothing on the share changes.
func (f *Folders) Detach(rootID string) {
	f.mu.Lock()
	k := f.roots[rootID]
	delete(f.roots, rootID)
	f.leave(rootID)
	f.mu.Unlock()
	if k != nil {
		k.stop()
	}
}

// Follow begins to keep a work file, or takes its new place. The root may be attached later.
func (f *Folders) Follow(m Mapping) error {
	if err := m.Check(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.mappings[m.ID].Mapping == m {
		return nil
	}
	f.drop(m.ID)
	b := newBoard()
	f.mappings[m.ID] = followed{m, b}
	if k := f.roots[m.RootID]; k != nil {
		k.inbox.put(func() { k.follow(m, b) })
	}
	return nil
}

// Follows says whether a work file is kept.
func (f *Folders) Follows(mappingID string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, kept := f.mappings[mappingID]
	return kept
}

// Unfollow stops keeping a work file. Nothing on the share changes and the index stays as it is.
func (f *Folders) Unfollow(mappingID string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop(mappingID)
}

func (f *Folders) drop(mappingID string) {
	old, ok := f.mappings[mappingID]
	if !ok {
		return
	}
	delete(f.mappings, mappingID)
	old.board.leave(f.cfg.Sink, mappingID)
	if k := f.roots[old.RootID]; k != nil {
		k.inbox.put(func() { k.unfollow(mappingID) })
	}
}

// Rescan scans one work file, or with "" all of them, as soon as possible.
func (f *Folders) Rescan(mappingID string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, k := range f.roots {
		k.inbox.put(func() {
			if mappingID == "" {
				k.checkRoot(f.cfg.Clock.Now())
				k.doubtViews()
				k.scanAll()
			} else if wf := k.files[mappingID]; wf != nil {
				k.warm(wf, f.cfg.Clock.Now())
				wf.view.quiet = false
				k.enqueue(wf)
			}
		})
	}
}

// Decide answers a Hold: withdraw reports what is still missing as Gone, otherwise it is forgotten
// here and stays published. Where more is held by then, nothing is done, and it is asked again.
func (f *Folders) Decide(asked Hold, withdraw bool) error {
	return f.tell(asked.MappingID, func(k *keeper, wf *workFile) { k.decide(wf, asked, withdraw) })
}

// tell has the keeper of a work file do something.
func (f *Folders) tell(mappingID string, do func(*keeper, *workFile)) error {
	k, _, err := f.find(mappingID)
	if err != nil {
		return err
	}
	k.inbox.put(func() {
		if wf := k.files[mappingID]; wf != nil {
			do(k.keeper, wf)
		}
	})
	return nil
}

// Answered says of a part of a Hold that the receiver was told elsewhere. What is missing is forgotten here,
// but for what came back, and what changed is taken for sent, as far as it is what was found then. What else
// is held stays so.
func (f *Folders) Answered(part Hold) error {
	return f.tell(part.MappingID, func(k *keeper, wf *workFile) { k.answered(wf, part) })
}

// SendChanged answers a Hold: the saves in it are sent as they are. What else is held by then, or is other bytes, stays
// so.
func (f *Folders) SendChanged(asked Hold) error {
	return f.tell(asked.MappingID, func(k *keeper, wf *workFile) { k.sendStrange(wf, asked, f.cfg.Clock.Now()) })
}

// Mappings lists the work files kept, by id.
func (f *Folders) Mappings() []Mapping {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Mapping, 0, len(f.mappings))
	for _, m := range f.mappings {
		all = append(all, m.Mapping)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// Path is where a file or folder of a work file lies on this desk, for opening it in its program. rel
// is as List tells it; lane "" means the work file itself. The path is not checked for existence.
func (f *Folders) Path(mappingID string, lane Lane, rel string) (string, error) {
	k, m, err := f.find(mappingID)
	if err != nil {
		return "", err
	}
	if rel != "" && !filepath.IsLocal(filepath.FromSlash(rel)) {
		return "", ErrNotPlain
	}
	dir := filepath.Join(k.root.Path, filepath.FromSlash(m.Path))
	if lane == "" {
		return filepath.Join(dir, filepath.FromSlash(rel)), nil
	}
	name := f.cfg.Lanes[lane]
	if k.pulse.missed() {
		return filepath.Join(dir, name, filepath.FromSlash(rel)), nil
	}
	if tree, err := f.cfg.FS.Open(k.root.Path); err == nil {
		defer tree.Close()
		if listing, err := tree.ReadDir(m.Path); err == nil {
			name = cmp.Or(laneDir(f.cfg.Lanes, lane, listing), name)
		}
	}
	return filepath.Join(dir, name, filepath.FromSlash(rel)), nil
}

func (f *Folders) find(mappingID string) (*keptRoot, followed, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.mappings[mappingID]
	if !ok {
		return nil, m, ErrUnknownMapping
	}
	k := f.roots[m.RootID]
	if k == nil {
		return nil, m, ErrUnknownRoot
	}
	return k, m, nil
}

// openRoot holds a root for one operation, after judging it. For writing it has to be ok.
func (f *Folders) openRoot(k *keptRoot, write bool) (Tree, error) {
	status := RootStatus{RootID: k.root.ID, Path: k.root.Path, State: RootUnreachable}
	if k.pulse.missed() {
		return nil, &RootError{k.silence()}
	}
	tree, err := f.cfg.FS.Open(k.root.Path)
	if err != nil {
		_, status.Reason, _ = lookAtRoot(f.cfg.FS, k.root)
		return nil, &RootError{status}
	}
	status.State, status.Reason = judgeRoot(tree, k.root)
	if !status.State.readable() || write && status.State != RootOK {
		tree.Close()
		return nil, &RootError{status}
	}
	return tree, nil
}

// EnsureLanes makes those of the four folders that are not there. It fails with ErrNoWorkFile when
// the work-file folder itself is not: see CreateWorkFile.
func (f *Folders) EnsureLanes(mappingID string) error {
	return f.makeLanes(mappingID, false)
}

// CreateWorkFile makes the folder of a mapping, the folders above it inside the root, and the lanes. It
// is for new work; a folder that went missing may have been renamed and is not to be made again.
func (f *Folders) CreateWorkFile(mappingID string) error {
	return f.makeLanes(mappingID, true)
}

func (f *Folders) makeLanes(mappingID string, create bool) error {
	k, m, err := f.find(mappingID)
	if err != nil {
		return err
	}
	tree, err := f.openRoot(k, true)
	if err != nil {
		return err
	}
	defer tree.Close()
	if create {
		if err := makeFolders(tree, m.Path); err != nil {
			return err
		}
	}
	for _, lane := range Lanes {
		if _, err := ensureLane(tree, m.Mapping, f.cfg.Lanes, lane); err != nil {
			return err
		}
	}
	f.Rescan(mappingID)
	return nil
}
