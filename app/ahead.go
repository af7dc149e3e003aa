package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"tieout/app/folder"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// ahead sends the bytes of large saves before there is an act that speaks of them. Acts go to the relay in
// the order of their numbers, so an act that waits for a large upload would hold up every later one;
// this way a save is signed when its bytes are there. What is to be sent is an intent, and survives a
// stop; the relay keeps the parts that it has.
type ahead struct {
	a    *App
	wake chan struct{}
	// all is by key of the intent. The caller holds the App's lock.
	all map[string]upload
	// reading is those that travel while they are read, by the same key. Their Blob is not their name. The
	// caller holds the App's lock.
	reading map[string]upload
	// slowUntil is when it is tried again to send while reading. The caller holds the App's lock.
	slowUntil time.Time
}

// upload is a save that is recorded later: a large one whose bytes are on their way, or any that came while
// sending was paused.
type upload struct {
	Save  save      `json:"upload"`
	Since time.Time `json:"since"`
	// Base is what the save is of: what the file was for the relay when it was saved.
	Base engagement.EventID `json:"base"`

	after time.Time // not to be tried before
	why   *Failure  // of the last try, see trouble
}

const (
	intentAhead = "ahead/" // + engagement / path key
	// aheadSize is from what size on bytes are sent ahead.
	aheadSize = 8 << 20
	// slowPause is how long large files are kept here first after the line did not keep up with one.
	slowPause = time.Minute
	// aheadPause is how long an upload that failed waits for another try.
	aheadPause = 5 * time.Second
	// aheadLook is between two looks at whether everything is there.
	aheadLook = 50 * time.Millisecond
)

func newAhead(a *App) *ahead {
	return &ahead{a: a, wake: make(chan struct{}, 1), all: map[string]upload{}, reading: map[string]upload{}}
}

func aheadKey(v save) string { return intentAhead + string(v.Engagement) + "/" + v.Key }

// open reads what was on its way when the program stopped. The caller holds the lock.
func (x *ahead) open() error {
	clear(x.all)
	return x.a.store.Intents.Each(func(key string, raw []byte) error {
		var u upload
		if strings.HasPrefix(key, intentAhead) && json.Unmarshal(raw, &u) == nil {
			x.all[key] = u
		}
		return nil
	})
}

func (x *ahead) kick() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// defers says that a save is recorded later, or not at all: once its bytes are at the relay where it is large,
// and once sending is resumed while that is paused. What waits is added to later. Whatever was on its way of the
// same file is not any more: an old state never goes out after a newer one. The caller holds the lock.
func (x *ahead) defers(t *taking, later *[]*taking) bool {
	if u, waits := x.all[aheadKey(t.save)]; waits && u.Save == t.save {
		return true
	}
	if t.err = x.drop(t.Engagement, t.Key); t.err != nil {
		return true
	}
	if t.Size < aheadSize && !x.a.paused() {
		return false
	}
	if _, isNew := x.a.propose(t.save); isNew {
		*later = append(*later, t)
	}
	return true
}

// keep remembers saves that are to be recorded later, at the price of one sync of the disk. The caller holds the
// lock.
func (x *ahead) keep(all []*taking) {
	if len(all) == 0 {
		return
	}
	values, uploads := map[string][]byte{}, map[string]upload{}
	var streams []engagement.Stream
	for _, t := range all {
		u := upload{Save: t.save, Since: x.a.now(), Base: x.a.baseOf(t.save)}
		var raw []byte
		if raw, t.err = json.Marshal(u); t.err == nil {
			values[aheadKey(t.save)], uploads[aheadKey(t.save)] = raw, u
			streams = append(streams, engagement.EngagementStream(t.Engagement))
		}
	}
	if err := x.a.store.Intents.PutAll(values); err != nil {
		for _, t := range all {
			t.err = err
		}
		return
	}
	maps.Copy(x.all, uploads)
	x.kick()
	x.a.news.changed(streams, nounSync, nounFiles)
}

// drop forgets the upload of a file, if there is one. The caller holds the lock.
func (x *ahead) drop(e engagement.EngagementID, key string) error {
	name := aheadKey(save{Engagement: e, Key: key})
	if _, waits := x.all[name]; !waits {
		return nil
	}
	return x.forget(name)
}

// forget drops uploads that are there. The caller holds the lock.
func (x *ahead) forget(names ...string) error {
	if err := x.a.store.Intents.Delete(names...); err != nil {
		return err
	}
	for _, name := range names {
		x.a.share.forgetTaken(string(x.all[name].Save.Engagement), x.all[name].Save.Key)
		delete(x.all, name)
	}
	return nil
}

// next answers the smallest large upload, so that what is quick is not kept waiting. One that failed waits its
// time and holds up no other; one whose engagement is not here waits for that. later says that something
// is to be tried again.
func (x *ahead) next() (u upload, client engagement.ClientID, any, later bool) {
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	now := x.a.clock.Now()
	for _, one := range x.all {
		e := x.a.pending.view().Engagement(one.Save.Engagement)
		switch {
		case e == nil, one.Save.Size < aheadSize: // small ones are recorded, see goOn
		case now.Before(one.after):
			later = true
		case !any || one.Save.Size < u.Save.Size:
			u, client, any = one, e.Client, true
		}
	}
	return u, client, any, later
}

