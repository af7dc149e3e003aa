package app

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"tieout/app/folder"
	"tieout/app/mirror"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// MirrorOrder asks for a read-only copy of one engagement in a folder: what the client sees in To client
// in the newest version that they see, everything the client sent, and the sealed copies, under the names they
// have in the lanes. Drafts, messages, versions that did not go out and whatever is private stay out of it. A
// document of which the client sees nothing any more goes to the folder Withdrawn of the copy; one that was
// erased leaves it.
type MirrorOrder struct {
	Engagement string
	To         string // the folder; made where it is not there
	// Lane, as the firm names its folder, copies that lane alone, without a folder of its own.
	Lane string
	// Once ends when the copy is level with the relay.
	Once bool
}

// MirrorState is how a copy is.
type MirrorState struct {
	Documents int       // in the copy
	Written   int       // by this call so far
	Failed    int       // to be tried again
	Problem   error     // of one that failed
	Level     bool      // with everything that the relay had
	Began     time.Time // the last pass
}

// withdrawnFolder is where the copy keeps what was taken back from the client.
const withdrawnFolder = "Withdrawn"

const (
	// mirrorLook is how often the folder itself is looked at, for what people did there.
	mirrorLook = 15 * time.Minute
	// mirrorRetry is how long what failed waits for another try.
	mirrorRetry = 10 * time.Second
)

// Mirror keeps a copy up to date until ctx ends. With Once it ends when the copy has all that the relay
// had when it was asked, after the first pass, whether there is more; it fails where that cannot be said.
// told hears how the copy is after each pass.
func (p *Program) Mirror(ctx context.Context, order MirrorOrder, told func(MirrorState)) (err error) {
	a := p.App
	to, err := filepath.Abs(order.To)
	if err != nil {
		return err
	}
	m := &mirroring{a: a, order: order}
	wake := a.news.watchers.add()
	defer a.news.watchers.remove(wake)
	if found, err := m.find(ctx, p.Exchange, wake); !found || err != nil { // else no folder is made or taken
		return err
	}
	m.copy, err = mirror.Open(to, order.Engagement+"/"+strings.ToLower(order.Lane), a.store.Seen, a.now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.copy.Close()) }()
	if order.Once {
		return m.once(ctx, p.Exchange, told)
	}
	return m.run(ctx, wake, told)
}

// find waits until the engagement is known here, or known not to be there.
func (m *mirroring) find(ctx context.Context, exchange func(context.Context) error, wake <-chan struct{}) (found bool, err error) {
	err = m.ask(ctx, exchange)
	if m.order.Once && err != nil {
		return false, err
	}
	if err != nil {
		slog.Info("app: a copy begins with what is known here", "error", err)
	}
	for asked := err == nil; ; asked = false {
		m.a.mu.Lock()
		e, _, _, err := m.engagement(asked)
		m.a.mu.Unlock()
		if e != nil || err != nil {
			return true, err
		}
		timer, giveUp := m.a.clock.After(mirrorRetry)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-timer:
		}
		giveUp()
		if ctx.Err() != nil {
			return false, nil
		}
	}
}

// ask has the relay say what is new.
func (m *mirroring) ask(ctx context.Context, exchange func(context.Context) error) error {
	if err := exchange(ctx); err != nil && ctx.Err() == nil {
		return failure(CodeOffline, "The relay did not say whether the copy has everything: "+asFailure(err).Message,
			"What is in the copy is whole. Run this again: it goes on where it stopped.")
	}
	return nil
}

// LookAgain has every copy that is kept compared with the history now.
func (p *Program) LookAgain() { p.App.news.watchers.tell() }

// mirroring is one copy while it is kept.
type mirroring struct {
	a     *App
	order MirrorOrder
	copy  *mirror.Copy
	look  time.Time // when the folder itself is due to be looked at

	// What a pass need not find out again, until the folder is looked at. A copy may have a hundred thousand
	// documents, so of names and documents no more is kept than a number.
	taken   map[uint64]uint64 // names, and whose they are
	settled []uint64          // documents that lie in the copy as they should, by place in the engagement's list

	mu    sync.Mutex
	there map[uint64]uint64 // by id: how documents lie in the copy as they should
	state MirrorState
}

// lying is how a document lies in the copy.
type lying struct {
	mirror.Doc
	gone string
}

// mirrorSeed makes the numbers of one run.
var mirrorSeed = maphash.MakeSeed()

// numberOf stands for a value; 0 for none.
func numberOf[T comparable](v T) uint64 { return max(maphash.Comparable(mirrorSeed, v), 1) }

// once makes the copy of what the relay had when it was asked, and then asks it for what came meanwhile.
func (m *mirroring) once(ctx context.Context, exchange func(context.Context) error, told func(MirrorState)) error {
	for round := range 2 {
		if round > 0 {
			if err := m.ask(ctx, exchange); err != nil {
				return err
			}
		}
		if err := m.pass(ctx, true); err != nil {
			return err
		}
		told(m.state)
		if err := m.unfinished(ctx); err != nil {
			return err
		}
	}
	return nil
}

