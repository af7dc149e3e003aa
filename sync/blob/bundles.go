package blob

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	// bundleFolder is inside the folder whose objects its files hold. No object
	// key can spell it.
	bundleFolder = ".bundles"
	// fewObjects are stored as files of their own, as large ones are.
	fewObjects  = 8
	smallObject = 128 << 10
	// maxBundle is how many bytes one bundle takes.
	maxBundle = 8 << 20
	// maxKnown is about how many members are known at once, over all folders.
	maxKnown = 200_000
)

// bundles are those of one folder. What they hold is read when it is first
// asked for. Another process that reads the same folder sees what was there
// then.
type bundles struct {
	dir string
	of  *Folder

	mu      sync.Mutex
	freed   *sync.Cond
	claimed map[string]bool // names that are being put or deleted
	known   map[string]member
	unread  bool
}

func newBundles(dir string, of *Folder) *bundles {
	b := &bundles{dir: dir, of: of, claimed: map[string]bool{}, unread: true}
	b.freed = sync.NewCond(&b.mu)
	return b
}

// bundlesOf finds the bundles of a folder.
func (f *Folder) bundlesOf(dir string) *bundles {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.bundles == nil {
		f.bundles = map[string]*bundles{}
	}
	b := f.bundles[dir]
	if b == nil {
		b = newBundles(dir, f)
		f.bundles[dir] = b
	}
	return b
}

// forget lets go of what is known of folders that are not in use, so that a
// relay with many clients does not know every name.
func (f *Folder) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, b := range f.bundles {
		if !b.mu.TryLock() {
			continue
		}
		if len(b.claimed) == 0 {
			f.known.Add(-int64(len(b.known)))
			b.known, b.unread = nil, true
		}
		b.mu.Unlock()
	}
}

// claim waits until nobody else puts or deletes any of the names, and keeps
// them until release.
func (b *bundles) claim(names ...string) (release func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.anyClaimed(names) {
		b.freed.Wait()
	}
	for _, name := range names {
		b.claimed[name] = true
	}
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, name := range names {
			delete(b.claimed, name)
		}
		b.freed.Broadcast()
	}
}

func (b *bundles) anyClaimed(names []string) bool {
	for _, name := range names {
		if b.claimed[name] {
			return true
		}
	}
	return false
}

// find answers the live member of a name.
func (b *bundles) find(name string) (m member, found bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.load(); err != nil {
		return m, false, err
	}
	m, found = b.known[name]
	return m, found && !m.dead, nil
}

// free says of claimed names whether each is free and comes for the first time.
// Whoever makes the files finds out by that whether one is there, unless it is
// looked for.
func (b *bundles) free(names []string, look bool) ([]bool, error) {
	free := make([]bool, len(names))
	seen := map[string]bool{}
	for i, name := range names {
		_, there, err := b.find(name)
		if err != nil {
			return nil, err
		}
		if !there && look {
			_, err := os.Lstat(filepath.Join(b.dir, name))
			there = err == nil
		}
		free[i] = !there && !seen[name]
		seen[name] = true
	}
	return free, nil
}

// load reads the tables of all bundles. One that is damaged at both ends, or
// gone since it was listed, has none.
func (b *bundles) load() error {
	if !b.unread {
		return nil
	}
	entries, err := os.ReadDir(filepath.Join(b.dir, bundleFolder))
	if absentIsFine(err) != nil {
		return err
	}
	known := map[string]member{}
	for _, entry := range entries {
		if !plainName(entry.Name()) {
			continue
		}
		in, members, err := readBundle(filepath.Join(b.dir, bundleFolder, entry.Name()))
		switch {
		case err != nil && !lost(err) && !errors.Is(err, fs.ErrNotExist):
			return err
		case err == nil && in.live == 0: // the last deletion was interrupted
			members, err = nil, os.Remove(in.path)
			if absentIsFine(err) != nil {
				return err
			}
		}
		for name, m := range members {
			if was, twice := known[name]; !twice || was.dead {
				known[name] = m
			}
		}
	}
	b.known, b.unread = known, false
	if b.of.known.Add(int64(len(known))) > b.of.room {
		b.of.forget() // but this one, which is locked
	}
	return nil
}

// list answers all live members.
func (b *bundles) list() (map[string]member, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.load(); err != nil {
		return nil, err
	}
	live := make(map[string]member, len(b.known))
	for name, m := range b.known {
		if !m.dead {
			live[name] = m
		}
	}
	return live, nil
}

// put stores objects whose names are claimed and free, in bundles.
func (b *bundles) put(all []bundled, syncs *folderSyncs) error {
	inside := filepath.Join(b.dir, bundleFolder)
	for len(all) > 0 {
		n, size := 0, 0
		for n < len(all) && (n == 0 || size+len(all[n].data) <= maxBundle) {
			size += len(all[n].data)
			n++
		}
		members, err := putBundle(inside, all[:n])
		if err == nil {
			err = syncs.sync(inside)
		}
		if err != nil {
			return diskError(err)
		}
		b.learn(members)
		all = all[n:]
	}
	return nil
}

// putBundle writes one. A folder may be pruned between making and using it.
func putBundle(dir string, all []bundled) (members map[string]member, err error) {
	for range 16 {
		if _, members, err = writeBundle(dir, all, time.Now()); !errors.Is(err, fs.ErrNotExist) {
			return members, err
		}
		if err = makeDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return nil, err
}

func (b *bundles) learn(members map[string]member) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.unread {
		return // it will be read
	}
	before := len(b.known)
	maps.Copy(b.known, members)
	b.of.known.Add(int64(len(b.known) - before))
}

// delete erases the member of a claimed name. First nobody finds it any more,
// then its bytes go; the last member takes the file with it.
func (b *bundles) delete(name string) (gone bool, err error) {
	b.mu.Lock()
	if err := b.load(); err != nil {
		b.mu.Unlock()
		return false, err
	}
	m, found := b.known[name]
	if !found {
		b.mu.Unlock()
		return false, nil
	}
	lived := !m.dead
	m.dead = true
	b.known[name] = m
	b.mu.Unlock()
	if err := m.erase(); err != nil { // an earlier call may not have come this far
		if lived {
			b.revive(name)
		}
		return false, err
	}
	if !lived {
		return false, nil
	}
	return b.buried(m.in)
}

// revive lets a deletion that failed be tried again.
func (b *bundles) revive(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if m, found := b.known[name]; found {
		m.dead = false
		b.known[name] = m
	}
}

// buried counts a member less. A bundle without any is removed.
func (b *bundles) buried(in *bundle) (gone bool, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if in.live--; in.live > 0 {
		return false, nil
	}
	for name, m := range b.known {
		if m.in == in {
			delete(b.known, name)
			b.of.known.Add(-1)
		}
	}
	if err := b.of.last.remove(in.path); err != nil {
		return false, err
	}
	return true, nil
}
