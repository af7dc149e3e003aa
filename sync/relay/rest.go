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
	restTick  = 3 * time.Second
	littleUse = 512 << 10 // bytes that are asked for in that time while nothing much happens
	muchUse   = 32 << 20  // bytes since the last time from which on it is worth the while
	restTicks = 7         // for how long nothing much happens then
	hugeUse   = 1 << 30   // bytes from which on one tick is enough
)

// rest gives memory back to the system when work is done, until ctx ends.
func rest(ctx context.Context) {
	t := time.NewTicker(restTick)
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
// when memory was given back; and for how many ticks it has been quiet.
type usage struct {
	seen, given uint64
	quiet       int
}

// isDone says whether much was asked for and nothing much is any more.
func (u *usage) isDone(now uint64) bool {
	more := now - u.seen
	u.seen = now
	if more >= littleUse {
		u.quiet = 0
		return false
	}
	u.quiet++
	used := now - u.given
	return used >= hugeUse || used >= muchUse && u.quiet >= restTicks
}

func (u *usage) gave(now uint64) { u.seen, u.given = now, now }

func allocated() uint64 {
	sample := []runtimemetrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	runtimemetrics.Read(sample)
	return sample[0].Value.Uint64()
}
