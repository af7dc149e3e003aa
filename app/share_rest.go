package app

import (
	"time"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// completedFor is how long a completed work file is still watched.
const completedFor = 60 * 24 * time.Hour

// doneAt says that an engagement is complete for so long that its work file is not watched any more. What
// clients send is filed all the same, and it is listed for whoever looks at it; but nothing that lies
// there goes out, and nothing that is not there is taken back, until its status is another one.
func doneAt(e *engagement.Engagement, now time.Time) bool {
	status, _ := e.StatusAt(now)
	return status == engagement.Complete && e.Derived == engagement.Complete && e.Since.Before(now.Add(-completedFor))
}

// rests says that this process does not look at a work file: another one of this machine does, or nobody.
func (s *share) rests(m folder.Mapping) bool { return s.isDone(m.ID) || s.a.host.restsFor(m) }

func (s *share) isDone(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done[id]
}

// showing answers the folders, with a work file among them that nobody watches any more. The caller does
// not hold the App's lock.
func (s *share) showing(id string) (*folder.Folders, error) {
	kept, err := s.folders()
	if err != nil || kept.Follows(id) {
		return kept, err
	}
	s.mu.Lock()
	before := s.shown[id]
	s.shown[id] = true
	s.mu.Unlock()
	if !before {
		s.follow()
	}
	return s.folders()
}

func (s *share) isShown(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown[id]
}

// watched counts the work files that are kept and not done.
func (s *share) watched() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, done := range s.done {
		if !done {
			n++
		}
	}
	return n
}
