package relay

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay/store"
	"tieout/sync/wire"
)

// How long a restored firm waits for its desks (SPEC H11). Nothing is deleted
// before every desk gave back what it had, or heldFor went by. What tells
// clients something or makes something once (reminders, seals) waits until
// quietFor after the first desk was done: desks that were on at the time of the
// loss come back within minutes of each other.
const (
	heldFor  = 30 * 24 * time.Hour
	quietFor = time.Hour
)

// settling is what a firm still waits for after a restore. The zero value waits
// for nothing. The firm's lock guards it.
type settling struct {
	epoch  engagement.EpochID
	at     time.Time // of the restore
	began  time.Time // the first desk was done; zero until then
	done   map[engagement.KeyID]bool
	wanted bool // bytes of events that were given back are missing
}

// loadSettling reads what the firm waits for.
func (t *tenant) loadSettling(ctx context.Context) error {
	db, firm := t.relay.db, string(t.id)
	wanted, err := db.Wanted(ctx, firm)
	if err != nil {
		return err
	}
	s := settling{wanted: len(wanted) > 0}
	r, err := db.Restoration(ctx, firm)
	if errors.Is(err, store.ErrNotFound) {
		t.settling = s
		return nil
	}
	if err != nil {
		return err
	}
	s.epoch, s.at, s.done = engagement.EpochID(r.Epoch), fromMicros(r.At), map[engagement.KeyID]bool{}
	if r.Began > 0 {
		s.began = fromMicros(r.Began)
	}
	done, err := db.Done(ctx, firm, r.Epoch)
	for _, device := range done {
		s.done[engagement.KeyID(device)] = true
	}
	t.settling = s
	return err
}

// awaits says whether some desk is still waited for. The caller holds the lock.
func (t *tenant) awaits(now time.Time) bool { return len(t.away(now)) > 0 }

// away names the desks that were there before the restore, still may come, and
// have not given back what they had. The caller holds the lock.
func (t *tenant) away(now time.Time) []string {
	s := &t.settling
	if s.epoch == "" || !now.Before(s.at.Add(heldFor)) {
		return nil
	}
	var all []string
	for id, key := range t.world.F.Keys {
		who := t.world.F.Staff[key.Staff]
		comes := key.Purpose == engagement.DeviceKey && !key.Revoked && who != nil && who.Active
		if comes && !key.Added.After(s.at) && !s.done[id] {
			all = append(all, who.Name+" ("+key.Name+")")
		}
	}
	slices.Sort(all)
	return all
}

// quiet is awaits, and soon enough after the first desk came back.
func (t *tenant) quiet(now time.Time) bool {
	s := &t.settling
	return t.awaits(now) && (s.began.IsZero() || now.Before(s.began.Add(quietFor)))
}

// holds says whether nothing may be deleted now; isQuiet, whether nothing may
// be told or made. A clock that cannot be right does neither.
func (t *tenant) holds() bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.awaits(t.relay.now()) || implausible(t.newest, t.relay.now())
}

func (t *tenant) isQuiet() bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.quiet(t.relay.now()) || implausible(t.newest, t.relay.now())
}

// deskDone notes that a desk has given back all it had.
func (t *tenant) deskDone(ctx context.Context, device engagement.KeyID) error {
	t.mu.RLock()
	s := t.settling
	waits := s.epoch != "" && !s.done[device]
	t.mu.RUnlock()
	if !waits {
		return nil
	}
	if s.began.IsZero() {
		s.began = t.relay.now()
	}
	err := t.relay.db.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Restoration(ctx, string(t.id))
		if err != nil {
			return err
		}
		row.Began = s.began.UnixMicro()
		return errors.Join(tx.PutRestoration(ctx, row), tx.PutDone(ctx, row.Firm, row.Epoch, string(device)))
	})
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.settling.began = s.began
	t.settling.done[device] = true
	t.mu.Unlock()
	t.listeners.hint(t.state())
	t.relay.wake.all() // what waited for this desk may go on
	return nil
}

// wanted answers GET /v1/wanted.
func (r *Relay) wanted(ctx context.Context, c *caller) (*wire.WantedReply, error) {
	missing, err := c.t.missingBytes(ctx)
	if err != nil {
		return nil, err
	}
	out := &wire.WantedReply{Blobs: []wire.WantedBlob{}}
	c.t.view(func(w *engagement.World) {
		for _, m := range missing {
			client := engagement.ClientID(m.Client)
			if client == "" || c.sees(w, engagement.ClientStream(client)) {
				out.Blobs = append(out.Blobs, wire.WantedBlob{
					Client: client, Blob: engagement.BlobRef(m.Blob), Event: engagement.EventID(m.Event),
				})
			}
		}
	})
	out.State = c.t.state()
	return out, nil
}

