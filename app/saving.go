package app

import (
	"errors"
	"os"
	"sync"

	"tieout/app/folder"
	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// save is a file as staff saved it in To client; its bytes are in the blob store, or at the relay: see straight.
type save struct {
	Engagement engagement.EngagementID `json:"engagement"`
	Rel        string                  `json:"rel"`
	Key        string                  `json:"key"`
	Blob       engagement.BlobRef      `json:"blob"`
	Size       int64                   `json:"size"`
	// Doubted says that it may have come back from a backup.
	Doubted bool `json:"doubted,omitempty"`
}

func (v save) version() folder.Version {
	return folder.Version{MappingID: string(v.Engagement), Lane: folder.ToClient, Rel: v.Rel, Key: v.Key}
}

// savings takes saves from the share. Those that come while others are being kept are kept together, at
// the price of one round of flushes; one that comes alone waits for nothing.
type savings struct {
	a *App

	mu      sync.Mutex
	waiting []*taking
	busy    bool
}

// taking is one save on its way into the blob store and the outbox. data is nil where the bytes are in
// the blob store already.
type taking struct {
	save
	data   []byte
	client engagement.ClientID
	err    error
	done   chan struct{}
}

// maxTakings is how many saves are kept together at most.
const maxTakings = 128

// Saved implements folder.Sink: the bytes are kept first, then the event is.
func (s *share) Saved(v folder.Saved) error { return s.SavedAll([]folder.Saved{v})[0] }

// SavedAll implements folder.ManySink.
func (s *share) SavedAll(all []folder.Saved) []error {
	errs := s.a.savings.take(all)
	for i, v := range all {
		s.noteTaken(v.Version, errs[i])
	}
	return errs
}

// take returns when all are kept, or cannot be.
func (s *savings) take(all []folder.Saved) []error {
	s.a.awaitRoom(s.a.lineMoves)
	mine, errs := make([]*taking, 0, len(all)), make([]error, len(all))
	for _, v := range all {
		t := &taking{done: make(chan struct{}), save: save{
			Engagement: engagement.EngagementID(v.MappingID), Rel: v.Rel, Key: v.Key, Blob: engagement.BlobRef(v.SHA256), Size: v.Size,
			Doubted: v.Doubted,
		}}
		t.data, t.err = s.bytesOf(v)
		mine = append(mine, t)
	}
	s.mu.Lock()
	s.waiting = append(s.waiting, mine...)
	lead := !s.busy
	s.busy = true
	s.mu.Unlock()
	if lead {
		s.run(mine[len(mine)-1])
	}
	for i, t := range mine {
		<-t.done
		errs[i] = t.err
	}
	return errs
}

// bytesOf answers the bytes of a file that are kept together with others, or keeps those of a large one.
func (s *savings) bytesOf(v folder.Saved) ([]byte, error) {
	switch {
	case v.Data != nil:
		return v.Data, nil
	case v.Intake != nil:
		return nil, v.Intake.(keeping).keep()
	}
	return os.ReadFile(v.SpoolPath)
}

// run keeps what waits until mine is kept, and leaves what came meanwhile to a goroutine.
func (s *savings) run(mine *taking) {
	for {
		s.mu.Lock()
		n := min(len(s.waiting), maxTakings)
		now := s.waiting[:n:n]
		s.waiting = s.waiting[n:]
		s.busy = n > 0
		s.mu.Unlock()
		if n == 0 {
			return
		}
		s.keep(now)
		kept := false
		for _, t := range now {
			kept = kept || t == mine
			close(t.done)
		}
		if kept {
			go s.run(nil)
			return
		}
	}
}

// keep stores bytes, then events.
func (s *savings) keep(all []*taking) {
	byClient := map[engagement.ClientID][]*taking{}
	s.a.mu.Lock()
	for _, t := range all {
		if t.err != nil {
			continue
		}
		if e := s.a.pending.view().Engagement(t.Engagement); e == nil {
			t.err = errNotHereYet
		} else if t.client = e.Client; t.data != nil {
			byClient[t.client] = append(byClient[t.client], t)
		}
	}
	s.a.mu.Unlock()
	for client, some := range byClient {
		s.keepBytes(client, some)
	}
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	s.a.record(all)
}

// keepBytes stores bytes under the names that they are announced with. Those that are not what they are
// said to be are kept under no name that anything speaks of.
func (s *savings) keepBytes(client engagement.ClientID, all []*taking) {
	data := make([][]byte, len(all))
	for i, t := range all {
		data[i] = t.data
	}
	names, err := s.a.bytes.PutAll(s.a.ctx, scope(client), data)
	for i, t := range all {
		if t.err, t.data = err, nil; err == nil && names[i].String() != string(t.Blob) {
			t.err = blob.ErrMismatch
		}
	}
}

// record appends the events of saves. The caller holds the lock.
func (a *App) record(all []*taking) {
	var proposals []proposal
	var whose, later []*taking
	for _, t := range all {
		if t.err == nil && a.pending.view().Engagement(t.Engagement) == nil {
			t.err = errNotHereYet
		}
		if t.err != nil || a.ahead.defers(t, &later) {
			continue
		}
		if p, ok := a.propose(t.save); ok {
			proposals, whose = append(proposals, p), append(whose, t)
		}
	}
	a.ahead.keep(later)
	if len(proposals) == 0 {
		return
	}
	for i, err := range a.appendEach(proposals...) {
		whose[i].err = unless(err, engagement.CodeSameBytes)
	}
}

// baseOf is what a save of a file would replace now: its last save or withdrawal. The caller holds the lock.
func (a *App) baseOf(v save) engagement.EventID {
	if e := a.pending.view().Engagement(v.Engagement); e != nil {
		return e.Base(v.Key)
	}
	return ""
}

// propose makes a save an act on the newest version that is known here, of an engagement that is. Saving the same again is none,
// and two computers that see one save make one event of it (SPEC H5). What a person took back is none as it was then:
// a computer that reads it for the first time knows nothing newer.
func (a *App) propose(v save) (proposal, bool) {
	e := a.pending.view().Engagement(v.Engagement)
	if d := e.DocumentByKey(v.Key); d != nil && !d.Gone && d.Latest().Blob == v.Blob {
		return proposal{}, false
	}
	event := sharing(e, v)
	if a.pending.has(event.ID) {
		return proposal{}, false
	}
	return proposal{&act{Words: sendWords(v.Rel), Quiet: true, Save: &v}, []fact{event}}, true
}

// sharing is the event of a save on the newest version that is known here.
func sharing(e *engagement.Engagement, v save) fact {
	body := engagement.DocumentBody{Base: e.Base(v.Key), Blob: v.Blob, Size: v.Size, Media: mediaType(v.Rel)}
	if d := e.DocumentByKey(v.Key); d != nil {
		body.Document, body.Careful = d.ID, v.Doubted && d.Withdrawn != nil
	} else {
		body.Document = engagement.DocumentID(engagement.SaveID(e.Salt, e.ID, v.Key, "", ""))
	}
	event := on(string(e.ID), engagement.DocumentShared, body, engagement.SharedPrivate{Rel: v.Rel, Key: v.Key})
	event.ID = engagement.SaveID(e.Salt, e.ID, v.Key, body.Base, engagement.Digest(v.Blob))
	return event
}

// unless drops a refusal of the given kind.
func unless(err error, code string) error {
	var r engagement.Refusal
	if errors.As(err, &r) && r.Code == code {
		return nil
	}
	return err
}
