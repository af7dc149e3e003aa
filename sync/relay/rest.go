package relay

import (
	"context"
	"runtime"
	"runtime/debug"
	runtimemetrics "runtime/metrics"
	"time"

	"tieout/sync/lull"
)

// rest gives memory back to the system when work is done, such as a first sync or
// the reading of a history, until ctx ends.
func rest(ctx context.Context) {
	t := time.NewTicker(lull.Pause)
	defer t.Stop()
	l := lull.OfBytes()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
		if l.IsNow(allocated()) {
			runtime.GC() // pools let go of what they hold with the second
			debug.FreeOSMemory()
			l.Gave(allocated())
		}
	}
}

func allocated() uint64 {
	sample := []runtimemetrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	runtimemetrics.Read(sample)
	return sample[0].Value.Uint64()
}
