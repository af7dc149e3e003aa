package desk_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

func noise(seed uint64, n int) []byte {
	data := make([]byte, n)
	r := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	r.Read(data)
	return data
}

func TestManySmallFilesGoUpTogether(t *testing.T) {
	l := connect(t)
	for i := range 150 {
		data := noise(uint64(i), 20<<10)
		l.h.act(engagement.ActionID(fmt.Sprint("save", i)), engagement.DocumentShared, body(data), data)
	}
	l.run()
	l.level()
	l.r.with(func() {
		if len(l.r.puts) > 4 {
			t.Errorf("150 small files took %d calls: %v", len(l.r.puts), l.r.puts)
		}
		if len(l.r.blobs) != 150 || len(l.r.records) != 4+150 {
			t.Errorf("%d files and %d events arrived", len(l.r.blobs), len(l.r.records)-4)
		}
	})
}

func TestOneSmallFileIsSentWithoutAQuestion(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	data := noise(1, 64<<10)
	l.h.act("one", engagement.DocumentShared, body(data), data)
	l.link.Wake()
	l.level()
	l.r.with(func() {
		if l.r.asked != 0 || !slices.Equal(l.r.puts, []string{"whole"}) {
			t.Errorf("%d questions, and %v was sent", l.r.asked, l.r.puts)
		}
	})
}

func TestWhatShrinksTravelsPacked(t *testing.T) {
	l := connect(t)
	table := bytes.Repeat([]byte("2025-03-14,Harbor Fuel,104.20\n"), 100_000)
	letter := noise(2, 100<<10)
	l.h.act("one", engagement.DocumentShared, body(table), table)
	l.h.act("two", engagement.DocumentShared, body(letter), letter)
	l.run()
	l.level()
	l.r.with(func() {
		if l.r.packed != 3 { // the parts of the table
			t.Errorf("%d bodies were packed, want 3", l.r.packed)
		}
		for _, data := range [][]byte{table, letter} {
			if got := l.r.blobs[string(client)+"/"+blob.Sum(data).String()]; !bytes.Equal(got, data) {
				t.Errorf("%d bytes arrived of %d", len(got), len(data))
			}
		}
	})
}

// A large upload that runs ahead of its act holds up nothing: what is urgent
// goes first, and the upload goes on beside it.
func TestASmallFileDoesNotWaitBehindALargeUpload(t *testing.T) {
	l := connect(t)
	large := noise(3, 12*blob.PartSize)
	l.h.blobs[engagement.BlobRef(blob.Sum(large).String())] = large
	hold := make(chan struct{})
	release := sync.OnceFunc(func() { close(hold) })
	t.Cleanup(release)
	l.r.with(func() { l.r.holdParts = hold })
	l.run()
	l.level()
	ended := make(chan error, 1)
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(large).String())}
	go func() { ended <- l.link.Upload(context.Background(), key, nil) }()
	l.until("the upload has begun", func(s desk.Status) bool { return len(s.Transfers) == 1 })
	small := noise(4, 64<<10)
	l.h.act("small", engagement.DocumentShared, body(small), small)
	l.link.Wake()
	l.level() // while every part of the large one is held
	l.r.with(func() {
		if l.r.blobs[string(client)+"/"+blob.Sum(small).String()] == nil {
			t.Error("the small file waits")
		}
	})
	release()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := l.link.Status(); len(got.Transfers) != 0 || len(got.Sending) != 0 {
		t.Errorf("it is still shown as on its way: %+v", got.Transfers)
	}
	if err := l.link.Upload(context.Background(), key, nil); err != nil {
		t.Errorf("what is there is sent again: %v", err)
	}
}

func TestSendingIsPausedAndResumesAtItsTime(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	l.link.SetPace(desk.Pace{Paused: true, Until: l.clock.Now().Add(time.Hour)})
	data := noise(5, 1000)
	l.h.act("one", engagement.DocumentShared, body(data), data)
	if err := l.link.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := l.link.Status(); !s.Paused || !s.Until.Equal(l.clock.Now().Add(time.Hour)) || len(l.r.puts) != 0 {
		t.Errorf("it is paused %v until %v, and %v was sent", s.Paused, s.Until, l.r.puts)
	}
	l.clock.advance(time.Hour + time.Second)
	l.link.Wake()
	l.level()
	if s := l.link.Status(); s.Paused || len(l.r.puts) != 1 {
		t.Errorf("it is paused %v, and %v was sent", s.Paused, l.r.puts)
	}
}

// At a set pace a file takes the time it takes: never less, and not much more.
func TestFilesKeepToThePace(t *testing.T) {
	l := connect(t)
	l.link.SetPace(desk.Pace{Up: 1 << 20})
	data := noise(6, 600<<10)
	began := time.Now()
	l.h.act("one", engagement.DocumentShared, body(data), data)
	l.run()
	l.level()
	if took := time.Since(began); took < 400*time.Millisecond {
		t.Errorf("600 KiB at 1 MiB a second took %v", took)
	}
}

