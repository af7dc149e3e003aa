package app

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// retention keeps what this computer holds of files within a share of its disk (SPEC F13). It drops what
// was not used for the longest time, and only what the history names, what the relay says that it has,
// what nothing here needs, and what was not used for retainDays. Whatever is dropped is fetched again
// when it is asked for. What was not sent is in no confirmed history, and so is never looked at.
type retention struct {
	a *App

	// mu keeps a use from coming between the last look at a file and its end.
	mu   sync.Mutex
	used map[string]int64 // by name of the fact: the day, where it is not stored yet
}

const (
	// retainDays is how long a file is kept after it was saved, arrived or was last used, however full the
	// disk is: a relay that comes back from a backup gets from the desks what it lost, for as long.
	retainDays = 35
	// retainShare is what part of the disk files may take: of what they take and what is free.
	retainShare = 4
	// retainFirst is how long after the start the first look comes, retainEvery the time between two.
	retainFirst, retainEvery = 10 * time.Minute, 24 * time.Hour

	maxUnstored = 4096
	factUsed    = "used/" // + client / sha256: day
)

// Disk says how many bytes the files below a folder take on their disk, and how many are free there.
type Disk func(dir string) (taken, free int64, err error)

func newRetention(a *App) *retention { return &retention{a: a, used: map[string]int64{}} }

func usedName(client engagement.ClientID, ref engagement.BlobRef) string {
	return factUsed + string(client) + "/" + string(ref)
}

func dayOf(t time.Time) int64 { return t.Unix() / int64(24*time.Hour/time.Second) }

// use notes that somebody needs a file, before it is looked for. It is not dropped from then on.
func (r *retention) use(client engagement.ClientID, ref engagement.BlobRef) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used[usedName(client, ref)] = dayOf(r.a.now())
	if len(r.used) >= maxUnstored {
		r.store()
	}
}

// store keeps the days. Losing some is no harm: a file is then dropped earlier, and fetched again. The
// caller holds the lock.
func (r *retention) store() {
	for name, day := range r.used {
		if err := r.a.store.Seen.SetFact(name, strconv.AppendInt(nil, day, 10)); err != nil {
			slog.Warn("app: when files were used is not remembered", "error", err)
			break
		}
	}
	clear(r.used)
}

// lastUse is the day on which a file was last used here, 0 where that is not known. The caller holds the
// lock.
func (r *retention) lastUse(client engagement.ClientID, ref engagement.BlobRef) int64 {
	name := usedName(client, ref)
	if day, known := r.used[name]; known {
		return day
	}
	raw, err := r.a.store.Seen.Fact(name)
	if err != nil || raw == nil {
		return 0
	}
	day, _ := strconv.ParseInt(string(raw), 10, 64) // what cannot be read is not known
	return day
}

func (r *retention) run() {
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.store()
	}()
	for wait := retainFirst; ; wait = retainEvery {
		timer, giveUp := r.a.clock.After(wait)
		select {
		case <-timer:
		case <-r.a.ctx.Done():
			giveUp()
			return
		}
		if err := r.pass(r.a.ctx); err != nil && r.a.ctx.Err() == nil {
			slog.Info("app: what is kept of files could not be looked through", "error", err)
		}
		r.sweep(r.a.ctx)
	}
}

// sweep drops the parts that are left of saves which were not finished when they were read. Those of a save
// that is being read now stay, and of clients of whom something has come in part.
func (r *retention) sweep(ctx context.Context) {
	for _, c := range r.clients() {
		if r.a.partly.needs(c.id) {
			continue
		}
		if _, err := r.a.bytes.Sweep(ctx, scope(c.id), time.Now()); err != nil && ctx.Err() == nil { // by the disk's clock
			slog.Info("app: parts of files are kept longer", "client", c.id, "error", err)
		}
	}
}

// pass drops what is too much.
func (r *retention) pass(ctx context.Context) error {
	link := r.a.theLink()
	if link == nil || link.Reachable() != nil || link.Status().Restored {
		return nil
	}
	taken, free, err := r.a.cfg.Disk(filepath.Join(r.a.cfg.DataDir, "documents"))
	if err != nil {
		return err
	}
	if over := taken - (taken+free)/retainShare; over > 0 {
		return r.drop(ctx, link, over)
	}
	return nil
}

// drop makes room for so many bytes, as far as that may be. It looks twice: for the day up to which files
// go, and for the files. So it holds no more than one client's at a time, whatever the firm has.
func (r *retention) drop(ctx context.Context, link *desk.Link, over int64) error {
	young := dayOf(r.a.now()) - retainDays
	bytes := map[int64]int64{} // by day of last use
	clients := r.clients()
	for _, c := range clients {
		for _, h := range r.droppable(c, young) {
			bytes[h.day] += h.size
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	last, found := int64(0), int64(0)
	for _, day := range slices.Sorted(maps.Keys(bytes)) {
		if last, found = day, found+bytes[day]; found >= over {
			break
		}
	}
	dropped := 0
	for _, c := range clients {
		n, err := r.dropOf(ctx, link, c, last)
		if err != nil {
			slog.Info("app: files of a client are kept longer", "client", c.id, "error", err)
		}
		dropped += n
	}
	if dropped > 0 {
		slog.Info("app: files that were not used for long are not kept here any more", "files", dropped)
	}
	return ctx.Err()
}

// dropOf drops a client's files that were last used up to a day and that the relay says it has.
func (r *retention) dropOf(ctx context.Context, link *desk.Link, c holder, last int64) (n int, err error) {
	all := r.droppable(c, last)
	keys := make([]desk.BlobKey, len(all))
	for i, h := range all {
		keys[i] = desk.BlobKey{Client: c.id, Blob: h.ref}
	}
	lacks, err := link.Lacks(ctx, keys)
	if err != nil {
		return 0, err
	}
	for i, h := range all {
		if lacks[keys[i]] {
			continue
		}
		if gone, err := r.dropOne(ctx, c.id, h.ref, last); err != nil {
			return n, err
		} else if gone {
			n++
		}
	}
	return n, nil
}

func (r *retention) dropOne(ctx context.Context, client engagement.ClientID, ref engagement.BlobRef, last int64) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lastUse(client, ref) > last {
		return false, nil // since it was looked at
	}
	hash, err := blob.Parse(string(ref))
	if err != nil {
		return false, err
	}
	return true, r.a.bytes.Delete(ctx, scope(client), hash)
}

// holder is a client and the work whose files lie in one place here.
type holder struct {
	id   engagement.ClientID
	work []engagement.EngagementID
}

func (r *retention) clients() []holder {
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	by := map[engagement.ClientID][]engagement.EngagementID{}
	for id, c := range r.a.cards.engagements {
		by[c.Client] = append(by[c.Client], id)
	}
	all := make([]holder, 0, len(by))
	for id, work := range by {
		all = append(all, holder{id, work})
	}
	slices.SortFunc(all, func(a, b holder) int { return cmp.Compare(a.id, b.id) })
	return all
}