// missingBytes lists the bytes that are still missing, and forgets those that
// have arrived.
func (t *tenant) missingBytes(ctx context.Context) ([]store.Wanted, error) {
	all, err := t.relay.db.Wanted(ctx, string(t.id))
	if err != nil {
		return nil, err
	}
	var missing, here []store.Wanted
	for _, w := range all {
		hashes, err := parseHashes([]engagement.BlobRef{engagement.BlobRef(w.Blob)})
		if err != nil {
			return nil, err
		}
		has, err := t.relay.blobs.Has(ctx, scope{t.id, engagement.ClientID(w.Client)}.blobs(), hashes[0])
		if err != nil {
			return nil, err
		}
		if has {
			here = append(here, w)
		} else {
			missing = append(missing, w)
		}
	}
	if len(here) == 0 || t.relay.opts.Beside {
		return missing, nil
	}
	err = t.do(ctx, func(b *batch) error {
		for _, w := range here {
			if err := b.tx.DropWanted(b.ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(missing) == 0 {
		err = t.unlessWanted(ctx)
	}
	return missing, err
}

// unlessWanted notes that no bytes are missing, if that is so. It looks under
// the lock: what a desk gives back meanwhile is in the store before the writer
// takes the lock to say so.
func (t *tenant) unlessWanted(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	left, err := t.relay.db.Wanted(ctx, string(t.id))
	if err == nil && len(left) == 0 {
		t.settling.wanted = false
	}
	return err
}

// isLost says whether bytes that are not here were lost by a restore.
func (t *tenant) isLost(ctx context.Context, client engagement.ClientID, blob string) (bool, error) {
	t.mu.RLock()
	wanted := t.settling.wanted
	t.mu.RUnlock()
	if !wanted {
		return false, nil
	}
	all, err := t.relay.db.Wanted(ctx, string(t.id))
	for _, w := range all {
		if w.Client == string(client) && w.Blob == blob {
			return true, err
		}
	}
	return false, err
}

// orLost says of bytes that are not there whether they were lost by a restore.
func (r *Relay) orLost(get func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, req *http.Request) error {
		err := get(w, req)
		if !errors.Is(err, blob.ErrNotFound) {
			return err
		}
		client := req.PathValue("client")
		if client == firmSegment {
			client = ""
		}
		lost, lostErr := callerOf(req.Context()).t.isLost(req.Context(), engagement.ClientID(client), req.PathValue("sha256"))
		if lost {
			return errLost
		}
		return errors.Join(err, lostErr)
	}
}

// checkRestore says what a firm still waits for after a restore; nothing where
// there was none.
func (r *Relay) checkRestore(ctx context.Context, firm Firm) []Finding {
	f := Finding{Check: "restore", Detail: firm.Slug}
	t, err := r.tenant(ctx, firm.ID)
	var aside []store.KeptAside
	var missing []store.Wanted
	if err == nil {
		aside, err = r.db.Aside(ctx, string(firm.ID))
	}
	if err == nil {
		missing, err = t.missingBytes(ctx)
	}
	if err != nil {
		f.Problem = err.Error()
		return []Finding{f}
	}
	t.mu.RLock()
	away, restored := t.away(r.now()), t.settling.epoch != ""
	t.mu.RUnlock()
	if !restored {
		return nil
	}
	var all []Finding
	for _, p := range []struct {
		n          int
		what, hint string
	}{
		{len(away), "computers have not given back what they had", "Switch them on with the relay running, or withdraw those that are gone: " + strings.Join(away, ", ") + "."},
		{len(aside), "events have no place yet", "They are kept. Something that they need is on a computer that has not come back, or contradicts what was done since."},
		{len(missing), "files are lost", "Send them again, or ask the clients for them."},
	} {
		if p.n > 0 {
			all = append(all, Finding{Check: f.Check, Detail: f.Detail, Problem: strconv.Itoa(p.n) + " " + p.what, Hint: p.hint})
		}
	}
	if len(all) == 0 {
		f.Detail += ", everything that a computer had is back"
		return []Finding{f}
	}
	return all
}
