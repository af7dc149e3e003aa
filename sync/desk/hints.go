package desk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"tieout/sync/wire"
)

// listen keeps the stream of hints. Without it the line polls, so a failure
// here is not one of the line.
func (l *Link) listen(ctx context.Context) {
	pause := time.Duration(0)
	for ctx.Err() == nil {
		heard := l.hear(ctx)
		l.setHinting(false)
		if heard {
			pause = 0
		}
		pause = min(max(2*pause, l.cfg.Timing.Retry), l.cfg.Timing.RetryMax)
		timer, giveUp := l.cfg.Clock.After(pause)
		select {
		case <-ctx.Done():
		case <-timer:
		}
		giveUp()
	}
}

func (l *Link) setHinting(on bool) {
	l.mu.Lock()
	changed := l.hinting != on
	l.hinting = on
	l.mu.Unlock()
	if changed {
		l.Wake() // it waits by another measure now
	}
}

// hear reads hints until the stream ends or falls silent.
func (l *Link) hear(ctx context.Context) (heard bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := make(chan string)
	go func() {
		defer close(lines)
		l.readLines(ctx, lines)
	}()
	for {
		silence, giveUp := l.cfg.Clock.After(l.cfg.Timing.Heartbeat)
		select {
		case line, ok := <-lines:
			giveUp()
			if !ok {
				return heard
			}
			heard = true
			l.setHinting(true)
			l.hint(line)
		case <-silence:
			cancel()
			for range lines { // until the reader has gone
			}
			return heard
		}
	}
}

func (l *Link) hint(line string) {
	data, ok := strings.CutPrefix(line, "data:")
	if !ok {
		return
	}
	var h wire.Hint
	if json.Unmarshal([]byte(data), &h) != nil {
		return
	}
	l.mu.Lock()
	s := &l.status
	news := h.Head != s.Cursor
	if !news && !s.Busy && s.State == Online && s.Err == nil && !s.Level.IsZero() {
		s.Level = l.cfg.Clock.Now() // nothing was done since, and the relay says that nothing is new
	}
	l.mu.Unlock()
	if news {
		l.Wake()
	}
}

func (l *Link) readLines(ctx context.Context, lines chan<- string) {
	var resp *http.Response
	err := l.authorised(ctx, func(token string) (err error) {
		resp, err = l.caller().send(ctx, http.MethodGet, "/v1/events", token, nil, "")
		return err
	})
	if err != nil {
		return
	}
	defer resp.Body.Close()
	scanner := bufio.NewScanner(resp.Body)
	for scanner.Scan() {
		select {
		case lines <- scanner.Text():
		case <-ctx.Done():
			return
		}
	}
}

// Reachable says whether the relay can be asked something now.
func (l *Link) Reachable() error {
	s := l.Status()
	if s.State == Online {
		return nil
	}
	return errors.Join(errors.New("desk: there is no connection to the relay"), s.Err)
}

// MayAnswer is true while the relay can be asked something, and from the start until
// that was tried.
func (l *Link) MayAnswer() bool {
	s := l.Status().State
	return s == Online || s == Connecting
}
