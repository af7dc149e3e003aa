package relay

import (
	"context"
	"runtime"
	"runtime/debug"
	runtimemetrics "runtime/metrics"
	"time"
)

// The relay of an office runs on a small machine beside others: after a first
// sync, or the reading of a history, it gives back what that took.
const (
	restAfter = 20 * time.Second
	littleUse = 4 << 20  // bytes that are asked for meanwhile while nothing much happens
	muchUse   = 32 << 20 // bytes since the last time from which on it is worth the while
)

// rest gives memory back to the system when work is done, until ctx ends.
func rest(ctx context.Context) {
	t := time.NewTicker(restAfter)
	defer t.Stop()
	var u usage
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
		if u.isDone(allocated()) {
			runtime.GC() // pools let go of what they hold with the second
			debug.FreeOSMemory()
			u.gave(allocated())
		}
	}
}

// usage is how many bytes were ever asked for: when it was looked at last, and
// when memory was given back.
type usage struct{ seen, given uint64 }

// isDone says whether much was asked for and nothing much is any more.
func (u *usage) isDone(now uint64) bool {
	quiet := now-u.seen < littleUse
	u.seen = now
	return quiet && now-u.given >= muchUse
}

func (u *usage) gave(now uint64) { u.seen, u.given = now, now }

func allocated() uint64 {
	sample := []runtimemetrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	runtimemetrics.Read(sample)
	return sample[0].Value.Uint64()
}
