package foldertest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"time"

	"tieout/app/folder"
)

// Heard is one version that the Sink was given, with its bytes and the time it came.
type Heard struct {
	folder.Version
	Bytes   []byte
	At      time.Time
	Doubted bool // see folder.Saved
}

// Sink is a folder.Sink that remembers everything and can be told to refuse.
type Sink struct {
	mu      sync.Mutex
	saved   []Heard
	offered []Heard
	gone    []folder.Gone
	holds   map[string]folder.Hold
	held    int // times that Held was called
	roots   map[string]folder.RootStatus
	changed map[string]int
	refuse  error
	torn    []string
}

// NewSink has heard nothing.
func NewSink() *Sink {
	return &Sink{holds: map[string]folder.Hold{}, roots: map[string]folder.RootStatus{}, changed: map[string]int{}}
}

// Refuse makes Saved, Offered and Gone fail from now on; nil ends that.
func (s *Sink) Refuse(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = err
}

// hear reads the spooled bytes; a version whose bytes are not what it says is noted as torn.
func (s *Sink) hear(list *[]Heard, v folder.Version, doubted bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse != nil {
		return s.refuse
	}
	body, err := bytesOf(v)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != v.SHA256 || int64(len(body)) != v.Size {
		s.torn = append(s.torn, v.Rel)
	}
	*list = append(*list, Heard{v, body, time.Now(), doubted})
	return nil
}

func bytesOf(v folder.Version) ([]byte, error) {
	from, err := v.Open()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	return io.ReadAll(from)
}

// Saved implements folder.Sink.
func (s *Sink) Saved(v folder.Saved) error { return s.hear(&s.saved, v.Version, v.Doubted) }

// Offered implements folder.Sink.
func (s *Sink) Offered(v folder.Offered) error { return s.hear(&s.offered, v.Version, false) }

// Gone implements folder.Sink.
func (s *Sink) Gone(g folder.Gone) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse == nil {
		s.gone = append(s.gone, g)
	}
	return s.refuse
}

// Held implements folder.Sink.
func (s *Sink) Held(h folder.Hold) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds[h.MappingID] = h
	s.held++
}

// HoldsHeard counts the words about holds.
func (s *Sink) HoldsHeard() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// Changed implements folder.Sink.
func (s *Sink) Changed(mappingID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed[mappingID]++
}

// Root implements folder.Sink.
func (s *Sink) Root(status folder.RootStatus) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.roots[status.RootID] = status
}

// AllSaved lists the saves in the order they came.
func (s *Sink) AllSaved() []Heard {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Heard(nil), s.saved...)
}

// AllOffered lists the offers in the order they came.
func (s *Sink) AllOffered() []Heard {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Heard(nil), s.offered...)
}

// AllGone lists what was reported gone.
func (s *Sink) AllGone() []folder.Gone {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]folder.Gone(nil), s.gone...)
}

// Torn lists the files reported with bytes that are not theirs.
func (s *Sink) Torn() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.torn...)
}

// Hold is what is held of a work file.
func (s *Sink) Hold(mappingID string) folder.Hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.holds[mappingID]
}

// RootStatus is the last status heard of a root.
func (s *Sink) RootStatus(rootID string) folder.RootStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.roots[rootID]
}

// Changes counts how often a work file was said to show differently.
func (s *Sink) Changes(mappingID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed[mappingID]
}