// unfinished says in a sentence why a copy does not have everything.
func (m *mirroring) unfinished(ctx context.Context) error {
	const again = "What is in the copy is whole. Run this again: it goes on where it stopped."
	switch {
	case ctx.Err() != nil:
		return failure(CodeUnexpected, "The copy was stopped before it was level with the relay.", again)
	case m.state.Problem != nil:
		return failure(CodeUnexpected, fmt.Sprintf("The copy is not level with the relay: %d could not be copied, one of them because: %v.",
			m.state.Failed, m.state.Problem), again)
	}
	return nil
}

func (m *mirroring) run(ctx context.Context, wake <-chan struct{}, told func(MirrorState)) error {
	for {
		if err := m.pass(ctx, false); err != nil {
			return err
		}
		told(m.state)
		pause := m.look.Sub(m.a.now())
		if m.state.Failed > 0 {
			pause = mirrorRetry
		}
		timer, giveUp := m.a.clock.After(pause)
		select {
		case <-ctx.Done():
			giveUp()
			return nil
		case <-wake:
		case <-timer:
		}
		giveUp()
	}
}

// forget has everything looked at again.
func (m *mirroring) forget() {
	m.there, m.taken, m.settled = map[uint64]uint64{}, map[uint64]uint64{}, nil
}

// pass brings everything that is not in the copy as it should be. asked says that the history is what the
// relay had a moment ago.
func (m *mirroring) pass(ctx context.Context, asked bool) error {
	m.state.Began = m.a.now()
	if err := m.copy.Here(); err != nil {
		m.state.Failed, m.state.Problem, m.state.Level = 1, err, false
		return nil
	}
	if now := m.a.now(); !now.Before(m.look) {
		m.look = now.Add(mirrorLook)
		m.forget()
	}
	todo, level, err := m.todo(asked)
	if err != nil {
		return err
	}
	m.state.Failed, m.state.Problem = 0, nil
	m.bringAll(ctx, todo)
	if err := m.copy.Sync(); err != nil {
		m.failed(err)
	}
	m.state.Level = level && m.state.Failed == 0 && ctx.Err() == nil
	return nil
}

// todo lists what has to be done, from the confirmed history alone: what only waits here is not at the
// relay. level says that the history is all that the relay had when it was last asked.
func (m *mirroring) todo(asked bool) (todo []wantedDoc, level bool, err error) {
	a := m.a
	a.mu.Lock()
	defer a.mu.Unlock()
	e, only, level, err := m.engagement(asked)
	if e == nil || err != nil {
		return nil, false, err
	}
	p := &mirrorPlan{m: m, lanes: laneNames(a.states.Firm().Lanes), only: only, client: e.Client}
	p.documents(e)
	p.sealed(e)
	m.state.Documents = p.total
	return p.todo, level, nil
}

// engagement is what the copy is of, and of which lane alone; nil while its history is on the way. level is as todo
// answers it. The caller holds the lock.
func (m *mirroring) engagement(asked bool) (e *engagement.Engagement, only folder.Lane, level bool, err error) {
	a, id := m.a, engagement.EngagementID(m.order.Engagement)
	e = a.states.Engagement(id)
	status := a.link.Status()
	level = asked || status.State == desk.Online && status.Cursor >= status.Head
	if e == nil && !level {
		return nil, "", false, nil
	}
	if e == nil || !engagement.MaySee(a.states, a.id.Staff, engagement.EngagementStream(id)) {
		return nil, "", false, failure(CodeInput, "No engagement of this id is known here.", "tieout-agent engagements lists them with their ids.")
	}
	only, err = laneNamed(laneNames(a.states.Firm().Lanes), m.order.Lane)
	return e, only, level, err
}

func laneNamed(lanes folder.LaneNames, name string) (folder.Lane, error) {
	if name == "" {
		return "", nil
	}
	for _, lane := range []folder.Lane{folder.ToClient, folder.FromClient, folder.Signed} {
		if strings.EqualFold(lanes[lane], name) {
			return lane, nil
		}
	}
	return "", failure(CodeInput, "There is no lane called “"+name+"” that a copy has.", "They are “"+
		lanes[folder.ToClient]+"”, “"+lanes[folder.FromClient]+"” and “"+lanes[folder.Signed]+"”.")
}

// watchers wake who waits for changed streams.
type watchers struct {
	mu  sync.Mutex
	all []chan struct{}
}

func (w *watchers) add() chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	wake := make(chan struct{}, 1)
	w.all = append(w.all, wake)
	return wake
}

func (w *watchers) remove(wake chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = slices.DeleteFunc(w.all, func(c chan struct{}) bool { return c == wake })
}

func (w *watchers) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, wake := range w.all {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}