// yields is true once another upload is to go first: one that came later and is smaller. An upload that is
// not wanted any more yields to nothing.
func (x *ahead) yields(u upload) bool {
	first, _, any, _ := x.next()
	return !any || first.Save != u.Save && first.Save.Size < u.Save.Size || !x.wants(u)
}

func (x *ahead) wants(u upload) bool {
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	return x.all[aheadKey(u.Save)].Save == u.Save
}

// settle waits until everything that can go now is there. It waits for nothing that failed, and for nothing
// while the line rests.
func (x *ahead) settle(ctx context.Context) error {
	for x.goes() {
		timer, giveUp := x.a.clock.After(aheadLook)
		select {
		case <-ctx.Done():
		case <-x.a.ctx.Done():
		case <-timer:
		}
		giveUp()
		if err := cmp.Or(ctx.Err(), x.a.ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

// goes says that something is being sent, or about to be.
func (x *ahead) goes() bool {
	link := x.a.theLink()
	if link == nil || link.Reachable() != nil || link.Resting() {
		return false
	}
	_, _, any, _ := x.next()
	return any
}

// failed has an upload wait, and says why where somebody has said so: the relay, this computer or a rule. That
// nobody answers is said of the line.
func (x *ahead) failed(u upload, err error) {
	x.a.mu.Lock()
	key := aheadKey(u.Save)
	if now, waits := x.all[key]; waits && now.Save == u.Save {
		now.why = nil
		if !errors.Is(err, desk.ErrUnreachable) {
			now.why = asFailure(err)
		}
		x.waitOn(now)
	}
	x.a.mu.Unlock()
	x.a.news.changed([]engagement.Stream{engagement.EngagementStream(u.Save.Engagement)}, nounSync, nounFiles)
	if refusal := (engagement.Refusal{}); errors.As(err, &refusal) {
		x.a.share.noteTaken(u.Save.version(), err)
	}
}

func (x *ahead) run() {
	for x.a.woken(x.wake, x.pass(), aheadPause) {
	}
}

// pass sends everything that is due. again says that something is to be tried again.
func (x *ahead) pass() (again bool) {
	for x.a.ctx.Err() == nil {
		u, client, any, later := x.next()
		if !any {
			return later
		}
		switch err := x.send(u, client); {
		case errors.Is(err, desk.ErrYielded):
		case err != nil:
			x.failed(u, err)
		default:
			x.a.share.noteTaken(u.Save.version(), nil)
		}
	}
	return false
}

// send sends the bytes of one save and records it.
func (x *ahead) send(u upload, client engagement.ClientID) error {
	link := x.a.theLink()
	if link == nil {
		return desk.ErrUnreachable
	}
	err := link.Upload(x.a.ctx, desk.BlobKey{Client: client, Blob: u.Save.Blob}, func() bool { return x.yields(u) })
	lost := errors.Is(err, desk.ErrNoBytes)
	if err != nil && !lost {
		return err
	}
	x.a.mu.Lock()
	defer x.a.mu.Unlock()
	if x.a.paused() {
		return desk.ErrYielded // until it is resumed: its act would hold up every later one
	}
	if now := x.all[aheadKey(u.Save)]; now.Save != u.Save {
		return nil // it was saved anew meanwhile, or is gone
	}
	if lost { // the folder reports the file again
		slog.Error("app: the bytes of a large file are not here any more", "engagement", u.Save.Engagement)
		if err := x.readAgain(u.Save); err != nil {
			return err
		}
		return x.drop(u.Save.Engagement, u.Save.Key)
	}
	if x.a.pending.view().Engagement(u.Save.Engagement) == nil {
		return errNotHereYet
	}
	p, isNew := x.a.propose(u.Save)
	if isNew && x.overtaken(u) {
		if err := x.readAgain(u.Save); err != nil {
			return err
		}
	} else if isNew {
		if err := unless(errors.Join(x.a.appendEach(p)...), engagement.CodeSameBytes); err != nil {
			return err
		}
	}
	return x.drop(u.Save.Engagement, u.Save.Key)
}

// overtaken says that the file was saved or withdrawn elsewhere after it was saved here. The caller holds the lock.
func (x *ahead) overtaken(u upload) bool { return x.a.baseOf(u.Save) != u.Base }

// readAgain has the share say what the file is by now: a save that was overtaken does not go out as it was. What it is
// over something that somebody took back, the relay holds.
func (x *ahead) readAgain(v save) error {
	folders, err := x.a.share.folders()
	if err != nil {
		return err
	}
	err = folders.Again(string(v.Engagement), v.Key)
	if errors.Is(err, folder.ErrUnknownMapping) {
		return folder.Doubt(x.a.store.Seen, string(v.Engagement), v.Key) // it is read when it has a folder again
	}
	return err
}

// waiting lists what is on its way, the oldest first. The caller holds the lock.
func (x *ahead) waiting() []upload {
	both := maps.Clone(x.reading)
	maps.Copy(both, x.all)
	return slices.SortedFunc(maps.Values(both), func(a, b upload) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Save.Key, b.Save.Key))
	})
}
