package synctest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Faults are how often a call goes wrong, from 0 to 1 each.
type Faults struct {
	Lost      float64 // it never arrives
	LostReply float64 // it is done, and nobody hears of it
	Twice     float64 // it arrives twice
	Late      float64 // it arrives after a pause
	Cut       float64 // its reply breaks off
}

// bad is a line on a bad day.
var bad = Faults{Lost: 0.06, LostReply: 0.06, Twice: 0.06, Late: 0.06, Cut: 0.06}

var (
	errNoLine = errors.New("synctest: there is no line")
	errLost   = errors.New("synctest: the line broke")
)

// Line is one party's way to the relay: an http.RoundTripper into the relay's handler.
type Line struct {
	server *server
	from   string // the address that the relay sees

	mu      sync.Mutex
	rand    *rand.Rand
	faults  Faults
	offline bool
	open    map[int]context.CancelCauseFunc
	next    int
	carried [][]byte // what went up, if it is kept
	keep    bool
}

func (s *server) line(from string, seed uint64) *Line {
	l := &Line{server: s, from: from, rand: rand.New(rand.NewPCG(seed, 1)), open: map[int]context.CancelCauseFunc{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, l)
	return l
}

// RoundTrip implements http.RoundTripper.
func (l *Line) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		body, err = io.ReadAll(req.Body)
		if err = errors.Join(err, req.Body.Close()); err != nil {
			return nil, err
		}
	}
	ctx, hangUp, ok := l.dial(req.Context())
	if !ok {
		return nil, errNoLine
	}
	var resp *http.Response
	var err error
	if process := l.server.outside(); process != nil {
		resp, err = toProcess(ctx, process, req, body, hangUp)
	} else {
		resp, err = l.carry(ctx, req, body, hangUp)
	}
	if err != nil {
		hangUp()
	}
	return resp, err
}

// dial opens a call that ends with the line; ok is false while there is none.
func (l *Line) dial(ctx context.Context) (_ context.Context, hangUp func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx, cancel := context.WithCancelCause(ctx)
	if l.offline {
		cancel(errNoLine)
		return ctx, func() {}, false
	}
	id := l.next
	l.next++
	l.open[id] = cancel
	return ctx, func() {
		l.mu.Lock()
		delete(l.open, id)
		l.mu.Unlock()
		cancel(context.Canceled)
	}, true
}

// carry brings a call to the handler, with the faults of the day. Streams are only ever cut by the end
// of the line.
func (l *Line) carry(ctx context.Context, req *http.Request, body []byte, hangUp func()) (*http.Response, error) {
	l.copyOf([]byte(req.URL.String()))
	l.copyOf(body)
	fate, at := l.fate(req.URL.Path)
	switch fate {
	case "lost":
		return nil, errLost
	case "lost reply", "twice":
		if x := l.server.serve(ctx, req, body, l.from); x != nil {
			x.finish()
		}
		if fate == "lost reply" {
			return nil, errLost
		}
	case "late":
		pause := time.NewTimer(time.Duration(at*20) * time.Millisecond)
		defer pause.Stop()
		select {
		case <-pause.C:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	x := l.server.serve(ctx, req, body, l.from)
	if x == nil {
		return nil, errNoLine
	}
	resp, err := x.reply(ctx, req, hangUp)
	if err == nil && fate == "cut" {
		resp.Body = &cut{resp.Body, int(at * 600)}
	}
	return resp, err
}

// toProcess brings a call to a relay that runs by itself. Its faults are real ones.
func toProcess(ctx context.Context, process http.RoundTripper, req *http.Request, body []byte, hangUp func()) (*http.Response, error) {
	out := req.Clone(ctx)
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp, err := process.RoundTrip(out)
	if err == nil {
		resp.Body = &hangsUp{resp.Body, hangUp}
	}
	return resp, err
}

// fate draws what becomes of a call, and a number from 0 to 1 to say how.
func (l *Line) fate(path string) (string, float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if strings.HasSuffix(path, "/events") || strings.HasSuffix(path, "/live") {
		return "", 0
	}
	draw, at := l.rand.Float64(), l.rand.Float64()
	for _, f := range []struct {
		name   string
		chance float64
	}{
		{"lost", l.faults.Lost}, {"lost reply", l.faults.LostReply}, {"twice", l.faults.Twice},
		{"late", l.faults.Late}, {"cut", l.faults.Cut},
	} {
		if draw < f.chance {
			return f.name, at
		}
		draw -= f.chance
	}
	return "", 0
}

// cut breaks a reply off.
type cut struct {
	io.ReadCloser
	left int
}

func (c *cut) Read(b []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.ReadCloser.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}

// SetFaults changes the line's weather.
func (l *Line) SetFaults(f Faults) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = f
}

// setOffline takes the line away, with everything under way on it, or gives it back.
func (l *Line) setOffline(off bool) {
	l.mu.Lock()
	l.offline = off
	l.mu.Unlock()
	if off {
		l.hangUpAll()
	}
}

func (l *Line) hangUpAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, cancel := range l.open {
		cancel(errLost)
	}
}

// copyOf remembers what goes up, for searches.
func (l *Line) copyOf(body []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.keep {
		l.carried = append(l.carried, body)
	}
}

func (l *Line) copied() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Join(l.carried, []byte{'\n'})
}
