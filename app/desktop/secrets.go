package desktop

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/zalando/go-keyring"

	"tieout/app/desktop/internal/bus"
	"tieout/app/desktop/internal/durable"
)

// Errors of Secrets.
var (
	// ErrNoSecret: nothing was ever set under this name.
	ErrNoSecret = errors.New("no such secret")
	// ErrKeyring: the secret is in the keyring of the operating system, which
	// does not give it now. It is not lost; sign in to the desktop session or
	// unlock the keyring and try again.
	ErrKeyring = errors.New("the keyring of this computer does not answer; unlock it and try again")
)

const (
	keyringService = "Tieout"
	// maxSecret keeps values within what every keyring takes.
	maxSecret = 1024
	// keyringLimit leaves the user time to answer an unlock prompt.
	keyringLimit = 30 * time.Second
)

// Secrets keeps small secrets (keys, tokens) of one data folder in the keyring
// of the operating system. Where there is none, or it refuses, a secret goes
// into a file of the data folder that only its owner can read. That file is
// not encrypted: the key would have to lie beside it. Warning says so to the
// user.
//
// An index in the data folder knows where each secret is, so a keyring that
// is locked is never taken for one that is empty. Secrets is safe for
// concurrent use; one process at a time, see LockFolder.
type Secrets struct {
	path  string
	limit time.Duration

	mu    sync.Mutex
	index secretIndex
	late  <-chan reply // of a question still unanswered at its limit
}

// reply is the keyring's answer.
type reply struct {
	value string
	err   error
}

// secretIndex is the content of the file.
type secretIndex struct {
	// Folder keeps the keyring entries of two data folders apart.
	Folder  string           `json:"folder"`
	Entries map[string]entry `json:"entries"`
}

// entry is a secret: its value, or the word that the keyring has it.
type entry struct {
	Keyring bool   `json:"keyring,omitempty"`
	Value   string `json:"value,omitempty"`
}

// OpenSecrets opens the secrets of the data folder dir, which it makes if need
// be. It does not touch the keyring.
func OpenSecrets(dir string) (*Secrets, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w", err)
	}
	s := &Secrets{path: filepath.Join(dir, "secrets.json"), limit: keyringLimit}
	text, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		s.index = secretIndex{Folder: rand.Text(), Entries: map[string]entry{}}
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &s.index); err != nil || s.index.Folder == "" {
		return nil, fmt.Errorf("%s is damaged; restore it from a copy, or move it away and enrol this desk again", s.path)
	}
	if s.index.Entries == nil {
		s.index.Entries = map[string]entry{}
	}
	return s, os.Chmod(s.path, 0o600)
}

// Get returns the secret last set under name, ErrNoSecret, or ErrKeyring.
func (s *Secrets) Get(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known := s.index.Entries[name]
	if !known {
		return "", ErrNoSecret
	}
	if !found.Keyring {
		return found.Value, nil
	}
	account := s.account(name)
	return s.ask(func() (string, error) { return keyring.Get(keyringService, account) })
}

// Set stores value, at most 1024 bytes, under name. It prefers the keyring,
// also for a secret that was in the file before, and is durable when it
// returns.
func (s *Secrets) Set(name, value string) error {
	if len(value) > maxSecret {
		return fmt.Errorf("a secret of %d bytes is too long", len(value))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	account := s.account(name)
	_, err := s.ask(func() (string, error) { return "", keyring.Set(keyringService, account, value) })
	if err == nil {
		return s.save(name, entry{Keyring: true})
	}
	return s.save(name, entry{Value: value})
}

// Delete forgets the secret. Deleting what is not there is no error. If the
// keyring does not answer the secret is kept and the error is ErrKeyring.
func (s *Secrets) Delete(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known := s.index.Entries[name]
	if !known {
		return nil
	}
	if found.Keyring {
		account := s.account(name)
		_, err := s.ask(func() (string, error) { return "", keyring.Delete(keyringService, account) })
		if err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return err
		}
	}
	entries := without(s.index.Entries, name)
	return s.write(secretIndex{s.index.Folder, entries})
}

// Warning is a sentence for the user while a secret lies in the file, and ""
// while all are in the keyring.
func (s *Secrets) Warning() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.index.Entries {
		if !e.Keyring {
			return "This computer offers no keyring, so the key of this desk is kept in the file " + s.path +
				". It is not encrypted: anyone who can read your files can use it. Turn on disk encryption, or a keyring, and sign this desk in again."
		}
	}
	return ""
}

func (s *Secrets) account(name string) string { return s.index.Folder + "/" + name }

// ask puts a question to the keyring, which may be absent, locked or hung. An
// answer that comes after the limit is dropped, and until it has come nothing
// else is asked: an old Set must not overtake a newer one.
func (s *Secrets) ask(question func() (string, error)) (string, error) {
	if !keyringThere() || !s.settled() {
		return "", ErrKeyring
	}
	answered := make(chan reply, 1)
	go func() {
		value, err := question()
		answered <- reply{value, err}
	}()
	limit := time.NewTimer(s.limit)
	defer limit.Stop()
	select {
	case r := <-answered:
		if r.err != nil {
			return "", fmt.Errorf("%w (%w)", ErrKeyring, r.err)
		}
		return r.value, nil
	case <-limit.C:
		s.late = answered
		return "", ErrKeyring
	}
}

func (s *Secrets) settled() bool {
	if s.late == nil {
		return true
	}
	select {
	case <-s.late:
		s.late = nil
		return true
	default:
		return false
	}
}

// keyringThere avoids asking the Linux keyring without a session bus: that
// would start a bus nobody stops.
func keyringThere() bool { return !bus.Used || bus.Present() }

func (s *Secrets) save(name string, e entry) error {
	entries := without(s.index.Entries, name)
	entries[name] = e
	return s.write(secretIndex{s.index.Folder, entries})
}

func without(entries map[string]entry, name string) map[string]entry {
	rest := make(map[string]entry, len(entries)+1)
	for key, e := range entries {
		if key != name {
			rest[key] = e
		}
	}
	return rest
}

// write replaces the file, old or new but never in between, and then the
// index in memory.
func (s *Secrets) write(index secretIndex) error {
	text, err := json.MarshalIndent(index, "", "  ")
	if err != nil {
		return err
	}
	if err := durable.WriteFile(s.path, append(text, '\n')); err != nil {
		return err
	}
	s.index = index
	return nil
}
