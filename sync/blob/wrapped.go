package blob

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// WrappedKeys is where the wrapped data key of each scope lives: a table of
// the relay's store, or one of the implementations here. Scopes arrive in
// their canonical spelling. Every method may be called concurrently and is
// durable when it returns. While one of them waits, the store holds no lock that
// a call needs which makes no key: the database that keeps the keys may wait for
// such a call.
type WrappedKeys interface {
	// Load returns the wrapped key of scope, or ErrNotFound.
	Load(ctx context.Context, scope Scope) ([]byte, error)
	// Create stores wrapped unless scope has a key already, and returns the
	// one that is stored: of concurrent calls one wins and all return it.
	Create(ctx context.Context, scope Scope, wrapped []byte) (stored []byte, err error)
	// Replace overwrites the key of scope; at any moment the old or the new
	// one is stored, whole.
	Replace(ctx context.Context, scope Scope, wrapped []byte) error
	// Delete forgets the key of scope. No key is no error.
	Delete(ctx context.Context, scope Scope) error
}

// MemoryKeys keeps wrapped keys in memory. The zero value is ready.
type MemoryKeys struct {
	mu   sync.Mutex
	keys map[Scope][]byte
}

var _ WrappedKeys = (*MemoryKeys)(nil)

// Load implements WrappedKeys.
func (m *MemoryKeys) Load(_ context.Context, scope Scope) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	wrapped, found := m.keys[scope]
	if !found {
		return nil, ErrNotFound
	}
	return bytes.Clone(wrapped), nil
}

// Create implements WrappedKeys.
func (m *MemoryKeys) Create(_ context.Context, scope Scope, wrapped []byte) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if stored, found := m.keys[scope]; found {
		return bytes.Clone(stored), nil
	}
	if m.keys == nil {
		m.keys = make(map[Scope][]byte)
	}
	m.keys[scope] = bytes.Clone(wrapped)
	return wrapped, nil
}

// Replace implements WrappedKeys.
func (m *MemoryKeys) Replace(_ context.Context, scope Scope, wrapped []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, found := m.keys[scope]; !found {
		return ErrNotFound
	}
	m.keys[scope] = bytes.Clone(wrapped)
	return nil
}

// Delete implements WrappedKeys.
func (m *MemoryKeys) Delete(_ context.Context, scope Scope) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.keys, scope)
	return nil
}

// FolderKeys keeps each wrapped key as one file below Root.
type FolderKeys struct{ Root string }

var _ WrappedKeys = FolderKeys{}

// keyFile cannot be a segment of a scope.
const keyFile = "_key"

func (f FolderKeys) path(scope Scope) string {
	return filepath.Join(f.Root, filepath.FromSlash(string(scope)), keyFile)
}

// Load implements WrappedKeys.
func (f FolderKeys) Load(_ context.Context, scope Scope) ([]byte, error) {
	wrapped, err := os.ReadFile(f.path(scope))
	return wrapped, notFound(err)
}

// Create implements WrappedKeys.
func (f FolderKeys) Create(ctx context.Context, scope Scope, wrapped []byte) ([]byte, error) {
	if _, err := writeAbsent(f.path(scope), wrapped); err != nil {
		return nil, err
	}
	return f.Load(ctx, scope)
}

// Replace implements WrappedKeys.
func (f FolderKeys) Replace(ctx context.Context, scope Scope, wrapped []byte) error {
	if _, err := f.Load(ctx, scope); err != nil {
		return err
	}
	return replaceFile(f.path(scope), wrapped)
}

// Delete implements WrappedKeys.
func (f FolderKeys) Delete(_ context.Context, scope Scope) error {
	path := f.path(scope)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
