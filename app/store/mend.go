package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

// A new state.db comes to be under the first of these names, gets the second when it is whole on the disk,
// and then its own. Where a start ends in between, the next one drops the first and goes on from the second.
const (
	makingSuffix = ".making"
	wholeSuffix  = ".new"
)

// openState opens the durable file. What a damaged one held and exists nowhere else, such as the acts
// that wait, is brought over as far as it can be read.
func (s *Store) openState(path string) error {
	if err := s.goOn(path); err != nil {
		return err
	}
	db, err := s.openSound(path, false)
	if errors.Is(err, ErrDamaged) {
		if err = s.mend(path); err == nil {
			db, err = s.openSound(path, false)
		}
	}
	if err != nil {
		return err
	}
	s.db = db
	if err := db.Update(s.prepare); err != nil {
		return errors.Join(err, db.Close())
	}
	if err := s.recall(); err != nil {
		return errors.Join(err, db.Close())
	}
	s.twice.level(s)
	return nil
}

// goOn finishes what an earlier start could not, and makes the first file there is. It leaves a state.db
// that was whole once.
func (s *Store) goOn(path string) error {
	_, err := os.Lstat(path)
	if err == nil {
		return errors.Join(gone(path+wholeSuffix), gone(path+makingSuffix)) // of a mending that has to begin again
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("store: %w", err)
	}
	if _, err := os.Lstat(path + wholeSuffix); errors.Is(err, fs.ErrNotExist) {
		from := saved{values: map[string][][2][]byte{}}
		if _, err := s.twice.missing(&from); err != nil {
			return err
		}
		from.mended.Lost = len(from.values) > 0 // somebody removed a state.db
		if err := s.doubtIndex(path); err != nil {
			return err
		}
		if err := s.build(path, from); err != nil {
			return err
		}
	}
	return s.take(path)
}

// mend puts a new file in the place of a damaged one, with everything of it that exists nowhere else. The
// damaged one stays where it is until the new one is whole on the disk, and is kept beside it for good.
func (s *Store) mend(path string) error {
	from, err := s.seal.quiet().salvage(path)
	if err != nil {
		return err
	}
	if from.unread[settingsName] {
		known, err := s.twice.missing(&from)
		if err != nil {
			return err
		}
		from.unread[settingsName], from.mended.Unset = !known, from.mended.Unset || !known
	}
	aside, err := asideOf(path)
	if err != nil {
		return err
	}
	from.mended.Lost = from.mended.Lost || slices.Contains(slices.Collect(maps.Values(from.unread)), true)
	from.mended.Aside = append(from.mended.Aside, aside)
	if from.unread["outbox"] || from.unread["intents"] {
		if err := s.doubtIndex(path); err != nil {
			return err
		}
	}
	if err := s.build(path, from); err != nil {
		return err
	}
	if err := s.rename(path, aside); err != nil {
		return err
	}
	return s.take(path)
}

// doubtIndex drops what was seen on the share, where saves that were seen and not sent are lost: it is looked at anew,
// and what the relay lacks of it is sent.
func (s *Store) doubtIndex(path string) error {
	index := filepath.Join(filepath.Dir(path), indexName)
	return errors.Join(gone(index+suspectSuffix), gone(index))
}

// build makes the new file with what was saved of a damaged one.
func (s *Store) build(path string, from saved) error {
	if err := gone(path + makingSuffix); err != nil {
		return err
	}
	db, err := openFile(path+makingSuffix, &bolt.Options{Timeout: lockTime, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	if err := s.step("begun"); err != nil {
		return errors.Join(err, db.Close())
	}
	err = db.Update(func(tx *bolt.Tx) error { return errors.Join(s.prepare(tx), s.restore(tx, from)) })
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return s.rename(path+makingSuffix, path+wholeSuffix)
}

// take gives the new file its name. The mark of the damaged one goes first: the new one is not in doubt.
func (s *Store) take(path string) error {
	if err := gone(path + suspectSuffix); err != nil {
		return err
	}
	return s.rename(path+wholeSuffix, path)
}

// rename gives a file another name that outlives a power failure.
func (s *Store) rename(from, to string) error {
	if err := s.step("before " + filepath.Base(to)); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return syncFolder(filepath.Dir(to))
}

// gone removes a file that may not be there.
func gone(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// asideOf is a free name for a damaged file.
func asideOf(path string) (string, error) {
	for i := 1; ; i++ {
		aside := path + ".damaged-" + strconv.Itoa(i)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, nil
		} else if err != nil {
			return "", fmt.Errorf("store: %w", err)
		}
	}
}

// mended is what is to be told of damaged files that were replaced. It is kept in the new file until it was.
type mended struct {
	Aside []string `json:"aside"`
	Acts  int      `json:"acts"`            // that wait, and were brought over
	Lost  bool     `json:"lost,omitempty"`  // something that exists nowhere else was not
	Unset bool     `json:"unset,omitempty"` // settings were not
}

var keyMended = []byte("mended")

// recall reads what is still to be told.
func (s *Store) recall() error {
	return s.view(func(tx *bolt.Tx) error {
		if closed := tx.Bucket(bucketMeta).Get(keyMended); closed != nil {
			s.mended = s.seal.quiet().recalled(closed)
		}
		return nil
	})
}

func (s sealer) recalled(closed []byte) (m mended) {
	raw, err := s.open(closed)
	if err != nil || json.Unmarshal(raw, &m) != nil {
		return mended{Lost: true} // what was lost then is not known any more
	}
	return m
}

// Told says that a person has been told what SetAside and Salvaged answer: the next Open does not repeat it.
func (s *Store) Told() error {
	if len(s.mended.Aside) == 0 && !s.mended.Lost {
		return nil
	}
	return s.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Delete(keyMended) })
}

