package folder

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
)

// record is one FILE_NOTIFY_INFORMATION as Windows writes it, padded to four bytes.
func record(action uint32, rel string, last bool) []byte {
	name := utf16.Encode([]rune(rel))
	b := make([]byte, changeHeader+2*len(name), changeHeader+2*len(name)+2)
	binary.LittleEndian.PutUint32(b[4:], action)
	binary.LittleEndian.PutUint32(b[8:], uint32(2*len(name)))
	for i, u := range name {
		binary.LittleEndian.PutUint16(b[changeHeader+2*i:], u)
	}
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	if !last {
		binary.LittleEndian.PutUint32(b, uint32(len(b)))
	}
	return b
}

func TestWhatWindowsTellsOfASubtree(t *testing.T) {
	buf := record(winAdded, `Clients\Acme Ltd\To client\Rechnung Ä.pdf`, false)
	buf = append(buf, record(winRenamedOld, `a`, false)...)
	buf = append(buf, record(winRenamedNew, "📎.pdf", true)...)
	var got []string
	whole := eachChange(buf, func(action uint32, rel string) { got = append(got, fmt.Sprint(action, " ", rel)) })
	if want := `1 Clients\Acme Ltd\To client\Rechnung Ä.pdf|4 a|5 📎.pdf`; !whole || strings.Join(got, "|") != want {
		t.Errorf("whole: %v, got %q", whole, got)
	}
}

func FuzzChangeRecords(f *testing.F) {
	f.Add(append(record(winAdded, "a.pdf", false), record(winModified, "b.pdf", true)...))
	f.Add([]byte{})
	f.Add(record(winAdded, "a.pdf", false)) // points behind its end
	f.Add([]byte{8, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'a', 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		eachChange(b, func(uint32, string) { n++ })
		if n > len(b)/changeHeader {
			t.Errorf("%d changes in %d bytes", n, len(b))
		}
	})
}

func TestWhatFollowsFromTheAnswersOfAWatch(t *testing.T) {
	for _, c := range []struct {
		code  uint32
		bytes int
		there bool
		want  watchStep
	}{
		{0, 40, true, watchTell},
		{0, 0, true, watchLost}, // more than 64 KiB at once, told by this computer
		{winNotifyEnumDir, 0, true, watchLost},
		{winMoreData, 0, true, watchLost},
		{winWaitTimeout, 0, true, watchIdle},
		{winWaitTimeout, 0, false, watchReopen}, // renamed away, or replaced
		{winAborted, 0, true, watchReopen},
		{winAccessDenied, 0, true, watchReopen}, // the folder was deleted
		{59, 0, true, watchReopen},              // ERROR_UNEXP_NET_ERR
		{64, 0, true, watchReopen},              // ERROR_NETNAME_DELETED: the connection broke
		{1236, 0, true, watchReopen},            // ERROR_CONNECTION_ABORTED
	} {
		if got := winWatch(c.code, c.bytes, func() bool { return c.there }); got != c.want {
			t.Errorf("code %d, %d bytes, there %v: %d, want %d", c.code, c.bytes, c.there, got, c.want)
		}
	}
	for code, want := range map[uint32]error{
		winInvalidFunction: ErrNoNotices, winNotSupported: ErrNoNotices, winInvalidParameter: ErrNoNotices,
		winPathNotFound: fs.ErrNotExist, winAccessDenied: fs.ErrPermission,
	} {
		if got := winWatchError(code); !errors.Is(got, want) {
			t.Errorf("beginning a watch answers %d: %v, want %v", code, got, want)
		}
	}
	if winWatchError(64) == nil {
		t.Error("an unknown code is no error")
	}
}

// script is a system that answers as told. Each folder that is opened is the next of its handles.
type script struct {
	mu      sync.Mutex
	handles []*scripted
	opened  int
	refuse  int // so many attempts to open fail first
	pauses  chan time.Time
}

// scripted is one handle of the script.
type scripted struct {
	answers chan answer
	stopped chan struct{}
	moved   bool
	closed  bool
}

type answer struct {
	records []byte
	code    uint32
}

func newScripted() *scripted {
	return &scripted{answers: make(chan answer), stopped: make(chan struct{})}
}

