package store

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"syscall"
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
	// Settings are small values of the desk: identity, cursors, preferences. They outlive a state.db that cannot be
	// read, except for those that Open was told are kept once.
	Settings *Table
	// Cards are refused acts that a person has not put away.
	Cards *Table
	// Intents are effects that were begun and must be finished.
	Intents *Table
	// Seen is what is known of files on the share.
	Seen *Index

	db       *bolt.DB
	seal     sealer
	twice    *twice
	mended   mended   // what is to be told of damaged files of state.db
	setAside []string // of index.db
	marked   atomic.Bool
	step     func(string) error // told of each step of mending: a test ends the program there
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
		bucketState, bucketPieces, bucketSummary, []byte(settingsName), []byte("cards"), []byte("intents"),
	}
	settingsName = "settings"
	keyCheck     = []byte("key-check")
	keyPosition  = []byte("position")
)

// indexName is the file that can be made again.
const indexName = "index.db"

// Open opens the files in dir, makes them where there are none, and sets a damaged one aside: see
// SetAside. key is 32 bytes. It fails with ErrInUse and ErrKey, and where a file cannot be opened for a
// reason that is not in the file; it changes nothing then. once names the settings that are not kept twice:
// those that are known elsewhere too, or that change often and say nothing once the history is gone.
func Open(dir string, key []byte, once ...string) (*Store, error) {
	return open(dir, key, func(string) error { return nil }, once...)
}

func open(dir string, key []byte, step func(string) error, once ...string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	seal, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	s := &Store{step: step}
	seal.broken = s.suspect
	s.seal = seal
	s.twice = &twice{path: filepath.Join(dir, twiceName), once: once, seal: seal.quiet(), step: step}
	if err := s.openState(filepath.Join(dir, "state.db")); err != nil {
		return nil, err
	}
	index, err := s.openIndex(filepath.Join(dir, indexName))
	if err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	if s.Seen, err = newIndex(index); err != nil {
		return nil, errors.Join(err, index.Close(), s.db.Close())
	}
	s.Settings, s.Cards, s.Intents = s.table(settingsName), s.table("cards"), s.table("intents")
	s.Settings.also = s.twice
	return s, nil
}

// SetAside lists damaged files that were renamed and replaced by new ones, now or by an earlier Open whose
// answer nobody was Told. History comes back from the relay, what was seen on the share from the share; for
// the rest see Salvaged.
func (s *Store) SetAside() []string { return slices.Concat(s.mended.Aside, s.setAside) }

// Rest gives back memory that is only kept because it might be asked for again. It is an aid: what it could
// not give back stays.
func (s *Store) Rest() error { return errors.Join(unmapped(s.db), unmapped(s.Seen.db)) }

// Close syncs and closes both files.
func (s *Store) Close() error { return errors.Join(s.Seen.close(), s.db.Close()) }

// prepare makes what is missing in the durable file, and fails with ErrKey.
func (s *Store) prepare(tx *bolt.Tx) error {
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
}

// openIndex opens the file that can be made again, and sets a damaged one aside.
func (s *Store) openIndex(path string) (*bolt.DB, error) {
	db, err := s.openSound(path, true)
	if !errors.Is(err, ErrDamaged) {
		return db, err
	}
	aside, err := asideOf(path)
	if err != nil {
		return nil, err
	}
	if err := s.rename(path, aside); err != nil {
		return nil, err
	}
	s.setAside = append(s.setAside, aside)
	return s.openSound(path, true)
}

// wholeCheck is the size up to which a file is read whole when it is opened.
var wholeCheck int64 = 64 << 20

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
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer recovered(path, &err)()
	db, err := openToRead(path, true)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *bolt.Tx) error {
		if info.Size() < tx.Size() {
			return fmt.Errorf("%w: %s was cut short", ErrDamaged, filepath.Base(path))
		}
		large := info.Size() > wholeCheck
		err := tx.ForEach(func(_ []byte, b *bolt.Bucket) error {
			if large {
				return nil
			}
			return touch(b)
		})
		if err != nil || large {
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

// openToRead opens a file that is there, and tells damage from circumstances: what the operating system
// refused (too many open files, no memory, no right) says nothing of a file. What it read and bbolt cannot
// use is damage. A panic of bbolt leaves the file locked against writers for as long as the program runs, so
// everything that opening for writing reads is read here first: with free the list of free pages too.
func openToRead(path string, free bool) (*bolt.DB, error) {
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		return nil, fmt.Errorf("%w: %s is empty", ErrDamaged, filepath.Base(path))
	}
	db, err := openFile(path, &bolt.Options{Timeout: lockTime, ReadOnly: true, PreLoadFreelist: free})
	var refused syscall.Errno
	if err == nil || errors.Is(err, ErrDamaged) || errors.Is(err, ErrInUse) || errors.As(err, &refused) {
		return db, err
	}
	return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
}

func openFile(path string, o *bolt.Options) (db *bolt.DB, err error) {
	var file *os.File
	o.OpenFile = func(name string, flag int, mode fs.FileMode) (_ *os.File, err error) {
		file, err = os.OpenFile(name, flag, mode)
		return file, err
	}
	defer func() {
		if errors.Is(err, ErrDamaged) {
			err = errors.Join(err, file.Close()) // Windows gives no open file another name
		}
	}()
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

// recovered turns a panic or a memory fault of this goroutine, as a damaged page is the cause of, into ErrDamaged.
func recovered(path string, err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		if p := recover(); p != nil {
			*err = fmt.Errorf("%w: %s cannot be read: %v", ErrDamaged, filepath.Base(path), p)
		}
	}
}
