package folder

import (
	"cmp"
	"context"
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// keeper keeps one root: a single goroutine owns everything here, so that a share that hangs holds up
// no other, and only looks at files run beside it.
type keeper struct {
	cfg    Config
	root   Root
	looker looker
	inbox  *inbox

	pulse     pulse
	mount     uint64  // see Volume.Mount
	watcher   Watcher // nil when the system gives none
	status    RootStatus
	files     map[string]*workFile // by mapping id
	order     []*workFile          // the same, in order of their ids
	places    places
	weak      bool // the share tells too little of what changes: see FS.Weak
	rooted    bool // a watcher that covers everything below the root is at work
	pending   map[fileRef]*pending
	queue     []*workFile          // to be scanned
	spread    []*workFile          // to be looked at when nothing else is, slowly
	nextPass  time.Time            // of those, not before
	turns     turns                // of pending, but for those being read
	noted     map[string]time.Time // claims that say something, by path: since when we have seen them
	changed   map[string]bool
	strange   map[fileRef]*pending // saves that are set aside: see setAside
	alarmed   bool                 // there are, or were when a person was asked, too many of them
	alarmTold bool
	reading   reading
	running   int   // files being read, or about to be
	claimed   int64 // bytes of the small ones of them
	nextRoot  time.Time
	nextTick  time.Time
	last      time.Time
	looks     sync.WaitGroup
}

// fileRef is a file of a work file.
type fileRef struct{ mapping, key string }

// workFile is what the keeper knows of one mapping.
type workFile struct {
	Mapping
	queued  bool
	waits   bool      // in keeper.spread
	whole   bool      // to be scanned then; otherwise a quick pass will do
	rest    time.Time // no scan before, unless it is one of the spread
	still   time.Time // not polled before
	hot     time.Time // until then
	poll    time.Time // next quick pass
	full    time.Time // next scan
	sample  time.Time // a scan from then on reads a few files again that seem unchanged
	view    view
	absence absence
	wary    bool      // it is in doubt: see recall
	calm    string    // what is remembered of that: see factCalm
	ground  string    // which folder that of what goes to the client is: see Tree.Identity
	sound   time.Time // while in doubt: since when nothing is missed, and nothing new turned up; zero when it is otherwise
	strange []Changed // what a person is asked about
	board   *board
}

func newKeeper(cfg Config, root Root) *keeper {
	k := &keeper{
		cfg: cfg, root: root, inbox: newInbox(), turns: newTurns(),
		looker:  looker{root, cfg.FS, cfg.Clock, cfg.Sink, cfg.Index, cfg.Spool, cfg.Timing.Stable, cfg.Small},
		status:  RootStatus{RootID: root.ID, Path: root.Path},
		files:   map[string]*workFile{},
		places:  newPlaces(),
		pending: map[fileRef]*pending{},
		noted:   map[string]time.Time{},
		changed: map[string]bool{},
		strange: map[fileRef]*pending{},
	}
	k.reading = reading{looker: &k.looker, done: func(all []looked) { k.inbox.put(func() { k.lookedAll(all) }) }}
	return k
}

// run is the keeper's goroutine. It returns when ctx ends and no look is running.
func (k *keeper) run(ctx context.Context) {
	go k.listen(ctx)
	k.beat()
	k.startWatching()
	defer k.stop()
	for ctx.Err() == nil {
		k.step(ctx)
		k.wait(ctx)
	}
}

// stop takes in what the last looks found, so that it is not read and reported again next time.
func (k *keeper) stop() {
	k.looks.Wait()
	for _, do := range k.inbox.take() {
		do()
	}
	if k.watcher != nil {
		k.watcher.Close()
	}
}

// step does everything that is due. Scans go one at a time, so that a fresh save never waits for a
// full pass.
func (k *keeper) step(ctx context.Context) {
	for _, do := range k.inbox.take() {
		do()
	}
	now := k.cfg.Clock.Now()
	k.noticeJump(now)
	k.takeHints(now)
	if !now.Before(k.nextRoot) {
		k.checkRoot(now)
	}
	if !now.Before(k.nextTick) {
		k.tick(now)
	}
	k.scanNext(now)
	k.startLooks(ctx, k.cfg.Clock.Now())
	k.tellStrange()
	for _, id := range slices.Sorted(maps.Keys(k.changed)) {
		k.cfg.Sink.Changed(id)
	}
	clear(k.changed)
}

// noticeJump rescans after the computer slept or its clock was set: both show as a difference between
// the two clocks that time.Time carries.
func (k *keeper) noticeJump(now time.Time) {
	last := k.last
	k.last = now
	if last.IsZero() {
		return
	}
	if jumped(now.Sub(last), now.Round(0).Sub(last.Round(0))) {
		k.checkRoot(now)
		k.scanAll()
	}
}

// jumped is true when the clock on the wall moved otherwise than time passed.
func jumped(running, wall time.Duration) bool { return (running - wall).Abs() > 10*time.Second }

func (k *keeper) wait(ctx context.Context) {
	if k.inbox.waiting() || k.nextEager(k.cfg.Clock.Now()) >= 0 {
		return
	}
	var hints <-chan struct{}
	if k.watcher != nil {
		hints = k.watcher.Wake()
	}
	k.noteBeat(true)
	timer, giveUp := k.cfg.Clock.After(k.nextDue().Sub(k.cfg.Clock.Now()))
	defer giveUp()
	select {
	case <-ctx.Done():
	case <-hints:
	case <-k.inbox.wake:
	case <-timer:
	}
}

func (k *keeper) nextDue() time.Time {
	due := k.nextRoot
	if k.nextTick.Before(due) {
		due = k.nextTick
	}
	due = k.nextScan(due)
	if k.status.State.readable() && k.running < maxClaims && k.claimed < claimBytes {
		due = k.turns.due(due)
	}
	return due
}

func (k *keeper) checkRoot(now time.Time) {
	k.beat()
	k.nextRoot = now.Add(k.cfg.Timing.RootCheck)
	state, reason, on := lookAtRoot(k.cfg.FS, k.root)
	if on.Mount != k.mount && on.Mount != 0 {
		if k.mount != 0 { // watches end with a mount, silently
			k.forgetWatches()
			k.scanAll()
		}
		k.mount = on.Mount
	}
	k.setRoot(state, reason)
}

// setRoot takes a judgement of the root. A root that is back is scanned whole; from one that is not to
// be believed no earlier evidence of absence survives.
func (k *keeper) setRoot(state RootState, reason string) {
	if state == k.status.State && reason == k.status.Reason {
		return
	}
	before := k.status.State
	k.status.State, k.status.Reason = state, reason
	if state != RootOK {
		for _, wf := range k.files {
			wf.absence = wf.absence.doubted()
		}
	}
	if state.readable() && !before.readable() {
		k.forgetWatches()
		k.scanAll()
	}
	k.cfg.Sink.Root(k.status)
}

func (k *keeper) scanAll() {
	for _, wf := range k.order {
		k.enqueue(wf)
	}
}

// doubtViews has the next scans compare everything with the index again.
func (k *keeper) doubtViews() {
	for _, wf := range k.order {
		wf.view.quiet = false
	}
}

func (k *keeper) follow(m Mapping, b *board) {
	if old := k.files[m.ID]; old != nil && old.Mapping == m {
		return
	}
	k.unfollow(m.ID)
	wf := &workFile{Mapping: m, absence: absence{since: map[string]time.Time{}}, board: b}
	wf.sample = k.cfg.Clock.Now().Add(spread(m.ID, sampleEvery))
	k.recall(wf)
	k.files[m.ID] = wf
	at, _ := slices.BinarySearchFunc(k.order, m.ID, func(o *workFile, id string) int { return cmp.Compare(o.ID, id) })
	k.order = slices.Insert(k.order, at, wf)
	k.places.add(wf)
	k.enqueue(wf)
}

// spread is a part of d that is always the same for an id, so that what is due for everybody once in d
// does not come for all at once.
func spread(id string, d time.Duration) time.Duration {
	h := fnv.New32a()
	io.WriteString(h, id)
	return time.Duration(h.Sum32()) * (d / (1 << 32))
}

func (k *keeper) unfollow(id string) {
	wf := k.files[id]
	if wf == nil {
		return
	}
	delete(k.files, id)
	k.order = slices.DeleteFunc(k.order, func(o *workFile) bool { return o == wf })
	k.places.remove(wf)
	k.unwatch(wf, func(knownDir) bool { return true })
	for ref := range k.pending {
		if ref.mapping == id {
			k.waitNoMore(ref)
		}
	}
}
