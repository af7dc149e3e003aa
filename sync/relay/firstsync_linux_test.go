package relay_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"syscall"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// firstFiles is how many files a folder has that is synced for the first time,
// of 20 KB that do not shrink.
const firstFiles = 10_000

// Each step of a first sync as the relay sees it, through HTTP to the disk and
// back: what is missing, the bytes, the acts, the history, the bytes again. The
// processor time of all of it, the sender's included, is given by step.
func BenchmarkFirstSync(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		o := newOffice(b)
		f := prepareFirst(o)
		b.StartTimer()
		spent := map[string]float64{}
		for _, step := range []struct {
			name string
			do   func()
		}{{"ask", f.ask}, {"put", f.put}, {"push", f.push}, {"pull", f.pull}, {"get", f.get}} {
			began := processorTime(b)
			step.do()
			spent[step.name] = processorTime(b) - began
		}
		for name, seconds := range spent {
			b.ReportMetric(seconds, name+"-cpu-s")
		}
		b.StopTimer()
		o.close()
		b.StartTimer()
	}
}

func processorTime(b *testing.B) float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return (time.Duration(used.Utime.Nano()) + time.Duration(used.Stime.Nano())).Seconds()
}

// firstSync is what a desk has ready for its first sync.
type firstSync struct {
	dana    *desk
	base    string
	client  engagement.ClientID
	refs    []engagement.BlobRef
	batches [][]byte
	pushes  [][]byte
}

func prepareFirst(o *office) *firstSync {
	dana := o.enrol(o.admin)
	m := dana.takeOn("Acme Ltd", "maria@acme.example")
	f := &firstSync{dana: dana, base: "/v1/blobs/" + string(m.client), client: m.client}
	noise := rand.NewChaCha8([32]byte{1})
	var batch []byte
	var in wire.PushRequest
	for i := range firstFiles {
		data := make([]byte, 20<<10)
		noise.Read(data)
		sum := blob.Sum(data)
		f.refs = append(f.refs, engagement.BlobRef(sum.String()))
		batch = wire.AppendFrame(batch, wire.Frame{Sum: sum, Data: data})
		in.Actions = append(in.Actions, dana.act(save(m, i, f.refs[i], len(data))))
		last := i+1 == firstFiles
		if len(in.Actions) == wire.MaxPush || last {
			f.batches, batch = append(f.batches, batch), nil
			raw, err := json.Marshal(in)
			if err != nil {
				o.t.Fatal(err)
			}
			f.pushes, in = append(f.pushes, raw), wire.PushRequest{}
		}
	}
	return f
}

func (f *firstSync) ask() {
	for at := 0; at < len(f.refs); at += wire.MaxPush {
		var out wire.MissingReply
		ask := f.refs[at:min(at+wire.MaxPush, len(f.refs))]
		f.dana.must(http.StatusOK, "POST", "/v1/blobs/missing", wire.MissingRequest{Client: f.client, Blobs: ask}, &out)
		if len(out.Blobs) != len(ask) {
			f.dana.o.t.Fatalf("%d files are missing", len(out.Blobs))
		}
	}
}

func (f *firstSync) put() {
	for _, batch := range f.batches {
		f.dana.must(http.StatusOK, "POST", f.base+"/batch", batch, nil)
	}
}

func (f *firstSync) push() {
	for _, raw := range f.pushes {
		var out wire.PushReply
		f.dana.must(http.StatusOK, "POST", "/v1/push", raw, &out)
		for _, res := range out.Results {
			if res.Outcome != wire.Accepted {
				f.dana.o.t.Fatalf("%+v", res)
			}
		}
	}
}

func (f *firstSync) pull() {
	if records, _, _ := f.dana.pull(0); len(records) < firstFiles {
		f.dana.o.t.Fatalf("%d events", len(records))
	}
}

func (f *firstSync) get() {
	for rest := f.refs; len(rest) > 0; {
		var body []byte
		f.dana.must(http.StatusOK, "POST", f.base+"/batch-get", wire.BatchGet{Blobs: rest[:min(wire.MaxAsk, len(rest))]}, &body)
		for len(body) > 0 {
			_, size := wire.ReadHead([wire.FrameHead]byte(body))
			body, rest = body[wire.FrameHead+size:], rest[1:]
		}
	}
}
