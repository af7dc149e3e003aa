package desk

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"tieout/sync/engagement"
)

// Transfer is one file on its way to the relay, or from there.
type Transfer struct {
	Key   BlobKey
	Sent  int64 // bytes that have arrived, those of earlier tries included
	Size  int64
	Began time.Time
	// Rate is bytes a second since it began, while sending was not paused. It is 0 while that cannot be
	// told, and while sending is paused.
	Rate float64
}

// Left is how long the rest takes at this rate, or false while that cannot be
// told.
func (t Transfer) Left() (time.Duration, bool) {
	if t.Rate <= 0 {
		return 0, false
	}
	return time.Duration(float64(t.Size-t.Sent) / t.Rate * float64(time.Second)), true
}

// transfer is a Transfer under way.
type transfer struct {
	l     *Link
	key   BlobKey
	class class
	size  int64
	began time.Time
	stood time.Duration // how long files had ever waited when it began, see pacer.still

	mu      sync.Mutex
	done    int64
	earlier int64 // of done, what was there before
}

func (l *Link) begin(key BlobKey, size int64, c class) *transfer {
	t := &transfer{l: l, key: key, class: c, size: size, began: l.cfg.Clock.Now()}
	t.stood, _ = l.pace.still(c)
	l.mu.Lock()
	l.under(c)[key] = t
	l.mu.Unlock()
	l.update(func(*Status) {})
	return t
}

// under is where what travels is found. The caller holds the lock.
func (l *Link) under(c class) map[BlobKey]*transfer {
	if c == inward {
		return l.coming
	}
	return l.moving
}

func (l *Link) finish(key BlobKey) {
	l.mu.Lock()
	delete(l.moving, key)
	l.mu.Unlock()
	l.update(func(*Status) {})
}

// end is finish for what was fetched, of which two may fetch the same.
func (t *transfer) end() {
	t.l.mu.Lock()
	if t.l.coming[t.key] == t {
		delete(t.l.coming, t.key)
	}
	t.l.mu.Unlock()
	t.l.update(func(*Status) {})
}

// has notes bytes that need not be sent.
func (t *transfer) has(n int64) {
	t.mu.Lock()
	t.done, t.earlier = t.done+n, t.earlier+n
	t.mu.Unlock()
	t.l.update(func(*Status) {})
}

// again begins the count anew: so many bytes need not be sent.
func (t *transfer) again(n int64) {
	t.mu.Lock()
	t.done, t.earlier = n, n
	t.mu.Unlock()
	t.l.update(func(*Status) {})
}

// sent notes bytes that arrived.
func (t *transfer) sent(n int64) {
	t.add(n)
	t.l.update(func(*Status) {})
}

func (t *transfer) add(n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done += n
}

func (t *transfer) now(at time.Time) Transfer {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := Transfer{Key: t.key, Sent: t.done, Size: t.size, Began: t.began}
	stood, still := t.l.pace.still(t.class)
	if d := at.Sub(t.began) - (stood - t.stood); d > 0 && !still {
		out.Rate = float64(t.done-t.earlier) / d.Seconds()
	}
	return out
}

// transfers lists what is on its way, the oldest first. The caller holds the
// lock.
func (l *Link) transfers() (all []Transfer, share map[engagement.BlobRef]float64) {
	share = make(map[engagement.BlobRef]float64, len(l.moving))
	now := l.cfg.Clock.Now()
	for _, one := range inOrder(l.moving, now) {
		all = append(all, one)
		share[one.Key.Blob] = float64(one.Sent) / float64(max(one.Size, 1))
	}
	return all, share
}

// inOrder is what travels as it is now, the oldest first.
func inOrder(travels map[BlobKey]*transfer, now time.Time) (all []Transfer) {
	for _, t := range travels {
		all = append(all, t.now(now))
	}
	slices.SortFunc(all, func(a, b Transfer) int {
		return cmp.Or(a.Began.Compare(b.Began), cmp.Compare(a.Key.Blob, b.Key.Blob))
	})
	return all
}
