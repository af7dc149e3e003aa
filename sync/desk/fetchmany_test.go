package desk_test

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// getBatch answers at most page blobs, and breaks off inside the last one as
// often as it was told to.
func (r *relay) getBatch(w http.ResponseWriter, req *http.Request) {
	var in wire.BatchGet
	read(req, &in)
	r.mu.Lock()
	r.puts = append(r.puts, "batch-get")
	breaks := r.breakOff > 0
	r.breakOff--
	var body []byte
	for _, ref := range in.Blobs[:min(len(in.Blobs), r.page)] {
		sum, _ := blob.Parse(string(ref))
		data, here := r.blobs[req.PathValue("client")+"/"+string(ref)]
		if !here || len(data) > blob.PartSize {
			body = wire.AppendHead(body, sum, wire.NotInBatch)
			continue
		}
		body = wire.AppendFrame(body, wire.Frame{Sum: sum, Data: data})
	}
	r.mu.Unlock()
	if breaks {
		w.Write(body[:len(body)-10])
		panic(http.ErrAbortHandler)
	}
	w.Write(body)
}

// put leaves bytes at the relay and answers their name.
func (r *relay) put(data []byte) engagement.BlobRef {
	ref := engagement.BlobRef(blob.Sum(data).String())
	r.with(func() { r.blobs[string(client)+"/"+string(ref)] = data })
	return ref
}

// Many small files come in few calls, in order, though the relay answers a few
// at a time and the line breaks.
func TestManySmallFilesComeDownTogether(t *testing.T) {
	l := connect(t)
	var refs, got []engagement.BlobRef
	contents := map[engagement.BlobRef][]byte{}
	for i := range 100 {
		data := noise(uint64(i), 20<<10)
		ref := l.r.put(data)
		refs, contents[ref] = append(refs, ref), data
	}
	large, gone := l.r.put(noise(7, blob.PartSize+1)), engagement.BlobRef(blob.Sum([]byte("gone")).String())
	asked := slices.Insert(slices.Clone(refs), 50, large, gone)
	l.r.with(func() { l.r.page, l.r.breakOff = 30, 3 })
	rest, err := l.link.FetchMany(t.Context(), client, asked, func(ref engagement.BlobRef, is blob.Checked) error {
		if !bytes.Equal(is.Bytes(), contents[ref]) {
			t.Errorf("%s comes as %d other bytes", ref, len(is.Bytes()))
		}
		got = append(got, ref)
		return nil
	})
	if err != nil || !slices.Equal(got, refs) {
		t.Errorf("%d of %d came in order: %v", len(got), len(refs), err)
	}
	if !slices.Equal(rest, []engagement.BlobRef{large, gone}) {
		t.Errorf("to be asked for alone: %v", rest)
	}
	l.r.with(func() {
		if n := len(l.r.puts); n > 5 {
			t.Errorf("%d calls", n)
		}
	})
}

// What take says ends the call, and bytes that do not fit their name never
// reach it.
func TestFilesThatComeDownTogetherFitTheirNames(t *testing.T) {
	l := connect(t)
	ref := l.r.put([]byte("right"))
	full := errors.New("the disk is full")
	if _, err := l.link.FetchMany(t.Context(), client, []engagement.BlobRef{ref}, func(engagement.BlobRef, blob.Checked) error { return full }); !errors.Is(err, full) {
		t.Errorf("a full disk: %v", err)
	}
	l.r.with(func() { l.r.blobs[string(client)+"/"+string(ref)] = []byte("wrong") })
	_, err := l.link.FetchMany(t.Context(), client, []engagement.BlobRef{ref}, func(engagement.BlobRef, blob.Checked) error {
		t.Error("other bytes were handed out")
		return nil
	})
	if !errors.Is(err, blob.ErrMismatch) {
		t.Errorf("other bytes: %v", err)
	}
}

// A line that is down ends the call after a few tries.
func TestFilesDoNotComeDownForEverOverABrokenLine(t *testing.T) {
	l := connect(t)
	ref := l.r.put(noise(1, 1000))
	l.r.with(func() { l.r.breakOff = 1000 })
	_, err := l.link.FetchMany(t.Context(), client, []engagement.BlobRef{ref}, func(engagement.BlobRef, blob.Checked) error {
		t.Error("half a file was handed out")
		return nil
	})
	if !errors.Is(err, desk.ErrUnreachable) {
		t.Errorf("the line broke: %v", err)
	}
}
