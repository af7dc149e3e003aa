package app

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"tieout/app/folder"
	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// errNotHereYet is why a save is tried again.
var errNotHereYet = errors.New("the engagement of this folder is not known here yet")

// notTaken is why a save could not be kept on this computer. The folder is asked again by itself.
type notTaken struct {
	code, words  string
	mapping, rel string
	at           time.Time
}

// noteTaken remembers why a save could not be kept; nil means that it is.
func (s *share) noteTaken(v folder.Version, err error) {
	id := v.MappingID + "/" + v.Key
	s.mu.Lock()
	before, was := s.notTaken[id]
	delete(s.notTaken, id)
	if err != nil {
		no := notTakenOf(err)
		no.mapping, no.rel, no.at = v.MappingID, v.Rel, s.a.now()
		if was {
			no.at = before.at
		}
		s.notTaken[id] = no
	}
	s.mu.Unlock()
	if was != (err != nil) {
		s.a.news.tell(nounSync)
	}
}

// forgetTaken forgets why a save could not be kept: its file is gone, or another save came.
func (s *share) forgetTaken(mapping, key string) {
	s.mu.Lock()
	_, was := s.notTaken[mapping+"/"+key]
	delete(s.notTaken, mapping+"/"+key)
	s.mu.Unlock()
	if was {
		s.a.news.tell(nounSync)
	}
}

// failing lists the saves that could not be kept here, the oldest first. The caller holds the App's lock.
func (a *App) failing() []QueueItem {
	items := []QueueItem{}
	a.share.mu.Lock()
	defer a.share.mu.Unlock()
	for id, no := range a.share.notTaken {
		items = append(items, QueueItem{
			ID: id, Words: sendWords(no.rel), Why: strings.TrimSpace(no.words) + " It is tried again by itself.", State: no.code,
			Engagement: no.mapping, Moment: a.moment(no.at),
		})
	}
	slices.SortFunc(items, func(x, y QueueItem) int {
		return cmp.Or(strings.Compare(x.Moment.At, y.Moment.At), strings.Compare(x.ID, y.ID))
	})
	return items
}

func (s *share) notTakenFor(mapping, key string) notTaken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.notTaken[mapping+"/"+key]
}

func notTakenOf(err error) notTaken {
	var no engagement.Refusal
	switch {
	case errors.Is(err, blob.ErrTooLarge):
		return notTaken{code: "too-large", words: "It is larger than 64 GB, more than can be sent."}
	case errors.Is(err, blob.ErrFull):
		return notTaken{code: "disk-full", words: "The disk of this computer is full, so the file cannot be kept for sending."}
	case errors.Is(err, errNotHereYet):
		return notTaken{code: "not-here-yet", words: "The engagement of this folder has not arrived on this computer yet."}
	case errors.As(err, &no):
		return notTaken{code: "not-allowed", words: no.Message + " " + no.Hint}
	}
	return notTaken{code: "not-taken", words: "The file was read and could not be kept on this computer."}
}

// heldOf answers what is held as missing from one work file, with the keys of the files. The caller
// holds the App's lock.
func (s *share) heldOf(id engagement.EngagementID) ([]Hold, map[string]bool) {
	s.mu.Lock()
	h, ok := s.holds[string(id)]
	s.mu.Unlock()
	if !ok {
		return nil, nil
	}
	keys := map[string]bool{}
	for _, g := range h.Missing {
		keys[g.Key] = true
	}
	return s.a.holdViews(h), keys
}

func (s *share) hold(mapping string) folder.Hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.holds[mapping]
}

// decided drops what is held as missing, which a person answers. It is held anew when the answer could not be carried
// out, or something is missing after it.
func (s *share) decided(mapping string, answered folder.Hold) {
	s.mu.Lock()
	if now := s.holds[mapping]; now.Same(answered) {
		now.Missing = nil
		s.holds[mapping] = now
		if len(now.Changed) == 0 {
			delete(s.holds, mapping)
		}
	}
	for _, g := range answered.Missing {
		delete(s.notTaken, mapping+"/"+g.Key)
	}
	s.mu.Unlock()
	s.a.news.changed([]engagement.Stream{stream(mapping)}, nounSync, nounFiles)
}

// sendWords names the act of sending a save, on cards too.
func sendWords(rel string) string { return sendPrefix + rel }

const sendPrefix = "Send "

// refusedSaves are versions of an engagement's files that the relay did not take, by path inside To
// client.
func (a *App) refusedSaves(id engagement.EngagementID) map[string]refused {
	var all map[string]refused
	err := a.store.Cards.Each(func(_ string, raw []byte) error {
		var card refused
		if json.Unmarshal(raw, &card) != nil || card.Engagement != id {
			return nil
		}
		if rel, ok := strings.CutPrefix(card.Words, sendPrefix); ok {
			if all == nil {
				all = map[string]refused{}
			}
			all[rel] = card
		}
		return nil
	})
	if err != nil {
		return nil // the list behind the pill says so
	}
	return all
}
