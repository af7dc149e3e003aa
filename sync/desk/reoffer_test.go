package desk_test

import (
	"crypto/ed25519"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// reoffer takes back whatever is proven and not there.
func (r *relay) reoffer(req *http.Request) (any, error) {
	var in wire.ReofferRequest
	read(req, &in)
	if r.noReturn != nil {
		return nil, r.noReturn
	}
	var known []engagement.EventID
	for i := range r.records {
		e, _ := r.records[i].Decode()
		known = append(known, e.ID)
	}
	out := wire.ReofferReply{State: r.state(), Results: []wire.Returned{}}
	for i := range in.Events {
		e := r.proven(in.Checkpoint, in.Events[i])
		r.offered = append(r.offered, in.Events[i].Record)
		res := wire.Returned{Event: e.ID, Outcome: wire.Known}
		if !slices.Contains(known, e.ID) {
			res.Outcome = wire.Taken
			rec := in.Events[i].Record
			r.number(&rec)
		}
		out.Results = append(out.Results, res)
	}
	if in.Last {
		r.done++
	}
	return out, nil
}

func (r *relay) proven(note string, o wire.Offered) engagement.Event {
	c, err := proof.OpenCheckpoint(note, r.logKey.Public().(ed25519.PublicKey))
	if err != nil || c.Epoch != "E1" {
		r.t.Errorf("its checkpoint is %+v, %v", c, err)
	}
	path := make([]proof.Hash, len(o.Path))
	for i := range path {
		path[i] = proof.Hash(o.Path[i])
	}
	if err := proof.CheckInclusion(c, &o.Record, path); err != nil {
		r.t.Errorf("event %d: %v", o.Record.Seq, err)
	}
	e, err := o.Record.Decode()
	if err != nil {
		r.t.Error(err)
	}
	return e
}

func (r *relay) listWanted(*http.Request) (any, error) {
	r.wanted = slices.DeleteFunc(r.wanted, func(w wire.WantedBlob) bool { return r.blobs[string(w.Client)+"/"+string(w.Blob)] != nil })
	return wire.WantedReply{State: r.state(), Blobs: slices.Clone(r.wanted)}, nil
}

// The relay is restored to its first 14 events of 60, of which the desk may not
// read some. What it may read comes back, whoever wrote it.
func TestWhatOthersDidIsGivenBackWithItsProof(t *testing.T) {
	l := connect(t)
	l.r.page = 9
	l.r.with(func() {
		for i := range 56 {
			l.news(fmt.Sprint("news", i))
			if i%5 == 3 {
				l.r.hidden[uint64(len(l.r.records))] = true
			}
		}
	})
	l.run()
	l.level()
	want := 0
	l.r.with(func() {
		for seq := uint64(15); seq <= uint64(len(l.r.records)); seq++ {
			if !l.r.hidden[seq] {
				want++
			}
		}
		l.r.records, l.r.epoch = l.r.records[:14:14], "E2"
		clear(l.r.hidden)
		l.news("new-epoch")
		l.r.noReturn = &wire.Error{Code: wire.CodeFull, Message: "The disk is full."}
	})
	l.link.Wake()
	l.until("a refusal", func(s desk.Status) bool { return s.Restored && s.Err != nil })
	if len(l.h.rewound) != 0 {
		t.Fatal("it forgot what it could not give back")
	}
	l.r.with(func() { l.r.noReturn = nil })
	l.link.Wake()
	l.until("the end", func(s desk.Status) bool { return s.GivenBack == want && !s.Restored && s.Err == nil })
	above := slices.DeleteFunc(slices.Clone(l.r.offered), func(r engagement.Record) bool { return r.Seq <= 14 })
	if len(above) != want || l.r.done != 1 {
		t.Errorf("%d events were given back in %d turns, want %d in one", len(above), l.r.done, want)
	}
}

// What this computer has is sent, what may be found elsewhere is looked for, and the rest is counted as lost.
func TestAskedForBytesAreSentAndLostOnesCounted(t *testing.T) {
	l := connect(t)
	here, gone, share := []byte("a file that this computer has"), []byte("a file that nobody has"), []byte("a file of the share")
	ref := func(b []byte) engagement.BlobRef { return engagement.BlobRef(blob.Sum(b).String()) }
	l.h.blobs[ref(here)] = here
	l.h.findable = ref(share)
	for i, b := range [][]byte{here, gone, share} {
		l.r.wanted = append(l.r.wanted, wire.WantedBlob{Client: client, Blob: ref(b), Event: engagement.EventID(fmt.Sprint("e", i))})
	}
	l.run()
	l.until("the count", func(s desk.Status) bool { return s.Lost == 1 })
	l.h.mu.Lock()
	if !slices.Contains(l.h.looked, ref(share)) || slices.Contains(l.h.looked, ref(here)) {
		t.Errorf("looked for %v", l.h.looked)
	}
	l.h.mu.Unlock()
	l.r.with(func() {
		if string(l.r.blobs[string(client)+"/"+string(ref(here))]) != string(here) {
			t.Error("the file was not sent")
		}
		l.r.blobs[string(client)+"/"+string(ref(gone))] = gone // another computer had it after all
		l.r.wanted = nil
	})
	l.link.Wake()
	l.until("nothing lost", func(s desk.Status) bool { return s.Lost == 0 })
}

// A file that cannot be read when the relay asks for it back holds up no other
// one, and nothing that waits here; a pause holds them all.
func TestAWantedFileThatCannotBeSentHoldsUpNothing(t *testing.T) {
	l := connect(t)
	ref := func(b []byte) engagement.BlobRef { return engagement.BlobRef(blob.Sum(b).String()) }
	broken, here, save := []byte("on a bad sector"), []byte("here"), []byte("a new save")
	l.h.blobs[ref(here)], l.h.broken = here, ref(broken)
	l.r.wanted = []wire.WantedBlob{{Client: client, Blob: ref(broken), Event: "e1"}, {Client: client, Blob: ref(here), Event: "e2"}}
	l.link.SetPace(desk.Pace{Paused: true})
	l.run()
	if err := l.link.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.r.with(func() {
		if len(l.r.blobs) > 0 {
			t.Error("something was sent while sending was paused")
		}
	})
	l.h.act("one", engagement.DocumentShared, body(save), save)
	l.link.SetPace(desk.Pace{})
	l.link.Wake()
	l.until("the problem is told", func(s desk.Status) bool { return s.Err != nil })
	l.r.with(func() {
		for _, data := range [][]byte{here, save} {
			if string(l.r.blobs[string(client)+"/"+string(ref(data))]) != string(data) {
				t.Errorf("%q was not sent", data)
			}
		}
	})
}
