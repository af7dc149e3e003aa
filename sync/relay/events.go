package relay

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"tieout/sync/wire"
)

// listeners are told that something changed. A slow one misses steps, never the
// last.
type listeners struct {
	mu     sync.Mutex
	all    map[chan wire.State]bool
	closed bool
}

// subscribe returns a channel of hints, closed when the relay stops, and the
// way to end it.
func (l *listeners) subscribe() (hints <-chan wire.State, end func()) {
	c := make(chan wire.State, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		close(c)
		return c, func() {}
	}
	if l.all == nil {
		l.all = map[chan wire.State]bool{}
	}
	l.all[c] = true
	return c, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.all, c)
	}
}

func (l *listeners) hint(s wire.State) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.all {
		select {
		case <-c: // what waits is older
		default:
		}
		c <- s
	}
}

func (l *listeners) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.all {
		close(c)
	}
	l.all, l.closed = nil, true
}

// heartbeat is how often an idle stream says that it lives.
const heartbeat = 15 * time.Second

// events answers GET /v1/events: server-sent events named "hint". It ends when
// the caller's access does.
func (r *Relay) events(w http.ResponseWriter, req *http.Request) error {
	c := callerOf(req.Context())
	hints, end := c.t.listeners.subscribe()
	defer end()
	stop := r.ready.stopping()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	last := c.t.state()
	for {
		if err := c.standing(); err != nil {
			return nil
		}
		if err := sendHint(w, last); err != nil {
			return nil // the desk left
		}
		select {
		case s, open := <-hints:
			if !open {
				return nil
			}
			last = s
		case <-beat.C:
		case <-stop:
			return nil
		case <-req.Context().Done():
			return nil
		}
	}
}

func sendHint(w http.ResponseWriter, s wire.State) error {
	data, err := json.Marshal(wire.Hint{State: s})
	if err != nil {
		return err
	}
	rc := http.NewResponseController(w)
	_ = rc.SetWriteDeadline(time.Now().Add(2 * heartbeat)) // not every writer can
	if _, err := fmt.Fprintf(w, "event: hint\ndata: %s\n\n", data); err != nil {
		return err
	}
	return rc.Flush()
}
