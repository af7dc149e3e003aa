package relay_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// portalState is all that the portal sees, as JSON.
func (o *office) portalState() string {
	o.t.Helper()
	var raw []byte
	err := o.relay.View(context.Background(), o.firm.ID, func(w *engagement.World) {
		var err error
		if raw, err = json.Marshal(w); err != nil {
			o.t.Error(err)
		}
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return string(raw)
}

// A restart, from kept folds or without them, changes nothing anybody sees.
func TestARestartChangesNothing(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	approved := onePage()
	del, plan := dana.publish(m, approved)
	o.sign(m, del, plan, engagement.DigestOf(approved))
	o.settle()
	before := o.portalState()
	o.restart()
	if after := o.portalState(); after != before {
		t.Errorf("from the folds:\n%s\nwant\n%s", after, before)
	}
	dana.signIn()
	dana.do(ask(m, "one more"))
	before = o.portalState()
	relay.DropFolds(t, o.relay, o.firm.ID)
	o.restart()
	if after := o.portalState(); after != before {
		t.Errorf("from the history:\n%s\nwant\n%s", after, before)
	}
	dana.signIn()
	records, _, last := dana.pull(0)
	var edge proof.Frontier
	for i := range records {
		edge.Append(proof.LeafHash(&records[i]))
	}
	c, err := proof.OpenCheckpoint(last.Checkpoint, logKeyOf(t, records))
	if err != nil || c.Root != edge.Root() {
		t.Errorf("the log after two restarts: %+v, %v", c, err)
	}
}

func logKeyOf(t *testing.T, records []engagement.Record) []byte {
	t.Helper()
	w := engagement.NewWorld()
	for i := range records {
		e, err := records[i].Decode()
		if err != nil {
			t.Fatal(err)
		}
		engagement.Apply(w, &e)
	}
	return keyFor(w, engagement.LogKey).Public
}

func TestOneRelayPerFolder(t *testing.T) {
	o := newOffice(t)
	if _, err := relay.Open(context.Background(), relay.Options{Dir: o.dir}); !errors.Is(err, relay.ErrInUse) {
		t.Errorf("a second relay: %v", err)
	}
	beside, err := relay.Open(context.Background(), relay.Options{Dir: o.dir, Beside: true})
	if err != nil {
		t.Fatal(err)
	}
	code, _, err := beside.EnrolmentCode(context.Background(), o.firm.ID, o.admin)
	if err = errors.Join(err, beside.Close(context.Background())); err != nil || code == "" {
		t.Errorf("a code made beside it: %v", err)
	}
}

// A relay restored from a backup begins a new epoch there, and a desk that was
// ahead pushes again what the backup lacks, with its old counts.
func TestARestoredRelay(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	ref := dana.putBlob(m.client, []byte("kept"))
	ctx := context.Background()
	saved := filepath.Join(t.TempDir(), "backup")
	if err := o.relay.Backup(ctx, saved); err != nil {
		t.Fatal(err)
	}
	_, _, at := dana.pull(0)
	lost := dana.act(ask(m, "after the backup"))
	if res := dana.push(lost); res[0].Outcome != wire.Accepted {
		t.Fatal(res)
	}
	_, _, ahead := dana.pull(0)
	o.close()

	key := relay.MasterKeyPath(o.dir)
	o.dir = filepath.Join(t.TempDir(), "restored")
	tune := o.tune
	o.tune = func(opts *relay.Options) { tune(opts); opts.MasterKey = key }
	if err := relay.Restore(ctx, saved, relay.Options{Dir: o.dir, MasterKey: key, Now: o.clock.now}); err != nil {
		t.Fatal(err)
	}
	o.open()
	dana.signIn()
	var there wire.PullReply
	dana.must(http.StatusOK, "GET", "/v1/pull?after=100", nil, &there)
	if there.Epoch == at.Epoch || there.Head != at.Head+1 || there.Through != there.Head || ahead.Head <= at.Head {
		t.Errorf("restored to %+v, was %+v at the backup and %+v later", there.State, at.State, ahead.State)
	}
	if res := dana.push(lost); res[0].Outcome != wire.Accepted {
		t.Errorf("sent again: %+v", res)
	}
	records, _, last := dana.pull(0)
	if e, err := records[at.Head].Decode(); err != nil || e.Kind != engagement.EpochStarted {
		t.Errorf("after the backup comes %s (%v)", e.Kind, err)
	}
	if c, err := proof.OpenCheckpoint(last.Checkpoint, logKeyOf(t, records)); err != nil || c.Epoch != there.Epoch {
		t.Errorf("checkpoint %+v, %v", c, err)
	}
	dana.must(http.StatusOK, "GET", "/v1/blobs/"+string(m.client)+"/"+string(ref), nil, nil)
}

func TestEphemeralValues(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	in := func(d time.Duration) time.Time { return o.clock.now().Add(d) }
	for _, firm := range []engagement.FirmID{o.firm.ID, ""} {
		e := o.relay.Ephemeral(firm)
		if err := errors.Join(e.Put(ctx, "session", "k", []byte("v"), in(time.Minute)), e.Put(ctx, "link", "k", []byte("w"), in(time.Minute))); err != nil {
			t.Fatal(err)
		}
		if v, err := e.Get(ctx, "session", "k"); err != nil || string(v) != "v" {
			t.Errorf("get: %q, %v", v, err)
		}
		if v, err := e.Take(ctx, "link", "k"); err != nil || string(v) != "w" {
			t.Errorf("take: %q, %v", v, err)
		}
		if _, err := e.Take(ctx, "link", "k"); !errors.Is(err, relay.ErrGone) {
			t.Errorf("take again: %v", err)
		}
		o.clock.pass(time.Minute)
		if _, err := e.Get(ctx, "session", "k"); !errors.Is(err, relay.ErrGone) {
			t.Errorf("expired: %v", err)
		}
		for want := range int64(3) {
			if n, err := e.Count(ctx, "tries", "k", in(time.Hour)); err != nil || n != want+1 {
				t.Errorf("count %d, %v; want %d", n, err, want+1)
			}
		}
		if err := e.Delete(ctx, "tries", "k"); err != nil {
			t.Error(err)
		}
	}
	if err := o.relay.Ephemeral("nobody").Put(ctx, "s", "k", nil, in(time.Hour)); !errors.Is(err, relay.ErrNoFirm) {
		t.Errorf("an unknown firm: %v", err)
	}
}

// An erasure takes the words out of the database, the memory and the blobs, and
// the log still adds up.
func TestErased(t *testing.T) {
	o := newOffice(t)
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	id := engagement.EventID(newULID())
	words := post(m, "erase these words")
	words.id = id
	dana.do(words)
	data := []byte("erase this file")
	dana.save(m, "a.pdf", data)
	ref := engagement.DigestOf(data)
	dana.do(event{stream: m.stream(), kind: engagement.Erased, body: engagement.ErasedBody{
		Events: []engagement.EventID{id}, Blobs: []engagement.Digest{ref}}})
	o.settle()
	records, _, _ := dana.pull(0)
	for i := range records {
		if e, err := records[i].Decode(); err != nil || e.ID == id && records[i].Private != nil {
			t.Errorf("event %d: %v, private %q", i+1, err, records[i].Private)
		}
	}
	if has, err := o.relay.Blobs(o.firm.ID, m.client).Has(context.Background(), blob.Sum(data)); err != nil || has {
		t.Errorf("the file is still there (%v)", err)
	}
	dana.do(ask(m, "life goes on"))
	relay.DropFolds(t, o.relay, o.firm.ID)
	before := o.portalState()
	o.restart()
	if after := o.portalState(); after != before {
		t.Error("the state after an erasure is another one after a restart")
	}
}