func TestTimeLeftFollowsFromWhatWasSentThisTime(t *testing.T) {
	half := desk.Transfer{Sent: 50 << 20, Size: 100 << 20, Rate: 10 << 20}
	if left, ok := half.Left(); !ok || left != 5*time.Second {
		t.Errorf("%v left, %v", left, ok)
	}
	if _, ok := (desk.Transfer{Size: 10}).Left(); ok {
		t.Error("nothing was sent yet, and the time is told")
	}
}

// Somebody pauses a large upload over lunch. Nobody is told how long it takes meanwhile, and afterwards the time
// left is what it was.
func TestTheTimeLeftIsTheSameAfterAPause(t *testing.T) {
	for name, pause := range map[string]func(now time.Time) desk.Pace{
		"until somebody resumes": func(time.Time) desk.Pace { return desk.Pace{Paused: true} },
		"until a time":           func(now time.Time) desk.Pace { return desk.Pace{Paused: true, Until: now.Add(time.Hour)} },
		"while it costs by use":  func(time.Time) desk.Pace { return desk.Pace{Small: true} },
	} {
		t.Run(name, func(t *testing.T) {
			l := connect(t)
			l.run()
			l.level()
			l.link.BePatient(time.Hour)
			e := l.link.SendEarly(t.Context(), client, 12*blob.PartSize)
			defer e.Close()
			large := noise(11, 4*blob.PartSize)
			if _, err := cutUp(t, large, e.Part); err != nil {
				t.Fatal(err)
			}
			if err := e.Sent(); err != nil {
				t.Fatal(err)
			}
			left := func() (time.Duration, bool) { return l.link.Status().Transfers[0].Left() }
			l.clock.advance(4 * time.Second)
			if d, told := left(); !told || d != 8*time.Second {
				t.Fatalf("%v left, %v", d, told)
			}
			l.link.SetPace(pause(l.clock.Now()))
			l.clock.advance(30 * time.Minute)
			if d, told := left(); told {
				t.Errorf("while it waits it is said to take %v", d)
			}
			l.clock.advance(30 * time.Minute)
			if name != "until a time" { // it resumes by itself
				l.link.SetPace(desk.Pace{})
			}
			if d, told := left(); !told || d != 8*time.Second {
				t.Errorf("after the pause: %v left, %v", d, told)
			}
		})
	}
}

// A large file that comes says how far it is and how long the rest takes, also where it goes on from what an
// earlier try left; a small one is there before anybody could read that.
func TestAFileThatComesSaysHowFarItIs(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	large, small := noise(12, 8*blob.PartSize), noise(13, 1000)
	for _, data := range [][]byte{large, small} {
		l.r.with(func() { l.r.blobs[string(client)+"/"+blob.Sum(data).String()] = data })
	}
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(large).String())}
	take := func(from int64) func(io.Reader) error {
		return func(r io.Reader) error {
			if _, err := io.CopyN(io.Discard, r, 2*blob.PartSize); err != nil {
				return err
			}
			l.clock.advance(2 * time.Second)
			all := l.link.Status().Coming
			if len(all) != 1 || all[0].Key != key || all[0].Size != int64(len(large)) || all[0].Sent != from+2*blob.PartSize {
				t.Fatalf("from %d on it is shown as %+v", from, all)
			}
			want := time.Duration((int64(len(large))-all[0].Sent)/blob.PartSize) * time.Second
			if left, told := all[0].Left(); !told || left != want {
				t.Errorf("from %d on %v is left, %v; want %v", from, left, told, want)
			}
			return nil
		}
	}
	if err := l.link.Fetch(t.Context(), key, take(0)); err != nil {
		t.Fatal(err)
	}
	if err := l.link.FetchFrom(t.Context(), key, 4*blob.PartSize, take(4*blob.PartSize)); err != nil {
		t.Fatal(err)
	}
	key.Blob = engagement.BlobRef(blob.Sum(small).String())
	if err := l.link.Fetch(t.Context(), key, func(r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		if all := l.link.Status().Coming; len(all) != 0 {
			t.Errorf("a small file is shown as %+v", all)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if s := l.link.Status(); len(s.Coming) != 0 || len(s.Transfers) != 0 {
		t.Errorf("nothing travels, and it is shown as %+v %+v", s.Coming, s.Transfers)
	}
}

// All of a file came, and the desk ended before it kept it: the relay is asked for what follows, and there is nothing.
func TestADownloadOfWhichAllIsHereEnds(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	data := noise(14, 2*blob.PartSize)
	l.r.with(func() { l.r.blobs[string(client)+"/"+blob.Sum(data).String()] = data })
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(data).String())}
	rest, err := []byte(nil), error(nil)
	if err := l.link.FetchFrom(t.Context(), key, int64(len(data)), func(r io.Reader) error {
		rest, err = io.ReadAll(r)
		return err
	}); err != nil || len(rest) != 0 {
		t.Errorf("%d bytes follow, %v", len(rest), err)
	}
}
