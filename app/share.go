package app

import (
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/app/folder"
	"tieout/sync/engagement"
)

// share is the office's file share as this computer has it: the bound roots, the work files kept, and
// what was last heard of them. It never takes the App's lock while it holds its own.
type share struct {
	a *App

	// following is held while what is kept is compared with what is to be kept: of two that compare at
	// once, the one with older eyes would drop what the other has just begun to keep.
	following sync.Mutex
	telling   sync.Mutex // see tellFiling

	mu       sync.Mutex
	kept     *folder.Folders // nil when closed
	lanes    engagement.Lanes
	bound    map[string]folder.Root
	roots    map[string]rootNews
	holds    map[string]folder.Hold
	troubles map[engagement.EventID]trouble // why something is not filed yet, in words
	notTaken map[string]notTaken            // by work file and key: saves that could not be kept here
	closed   map[string]bool                // work files that not everybody of the firm may see
	done     map[string]bool                // work files that are not watched any more: see doneAt
	shown    map[string]bool                // work files that somebody looked at, see showing
	left     bool                           // this desk said that it files no more
}

// rootNews is the last word about a root, and since when it stands.
type rootNews struct {
	folder.RootStatus
	Since time.Time
}

func newShare(a *App) *share {
	return &share{
		a: a, bound: map[string]folder.Root{}, roots: map[string]rootNews{},
		holds: map[string]folder.Hold{}, troubles: map[engagement.EventID]trouble{}, notTaken: map[string]notTaken{},
		shown: map[string]bool{},
	}
}

var errShareClosed = failure(CodeShare, "The share is not being watched right now.", "Wait a moment and try again.")

// open begins to keep the roots that are bound on this computer, with the lanes as the firm names them.
func (s *share) open(lanes engagement.Lanes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, err := folder.Open(folder.Config{
		Spool: filepath.Join(s.a.cfg.DataDir, "spool"), Index: s.a.store.Seen, Sink: s,
		Lanes: laneNames(lanes), Clock: s.a.clock, Timing: s.a.cfg.Folders.Timing,
		FS: s.a.cfg.Folders.FS, NewWatcher: s.a.cfg.Folders.NewWatcher, Resting: s.rests,
	})
	if err != nil {
		return err
	}
	s.kept, s.lanes = kept, lanes
	return s.a.store.Settings.Each(func(key string, raw []byte) error {
		id, isRoot := strings.CutPrefix(key, settingRoot)
		var root folder.Root
		if !isRoot || json.Unmarshal(raw, &root) != nil {
			return nil
		}
		s.bound[id] = root
		return kept.Attach(root)
	})
}

func (s *share) close() error {
	s.mu.Lock()
	kept := s.kept
	s.kept = nil
	s.mu.Unlock()
	if kept == nil {
		return nil
	}
	return kept.Close()
}

func laneNames(l engagement.Lanes) folder.LaneNames {
	return folder.LaneNames{
		folder.FromClient: l.FromClient, folder.ToClient: l.ToClient,
		folder.ForSignature: l.ForSignature, folder.Signed: l.Signed,
	}
}

// laneName is what the firm calls a lane.
func (a *App) laneName(lane folder.Lane) string {
	return laneNames(a.pending.view().Firm().Lanes)[lane]
}

func (s *share) folders() (*folder.Folders, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		return nil, errShareClosed
	}
	return s.kept, nil
}

// root answers where a root is on this computer, and how it is.
func (s *share) root(id string) (folder.Root, rootNews, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	root, ok := s.bound[id]
	return root, s.roots[id], ok
}

// writable says whether files can be placed on a root from here.
func (s *share) writable(id engagement.RootID) bool {
	_, news, ok := s.root(string(id))
	return ok && news.State == folder.RootOK
}

// follow keeps the work files that are to be kept, and no others. The caller does not hold the App's
// lock.
func (s *share) follow() {
	s.following.Lock()
	defer s.following.Unlock()
	lanes, want, closed, done := s.wanted()
	s.mu.Lock()
	before, wasDone := s.closed, s.done
	s.closed, s.done = closed, done
	s.mu.Unlock()
	kept, err := s.withLanes(lanes)
	if s.a.ctx.Err() != nil {
		return
	}
	if err != nil {
		slog.Error("app: the share is not watched", "error", err)
		return
	}
	for _, m := range kept.Mappings() {
		if _, wanted := want[m.ID]; !wanted {
			kept.Unfollow(m.ID)
		}
	}
	for id, m := range want {
		if err := kept.Follow(m); err != nil {
			slog.Error("app: a work file is not watched", "engagement", id, "error", err)
		}
		if closed[id] && !before[id] || wasDone[id] && !done[id] { // nobody may have watched it for this desk so far
			kept.Rescan(id)
		}
	}
}

// wanted are the work files to be kept, with those that are closed to some and those that are not watched.
func (s *share) wanted() (lanes engagement.Lanes, want map[string]folder.Mapping, closed, done map[string]bool) {
	s.a.mu.Lock()
	defer s.a.mu.Unlock()
	want, closed, done = map[string]folder.Mapping{}, map[string]bool{}, map[string]bool{}
	for _, c := range s.a.allCards() {
		id, over := string(c.ID), doneAt(&c.Engagement, s.a.now())
		if c.Mapping == nil || over && c.Unfiled == 0 && !s.isShown(id) {
			continue
		}
		want[id] = folder.Mapping{ID: id, RootID: string(c.Mapping.Root), Path: c.Mapping.Path}
		closed[id], done[id] = s.a.isClosed(c), over
	}
	return s.a.pending.view().Firm().Lanes, want, closed, done
}

