package store

import (
	"bytes"
	"errors"

	bolt "go.etcd.io/bbolt"

	"tieout/app/folder"
)

// Index is folder.Index on disk, and a place for facts about bytes that can be computed again.
type Index struct{ db *bolt.DB }

var _ folder.ManyIndex = (*Index)(nil)

var (
	bucketFiles = []byte("files") // mapping -> path key -> observation
	bucketFacts = []byte("facts") // name -> fact
)

func newIndex(db *bolt.DB) (*Index, error) {
	return &Index{db}, db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bucketFiles, bucketFacts} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *Index) close() error { return errors.Join(x.db.Sync(), x.db.Close()) }

// Get implements folder.Index.
func (x *Index) Get(mapping, key string) (o folder.Observation, found bool, err error) {
	err = x.db.View(func(tx *bolt.Tx) error {
		files := tx.Bucket(bucketFiles).Bucket([]byte(mapping))
		if files == nil {
			return nil
		}
		raw := files.Get([]byte(key))
		if raw != nil {
			o, found = decodeObservation(raw) // what cannot be read is looked at again
		}
		return nil
	})
	return o, found, err
}

// Put implements folder.Index.
func (x *Index) Put(mapping, key string, o folder.Observation) error {
	raw, err := encodeObservation(o)
	if err != nil {
		return err
	}
	return x.db.Batch(func(tx *bolt.Tx) error { return putObservation(tx, mapping, key, raw) })
}

// PutAll implements folder.ManyIndex.
func (x *Index) PutAll(all []folder.Noted) error {
	raw := make([][]byte, len(all))
	for i, n := range all {
		var err error
		if raw[i], err = encodeObservation(n.Observation); err != nil {
			return err
		}
	}
	return x.db.Update(func(tx *bolt.Tx) error {
		for i, n := range all {
			if err := putObservation(tx, n.MappingID, n.Key, raw[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func putObservation(tx *bolt.Tx, mapping, key string, raw []byte) error {
	files, err := tx.Bucket(bucketFiles).CreateBucketIfNotExists([]byte(mapping))
	if err != nil {
		return err
	}
	files.FillPercent = 0.9
	return files.Put([]byte(key), raw)
}

// Delete implements folder.Index.
func (x *Index) Delete(mapping, key string) error {
	return x.db.Batch(func(tx *bolt.Tx) error {
		files := tx.Bucket(bucketFiles).Bucket([]byte(mapping))
		if files == nil {
			return nil
		}
		return files.Delete([]byte(key))
	})
}

// Folder implements folder.Index.
func (x *Index) Folder(mapping, at string) (all map[string]folder.Observation, below []string, err error) {
	prefix := []byte(at)
	err = x.db.View(func(tx *bolt.Tx) error {
		files := tx.Bucket(bucketFiles).Bucket([]byte(mapping))
		if files == nil {
			return nil
		}
		cursor := files.Cursor()
		for k, v := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); {
			slash := bytes.IndexByte(k[len(prefix):], '/')
			if slash >= 0 {
				folder := string(k[:len(prefix)+slash+1])
				below = append(below, folder)
				k, v = cursor.Seek(pastFolder(folder))
				continue
			}
			if o, ok := decodeObservation(v); ok {
				if all == nil {
					all = map[string]folder.Observation{}
				}
				all[string(k)] = o
			}
			k, v = cursor.Next()
		}
		return nil
	})
	return all, below, err
}

// pastFolder is the first key that does not begin as those in a folder do, which end in a slash.
func pastFolder(at string) []byte {
	past := []byte(at)
	past[len(past)-1]++
	return past
}

// eachStep is how many observations are read from the file at once.
const eachStep = 256

// Each implements folder.Index.
func (x *Index) Each(mapping string, visit func(key string, o folder.Observation) error) error {
	var next []byte
	for {
		keys, all, after, err := x.some(mapping, next)
		if err != nil {
			return err
		}
		for i, key := range keys {
			if err := visit(key, all[i]); err != nil {
				return err
			}
		}
		if after == nil {
			return nil
		}
		next = after
	}
}

// some reads observations from a key on, and answers where to go on; nil at the end.
func (x *Index) some(mapping string, from []byte) (keys []string, all []folder.Observation, next []byte, err error) {
	err = x.db.View(func(tx *bolt.Tx) error {
		files := tx.Bucket(bucketFiles).Bucket([]byte(mapping))
		if files == nil {
			return nil
		}
		cursor := files.Cursor()
		for k, v := cursor.Seek(from); k != nil; k, v = cursor.Next() {
			if len(keys) == eachStep {
				next = bytes.Clone(k)
				return nil
			}
			if o, ok := decodeObservation(v); ok {
				keys, all = append(keys, string(k)), append(all, o)
			}
		}
		return nil
	})
	return keys, all, next, err
}

// Fact returns what SetFact stored, or nil.
func (x *Index) Fact(name string) (fact []byte, err error) {
	err = x.db.View(func(tx *bolt.Tx) error {
		if v := tx.Bucket(bucketFacts).Get([]byte(name)); v != nil {
			fact = append([]byte{}, v...)
		}
		return nil
	})
	return fact, err
}

// SetFact remembers a fact that can be computed again. It may be lost in a crash.
func (x *Index) SetFact(name string, fact []byte) error {
	return x.db.Batch(func(tx *bolt.Tx) error { return tx.Bucket(bucketFacts).Put([]byte(name), fact) })
}