// saved is what could still be read of a damaged state.db: what exists nowhere else.
type saved struct {
	values   map[string][][2][]byte // by bucket: key and value as stored
	unread   map[string]bool        // buckets of which not everything could be read
	sequence uint64                 // of the outbox
	foreign  bool                   // its key is another one
	mended   mended
}

// salvagedBuckets hold what does not come back from the relay or the share.
var salvagedBuckets = []string{"outbox", "cards", "intents", settingsName}

// salvage reads what opens of the buckets that exist nowhere else. Each value is verified by its seal. It
// fails when it cannot tell now what is there, and of a file that is sealed with another key.
func (s sealer) salvage(path string) (saved, error) {
	out := saved{values: map[string][][2][]byte{}, unread: map[string]bool{}}
	read := func(name string, do func(*bolt.Bucket) error) error {
		err := s.readBucket(path, name, do)
		if errors.Is(err, ErrDamaged) {
			out.unread[name], err = true, nil
		}
		return err
	}
	err := read("meta", func(b *bolt.Bucket) error {
		if _, err := s.open(b.Get(keyCheck)); err != nil {
			out.foreign = true
		}
		if closed := b.Get(keyMended); closed != nil {
			before := s.recalled(closed)
			out.mended.Aside, out.mended.Lost, out.mended.Unset = before.Aside, before.Lost, before.Unset
		}
		return nil
	})
	for _, name := range salvagedBuckets {
		err = errors.Join(err, read(name, func(b *bolt.Bucket) error { return s.salvageBucket(b, name, &out) }))
	}
	if err == nil && out.foreign && len(out.values) == 0 {
		return saved{}, ErrKey
	}
	return out, err
}

func (s sealer) readBucket(path, name string, do func(*bolt.Bucket) error) (err error) {
	defer recovered(path, &err)()
	db, err := openToRead(path, false)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(name))
		if b == nil {
			return ErrDamaged
		}
		return do(b)
	})
}

func (s sealer) salvageBucket(b *bolt.Bucket, name string, out *saved) error {
	if name == "outbox" {
		out.sequence = b.Sequence()
	}
	return b.ForEach(func(k, v []byte) error {
		from := sealedFrom[name]
		if len(v) < from {
			out.unread[name] = true
			return nil
		}
		if _, err := s.open(v[from:]); err != nil {
			out.unread[name] = true
			return nil
		}
		out.values[name] = append(out.values[name], [2][]byte{bytes.Clone(k), bytes.Clone(v)})
		return nil
	})
}

// restore puts what was salvaged into the new file. Acts that the relay had taken are sent again, under
// their numbers: the relay answers as it did.
func (s *Store) restore(tx *bolt.Tx, from saved) error {
	for name, values := range from.values {
		b := tx.Bucket([]byte(name))
		for _, kv := range values {
			if name == "outbox" {
				binary.BigEndian.PutUint64(kv[1], 0)
				from.mended.Acts++
				from.sequence = max(from.sequence, binary.BigEndian.Uint64(kv[0]))
			}
			if err := b.Put(kv[0], kv[1]); err != nil {
				return err
			}
		}
	}
	if len(from.mended.Aside) > 0 || from.mended.Lost {
		raw, err := json.Marshal(from.mended)
		if err != nil {
			return err
		}
		if err := tx.Bucket(bucketMeta).Put(keyMended, s.seal.close(raw)); err != nil {
			return err
		}
	}
	return tx.Bucket(bucketOutbox).SetSequence(from.sequence)
}
