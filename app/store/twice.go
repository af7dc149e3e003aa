package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	bolt "go.etcd.io/bbolt"
)

// twiceName is the file that has the settings a second time, sealed: nobody else has them, and a state.db may rot so
// that nothing of it can be read.
const twiceName = "settings.sealed"

// twice writes the settings to the second file before state.db takes them. So that file is never older than
// state.db, and newer by no more than one change that nobody was told had been made.
type twice struct {
	path string
	once []string // settings that are not in it
	seal sealer
	step func(string) error

	mu  sync.Mutex
	all map[string][]byte // as state.db has them; nil while nobody knows
}

func (w *twice) keeps(key string) bool { return !slices.Contains(w.once, key) }

// change has both files changed, or none. What the second file does not have is changed by write alone.
func (w *twice) change(keys []string, change func(map[string][]byte), write func() error) error {
	if w == nil || !slices.ContainsFunc(keys, w.keeps) {
		return write()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		return write()
	}
	next := maps.Clone(w.all)
	change(next)
	maps.DeleteFunc(next, func(key string, _ []byte) bool { return !w.keeps(key) })
	if err := w.put(next); err != nil {
		return err
	}
	if err := write(); err != nil {
		if back := w.put(w.all); back != nil {
			return errors.Join(err, back, gone(w.path)) // rather none than one that says what is not so
		}
		return err
	}
	w.all = next
	return nil
}

// put replaces the file. Where that fails the old one is there, or none.
func (w *twice) put(all map[string][]byte) error {
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	fresh := w.path + ".new"
	file, err := os.OpenFile(fresh, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	_, err = file.Write(w.seal.close(raw))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(fmt.Errorf("store: %w", err), gone(fresh))
	}
	if err := w.step("before " + twiceName); err != nil {
		return err
	}
	if err := os.Rename(fresh, w.path); err != nil {
		return errors.Join(fmt.Errorf("store: %w", err), gone(fresh))
	}
	if err := syncFolder(filepath.Dir(w.path)); err != nil {
		return errors.Join(fmt.Errorf("store: %w", err), gone(w.path))
	}
	return nil
}

// read answers what the file has, or nil where there is none that can be believed.
func (w *twice) read() (map[string][]byte, error) {
	closed, err := os.ReadFile(w.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	all := map[string][]byte{}
	raw, err := w.seal.quiet().open(closed)
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil {
		slog.Warn("store: the settings that are kept twice cannot be read the second time", "error", err)
		return nil, nil
	}
	return all, nil
}

// missing adds to what a damaged state.db still says of the settings what it does not say, and answers whether they
// are known now. What it says is newer.
func (w *twice) missing(from *saved) (known bool, err error) {
	all, err := w.read()
	if err != nil || all == nil {
		return false, err
	}
	for _, kv := range from.values[settingsName] {
		delete(all, string(kv[0]))
	}
	for key, value := range all {
		if w.keeps(key) {
			from.values[settingsName] = append(from.values[settingsName], [2][]byte{[]byte(key), w.seal.close(value)})
		}
	}
	return true, nil
}

// level begins to keep the settings twice. A second file that says something else than a sound state.db is replaced.
func (w *twice) level(s *Store) {
	there, err := w.read()
	all := map[string][]byte{}
	damaged := s.view(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte(settingsName)).ForEach(func(k, closed []byte) error {
			value, err := s.seal.open(closed)
			if err == nil && w.keeps(string(k)) {
				all[string(k)] = value
			}
			return err
		})
	})
	if damaged != nil { // the next start mends that, and needs what is there
		if there != nil {
			w.all = maps.Clone(there)
			maps.Copy(w.all, all)
		}
		return
	}
	w.all = all
	if err == nil && there != nil && maps.EqualFunc(there, all, bytes.Equal) {
		return
	}
	if err := w.put(all); err != nil {
		slog.Warn("store: the settings are not kept twice", "error", errors.Join(err, gone(w.path)))
	}
}
