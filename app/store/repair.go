package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	bolt "go.etcd.io/bbolt"
)

// suspectSuffix names the mark that a value of a file did not open while it was in use. With it the file
// counts as damaged when it is opened next.
const suspectSuffix = ".suspect"

// suspect leaves the mark. The program goes on with what can be read; the next start sets the file aside
// and brings everything back.
func (s *Store) suspect() {
	mark, err := os.OpenFile(s.db.Path()+suspectSuffix, os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		err = errors.Join(mark.Sync(), mark.Close())
	}
	if err == nil {
		s.marked.Store(true)
	}
}

// view reads. A page that is damaged, of which bbolt panics or which cannot be read from the disk, leaves the
// mark too. do must call nothing outside this package.
func (s *Store) view(do func(*bolt.Tx) error) (err error) {
	var fault error
	func() {
		defer recovered(s.db.Path(), &fault)()
		err = s.db.View(do)
	}()
	if fault != nil {
		s.suspect()
		return fault
	}
	return err
}

// Suspect says that a value did not open since the store was opened: start the program again to have the
// file set aside and what is missing brought back.
func (s *Store) Suspect() bool { return s.marked.Load() }

// sealedFrom says for each bucket of state.db where the sealed part of its values begins. What is not
// listed is an aid that is made again, or says nothing by itself.
var sealedFrom = map[string]int{"history": 0, "outbox": 8, "settings": 0, "cards": 0, "intents": 0}

// allOpen opens every value, so that a flipped byte is found before anything is built on it. With another
// key than that of the file it says nothing: that is told elsewhere.
func (s sealer) allOpen(tx *bolt.Tx) error {
	meta := tx.Bucket(bucketMeta)
	if meta == nil {
		return nil
	}
	if _, err := s.open(meta.Get(keyCheck)); err != nil {
		return nil
	}
	if at := meta.Get(keyPosition); at != nil {
		if _, err := s.open(at); err != nil {
			return fmt.Errorf("%w: the position in the history", err)
		}
	}
	for name, from := range sealedFrom {
		b := tx.Bucket([]byte(name))
		if b == nil {
			continue
		}
		err := b.ForEach(func(_, v []byte) error {
			if len(v) < from {
				return ErrDamaged
			}
			_, err := s.open(v[from:])
			return err
		})
		if err != nil {
			return fmt.Errorf("%w: in %s", err, name)
		}
	}
	return nil
}

// Salvaged says, when state.db was set aside, how many acts that wait to be sent were brought over, and
// whether everything that exists nowhere else was. It is told to the person when it was not.
func (s *Store) Salvaged() (acts int, all bool) { return s.mended.Acts, !s.mended.Lost }

// Unset says that settings were lost with a state.db that was set aside: nothing knows them any more.
func (s *Store) Unset() bool { return s.mended.Unset }

const (
	// compactFrom is from how many free bytes on a file is written anew, if they are more than half of it.
	compactFrom = 16 << 20
	// compactStep is how many bytes are copied in one transaction.
	compactStep = 4 << 20
)

// compact writes a file anew when more than half of it is free, so that a first synchronisation or an
// erasure does not leave the disk full for ever. A crash leaves the old file or the new one.
func compact(path string) (err error) {
	defer recovered(path, &err)()
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() < compactFrom {
		return nil
	}
	if err != nil {
		return err
	}
	db, err := openFile(path, &bolt.Options{Timeout: lockTime, PreLoadFreelist: true, ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	free := int64(db.Stats().FreePageN+db.Stats().PendingPageN) * int64(db.Info().PageSize)
	if free < compactFrom || free < info.Size()/2 {
		return nil
	}
	next := path + ".compact"
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := copyTo(next, db); err != nil {
		return errors.Join(err, os.Remove(next))
	}
	if err := db.Close(); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func copyTo(path string, from *bolt.DB) error {
	to, err := openFile(path, &bolt.Options{Timeout: lockTime, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	return errors.Join(bolt.Compact(to, from, compactStep), to.Sync(), to.Close())
}

// syncFolder makes the new name durable, where folders can be flushed.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && runtime.GOOS != "windows" {
		return err
	}
	return nil
}
