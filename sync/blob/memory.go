package blob

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"time"
)

// Memory keeps objects in memory, for tests and for a relay that is thrown
// away when it stops. The zero value is ready.
type Memory struct {
	mu      sync.Mutex
	objects map[string]memoryObject
}

type memoryObject struct {
	data     []byte
	modified time.Time
}

var _ Objects = (*Memory)(nil)

// PutIfAbsent implements Objects.
func (m *Memory) PutIfAbsent(ctx context.Context, key string, data []byte) (bool, error) {
	if err := ready(ctx, key); err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.objects[key]; taken {
		return false, nil
	}
	if m.objects == nil {
		m.objects = make(map[string]memoryObject)
	}
	m.objects[key] = memoryObject{bytes.Clone(data), time.Now()}
	return true, nil
}

// Get implements Objects.
func (m *Memory) Get(ctx context.Context, key string) ([]byte, error) {
	if err := ready(ctx, key); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	object, found := m.objects[key]
	if !found {
		return nil, ErrNotFound
	}
	return bytes.Clone(object.data), nil
}

// Stat implements Objects.
func (m *Memory) Stat(ctx context.Context, key string) (Info, error) {
	if err := ready(ctx, key); err != nil {
		return Info{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	object, found := m.objects[key]
	if !found {
		return Info{}, ErrNotFound
	}
	return Info{key, int64(len(object.data)), object.modified}, nil
}

// Delete implements Objects.
func (m *Memory) Delete(ctx context.Context, key string) error {
	if err := ready(ctx, key); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.objects, key)
	return nil
}

// List implements Objects.
func (m *Memory) List(ctx context.Context, prefix string, visit func(Info) error) error {
	m.mu.Lock()
	var found []Info
	for key, object := range m.objects {
		if strings.HasPrefix(key, prefix) {
			found = append(found, Info{key, int64(len(object.data)), object.modified})
		}
	}
	m.mu.Unlock()
	for _, info := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := visit(info); err != nil {
			return err
		}
	}
	return nil
}

func ready(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return checkKey(key)
}
