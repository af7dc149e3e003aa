package desk

import (
	"context"
	"errors"
	"net/http"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// maxPushed is after how many acts what became of them is pulled, so that a desk
// holds no more of them than that.
const maxPushed = 1000

// pushAll sends what waits, and takes what becomes of it now and then.
func (l *Link) pushAll(ctx context.Context) (sent bool, err error) {
	sent, more, err := l.push(ctx)
	for err == nil && more {
		if err = l.pull(ctx); err == nil {
			_, more, err = l.push(ctx)
		}
	}
	return sent, err
}

// push sends what waits, in order. sent says that something was, so that it is
// pulled; more, that the rest is sent after that.
func (l *Link) push(ctx context.Context) (sent, more bool, err error) {
	for tries, taken := 0, 0; ; {
		acts, err := l.cfg.Home.Outbox(wire.MaxPush)
		acts = l.unpaused(acts)
		if err != nil || len(acts) == 0 || taken >= maxPushed {
			return sent, len(acts) > 0, err
		}
		sent = true
		ready, err := l.sendBlobs(ctx, acts)
		if errors.Is(err, errPaused) {
			return sent, false, nil // the rest goes when sending is resumed
		}
		if err != nil {
			return sent, false, err
		}
		if ready = l.unpaused(ready); len(ready) == 0 {
			continue // the first act was settled here, or sending was paused meanwhile; look again
		}
		settled, again, err := l.pushActs(ctx, ready)
		if err != nil {
			return sent, false, err
		}
		if len(settled) > 0 {
			if err := l.cfg.Home.Settle(settled); err != nil {
				return sent, false, err
			}
			tries, taken = 0, taken+len(settled)
		}
		if again {
			if tries++; tries == 3 {
				return sent, false, errors.New("desk: the relay keeps asking for a file that was sent")
			}
		}
	}
}

// unpaused answers the acts that go now. While sending is paused nothing goes that speaks of a file, whether or
// not the relay has its bytes, and nothing after that: the relay takes acts in order only (SPEC W1). What comes
// before, such as pulling a file back, is not kept waiting.
func (l *Link) unpaused(acts []Outgoing) []Outgoing {
	if _, paused := l.pace.paused(); !paused {
		return acts
	}
	for i, a := range acts {
		if len(a.Blobs) > 0 {
			return acts[:i]
		}
	}
	return acts
}

// pushActs answers what became of the acts. again says that the relay lacks
// bytes of the first act without an answer.
func (l *Link) pushActs(ctx context.Context, acts []Outgoing) (settled []Settled, again bool, err error) {
	var in wire.PushRequest
	size := 0
	for _, a := range acts {
		if size += sizeOf(a.Action); size > wire.MaxBatch && len(in.Actions) > 0 {
			break // the rest goes with the next push
		}
		in.Actions = append(in.Actions, a.Action)
	}
	l.own.add(in.Actions)
	var reply wire.PushReply
	if err := l.call(ctx, http.MethodPost, "/v1/push", in, &reply); err != nil {
		return nil, false, err
	}
	if len(reply.Results) == 0 || len(reply.Results) > len(in.Actions) {
		return nil, false, errors.New("desk: the relay answered other acts than were sent")
	}
	l.update(func(s *Status) { s.Head = max(s.Head, reply.Head) })
	for i, r := range reply.Results {
		if r.Action != acts[i].ID {
			return nil, false, errors.New("desk: the relay answered other acts than were sent")
		}
		if r.Refusal.Code == engagement.CodeNoBlob {
			return settled, true, nil
		}
		settled = append(settled, Settled{acts[i], r})
	}
	return settled, false, nil
}

// sizeOf is about how many bytes an action is on its way.
func sizeOf(a wire.Action) int {
	const fixed = 100
	size := 0
	for i := range a.Records {
		r := &a.Records[i]
		size += fixed + len(r.Header) + len(r.Private) + len(r.Sig)
	}
	return size
}
