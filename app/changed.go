package app

import (
	"slices"
	"sync"
	"time"

	"tieout/sync/engagement"
)

// Changed is the payload of the one event the interface hears, "changed": what to read again. Nouns are
// those below; Seq rises by one with each event, so that a page sees when it missed some and reads
// everything again.
type Changed struct {
	Streams []string `json:"streams"`
	Nouns   []string `json:"nouns"`
	Seq     uint64   `json:"seq"`
	// Open is what to show because a notice was clicked: "today" or "engagement/ID", else "".
	Open string `json:"open"`
	// Dropped is files that were dropped on the window, absolute.
	Dropped []string `json:"dropped"`
}

// The nouns. A change of a stream is told by its name alone.
const (
	nounSession    = "session"
	nounSync       = "sync"
	nounFiles      = "files" // of the streams named
	nounJob        = "job"
	nounSettings   = "settings"
	nounEverything = "everything"
)

// eventChanged is the name of the event.
const eventChanged = "changed"

// newsPause is how long news are collected after some were told: an interface cannot use more.
const newsPause = 50 * time.Millisecond

// maxStreams is how many streams are named; with more, everything is said to have changed.
const maxStreams = 100

// news collects what changed and tells the interface, a few times a second at most. It may be told from
// anywhere, with or without the App's lock.
type news struct {
	a    *App
	wake chan struct{}
	// watchers are told of changed streams at once, without the pause.
	watchers watchers

	mu      sync.Mutex
	streams map[string]bool
	nouns   map[string]bool
	show    string
	dropped []string
	seq     uint64
}

func newNews(a *App) *news {
	return &news{a: a, wake: make(chan struct{}, 1), streams: map[string]bool{}, nouns: map[string]bool{}}
}

func (n *news) tell(nouns ...string) { n.changed(nil, nouns...) }

func (n *news) changed(streams []engagement.Stream, nouns ...string) {
	n.mu.Lock()
	for _, s := range streams {
		n.streams[string(s)] = true
	}
	for _, noun := range nouns {
		n.nouns[noun] = true
	}
	n.mu.Unlock()
	n.ring()
	if len(streams) > 0 {
		n.watchers.tell()
	}
}

func (n *news) ring() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// open has the interface show something.
func (n *news) open(what string) {
	n.mu.Lock()
	n.show = what
	n.mu.Unlock()
	n.ring()
}

// drop tells that files were dropped on the window.
func (n *news) drop(paths []string) {
	n.mu.Lock()
	n.dropped = append(n.dropped, paths...)
	n.mu.Unlock()
	n.ring()
}

// run tells until the program ends. It waits by the real time: how often a screen is drawn is no
// matter of the program's clock.
func (n *news) run() {
	for {
		select {
		case <-n.a.ctx.Done():
			return
		case <-n.wake:
		}
		if c, any := n.take(); any {
			n.a.os.Emit(eventChanged, c)
		}
		timer := time.NewTimer(newsPause)
		select {
		case <-n.a.ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

func (n *news) take() (Changed, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.streams)+len(n.nouns)+len(n.dropped) == 0 && n.show == "" {
		return Changed{}, false
	}
	c := Changed{Streams: []string{}, Nouns: []string{}, Open: n.show, Dropped: n.dropped}
	if c.Dropped == nil {
		c.Dropped = []string{}
	}
	n.show, n.dropped = "", nil
	if len(n.streams) > maxStreams {
		n.nouns[nounEverything] = true
		clear(n.streams)
	}
	for s := range n.streams {
		c.Streams = append(c.Streams, s)
	}
	for noun := range n.nouns {
		c.Nouns = append(c.Nouns, noun)
	}
	slices.Sort(c.Streams)
	slices.Sort(c.Nouns)
	clear(n.streams)
	clear(n.nouns)
	n.seq++
	c.Seq = n.seq
	return c, true
}