func (s *scripted) Arm() uint32   { return 0 }
func (s *scripted) Current() bool { return !s.moved }
func (s *scripted) Stop()         { close(s.stopped) }
func (s *scripted) Close()        { s.closed = true }

func (s *scripted) Wait() ([]byte, uint32) {
	select {
	case a := <-s.answers:
		return a.records, a.code
	case <-s.stopped:
		return nil, winAborted
	}
}

func (s *script) open(string) (subtree, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse > 0 || s.opened == len(s.handles) {
		s.refuse--
		return nil, fs.ErrNotExist
	}
	s.opened++
	return s.handles[s.opened-1], nil
}

func newScript(handles int) (*script, *treeWatcher) {
	s := &script{pauses: make(chan time.Time)}
	for range handles {
		s.handles = append(s.handles, newScripted())
	}
	w := newTreeWatcher(s.open)
	w.after = func(time.Duration) <-chan time.Time { return s.pauses }
	return s, w
}

// next waits for the watcher to say something.
func next(t *testing.T, w *treeWatcher) ([]Hint, bool) {
	t.Helper()
	select {
	case <-w.Wake():
		return w.Take()
	case <-time.After(20 * time.Second):
		t.Fatal("waited in vain for the watcher")
		return nil, false
	}
}

func TestOneHandleTellsOfEverythingBelow(t *testing.T) {
	s, w := newScript(1)
	if err := w.Add("/share"); err != nil || !w.Deep() {
		t.Fatal(err)
	}
	if w.Add("/share") != nil || s.opened != 1 {
		t.Error("a folder added twice is opened twice")
	}
	s.handles[0].answers <- answer{records: record(winModified, `Acme\To client\a.pdf`, true)}
	hints, lost := next(t, w)
	if want := (Hint{Path: "/share/Acme/To client/a.pdf", Wrote: true}); lost || len(hints) != 1 || hints[0] != want {
		t.Errorf("lost: %v, told %+v", lost, hints)
	}
	s.handles[0].answers <- answer{code: winNotifyEnumDir}
	if hints, lost = next(t, w); !lost || len(hints) != 0 {
		t.Errorf("an overflow is told as %+v, lost: %v", hints, lost)
	}
	s.handles[0].answers <- answer{records: record(winAdded, "b.pdf", false)}
	for lost = false; !lost; { // or waits in vain: records that are not whole are believed
		_, lost = next(t, w)
	}
	s.handles[0].answers <- answer{code: winWaitTimeout}
	if w.Close(); !s.handles[0].closed {
		t.Error("the handle is left open")
	}
}

// FM26: a watch dies with the connection and nobody notices.
func TestAWatchThatDiesIsBegunAgain(t *testing.T) {
	const netnameDeleted = 64
	for what, end := range map[string]func(h *scripted){
		"the connection breaks":       func(h *scripted) { h.answers <- answer{code: netnameDeleted} },
		"another folder is there now": func(h *scripted) { h.moved = true; h.answers <- answer{code: winWaitTimeout} },
		"a thread took it with it":    func(h *scripted) { h.answers <- answer{code: winAborted} },
	} {
		t.Run(what, func(t *testing.T) {
			s, w := newScript(2)
			if err := w.Add("/share"); err != nil {
				t.Fatal(err)
			}
			s.refuse = 1
			end(s.handles[0])
			if _, lost := next(t, w); !lost {
				t.Error("nobody is told that changes may be missed")
			}
			s.pauses <- time.Time{} // in vain
			s.pauses <- time.Time{}
			if _, lost := next(t, w); !lost {
				t.Error("nobody is told to look at what happened between the two watches")
			}
			s.handles[1].answers <- answer{records: record(winAdded, "a.pdf", true)}
			if hints, _ := next(t, w); len(hints) != 1 || !hints[0].Arrived {
				t.Errorf("told %+v", hints)
			}
			w.Remove("/share")
			w.Close()
			if !s.handles[0].closed || !s.handles[1].closed {
				t.Error("a handle is left open")
			}
		})
	}
}

func TestAWatcherEndsWhileItCannotWatch(t *testing.T) {
	s, w := newScript(1)
	if err := w.Add("/share"); err != nil {
		t.Fatal(err)
	}
	s.handles[0].answers <- answer{code: winAccessDenied}
	next(t, w)
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.Add("/share"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
