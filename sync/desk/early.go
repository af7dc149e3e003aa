package desk

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"golang.org/x/sync/errgroup"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// earlyParts is how many parts of a file may wait to be sent early; as many are
// on their way.
const earlyParts = 8

// Early sends parts of a large file while it is still being read, so that the
// line does not wait for the disk. It is a head start and no more: parts that the
// line is too slow for are left out, an error ends it, and Upload sends what is
// not there yet.
type Early struct {
	link   *Link
	client engagement.ClientID
	stop   context.CancelFunc
	parts  chan earlyPart
	free   chan []byte
	ended  sync.WaitGroup
}

type earlyPart struct {
	hash blob.Hash
	data []byte
}

// SendEarly begins a head start. Its parts give way to everything that a round
// sends and wait while sending is paused. Close it.
func (l *Link) SendEarly(ctx context.Context, client engagement.ClientID) *Early {
	ctx, stop := context.WithCancel(ctx)
	e := &Early{link: l, client: client, stop: stop, parts: make(chan earlyPart, 2*earlyParts), free: make(chan []byte, 2*earlyParts)}
	for range cap(e.free) {
		e.free <- nil
	}
	e.ended.Go(func() {
		for e.send(ctx) == nil {
		}
		for range e.parts { // nobody waits for one that goes no further
		}
	})
	return e
}

// Part offers a part. It returns at once and does not keep data.
func (e *Early) Part(hash blob.Hash, data []byte) {
	select {
	case room := <-e.free:
		e.parts <- earlyPart{hash, append(room[:0], data...)}
	default:
	}
}

// Close ends the head start when the parts that are on their way are there.
func (e *Early) Close() {
	e.stop()
	close(e.parts)
	e.ended.Wait()
}

// send asks about the parts that wait, and sends those that the relay lacks.
func (e *Early) send(ctx context.Context) error {
	first, more := <-e.parts
	if !more {
		return context.Canceled
	}
	some := []earlyPart{first}
	for len(some) < earlyParts && len(e.parts) > 0 {
		some = append(some, <-e.parts)
	}
	ask := make([]engagement.BlobRef, len(some))
	for i, p := range some {
		ask[i] = engagement.BlobRef(p.hash.String())
	}
	lacks, err := e.link.lackingParts(ctx, e.client, ask)
	if err != nil {
		return err
	}
	sending := errgroup.Group{}
	for i, p := range some {
		if !lacks[ask[i]] {
			continue
		}
		if err := e.link.pace.enter(ctx, behind); err != nil {
			return errors.Join(sending.Wait(), err)
		}
		sending.Go(func() error {
			defer e.link.pace.leave(behind)
			path := BlobKey{Client: e.client}.partPath(p.hash)
			return e.link.sendBody(context.WithoutCancel(ctx), http.MethodPut, path, "application/octet-stream", p.data, nil)
		})
	}
	if err := sending.Wait(); err != nil {
		return err
	}
	for _, p := range some {
		e.free <- p.data
	}
	return ctx.Err()
}
