package relay_test

import (
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"testing"

	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/relay"
	"tieout/sync/wire"
)

// backup copies the relay's data as it is now.
func (o *office) backup() string {
	o.t.Helper()
	to := filepath.Join(o.t.TempDir(), "backup")
	if err := o.relay.Backup(context.Background(), to); err != nil {
		o.t.Fatal(err)
	}
	return to
}

// lose puts a backup in the relay's place.
func (o *office) lose(backup string) {
	o.t.Helper()
	o.close()
	key, tune := relay.MasterKeyPath(o.dir), o.tune
	if o.key != "" {
		key = o.key
	}
	o.key, o.dir = key, filepath.Join(o.t.TempDir(), "restored")
	if err := relay.Restore(context.Background(), backup, relay.Options{Dir: o.dir, MasterKey: key, Now: o.clock.now}); err != nil {
		o.t.Fatal(err)
	}
	o.tune = func(opts *relay.Options) { tune(opts); opts.MasterKey = key }
	o.open()
}

// copied is a desk's copy of the history: what it may give back.
type copied struct {
	at      wire.PullReply
	records []engagement.Record
	tail    *proof.Tail
}

func (d *desk) copyHistory() copied {
	d.o.t.Helper()
	records, hidden, last := d.pull(0)
	c := copied{last, records, proof.NewTail(proof.Frontier{})}
	for c.tail.Size() < last.Head {
		next := c.tail.Size() + 1
		var leaf proof.Hash
		if i := slices.IndexFunc(records, func(r engagement.Record) bool { return r.Seq == next }); i >= 0 {
			leaf = proof.LeafHash(&records[i])
		} else {
			i := slices.IndexFunc(hidden, func(h wire.Hidden) bool { return h.From <= next && next <= h.To })
			leaf = proof.Hash(hidden[i].Leaves[next-hidden[i].From])
		}
		if err := c.tail.Append(leaf); err != nil {
			d.o.t.Fatal(err)
		}
	}
	return c
}

// offer is what the copy has above a number.
func (c copied) offer(t testing.TB, above uint64) wire.ReofferRequest {
	t.Helper()
	in := wire.ReofferRequest{Checkpoint: c.at.Checkpoint, Events: []wire.Offered{}}
	for _, r := range c.records {
		if r.Seq <= above {
			continue
		}
		path, err := c.tail.Prove(r.Seq)
		if err != nil {
			t.Fatal(err)
		}
		o := wire.Offered{Record: r, Path: [][]byte{}}
		for i := range path {
			o.Path = append(o.Path, path[i][:])
		}
		in.Events = append(in.Events, o)
	}
	return in
}

// giveBack offers, and answers how often each outcome was.
func (d *desk) giveBack(in wire.ReofferRequest, last bool) map[string]int {
	d.o.t.Helper()
	in.Last = last
	var out wire.ReofferReply
	d.must(http.StatusOK, "POST", "/v1/reoffer", in, &out)
	counts := map[string]int{}
	for _, r := range out.Results {
		counts[r.Outcome]++
	}
	return counts
}

func (d *desk) wanted() []wire.WantedBlob {
	d.o.t.Helper()
	var out wire.WantedReply
	d.must(http.StatusOK, "GET", "/v1/wanted", nil, &out)
	return out.Blobs
}

// kinds are the kinds of a history, without the epochs.
func kinds(t testing.TB, records []engagement.Record) []engagement.EventID {
	t.Helper()
	var all []engagement.EventID
	for i := range records {
		e, err := records[i].Decode()
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind != engagement.EpochStarted || e.Seq < 10 {
			all = append(all, e.ID)
		}
	}
	return all
}

// restoreProblems is what the doctor says of the restore.
func (o *office) restoreProblems() []string { return o.problemsOf("restore") }

// problemsOf is what the doctor says of one thing.
func (o *office) problemsOf(check string) []string {
	o.t.Helper()
	var all []string
	for _, f := range o.relay.Doctor(context.Background()) {
		if f.Check == check && f.Problem != "" {
			all = append(all, f.Problem+": "+f.Hint)
		}
	}
	return all
}
