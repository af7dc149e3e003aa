package relay

import (
	"context"
	"encoding/json"
	"errors"

	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// job is one piece of work for a firm's writer.
type job struct {
	// work runs inside the transaction. Its error undoes the whole batch, so it
	// is only for what the store could not do.
	work func(b *batch) error
	done chan error
}

// maxJobs is how many jobs one transaction takes at most.
const maxJobs = 128

// do hands work to the writer and waits until it is durable. When ctx ends
// first the work may still happen.
func (t *tenant) do(ctx context.Context, work func(b *batch) error) error {
	j := &job{work, make(chan error, 1)}
	select {
	case t.jobs <- j:
	case <-t.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-j.done:
		return err
	case <-t.done:
		// The writer has stopped; it may have done this job last.
		select {
		case err := <-j.done:
			return err
		default:
			return ErrClosed
		}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// answer is do for work that finds something out. It is the writer's own until
// the work is durable: a caller who stopped waiting sees nothing of it.
func answer[T any](ctx context.Context, t *tenant, work func(b *batch) (T, error)) (T, error) {
	var found, none T
	err := t.do(ctx, func(b *batch) (err error) {
		found, err = work(b)
		return err
	})
	if err != nil {
		return none, err
	}
	return found, nil
}

// write is the firm's one writer: it takes what waits and commits it together.
func (t *tenant) write() {
	defer close(t.done)
	for {
		select {
		case j := <-t.jobs:
			t.commit(t.gather(j))
		case <-t.quit:
			for {
				select {
				case j := <-t.jobs:
					t.commit(t.gather(j))
				default:
					return
				}
			}
		}
	}
}

func (t *tenant) gather(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < maxJobs {
		select {
		case j := <-t.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// commit stores what the jobs do in one transaction; then it moves the state,
// answers, and hints.
func (t *tenant) commit(jobs []*job) {
	ctx := context.Background() // a caller who leaves must not undo the others' work
	var b *batch
	err := t.relay.db.Write(ctx, func(tx *store.Tx) error {
		var err error
		if b, err = t.begin(ctx, tx); err != nil {
			return err
		}
		for _, j := range jobs {
			if err := j.work(b); err != nil {
				return err
			}
		}
		return b.end()
	})
	if err == nil {
		err = t.move(ctx, b)
	} else if !errors.Is(err, store.ErrFull) && !errors.Is(err, errClock) {
		t.relay.log.Error("a batch was not stored", "firm", t.id, "jobs", len(jobs), "problem", err)
	}
	for _, j := range jobs {
		j.done <- err
	}
	if err == nil && len(b.events) > 0 {
		t.relay.metrics.events.Add(float64(len(b.events)))
		t.listeners.hint(t.state())
		t.relay.wake.all()
	}
	t.keep(ctx)
}

// move brings the state in memory to where the commit left the history.
func (t *tenant) move(ctx context.Context, b *batch) error {
	t.mu.Lock()
	for _, f := range b.forks {
		f.Commit(t.world)
	}
	t.head, t.frontier = b.head, b.frontier
	showTo(t.shared, t.world, b.events)
	for i := range b.events {
		if b.events[i].Kind == engagement.DocumentHeld {
			defer t.relay.outgoing.hint()
		}
		t.unfolded.add(b.events[i].Stream)
	}
	t.epoch = t.world.F.Epoch
	if b.recorded {
		t.newest = b.now
	}
	t.settling.wanted = t.settling.wanted || b.wanted
	t.index(b.events)
	t.mu.Unlock()
	if b.erased {
		return t.fold(ctx) // nothing that was erased stays in memory
	}
	return nil
}

func (t *tenant) keep(ctx context.Context) {
	if t.unfolded.events < keepAfter {
		return
	}
	if err := t.keepFolds(ctx); err != nil {
		t.relay.log.Error("checkpoints were not kept", "firm", t.id, "problem", err)
	}
}

// end moves the head and the portal key's count.
func (b *batch) end() error {
	if b.head == b.t.head {
		return nil
	}
	edge, err := json.Marshal(b.frontier)
	if err != nil {
		return err
	}
	to := store.Head{Firm: string(b.t.id), Head: b.head, Frontier: string(edge)}
	if err := b.tx.MoveHead(b.ctx, b.t.head, to); err != nil {
		return err
	}
	return b.tx.PutDevice(b.ctx, store.Device{ID: string(b.t.keys.portal), Firm: string(b.t.id), N: b.portalN})
}
