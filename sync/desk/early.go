package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

const (
	// earlyParts is how many parts of a file wait to be sent or are on their way.
	earlyParts = 8
	// patience is how long the reader of a file waits for the line in all, and
	// perPart how much longer for each part: what takes less than 50 MB/s is too slow.
	patience = time.Second
	perPart  = 20 * time.Millisecond
)

// ErrSlow ends an [Early] that the line cannot keep up with.
var ErrSlow = errors.New("desk: the line is slower than the file is read")

// Early sends a large file while it is being read, over a line that is fast
// enough. It ends with its first error; parts that were sent by then are not sent
// again by whoever sends the file instead. Its methods are for one goroutine.
type Early struct {
	link   *Link
	client engagement.ClientID
	ctx    context.Context
	stop   context.CancelFunc
	run    string // names the run of parts to the relay
	moving *transfer
	at     int           // place of the next part
	left   time.Duration // of patience
	parts  chan earlyPart
	free   chan []byte
	ended  chan struct{} // closed once nothing is sent any more
	failed error         // why; to be read once it has ended
	end    sync.Once
}

type earlyPart struct {
	hash blob.Hash
	at   int // place in the file
	data []byte
}

// SendEarly begins to send a file of size bytes. Its parts give way to everything that a round
// sends and wait while sending is paused. Close it.
func (l *Link) SendEarly(ctx context.Context, client engagement.ClientID, size int64) *Early {
	ctx, stop := context.WithCancel(ctx)
	e := &Early{
		link: l, client: client, ctx: ctx, stop: stop, run: rand.Text(), left: l.patience,
		parts: make(chan earlyPart, earlyParts), free: make(chan []byte, earlyParts), ended: make(chan struct{}),
	}
	for range earlyParts {
		e.free <- nil
	}
	e.moving = l.begin(e.Key(), size, behind)
	go func() {
		defer close(e.ended)
		e.failed = e.send()
		stop()
	}()
	return e
}

// Key names the file among [Status].Transfers while nobody knows its hash.
func (e *Early) Key() BlobKey {
	return BlobKey{e.client, engagement.BlobRef("run " + e.run)}
}

// Part sends the next part of the file. It does not keep data, and soon fails with
// ErrSlow where the line does not keep up.
func (e *Early) Part(hash blob.Hash, data []byte) error {
	room, err := e.room()
	if err == nil {
		e.parts <- earlyPart{hash, e.at, append(room[:0], data...)}
		e.at++
		e.left += perPart
	}
	return err
}

// room waits for the line.
func (e *Early) room() ([]byte, error) {
	began := time.Now() // the line has its own time, whatever the desk's clock says
	defer func() { e.left -= time.Since(began) }()
	timer := time.NewTimer(e.left)
	defer timer.Stop()
	select {
	case room := <-e.free:
		return room, nil
	case <-timer.C:
		return nil, ErrSlow
	case <-e.ctx.Done():
		<-e.ended
		return nil, errors.Join(e.failed, e.ctx.Err())
	}
}

// Sent waits until the relay has every part, and fails like Part. It is called
// once, after the last part.
func (e *Early) Sent() error {
	for range earlyParts {
		if _, err := e.room(); err != nil {
			return err
		}
	}
	return nil
}

// Commit makes a blob of the parts at the relay once they are Sent. After that
// Upload has nothing to send.
func (e *Early) Commit(m blob.Manifest) error {
	return e.link.commit(e.ctx, e.client, m)
}

// Close ends it at once. It may be called again.
func (e *Early) Close() {
	e.stop()
	e.end.Do(func() { close(e.parts) })
	<-e.ended
	e.link.finish(e.Key())
}

// send asks about the parts that wait, and sends those that the relay lacks.
func (e *Early) send() error {
	var sending errgroup.Group
	for {
		some := e.next()
		if len(some) == 0 {
			return sending.Wait()
		}
		if err := e.sendSome(&sending, some); err != nil {
			return errors.Join(err, sending.Wait())
		}
	}
}

// next waits for parts and answers those that wait by then, none at the end.
func (e *Early) next() (some []earlyPart) {
	select {
	case one, more := <-e.parts:
		if !more {
			return nil
		}
		some = append(some, one)
	case <-e.ctx.Done():
		return nil
	}
	for len(e.parts) > 0 {
		some = append(some, <-e.parts)
	}
	return some
}

func (e *Early) sendSome(sending *errgroup.Group, some []earlyPart) error {
	ask := make([]engagement.BlobRef, len(some))
	for i, p := range some {
		ask[i] = engagement.BlobRef(p.hash.String())
	}
	lacks, err := e.link.lackingParts(e.ctx, e.client, ask, place(e.run, some[0].at))
	if err != nil {
		return err
	}
	for i, p := range some {
		if !lacks[ask[i]] {
			e.moving.has(int64(len(p.data)))
			e.free <- p.data
			continue
		}
		delete(lacks, ask[i]) // the same bytes again are sent once
		if err := e.link.pace.enter(e.ctx, behind); err != nil {
			return err
		}
		sending.Go(func() error { return e.sendPart(p) })
	}
	return nil
}

func (e *Early) sendPart(p earlyPart) error {
	defer e.link.pace.leave(behind)
	b := body{kind: bytesType, data: p.data, run: place(e.run, p.at)}
	if err := e.link.put(e.ctx, BlobKey{Client: e.client}.partPath(p.hash), b, e.moving); err != nil {
		e.stop()
		return err
	}
	e.free <- p.data
	return nil
}
