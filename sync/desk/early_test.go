package desk_test

import (
	"testing"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// What a head start sent is not sent again, in whatever way it ended; parts that the relay has already are
// asked about and left alone.
func TestAHeadStartSendsNothingTwice(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	large := noise(8, 20*blob.PartSize)
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(large).String())}
	l.h.blobs[key.Blob] = large
	start := func() {
		e := l.link.SendEarly(t.Context(), client)
		for i := range 20 { // more than may wait: the rest is left out
			part := large[i*blob.PartSize : (i+1)*blob.PartSize]
			e.Part(blob.Sum(part), part)
		}
		l.until("some of it is there", func(desk.Status) bool { return l.partsSent() > 0 })
		e.Close()
	}
	start()
	start()
	first := l.partsSent()
	if err := l.link.Upload(t.Context(), key, nil); err != nil {
		t.Fatal(err)
	}
	l.r.with(func() {
		if len(l.r.puts) != 20 || string(l.r.blobs[string(client)+"/"+string(key.Blob)]) != string(large) {
			t.Errorf("%d parts had a head start, and 20 took %d calls", first, len(l.r.puts))
		}
	})
}

// A line that answers nothing, or may send nothing, holds up nobody who reads a file.
func TestAHeadStartWaitsForNoLine(t *testing.T) {
	part := noise(9, blob.PartSize)
	all := func(l *line) {
		e := l.link.SendEarly(t.Context(), client)
		for range 100 {
			e.Part(blob.Sum(part), part)
		}
		e.Close()
	}
	paused := connect(t)
	paused.run()
	paused.level()
	paused.link.SetPace(desk.Pace{Paused: true})
	all(paused)
	if n := paused.partsSent(); n != 0 {
		t.Errorf("%d parts were sent while sending was paused", n)
	}
	gone := connect(t)
	gone.r.Close()
	all(gone)
}
