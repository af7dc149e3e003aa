package store

import (
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// Table keeps small values by name. Every write is durable when it returns.
type Table struct {
	db   *bolt.DB
	name []byte
	seal sealer
	also *twice // or nil
}

func (s *Store) table(name string) *Table { return &Table{s.db, []byte(name), s.seal, nil} }

// Get returns the value, or nil when there is none.
func (t *Table) Get(key string) (value []byte, err error) {
	err = t.db.View(func(tx *bolt.Tx) error {
		closed := tx.Bucket(t.name).Get([]byte(key))
		if closed == nil {
			return nil
		}
		value, err = t.seal.open(closed)
		return err
	})
	return value, err
}

// Has says whether there is a value.
func (t *Table) Has(key string) (has bool, err error) {
	err = t.db.View(func(tx *bolt.Tx) error {
		has = tx.Bucket(t.name).Get([]byte(key)) != nil
		return nil
	})
	return has, err
}

// Put stores value. Concurrent calls share one sync of the disk.
func (t *Table) Put(key string, value []byte) error {
	return t.PutAll(map[string][]byte{key: value})
}

// PutAll stores all values or none. Of no values nothing is written.
func (t *Table) PutAll(values map[string][]byte) error {
	if len(values) == 0 {
		return nil
	}
	put := func(tx *bolt.Tx) error {
		for key, value := range values {
			if err := tx.Bucket(t.name).Put([]byte(key), t.seal.close(value)); err != nil {
				return fmt.Errorf("store: %w", err)
			}
		}
		return nil
	}
	return t.also.change(slices.Collect(maps.Keys(values)),
		func(all map[string][]byte) { maps.Copy(all, values) },
		func() error { return t.db.Batch(put) })
}

// Delete removes values. Removing what is not there is no error. Of no values nothing is written.
func (t *Table) Delete(keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	remove := func(tx *bolt.Tx) error {
		for _, key := range keys {
			if err := tx.Bucket(t.name).Delete([]byte(key)); err != nil {
				return fmt.Errorf("store: %w", err)
			}
		}
		return nil
	}
	return t.also.change(keys,
		func(all map[string][]byte) {
			maps.DeleteFunc(all, func(key string, _ []byte) bool { return slices.Contains(keys, key) })
		},
		func() error { return t.db.Batch(remove) })
}

// Each visits all values in the order of their keys, as they were when it began, until visit fails.
func (t *Table) Each(visit func(key string, value []byte) error) error {
	type entry struct {
		key   string
		value []byte
	}
	var all []entry
	err := t.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(t.name).ForEach(func(k, closed []byte) error {
			value, err := t.seal.open(closed)
			all = append(all, entry{string(k), value})
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, e := range all {
		if err := visit(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}
