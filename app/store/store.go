package store

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Errors that callers tell apart.
var (
	// ErrInUse means that another process has the data folder open.
	ErrInUse = errors.New("store: another Tieout uses this data folder")
	// ErrKey means that the file was sealed with another key. Nothing was changed.
	ErrKey = errors.New("store: the data on this computer is sealed with another key")
	// ErrDamaged means that a value does not open although the key is right.
	ErrDamaged = errors.New("store: the stored data is damaged")
)

// Store is the durable state of one desk. It is safe for concurrent use.
type Store struct {
	// Settings are small values of the desk: identity, cursors, preferences.
	Settings *Table
	// Cards are refused acts that a person has not put away.
	Cards *Table
	// Intents are effects that were begun and must be finished.
	Intents *Table
	// Seen is what is known of files on the share.
	Seen *Index

	db       *bolt.DB
	seal     sealer
	setAside []string
	saved    int  // acts brought over from a damaged file
	lost     bool // something of it that exists nowhere else was not
	marked   atomic.Bool
}

var (
	bucketMeta    = []byte("meta")
	bucketHistory = []byte("history") // stream 0 seq -> record
	bucketSeq     = []byte("seq")     // seq -> stream
	bucketStreams = []byte("streams") // stream -> last seq
	bucketHidden  = []byte("hidden")  // last seq of a range -> first seq and leaves
	bucketOutbox  = []byte("outbox")  // n -> action
	bucketState   = []byte("state")   // stream -> checkpoint
	bucketPieces  = []byte("pieces")  // stream 0 n -> piece of a checkpoint
	bucketSummary = []byte("summary") // stream -> summary
	stateBuckets  = [][]byte{
		bucketMeta, bucketHistory, bucketSeq, bucketStreams, bucketHidden, bucketOutbox,
		bucketState, bucketPieces, bucketSummary, []byte("settings"), []byte("cards"), []byte("intents"),
	}
	keyCheck    = []byte("key-check")
	keyPosition = []byte("position")
)

// Open opens the files in dir, makes them where there are none, and sets a damaged one aside: see
// SetAside. key is 32 bytes. It fails with ErrInUse and ErrKey.
func Open(dir string, key []byte) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	seal, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	s := &Store{}
	seal.broken = s.suspect
	s.seal = seal
	if err := s.openState(filepath.Join(dir, "state.db")); err != nil {
		return nil, err
	}
	index, _, err := s.openOrSetAside(filepath.Join(dir, "index.db"), true)
	if err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	if s.Seen, err = newIndex(index); err != nil {
		return nil, errors.Join(err, index.Close(), s.db.Close())
	}
	s.Settings, s.Cards, s.Intents = s.table("settings"), s.table("cards"), s.table("intents")
	return s, nil
}

// openState opens the durable file. What a damaged one held and exists nowhere else, such as the acts
// that wait, is brought over as far as it can be read.
func (s *Store) openState(path string) error {
	db, aside, err := s.openOrSetAside(path, false)
	if err != nil {
		return err
	}
	s.db = db
	if err := s.prepare(); err != nil {
		return errors.Join(err, db.Close())
	}
	if aside == "" {
		return nil
	}
	from := s.seal.quiet().salvage(aside)
	s.lost = from.lost
	if err := s.restore(from); err != nil {
		return errors.Join(err, db.Close())
	}
	return nil
}

// SetAside lists damaged files that Open renamed and replaced by empty ones. History comes back from the
// relay, what was seen on the share from the share; for the rest see Salvaged.
func (s *Store) SetAside() []string { return s.setAside }

// Rest gives back memory that is only kept because it might be asked for again. It is an aid: what it could
// not give back stays.
func (s *Store) Rest() error { return errors.Join(unmapped(s.db), unmapped(s.Seen.db)) }

// Close syncs and closes both files.
func (s *Store) Close() error { return errors.Join(s.Seen.close(), s.db.Close()) }

func (s *Store) prepare() error {
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range stateBuckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(bucketMeta)
		check := meta.Get(keyCheck)
		if check == nil {
			return meta.Put(keyCheck, s.seal.close(nil))
		}
		if _, err := s.seal.quiet().open(check); err != nil {
			return ErrKey
		}
		return nil
	})
}

func (s *Store) openOrSetAside(path string, rebuildable bool) (db *bolt.DB, aside string, err error) {
	db, err = s.openSound(path, rebuildable)
	if err == nil || errors.Is(err, ErrInUse) || errors.Is(err, fs.ErrPermission) {
		return db, "", err
	}
	aside, renameErr := setAside(path)
	if renameErr != nil {
		return nil, "", errors.Join(err, renameErr)
	}
	s.setAside = append(s.setAside, aside)
	db, err = s.openSound(path, rebuildable)
	return db, aside, err
}

func setAside(path string) (string, error) {
	for i := 1; ; i++ {
		aside := path + ".damaged-" + strconv.Itoa(i)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(path, aside); err != nil {
				return "", err
			}
			err := os.Remove(path + suspectSuffix)
			if errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
			return aside, err
		}
	}
}

// wholeCheck is the size up to which a file is read whole when it is opened.
const wholeCheck = 64 << 20

// openSound opens a file for writing after looking whether it can be read. Everything that may meet a
// damaged page runs on this goroutine, where a fault can be recovered: bbolt's own check and its rebuilding
// of an unsynced freelist run on others, and end the process. So the freelist is synced.
func (s *Store) openSound(path string, rebuildable bool) (*bolt.DB, error) {
	if _, err := os.Lstat(path + suspectSuffix); err == nil {
		return nil, fmt.Errorf("%w: a value of %s did not open", ErrDamaged, filepath.Base(path))
	}
	if err := s.seal.quiet().look(path); err != nil {
		return nil, err
	}
	if err := compact(path); err != nil {
		slog.Warn("store: a file was not made smaller", "error", err) // it is used as it is
	}
	db, err := openFile(path, &bolt.Options{
		Timeout: lockTime, FreelistType: bolt.FreelistMapType, NoSync: rebuildable,
	})
	if err != nil {
		return nil, err
	}
	db.MaxBatchDelay = 2 * time.Millisecond
	return db, nil
}

// lockTime is how long another process may take to let go of a file.
const lockTime = 200 * time.Millisecond

// look reads a file that is there.
func (s sealer) look(path string) (err error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	defer recovered(path, &err)()
	db, err := openFile(path, &bolt.Options{Timeout: lockTime, ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *bolt.Tx) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("store: %s was cut short", filepath.Base(path))
		}
		if info.Size() > wholeCheck {
			return nil
		}
		if err := tx.ForEach(func(_ []byte, b *bolt.Bucket) error { return touch(b) }); err != nil {
			return err
		}
		return s.allOpen(tx)
	})
}

// touch reads every page of a bucket and of those in it.
func touch(b *bolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		if nested := b.Bucket(k); v == nil && nested != nil {
			return touch(nested)
		}
		if n := len(v); n > 0 && v[n-1] == 0 {
			return nil // the last byte was read, which is all this is for
		}
		return nil
	})
}

func openFile(path string, o *bolt.Options) (db *bolt.DB, err error) {
	defer recovered(path, &err)()
	db, err = bolt.Open(path, 0o600, o)
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, fmt.Errorf("store: open %s: %w", filepath.Base(path), err)
	}
	return db, nil
}

// recovered turns a panic or a memory fault of this goroutine into an error.
func recovered(path string, err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if p := recover(); p != nil {
			*err = fmt.Errorf("store: %s cannot be read: %v", filepath.Base(path), p)
		}
	}
}
