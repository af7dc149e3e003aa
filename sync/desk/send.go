package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"

	"golang.org/x/sync/errgroup"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

const (
	// smallBlob is up to what size a blob travels in a batch.
	smallBlob = 256 << 10
	// fewBlobs is how many small ones are sent without asking whether they are
	// there: to ask would take as long.
	fewBlobs = 4
	// maxBatches is how many batches travel at once.
	maxBatches = 2
)

// sendBlobs sees to it that the relay has the bytes of the acts, and answers
// the acts up to the first whose bytes are not here. If that is the very first
// it is settled as refused.
func (l *Link) sendBlobs(ctx context.Context, acts []Outgoing) ([]Outgoing, error) {
	todo := keysOf(acts)
	if len(todo) == 0 {
		return acts, nil
	}
	if err := l.pace.enter(ctx, urgent); err != nil {
		return nil, err
	}
	defer l.pace.leave(urgent)
	if len(todo) <= fewBlobs {
		if sent, err := l.sendFew(ctx, todo); sent || err != nil {
			return acts, err
		}
	}
	missing, err := l.missing(ctx, todo)
	if err != nil {
		return nil, err
	}
	return l.sendMissing(ctx, acts, missing)
}

// keysOf lists the bytes that acts need, each once.
func keysOf(acts []Outgoing) []BlobKey {
	var all []BlobKey
	seen := map[BlobKey]bool{}
	for _, a := range acts {
		for _, b := range a.Blobs {
			if !seen[b] {
				seen[b] = true
				all = append(all, b)
			}
		}
	}
	return all
}

// sendFew sends blobs without a question if all of them are here and small.
func (l *Link) sendFew(ctx context.Context, keys []BlobKey) (sent bool, err error) {
	var b batcher
	for _, key := range keys {
		data, small, err := l.readSmall(ctx, key)
		switch {
		case errors.Is(err, ErrNoBytes) || err == nil && !small:
			return false, nil
		case err != nil:
			return false, err
		}
		b.add(key, data)
	}
	return true, l.sendBatches(ctx, b.take())
}

// readSmall reads a blob that fits a batch.
func (l *Link) readSmall(ctx context.Context, key BlobKey) (data []byte, small bool, err error) {
	b, err := l.cfg.Home.OpenBlob(ctx, key)
	if err != nil {
		return nil, false, err
	}
	defer b.Close()
	if b.Size() > smallBlob {
		return nil, false, nil
	}
	data, err = readWhole(b)
	return data, true, err
}

// largeOne is a large blob and the place of the act that needs it.
type largeOne struct {
	key BlobKey
	act int
}

// sendMissing sends what is missing: small blobs together, then large ones. Of
// an act whose bytes are not here, or cannot be read any more, and of those after
// it nothing more is sent.
func (l *Link) sendMissing(ctx context.Context, acts []Outgoing, missing map[BlobKey]bool) ([]Outgoing, error) {
	small, large, end, err := l.gather(ctx, acts, missing)
	if err != nil {
		return nil, err
	}
	if err := l.sendBatches(ctx, small); err != nil {
		return nil, err
	}
	for _, one := range large {
		err := l.upload(ctx, one.key)
		if errors.Is(err, ErrNoBytes) {
			end = one.act
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if end == 0 {
		return nil, l.cfg.Home.Settle([]Settled{{acts[0], withoutBytes(acts[0].ID)}})
	}
	return acts[:end], nil
}

// gather reads the small blobs that are missing and lists the large ones, for
// the acts up to end.
func (l *Link) gather(ctx context.Context, acts []Outgoing, missing map[BlobKey]bool) (small []*batch, large []largeOne, end int, err error) {
	var batches batcher
	for i, a := range acts {
		for _, key := range a.Blobs {
			if !missing[key] {
				continue
			}
			delete(missing, key)
			data, fits, err := l.readSmall(ctx, key)
			switch {
			case errors.Is(err, ErrNoBytes):
				return batches.take(), large, i, nil
			case err != nil:
				return nil, nil, 0, err
			case fits:
				batches.add(key, data)
			default:
				large = append(large, largeOne{key, i})
			}
		}
	}
	return batches.take(), large, len(acts), nil
}

// sendBatches ends with errPaused between two of them.
func (l *Link) sendBatches(ctx context.Context, all []*batch) error {
	sending, each := errgroup.WithContext(ctx)
	sending.SetLimit(maxBatches)
	var stopped error
	for _, b := range all {
		if _, paused := l.pace.paused(); paused {
			stopped = errPaused
			break
		}
		sending.Go(func() error { return l.sendBatch(each, b) })
	}
	return cmp.Or(sending.Wait(), stopped)
}

// sendBatch sends small blobs of one client. One alone needs no frame.
func (l *Link) sendBatch(ctx context.Context, b *batch) error {
	path := BlobKey{Client: b.client}.path()
	if len(b.blobs) == 1 {
		return l.sendBody(ctx, http.MethodPut, path+"/"+string(b.blobs[0].ref), body{kind: bytesType, data: b.blobs[0].data}, nil)
	}
	frames := make([]byte, 0, wire.BatchSize(len(b.blobs), b.size))
	for _, one := range b.blobs {
		sum, err := blob.Parse(string(one.ref))
		if err != nil {
			return err
		}
		frames = wire.AppendFrame(frames, wire.Frame{Sum: sum, Data: one.data})
	}
	var reply wire.BatchReply
	if err := l.sendBody(ctx, http.MethodPost, path+"/batch", body{kind: wire.BatchType, data: frames}, &reply); err != nil {
		return err
	}
	for _, r := range reply.Blobs {
		if r.Code != "" {
			return fmt.Errorf("desk: the relay does not take the file %s: %s", r.Blob, r.Code)
		}
	}
	return nil
}

// batch is small blobs of one client.
type batch struct {
	client engagement.ClientID
	blobs  []smallOne
	size   int64
}

type smallOne struct {
	ref  engagement.BlobRef
	data []byte
}

// batcher makes batches.
type batcher struct {
	full []*batch
	open map[engagement.ClientID]*batch
}

func (b *batcher) add(key BlobKey, data []byte) {
	if b.open == nil {
		b.open = map[engagement.ClientID]*batch{}
	}
	at := b.open[key.Client]
	if at != nil && (len(at.blobs) == wire.MaxBatchBlobs || at.size+int64(len(data)) > wire.MaxBatch) {
		b.full = append(b.full, at)
		at = nil
	}
	if at == nil {
		at = &batch{client: key.Client}
		b.open[key.Client] = at
	}
	at.blobs, at.size = append(at.blobs, smallOne{key.Blob, data}), at.size+int64(len(data))
}

func (b *batcher) take() []*batch {
	all := b.full
	for _, at := range b.open {
		all = append(all, at)
	}
	return all
}

func withoutBytes(id engagement.ActionID) wire.Result {
	return wire.Result{Action: id, Outcome: wire.Refused, Refusal: engagement.Refusal{
		Code: engagement.CodeNoBlob, Message: "The file of this change is not on this computer any more.",
		Hint: "Nothing was sent. Save the file again, or assemble the draft again.",
	}}
}

// missing asks, client by client, which bytes the relay lacks.
func (l *Link) missing(ctx context.Context, keys []BlobKey) (map[BlobKey]bool, error) {
	missing := map[BlobKey]bool{}
	asked := map[engagement.ClientID][]engagement.BlobRef{}
	for _, b := range keys {
		asked[b.Client] = append(asked[b.Client], b.Blob)
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
