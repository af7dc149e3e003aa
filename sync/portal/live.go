package portal

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"sync"
	"time"

	"tieout/sync/engagement"
)

const (
	heartbeat        = 15 * time.Second
	streamsByVisitor = 12
)

// streams counts open live streams per address.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

func (s *streams) enter(email string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]int{}
	}
	if s.open[email] >= streamsByVisitor {
		return false
	}
	s.open[email]++
	return true
}

func (s *streams) leave(email string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[email]--; s.open[email] <= 0 {
		delete(s.open, email)
	}
}

// live is a stream of server-sent events, `event: hint` with data
// {"seq":"…"}: something this client can see changed, read again. The value is
// opaque and only ever compared; other clients of the firm do not show in it.
// It is a hint: what is lost is found by the next read. `event: end` says that
// access ended.
func (p *Portal) live(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	context.AfterFunc(p.stopped, cancel)
	who, err := p.visitor(ctx, true)
	if err != nil {
		p.refuseFile(w, r, err)
		return
	}
	client := engagement.ClientID(r.PathValue("client"))
	v, err := p.visitAs(ctx, who, client)
	if err != nil {
		p.refuseFile(w, r, err)
		return
	}
	if !p.streams.enter(who.email) {
		p.refuseFile(w, r, tooMany("This portal is open in too many windows."))
		return
	}
	defer p.streams.leave(who.email)
	changes, err := p.relay.Watch(ctx, v.Firm.ID)
	if err == nil {
		err = p.relay.Looking(ctx, v.Firm.ID, v.at.Contact)
	}
	if err != nil {
		p.refuseFile(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	p.stream(ctx, newEventStream(w), who, client, changes, v)
}

func (p *Portal) stream(ctx context.Context, out *eventStream, who *visitor, client engagement.ClientID, changes <-chan struct{}, v *visit) {
	last := v.version()
	if out.send("hint", last) != nil {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			if !p.now().Before(who.expires) || out.comment() != nil || p.relay.Looking(ctx, v.Firm.ID, v.at.Contact) != nil {
				return
			}
		case _, more := <-changes:
			if !more {
				return
			}
			v, err := p.visitAs(ctx, who, client)
			var known *Problem
			if errors.As(err, &known) && (known.Status == http.StatusNotFound || known.Status == http.StatusForbidden) {
				_ = out.send("end", "") // gone either way
				return
			}
			if err != nil {
				return // the page connects again
			}
			if now := v.version(); now != last {
				if last = now; out.send("hint", last) != nil {
					return
				}
			}
		}
	}
}

// version changes whenever something this client can see does.
func (v *visit) version() string {
	h := fnv.New64a()
	fmt.Fprint(h, v.Client.Name, len(v.Engagements), v.Firm.Name, len(v.all))
	for _, e := range v.Engagements {
		fmt.Fprint(h, e.ID, len(e.History)-e.Veiled) // every event that they may know of is a moment of the history
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// eventStream writes server-sent events, each within a deadline.
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func newEventStream(w http.ResponseWriter) *eventStream {
	return &eventStream{w, http.NewResponseController(w)}
}

func (s *eventStream) send(event, seq string) error {
	return s.write(fmt.Sprintf("event: %s\ndata: {\"seq\":%q}\n\n", event, seq))
}

func (s *eventStream) comment() error { return s.write(":\n\n") }

func (s *eventStream) write(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(heartbeat)) // not every writer has deadlines
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