// withLanes answers what keeps the share, opened anew when the firm named its folders otherwise.
func (s *share) withLanes(lanes engagement.Lanes) (*folder.Folders, error) {
	kept, err := s.folders()
	s.mu.Lock()
	same := s.lanes == lanes
	s.mu.Unlock()
	if err != nil || same {
		return kept, err
	}
	if err := s.close(); err != nil {
		return nil, err
	}
	if err := s.open(lanes); err != nil {
		return nil, err
	}
	return s.folders()
}

// Offered implements folder.Sink. A PDF in For signature is listed where a draft is assembled; it goes
// nowhere by itself.
func (s *share) Offered(v folder.Offered) error {
	s.a.news.changed([]engagement.Stream{stream(v.MappingID)}, nounFiles)
	return nil
}

func stream(mapping string) engagement.Stream {
	return engagement.EngagementStream(engagement.EngagementID(mapping))
}

// Gone implements folder.Sink: what the client saw of the file is taken back, unless it was saved anew
// meanwhile, or somebody decided to keep it. No deletion is believed while a restored relay is caught up with (SPEC H11).
func (s *share) Gone(g folder.Gone) error {
	if g.Lane != folder.ToClient {
		return nil
	}
	s.forgetTaken(g.MappingID, g.Key)
	a := s.a
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.link != nil && a.link.Status().Restored {
		return errors.New("the relay was restored; deletions wait until this computer is level with it")
	}
	e := a.pending.view().Engagement(engagement.EngagementID(g.MappingID))
	if e == nil {
		return errNotHereYet
	}
	if d := e.DocumentByKey(g.Key); d != nil && d.Withdrawn == nil && !wasKept(d, g) && a.wasNewest(e.ID, d, g) {
		_, err := a.append(act{Words: "Withdraw " + g.Rel, Quiet: true},
			on(g.MappingID, engagement.DocumentWithdrawn, engagement.WithdrawnBody{Document: d.ID, Version: d.Tip, Gone: true, Final: true}, nil))
		if err != nil {
			return err
		}
	}
	return a.ahead.drop(e.ID, g.Key)
}

// wasNewest says that a file was, when it was last here, the newest version of its document, or a save on that
// which is recorded later. The caller holds the lock.
func (a *App) wasNewest(id engagement.EngagementID, d *engagement.Document, g folder.Gone) bool {
	u, waits := a.ahead.of(id, g.Key)
	return g.Was(string(d.Latest().Blob)) || waits && u.Base == d.Tip && g.Was(string(u.Save.Blob))
}

// Held implements folder.Sink.
func (s *share) Held(h folder.Hold) {
	s.mu.Lock()
	if len(h.Missing)+len(h.Changed) == 0 {
		delete(s.holds, h.MappingID)
	} else {
		s.holds[h.MappingID] = h
	}
	s.mu.Unlock()
	s.a.news.changed([]engagement.Stream{stream(h.MappingID)}, nounSync, nounFiles)
	s.a.effects.kick()
}

// Changed implements folder.Sink.
func (s *share) Changed(mapping string) {
	s.a.news.changed([]engagement.Stream{stream(mapping)}, nounFiles, nounSync)
}

// Root implements folder.Sink.
func (s *share) Root(status folder.RootStatus) {
	s.mu.Lock()
	old := s.roots[status.RootID]
	news := rootNews{status, old.Since}
	if old.State != status.State {
		news.Since = s.a.now()
	}
	s.roots[status.RootID] = news
	s.mu.Unlock()
	s.a.news.tell(nounSync, nounSettings)
	s.a.effects.kick()
}

// filing lists the shares on which this computer places files.
func (s *share) filing() []engagement.RootID {
	s.mu.Lock()
	left := s.left
	s.mu.Unlock()
	s.a.mu.Lock()
	left = left || s.a.receiptsWait()
	s.a.mu.Unlock()
	roots := []engagement.RootID{}
	for root := range s.ready() {
		if !left && !s.a.host.resting(root) {
			roots = append(roots, engagement.RootID(root))
		}
	}
	slices.Sort(roots)
	return roots
}

// ready answers the roots on which this computer can place files.
func (s *share) ready() map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[string]bool{}
	for id := range s.bound {
		if s.roots[id].State == folder.RootOK {
			all[id] = true
		}
	}
	return all
}

// isClosed says that not everybody in the firm may see an engagement's work. The caller holds the lock.
func (a *App) isClosed(c *card) bool {
	client := a.clientCard(c.Client)
	return len(c.Only) > 0 || client != nil && len(client.Only) > 0
}

func (s *share) isClosed(workFile string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed[workFile]
}

// tellFiling tells the relay where this computer places files. One after the other: who looked last says it
// last.
func (s *share) tellFiling() {
	s.telling.Lock()
	defer s.telling.Unlock()
	if link := s.a.theLink(); link != nil {
		link.SetFiling(s.filing())
	}
}

// trouble remembers why something is not filed yet; nil means that it is.
func (s *share) trouble(id engagement.EngagementID, version engagement.EventID, err error) {
	s.mu.Lock()
	before := s.troubles[version]
	delete(s.troubles, version)
	if err != nil {
		s.troubles[version] = troubleWords(err)
	}
	same := before == s.troubles[version]
	s.mu.Unlock()
	if !same {
		s.a.news.changed([]engagement.Stream{engagement.EngagementStream(id)}, nounFiles)
	}
}

func (s *share) troubleOf(version engagement.EventID) trouble {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.troubles[version]
}
