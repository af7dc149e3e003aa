package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// holdParts has the relay keep parts waiting until the answer is called.
func (l *line) holdParts() (release func()) {
	hold := make(chan struct{})
	release = sync.OnceFunc(func() { close(hold) })
	l.Cleanup(release)
	l.r.with(func() { l.r.holdParts = hold })
	return release
}

func (l *line) partsSent() (n int) {
	l.r.with(func() { n = len(l.r.parts) })
	return n
}

// A pause ends what is urgent too, between two parts: the act and its bytes wait, what colleagues do still
// comes, and once it is resumed only the rest is sent.
func TestAPauseStopsAnUploadThatAnActWaitsFor(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	release := l.holdParts()
	large := noise(7, 12*blob.PartSize)
	l.h.act("large", engagement.DocumentShared, body(large), large)
	l.link.Wake()
	l.until("its parts are on their way", func(s desk.Status) bool { return len(s.Transfers) == 1 })
	l.link.SetPace(desk.Pace{Paused: true})
	release()
	l.until("it stopped", func(s desk.Status) bool { return len(s.Transfers) == 0 })
	if err := l.link.Round(t.Context()); err != nil {
		t.Fatalf("a round while sending is paused: %v", err)
	}
	first := l.partsSent()
	if acts, _ := l.h.Outbox(1); first > 4 || len(acts) != 1 {
		t.Fatalf("%d of 12 parts were sent, %d acts wait", first, len(acts))
	}
	l.r.with(func() { l.r.puts = nil })
	l.link.SetPace(desk.Pace{})
	l.level()
	l.r.with(func() {
		if len(l.r.puts) != 12-first {
			t.Errorf("%d parts were there, and %d were sent then", first, len(l.r.puts))
		}
	})
}

// F9: a pause stops files and nothing else: an act without one, such as pulling back what should never have gone
// out, is at the relay at once. One that was made after an act with a file waits behind it, because the relay
// takes them in their order; so does an act of which the relay has the file already, since its file would go out.
func TestAPauseStopsFilesAndNoOtherAct(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	l.link.SetPace(desk.Pace{Paused: true})
	file := noise(11, 2*blob.PartSize) // of which the relay has every byte
	l.r.with(func() { l.r.blobs[string(client)+"/"+blob.Sum(file).String()] = file })
	l.h.act("pull-back", engagement.DocumentPulledBack, engagement.DocumentRef{Document: "D", Version: "wrong"})
	l.h.act("save", engagement.DocumentShared, body(file), file)
	l.h.act("note", engagement.NotePosted, engagement.MessageBody{Message: "M"})
	arrived := func(want int) {
		t.Helper()
		if err := l.link.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.r.with(func() {
			if got := len(l.r.records) - 4; got != want || len(l.r.puts) != 0 {
				t.Errorf("%d acts and %d files arrived, want %d and none", got, len(l.r.puts), want)
			}
		})
	}
	arrived(1)
	l.link.SetPace(desk.Pace{})
	l.level()
	if want := []string{"pull-back accepted ", "save accepted ", "note accepted "}; !slices.Equal(l.h.answers, want) {
		t.Errorf("the answers are %q", l.h.answers)
	}
}

// A large upload makes way between two parts, and goes on later with what is missing.
func TestALargeUploadMakesWay(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	release := l.holdParts()
	large := noise(8, 12*blob.PartSize)
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(large).String())}
	l.h.blobs[key.Blob] = large
	var way atomic.Bool
	ended := make(chan error, 1)
	go func() { ended <- l.link.Upload(context.Background(), key, way.Load) }()
	l.until("it has begun", func(s desk.Status) bool { return len(s.Transfers) == 1 })
	way.Store(true)
	release()
	if err := <-ended; !errors.Is(err, desk.ErrYielded) {
		t.Fatalf("it ended with %v", err)
	}
	sent := l.partsSent()
	l.r.with(func() { l.r.puts = nil })
	if err := l.link.Upload(context.Background(), key, nil); err != nil {
		t.Fatal(err)
	}
	l.r.with(func() {
		if sent > 4 || len(l.r.puts) != 12-sent || !bytes.Equal(l.r.blobs[string(client)+"/"+string(key.Blob)], large) {
			t.Errorf("%d parts were sent before it made way, %d after", sent, len(l.r.puts))
		}
	})
}

// rotten is bytes whose last part is lost.
type rotten struct{ memory }

func (r rotten) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) == r.Size() {
		return 0, fmt.Errorf("a bad sector: %w", desk.ErrNoBytes)
	}
	return r.memory.ReadAt(p, at)
}

// The bytes of a large act turn out to be damaged while they are sent: that act is answered, and those after
// it go on.
func TestDamagedBytesBlockNoOtherAct(t *testing.T) {
	l := connect(t)
	large, small := noise(9, 3*blob.PartSize), noise(10, 1000)
	l.h.act("damaged", engagement.DocumentShared, body(large), large)
	l.h.act("sound", engagement.DocumentShared, body(small), small)
	l.h.rotten = engagement.BlobRef(blob.Sum(large).String())
	l.run()
	l.level()
	l.r.with(func() {
		if len(l.r.records) != 4+1 || l.r.blobs[string(client)+"/"+blob.Sum(small).String()] == nil {
			t.Errorf("%d events arrived", len(l.r.records)-4)
		}
	})
	if len(l.h.answers) != 2 || l.h.answers[0] != "damaged refused "+engagement.CodeNoBlob {
		t.Errorf("the answers are %q", l.h.answers)
	}
}
