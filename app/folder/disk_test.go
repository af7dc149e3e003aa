package folder_test

import (
	"sync"
	"sync/atomic"

	"tieout/app/folder"
)

// disk is the real file system, overheard: it counts looks at the share and remembers what was opened
// to be read.
type disk struct {
	folder.FS
	opens atomic.Int64
	// mount and volume are added to what the system says of the volume.
	mount, volume atomic.Uint64
	// step, when set, is called before everything that changes the share.
	step func(what, rel string) error
	// fails, when set, says which listings, openings and reads of the share fail, and how.
	fails func(what, rel string) error
	// listed, when set, is called after each listing.
	listed atomic.Pointer[func()]
	// probed, when set, is called after each probe of a file.
	probed func(rel string)

	mu   sync.Mutex
	read []string
}

func (d *disk) opened() int { return int(d.opens.Load()) }

// reads lists what was opened since it was last asked, but for the root's marker.
func (d *disk) reads() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	read := d.read
	d.read = nil
	return read
}

func (d *disk) Open(path string) (folder.Tree, error) {
	d.opens.Add(1)
	tree, err := d.FS.Open(path)
	if err != nil {
		return nil, err
	}
	return &overheard{tree, d}, nil
}

type overheard struct {
	folder.Tree
	d *disk
}

func (o *overheard) Volume() folder.Volume {
	v := o.Tree.Volume()
	v.ID += o.d.volume.Load()
	v.Mount += o.d.mount.Load()
	return v
}

func (o *overheard) OpenFile(rel string) (folder.File, error) {
	if rel != ".tieout-root.json" {
		o.d.mu.Lock()
		o.d.read = append(o.d.read, rel)
		o.d.mu.Unlock()
	}
	if err := o.d.fail("open", rel); err != nil {
		return nil, err
	}
	file, err := o.Tree.OpenFile(rel)
	if err != nil {
		return nil, err
	}
	return &overheardRead{file, o, rel}, nil
}

func (o *overheard) ReadDir(rel string) ([]folder.Info, error) {
	if err := o.d.fail("list", rel); err != nil {
		return nil, err
	}
	listing, err := o.Tree.ReadDir(rel)
	if listed := o.d.listed.Load(); listed != nil {
		(*listed)()
	}
	return listing, err
}

func (d *disk) fail(what, rel string) error {
	if d.fails == nil {
		return nil
	}
	return d.fails(what, rel)
}

func (f *overheardRead) ReadAt(p []byte, at int64) (int, error) {
	if err := f.o.d.fail("read", f.rel); err != nil {
		return 0, err
	}
	return f.File.ReadAt(p, at)
}

type overheardRead struct {
	folder.File
	o   *overheard
	rel string
}

func (f *overheardRead) Probe() folder.Probe {
	answer := f.File.Probe()
	if f.o.d.probed != nil {
		f.o.d.probed(f.rel)
	}
	return answer
}

func (o *overheard) before(what, rel string) error {
	if o.d.step == nil {
		return nil
	}
	return o.d.step(what, rel)
}

func (o *overheard) Create(rel string) (folder.NewFile, error) {
	if err := o.before("create", rel); err != nil {
		return nil, err
	}
	file, err := o.Tree.Create(rel)
	if err != nil {
		return nil, err
	}
	return &overheardFile{file, o, rel}, nil
}

func (o *overheard) Mkdir(rel string) error {
	if err := o.before("mkdir", rel); err != nil {
		return err
	}
	return o.Tree.Mkdir(rel)
}

func (o *overheard) RenameNew(from, to string) error {
	if err := o.before("rename", to); err != nil {
		return err
	}
	return o.Tree.RenameNew(from, to)
}

func (o *overheard) Remove(rel string) error {
	if err := o.before("remove", rel); err != nil {
		return err
	}
	return o.Tree.Remove(rel)
}

func (o *overheard) SyncDir(rel string) error {
	if err := o.before("sync folder", rel); err != nil {
		return err
	}
	return o.Tree.SyncDir(rel)
}

func (o *overheard) Claim(rel string) (folder.Claim, error) {
	if err := o.before("claim", rel); err != nil {
		return nil, err
	}
	claim, err := o.Tree.Claim(rel)
	if err != nil {
		return nil, err
	}
	return &overheardClaim{claim, o, rel}, nil
}

type overheardFile struct {
	folder.NewFile
	o   *overheard
	rel string
}

func (f *overheardFile) Write(p []byte) (int, error) {
	if err := f.o.before("write", f.rel); err != nil {
		return 0, err
	}
	return f.NewFile.Write(p)
}

func (f *overheardFile) Sync() error {
	if err := f.o.before("sync", f.rel); err != nil {
		return err
	}
	return f.NewFile.Sync()
}

type overheardClaim struct {
	folder.Claim
	o   *overheard
	rel string
}

func (c *overheardClaim) Write(p []byte) error {
	if err := c.o.before("note", c.rel); err != nil {
		return err
	}
	return c.Claim.Write(p)
}

func (c *overheardClaim) Drop() error {
	if err := c.o.before("drop", c.rel); err != nil {
		return err
	}
	return c.Claim.Drop()
}
