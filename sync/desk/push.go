package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// push sends what waits, in order. sent says that something was, so that the
// next round pulls it.
func (l *Link) push(ctx context.Context) (sent bool, err error) {
	for tries := 0; ; {
		acts, err := l.cfg.Home.Outbox(wire.MaxPush)
		if err != nil || len(acts) == 0 {
			return sent, err
		}
		sent = true
		ready, err := l.sendBlobs(ctx, acts)
		if err != nil {
			return sent, err
		}
		if len(ready) == 0 {
			continue // the first act was settled here; look again
		}
		settled, again, err := l.pushActs(ctx, ready)
		if err != nil {
			return sent, err
		}
		if len(settled) > 0 {
			if err := l.cfg.Home.Settle(settled); err != nil {
				return sent, err
			}
			tries = 0
		}
		if again {
			if tries++; tries == 3 {
				return sent, errors.New("desk: the relay keeps asking for a file that was sent")
			}
		}
	}
}

// pushActs answers what became of the acts. again says that the relay lacks
// bytes of the first act without an answer.
func (l *Link) pushActs(ctx context.Context, acts []Outgoing) (settled []Settled, again bool, err error) {
	var in wire.PushRequest
	for _, a := range acts {
		in.Actions = append(in.Actions, a.Action)
	}
	var reply wire.PushReply
	if err := l.call(ctx, http.MethodPost, "/v1/push", in, &reply); err != nil {
		return nil, false, err
	}
	if len(reply.Results) == 0 || len(reply.Results) > len(acts) {
		return nil, false, errors.New("desk: the relay answered other acts than were sent")
	}
	for i, r := range reply.Results {
		if r.Action != acts[i].ID {
			return nil, false, errors.New("desk: the relay answered other acts than were sent")
		}
		if r.Refusal.Code == engagement.CodeNoBlob {
			return settled, true, nil
		}
		settled = append(settled, Settled{acts[i], r})
	}
	l.update(func(s *Status) { s.Head = max(s.Head, reply.Head) })
	return settled, false, nil
}

// sendBlobs sees to it that the relay has the bytes of the acts, and answers
// the acts up to the first whose bytes are not here. If that is the very first
// it is settled as refused.
func (l *Link) sendBlobs(ctx context.Context, acts []Outgoing) ([]Outgoing, error) {
	missing, err := l.missing(ctx, acts)
	if err != nil {
		return nil, err
	}
	for i, a := range acts {
		for _, b := range a.Blobs {
			if !missing[b] {
				continue
			}
			err := l.upload(ctx, b)
			switch {
			case errors.Is(err, ErrNoBytes) && i > 0:
				return acts[:i], nil
			case errors.Is(err, ErrNoBytes):
				return nil, l.cfg.Home.Settle([]Settled{{a, withoutBytes(a.ID)}})
			case err != nil:
				return nil, err
			}
			delete(missing, b)
		}
	}
	return acts, nil
}

func withoutBytes(id engagement.ActionID) wire.Result {
	return wire.Result{Action: id, Outcome: wire.Refused, Refusal: engagement.Refusal{
		Code: engagement.CodeNoBlob, Message: "The file of this change is not on this computer any more.",
		Hint: "Nothing was sent. Save the file again, or assemble the draft again.",
	}}
}

// missing asks, client by client, which bytes of the acts the relay lacks.
func (l *Link) missing(ctx context.Context, acts []Outgoing) (map[BlobKey]bool, error) {
	missing := map[BlobKey]bool{}
	asked := map[engagement.ClientID][]engagement.BlobRef{}
	for _, a := range acts {
		for _, b := range a.Blobs {
			asked[b.Client] = append(asked[b.Client], b.Blob)
		}
	}
	for client, blobs := range asked {
		for len(blobs) > 0 {
			n := min(len(blobs), wire.MaxAsk)
			var reply wire.MissingReply
			in := wire.MissingRequest{Client: client, Blobs: blobs[:n]}
			if err := l.call(ctx, http.MethodPost, "/v1/blobs/missing", in, &reply); err != nil {
				return nil, fmt.Errorf("desk: asking for missing files: %w", err)
			}
			for _, b := range reply.Blobs {
				missing[BlobKey{client, b}] = true
			}
			blobs = blobs[n:]
		}
	}
	return missing, nil
}
