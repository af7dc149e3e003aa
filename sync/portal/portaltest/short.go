package portaltest

import (
	"bytes"
	"context"
	"sync"
	"time"

	"tieout/sync/portal"
)

// Short is portal.Short in memory.
type Short struct {
	Now func() time.Time

	mu     sync.Mutex
	values map[string]value
}

type value struct {
	bytes   []byte
	count   int
	expires time.Time
}

var _ portal.Short = (*Short)(nil)

func (s *Short) find(key string) (value, bool) {
	v, ok := s.values[key]
	return v, ok && s.Now().Before(v.expires)
}

// Put implements portal.Short.
func (s *Short) Put(_ context.Context, key string, b []byte, expires time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.values == nil {
		s.values = map[string]value{}
	}
	s.values[key] = value{bytes: bytes.Clone(b), expires: expires}
	return nil
}

// Get implements portal.Short.
func (s *Short) Get(_ context.Context, key string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.find(key)
	return bytes.Clone(v.bytes), ok, nil
}

// Take implements portal.Short.
func (s *Short) Take(_ context.Context, key string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.find(key)
	delete(s.values, key)
	return v.bytes, ok, nil
}

// Delete implements portal.Short.
func (s *Short) Delete(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.values, key)
	return nil
}

// Count implements portal.Short.
func (s *Short) Count(_ context.Context, key string, expires time.Time) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.values == nil {
		s.values = map[string]value{}
	}
	v, ok := s.find(key)
	if !ok {
		v = value{expires: expires}
	}
	v.count++
	s.values[key] = v
	return v.count, nil
}
