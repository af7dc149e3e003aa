package app

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"tieout/app/folder"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// spoilt is what is known to be damaged of the bytes that are kept here. They count as not here, so that they
// are fetched from the relay again; what comes takes their place, and until then they stay.
type spoilt struct {
	mu  sync.Mutex
	all map[desk.BlobKey]bool
}

func (s *spoilt) note(key desk.BlobKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[desk.BlobKey]bool{}
	}
	s.all[key] = true
}

func (s *spoilt) mended(key desk.BlobKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, key)
}

func (s *spoilt) has(key desk.BlobKey) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all[key]
}

// reading is kept bytes that are read. What turns out damaged is noted.
type reading struct {
	*blob.Reader
	found func(error)
}

// Read implements io.Reader.
func (r *reading) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.found(err)
	return n, err
}

// openBlob opens bytes that are on this computer.
func (a *App) openBlob(ctx context.Context, client engagement.ClientID, ref engagement.BlobRef) (io.ReadSeekCloser, error) {
	hash, err := blob.Parse(string(ref))
	if err != nil {
		return nil, err
	}
	found := func(err error) {
		if errors.Is(err, blob.ErrDamaged) {
			a.spoilt.note(desk.BlobKey{Client: client, Blob: ref})
		}
	}
	r, err := a.bytes.Open(ctx, scope(client), hash)
	if err != nil {
		found(err)
		return nil, err
	}
	return &reading{r, found}, nil
}

// openHere opens bytes, which are fetched first where they are not here or turn out damaged.
func (a *App) openHere(ctx context.Context, client engagement.ClientID, ref engagement.BlobRef) (r io.ReadSeekCloser, err error) {
	for range 2 {
		if err := a.fetch(ctx, client, ref); err != nil {
			return nil, err
		}
		if r, err = a.openBlob(ctx, client, ref); !errors.Is(err, blob.ErrDamaged) {
			return r, err
		}
	}
	return nil, errors.Join(failure(CodeDamaged, "What is kept of this file on this computer is damaged.", "Try again: it is fetched from the relay once more."), err)
}

// isDamage says that bytes were read which are not those that were sent.
func isDamage(err error) bool {
	return errors.Is(err, blob.ErrDamaged) || errors.Is(err, blob.ErrMismatch) || errors.Is(err, folder.ErrWrongBytes)
}

// rested is a file that arrived damaged every time so far, and when it is tried again.
type rested struct {
	times int
	until time.Time
}

// maxRest is the longest pause after which such a file is fetched again.
const maxRest = time.Hour

// rests says whether a file waits for the end of its pause.
func (x *effects) rests(version engagement.EventID) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.a.clock.Now().Before(x.resting[version].until)
}

// rest has a file wait that arrived damaged, longer each time, and says so.
func (x *effects) rest(version engagement.EventID) error {
	x.mu.Lock()
	r := x.resting[version]
	r.until = x.a.clock.Now().Add(min(maxRest, effectsPause<<min(r.times, 10)))
	r.times++
	x.resting[version] = r
	x.mu.Unlock()
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	return failure(CodeDamaged, "It arrived on this computer damaged, twice in a row, and so it was not put on the share.",
		"Nothing yet: it is fetched again at "+x.a.zoned12(r.until)+". If that goes on, have the disk of this computer looked at; another computer that has the share files it too.")
}

// restedEnough forgets the pauses of a file.
func (x *effects) restedEnough(version engagement.EventID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.resting, version)
}
