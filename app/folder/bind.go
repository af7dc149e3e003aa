package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"
)

// errOther and errNoShare are why a folder is not the share that was meant.
var (
	errOther   = errors.New("this folder is another mapped share; choose the folder the others in the office use")
	errNoShare = errors.New("this folder is not a mapped share; choose the folder the others in the office use")
)

// Bind binds the root with this id to a folder of this desk, after a person chose the folder. last is how the
// root was bound here before, zero when it never was: what was not answered since it was bound anew is asked on.
// A marker that is not the one of then, and one that is gone or damaged, is not believed by itself: a copy made by
// hand would arm an empty share. Then most of the files that are known of the work files must be there as they
// were; a marker that is gone is written again. It fails when another share, or none, lies there, and has changed
// nothing then.
func (f *Folders) Bind(dir, id string, last Root) (Root, error) {
	tree, err := f.cfg.FS.Open(dir)
	if err != nil {
		return Root{}, err
	}
	defer tree.Close()
	root, err := readRoot(tree, dir)
	damaged := errors.Is(err, ErrMarkerDamaged) || errors.Is(err, ErrNotPlain)
	switch {
	case err == nil && root.ID != id:
		return Root{}, errOther
	case err == nil && (last.Marker == MarkerIdentity{} && !f.knows(id) || root.Marker.same(last.Marker)):
		root.Anew = last.Anew
		return root, nil
	case err != nil && !damaged && !errors.Is(err, fs.ErrNotExist):
		return Root{}, err
	}
	if err := f.recognise(tree, id, err == nil); err != nil {
		return Root{}, err
	}
	if err != nil {
		if root, err = markAnew(tree, dir, id, damaged); err != nil {
			return Root{}, err
		}
	}
	root.Anew = f.cfg.Clock.Now()
	return root, nil
}

// markAnew writes the marker of a root that lost it. Another desk may have been faster.
func markAnew(tree Tree, dir, id string, damaged bool) (Root, error) {
	if damaged {
		if err := tree.Remove(markerName); err != nil {
			return Root{}, fmt.Errorf("the damaged file %s cannot be removed: %w", markerName, err)
		}
	}
	if err := writeMarker(tree, id); err != nil && !errors.Is(err, fs.ErrExist) {
		return Root{}, fmt.Errorf("the file by which the share is known cannot be written: %w", err)
	}
	root, err := readRoot(tree, dir)
	if err == nil && root.ID != id {
		err = errOther
	}
	return root, err
}

// How many files are looked for before a folder is believed to be a root, in all and of one work file.
const (
	recognised   = 400
	recognisedOf = 10
)

// recognise says whether most of what is known of a root's work files is there as it was. Where no file is
// known none can be missed: a marker is believed then, and without one the folders have to be there.
func (f *Folders) recognise(tree Tree, id string, marked bool) error {
	known, there, mapped, folders := 0, 0, 0, 0
	for _, m := range f.Mappings() {
		if m.RootID != id || known >= recognised {
			continue
		}
		mapped++
		if info, err := tree.Lstat(m.Path); err == nil && info.Kind == KindDir {
			folders++
		}
		all, err := f.someOf(m.ID)
		if err != nil {
			return err
		}
		known += len(all)
		there += f.countThere(tree, m, all)
	}
	switch {
	case known == 0 && (marked || 2*folders > mapped):
		return nil
	case known == 0:
		return errNoShare
	case 2*there <= known:
		return fmt.Errorf("this folder does not look like that share: of %d of its files that this computer knows, %d are here as they were; nothing was changed, so choose the folder in which they are", known, there)
	}
	return nil
}

// knows says that files of a root are known, though how it was bound may not be.
func (f *Folders) knows(id string) bool {
	for _, m := range f.Mappings() {
		if m.RootID != id {
			continue
		}
		if all, err := f.someOf(m.ID); err != nil || len(all) > 0 {
			return true
		}
	}
	return false
}

var errEnough = errors.New("enough")

// someOf are a few of the files that are known of a work file.
func (f *Folders) someOf(mapping string) (all []Observation, err error) {
	err = f.cfg.Index.Each(mapping, func(_ string, o Observation) error {
		if len(all) == recognisedOf {
			return errEnough
		}
		all = append(all, o)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return all, err
}

// comparable is up to what size the bytes of a file are compared where its time is another one.
const comparable = 1 << 20

// countThere counts the files that lie there with their size and time, or their bytes: copying keeps the time as a
// rule, and the finer part of it not always.
func (f *Folders) countThere(tree Tree, m Mapping, all []Observation) (n int) {
	listing, err := tree.ReadDir(m.Path)
	if err != nil {
		return 0 // none of them is
	}
	for _, o := range all {
		at := path.Join(m.Path, laneDir(f.cfg.Lanes, o.Lane, listing), o.Rel)
		info, err := tree.Lstat(at)
		if err != nil || info.Kind != KindFile || info.Size != o.Size {
			continue
		}
		same := info.ModTime.Sub(o.ModTime).Abs() <= 2*time.Second
		if !same && o.Size <= comparable {
			sum, err := sumAt(f.ctx, tree, at)
			same = err == nil && sum == o.SHA256
		}
		if same {
			n++
		}
	}
	return n
}
