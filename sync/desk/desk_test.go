package desk_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/proof"
	"tieout/sync/wire"
)

// line is a running desk and its relay.
type line struct {
	*testing.T
	r     *relay
	h     *home
	clock *clock
	link  *desk.Link
	moved chan struct{}
}

func connect(t *testing.T) *line {
	l := &line{T: t, r: newRelay(t), h: newHome(t), clock: newClock(), moved: make(chan struct{}, 1)}
	id, err := desk.Enrol(t.Context(), l.r.Client(), l.r.URL, "GOOD-CODE", "Dana's laptop", l.h.key)
	if err != nil {
		t.Fatal(err)
	}
	l.link, err = desk.New(desk.Config{
		Identity: id, Key: l.h.key, Home: l.h, HTTP: l.r.Client(), Clock: l.clock,
		Changed: func() {
			select {
			case l.moved <- struct{}{}:
			default:
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// run keeps the line until the test ends.
func (l *line) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); l.link.Run(ctx) }()
	l.Cleanup(func() { cancel(); <-done; l.r.Close() })
}

// until waits for a condition of the line's status.
func (l *line) until(what string, is func(desk.Status) bool) desk.Status {
	l.Helper()
	deadline := time.After(20 * time.Second)
	for {
		if s := l.link.Status(); is(s) {
			return s
		}
		select {
		case <-l.moved:
		case <-time.After(5 * time.Millisecond):
		case <-deadline:
			l.Fatalf("never: %s; the line is %+v", what, l.link.Status())
		}
	}
}

func (l *line) level() desk.Status {
	l.Helper()
	return l.until("level with the relay", func(s desk.Status) bool {
		l.r.mu.Lock()
		head := uint64(len(l.r.records))
		l.r.mu.Unlock()
		acts, err := l.h.Outbox(1)
		return err == nil && len(acts) == 0 && !s.Busy && !s.Level.IsZero() && s.Cursor == head
	})
}

func TestADeskJoinsAndHasTheHistory(t *testing.T) {
	l := connect(t)
	l.r.page = 3
	l.h.confirming = func(b desk.Batch) {
		if head := l.link.Status().Head; head != b.Head {
			t.Errorf("of %d events come in, the line knows of %d", b.Head, head)
		}
	}
	l.run()
	s := l.level()
	if s.State != desk.Online || s.Cursor != 4 || len(l.h.records) != 4 {
		t.Errorf("after joining: %+v, %d records", s, len(l.h.records))
	}
	if l.h.confirms < 2 {
		t.Error("a history of more than one page came in one")
	}
}

func TestAWrongCodeIsSaid(t *testing.T) {
	r, h := newRelay(t), newHome(t)
	defer r.Close()
	_, err := desk.Enrol(t.Context(), r.Client(), r.URL, "BAD", "laptop", h.key)
	var remote *wire.Error
	if !errors.As(err, &remote) || remote.Code != wire.CodeBadCode {
		t.Errorf("a wrong code: %v", err)
	}
}

func TestOnlyThisComputerIsReachedInTheClear(t *testing.T) {
	for address, want := range map[string]bool{
		"https://relay.example.com":       true,
		"https://relay.example.com:8443/": true,
		"http://127.0.0.1:9000":           true,
		"http://[::1]:9000":               true,
		"http://localhost:9000":           true,
		"http://relay.example.com":        false,
		"http://10.0.0.7":                 false,
		"http://localhost.example.com":    false,
		"https://user:secret@relay":       false,
		"ftp://127.0.0.1":                 false,
		"relay.example.com":               false,
		"":                                false,
	} {
		if _, err := desk.CheckAddress(address); (err == nil) != want {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestActsGoUpInOrderAfterTheirBytes(t *testing.T) {
	l := connect(t)
	small, large := []byte("a small file"), bytes.Repeat([]byte("0123456789abcdef"), 200_000)
	copy(large[blob.PartSize:], "another part")
	l.h.act("one", engagement.DocumentShared, body(small), small)
	l.h.act("two", engagement.DraftAssembled, body(large), large)
	l.h.act("three", engagement.DraftSubmitted, engagement.DraftRef{})
	l.run()
	l.level()
	var order []string
	for _, rec := range l.h.records[4:] {
		e, err := rec.Decode()
		if err != nil {
			t.Fatal(err)
		}
		order = append(order, string(e.ID))
	}
	if !slices.Equal(order, []string{"one", "two", "three"}) {
		t.Errorf("the history has %v", order)
	}
	if got := l.r.blobs[string(client)+"/"+blob.Sum(large).String()]; !bytes.Equal(got, large) {
		t.Errorf("the large file arrived with %d bytes", len(got))
	}
}

func body(data []byte) engagement.DocumentBody {
	return engagement.DocumentBody{Document: "D", Blob: engagement.BlobRef(blob.Sum(data).String()), Size: int64(len(data))}
}

func TestAnInterruptedUploadSendsOnlyWhatIsMissing(t *testing.T) {
	l := connect(t)
	large := make([]byte, 5*blob.PartSize)
	for i := range large {
		large[i] = byte(i >> 20)
	}
	for _, part := range []int{0, 1, 3} {
		data := large[part*blob.PartSize : (part+1)*blob.PartSize]
		l.r.parts[string(client)+"/"+blob.Sum(data).String()] = data
	}
	l.h.act("one", engagement.DocumentShared, body(large), large)
	l.run()
	l.level()
	if len(l.r.puts) != 2 {
		t.Errorf("%d parts were sent, want the two that were missing", len(l.r.puts))
	}
}

func TestALostReplyRepeatsNothing(t *testing.T) {
	l := connect(t)
	l.r.lose = 2
	l.h.act("one", engagement.DraftSubmitted, engagement.DraftRef{})
	l.run()
	l.until("a failed round", func(s desk.Status) bool { return s.State == desk.Offline })
	for range 4 {
		l.clock.advance(time.Minute)
	}
	l.link.Wake()
	l.level()
	if n := len(l.r.records); n != 5 {
		t.Errorf("the history has %d events, want 5", n)
	}
}

func TestARefusedActIsAnsweredAndTheNextGoesOn(t *testing.T) {
	l := connect(t)
	l.r.refuse[engagement.DraftApproved] = engagement.Refusal{Code: engagement.CodeSuperseded, Message: "A newer draft replaced this one."}
	l.h.act("approve", engagement.DraftApproved, engagement.ApprovalBody{})
	l.h.act("note", engagement.NotePosted, engagement.MessageBody{Message: "M"})
	l.run()
	l.level()
	if want := []string{"approve refused superseded", "note accepted "}; !slices.Equal(l.h.answers, want) {
		t.Errorf("answers are %q, want %q", l.h.answers, want)
	}
}

func TestAnActWithoutItsBytesDoesNotBlockTheOthers(t *testing.T) {
	l := connect(t)
	gone := []byte("gone")
	l.h.act("shared", engagement.DocumentShared, body(gone), gone)
	l.h.act("note", engagement.NotePosted, engagement.MessageBody{Message: "M"})
	clear(l.h.blobs)
	l.run()
	l.level()
	if want := []string{"shared refused no-blob", "note accepted "}; !slices.Equal(l.h.answers, want) {
		t.Errorf("answers are %q, want %q", l.h.answers, want)
	}
}

func TestHiddenEventsAreCountedAndProven(t *testing.T) {
	l := connect(t)
	l.r.with(func() {
		for i := range 6 {
			l.r.add(l.r.portal, engagement.Header{
				ID: engagement.EventID(fmt.Sprint("secret", i)), Stream: "engagement/secret", Action: "a", Part: 1, Of: 1,
				By: engagement.Relay, Device: "K-portal", Kind: engagement.StatusShown, Body: raw(engagement.StatusShownBody{}),
			}, nil)
			l.r.hidden[uint64(len(l.r.records))] = i != 3
		}
	})
	l.run()
	l.level()
	if l.h.hidden != 5 || len(l.h.records) != 5 {
		t.Errorf("%d hidden and %d visible, want 5 and 5", l.h.hidden, len(l.h.records))
	}

	l.r.with(func() { clear(l.r.hidden); l.r.page = 2 }) // somebody let us in
	l.h.mu.Lock()
	l.h.ask = true
	l.h.mu.Unlock()
	if err := l.link.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if l.h.hidden != 0 || len(l.h.records) != 10 {
		t.Errorf("afterwards %d hidden and %d visible, want none and 10", l.h.hidden, len(l.h.records))
	}
}

func TestHistoryThatDoesNotVerifyIsNotTaken(t *testing.T) {
	_, other, _ := ed25519.GenerateKey(nil)
	for name, corrupt := range map[string]func(*wire.PullReply){
		"a changed header": func(p *wire.PullReply) {
			p.Records[2].Header = bytes.Replace(p.Records[2].Header, []byte("partner"), []byte("manager"), 1)
		},
		"a changed private":  func(p *wire.PullReply) { p.Records[0].Private = append(p.Records[0].Private, ' ') },
		"a changed time":     func(p *wire.PullReply) { p.Records[1].Received = p.Records[1].Received.Add(time.Second) },
		"a missing event":    func(p *wire.PullReply) { p.Records = slices.Delete(p.Records, 1, 2) },
		"a forged signature": func(p *wire.PullReply) { p.Records[2].Sig[0] ^= 1 },
		"another log key": func(p *wire.PullReply) {
			p.Checkpoint = proof.Checkpoint{Firm: firm, Epoch: "E1", Size: p.Through}.Sign(other)
		},
		"a checkpoint too late": func(p *wire.PullReply) { p.Through--; p.Records = p.Records[:3] },
		"an answer to another":  func(p *wire.PullReply) { p.After++ },
		"hidden without proof": func(p *wire.PullReply) {
			p.Records = p.Records[:3]
			p.Hidden = []wire.Hidden{{From: 4, To: 4, Leaves: [][]byte{make([]byte, 32)}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := connect(t)
			l.r.corrupt = corrupt
			l.run()
			s := l.until("distrust", func(s desk.Status) bool { return !s.Busy && s.Err != nil })
			if s.State != desk.Distrusted || !errors.Is(s.Err, desk.ErrDistrusted) {
				t.Errorf("the line is %s: %v", s.State, s.Err)
			}
			if len(l.h.records) != 0 {
				t.Errorf("%d events were taken", len(l.h.records))
			}
		})
	}
}

func TestARelayThatLostHistoryIsDistrusted(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	l.r.with(func() { l.r.records = l.r.records[:3] })
	l.link.Wake()
	l.until("distrust", func(s desk.Status) bool { return s.State == desk.Distrusted })
}

func TestARestoredRelayGetsBackWhatItLost(t *testing.T) {
	l := connect(t)
	l.run()
	for i := range 30 {
		l.h.act(engagement.ActionID(fmt.Sprint("act", i)), engagement.NotePosted, engagement.MessageBody{Message: "M"})
	}
	l.link.Wake()
	l.level()
	l.r.with(func() { // yesterday's backup, and somebody worked on it since
		l.r.records = l.r.records[:14]
		clear(l.r.results)
		l.r.epoch = "E2"
		for range 3 {
			l.r.add(l.r.portal, engagement.Header{
				ID: engagement.EventID(fmt.Sprint("new", len(l.r.records))), Stream: engagement.FirmStream, Action: "a", Part: 1, Of: 1,
				By: engagement.Relay, Device: "K-portal", Kind: engagement.EpochStarted, Body: raw(engagement.EpochStartedBody{Epoch: "E2", After: 14}),
			}, nil)
		}
	})
	l.link.Wake()
	l.until("a rewind", func(desk.Status) bool { l.h.mu.Lock(); defer l.h.mu.Unlock(); return len(l.h.rewound) > 0 })
	l.level()
	if at := l.h.rewound[0]; at > 14 {
		t.Errorf("it went back to %d, which is after the backup", at)
	}
	acts := map[string]bool{}
	for _, rec := range l.r.records {
		e, err := rec.Decode()
		if err != nil {
			t.Fatal(err)
		}
		acts[string(e.ID)] = true
	}
	for i := range 30 {
		if !acts[fmt.Sprint("act", i)] {
			t.Errorf("act %d was lost", i)
		}
	}
}

func TestADownloadGoesOnWhereItBroke(t *testing.T) {
	l := connect(t)
	defer l.r.Close()
	data := bytes.Repeat([]byte("all of it, "), 50_000)
	key := desk.BlobKey{Client: client, Blob: engagement.BlobRef(blob.Sum(data).String())}
	l.r.blobs[string(client)+"/"+string(key.Blob)] = data
	l.r.breakOff = 3
	err := l.link.Fetch(t.Context(), key, func(r io.Reader) error {
		got, err := io.ReadAll(r)
		if !bytes.Equal(got, data) {
			t.Errorf("%d bytes arrived, want %d", len(got), len(data))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWithdrawnAccessIsSaid(t *testing.T) {
	l := connect(t)
	l.r.revoked = true
	l.run()
	l.until("revoked", func(s desk.Status) bool { return s.State == desk.Revoked })
}

func TestAHintBringsNewsAtOnceAndSilenceFallsBackToPolling(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	<-l.r.silent
	l.r.with(func() { l.news("first") })
	l.r.hints <- 5
	l.until("the hinted event", func(s desk.Status) bool { return s.Cursor == 5 })

	l.r.with(func() { l.news("second") }) // and nobody says so
	for l.link.Status().Cursor != 6 {
		l.clock.advance(10 * time.Second)
		select {
		case <-l.moved:
		case <-time.After(time.Millisecond):
		}
		if l.clock.Now().Sub(time.Unix(1_800_000_000, 0)) > 24*time.Hour {
			t.Fatal("a silent relay was never asked")
		}
	}
}

func (l *line) news(id string) {
	l.r.add(l.r.portal, engagement.Header{
		ID: engagement.EventID(id), Stream: "client/C1", Action: "a", Part: 1, Of: 1, By: engagement.Relay, Device: "K-portal",
		Kind: engagement.StatusShown, Body: raw(engagement.StatusShownBody{}),
	}, nil)
}

func TestADeskThatFilesSaysSo(t *testing.T) {
	l := connect(t)
	l.run()
	l.level()
	l.link.SetFiling([]engagement.RootID{"clients"})
	l.untilToldLast(1)
}

func (l *line) untilToldLast(filing int) {
	l.Helper()
	l.until("a word about filing", func(desk.Status) bool {
		l.r.mu.Lock()
		defer l.r.mu.Unlock()
		n := len(l.r.presence)
		return n > 0 && l.r.presence[n-1] == filing
	})
}

// What changes while the relay is being told is told at once as well, and not with the next sign of life.
func TestADeskThatBeginsToFileWhileItSaysThatItDoesNot(t *testing.T) {
	l := connect(t)
	l.r.with(func() { l.r.told = func() { l.link.SetFiling([]engagement.RootID{"clients"}) } })
	l.run()
	l.untilToldLast(1)
}

// A relay that is gone is known to be only once it was asked, and what is said of it gives nothing away.
func TestARelayThatIsGone(t *testing.T) {
	l := connect(t)
	l.r.Close()
	if !l.link.MayAnswer() {
		t.Error("nobody has asked the relay, and it is said not to answer")
	}
	l.run()
	s := l.until("offline", func(s desk.Status) bool { return s.State == desk.Offline && s.Err != nil })
	if l.link.MayAnswer() {
		t.Error("the relay did not answer, and is said to")
	}
	if text := s.Err.Error(); strings.Contains(text, "token") || strings.Contains(text, "/v1/") {
		t.Errorf("the error says %q", text)
	}
}
