package folder_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// takingSink takes large files while they are read.
type takingSink struct {
	*foldertest.Sink
	room int // bytes of each first intake before it asks for the file again

	mu      sync.Mutex
	begun   []string
	again   int
	open    int
	kept    map[string]string
	states  []string        // all that was kept, in order
	doubted map[string]bool // of what was kept, by name
	refuse  error
}

type taking struct {
	s    *takingSink
	room int
	data bytes.Buffer
}

func (s *takingSink) Intake(v folder.Version, again bool) (folder.Intake, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse != nil {
		return nil, s.refuse
	}
	if v.SHA256 != "" || v.Size <= folder.SmallFile {
		return nil, errors.New("it was asked too late, or of a small file")
	}
	s.begun, s.open = append(s.begun, v.Rel), s.open+1
	if again {
		s.again++
		return &taking{s: s, room: 1 << 30}, nil
	}
	return &taking{s: s, room: s.room}, nil
}

func (i *taking) Write(p []byte) (int, error) {
	if i.data.Len()+len(p) > i.room {
		return 0, folder.ErrAgain
	}
	return i.data.Write(p)
}

func (i *taking) Sum() (string, error) {
	sum := sha256.Sum256(i.data.Bytes())
	return hex.EncodeToString(sum[:]), nil
}

func (i *taking) Close() error {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	i.s.open--
	return nil
}

func (s *takingSink) Saved(v folder.Saved) error {
	if v.Intake == nil {
		return s.Sink.Saved(v)
	}
	if sum, _ := v.Intake.Sum(); sum != v.SHA256 || v.SpoolPath != "" || v.Data != nil {
		return errors.New("it is announced as something else")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[v.Rel] = v.Intake.(*taking).data.String()
	s.states, s.doubted[v.Rel] = append(s.states, s.kept[v.Rel]), v.Doubted
	return nil
}

func (s *takingSink) has(rel string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[rel]
}

// refuses makes every intake fail from now on; nil ends that.
func (s *takingSink) refuses(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = err
}

func newTakingSink(room int) *takingSink {
	return &takingSink{room: room, kept: map[string]string{}, doubted: map[string]bool{}}
}

// instead has the desk report to it.
func (s *takingSink) instead(c *folder.Config) { s.Sink, c.Sink = c.Sink.(*foldertest.Sink), s }

// amid has somebody write a file once, between two pieces of its first copy.
func amid(base string, flag int, text string) func(*folder.Config) {
	var reads atomic.Int64
	return func(c *folder.Config) {
		c.FS.(*disk).fails = func(what, rel string) error {
			if what != "read" || !strings.HasSuffix(rel, "company.qbb") || reads.Add(1) != 3 { // its head, a piece, and now
				return nil
			}
			f, err := os.OpenFile(filepath.Join(base, "share", filepath.FromSlash(rel)), os.O_WRONLY|flag, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteString(text)
			return errors.Join(err, f.Close())
		}
	}
}

// A large file goes straight to who takes it, whole, and again from its beginning where that is asked for. What
// is offered for signature, and what begins to look like another file, comes by the spool.
func TestALargeFileIsTakenWhileItIsRead(t *testing.T) {
	large := strings.Repeat("0123456789abcdef", folder.SmallFile/4)
	for _, room := range []int{1 << 30, 300_000} {
		sink := newTakingSink(room)
		w := newWorld(t, sink.instead)
		w.save("To client", "small.pdf", pdf("small"))
		w.untilSaved("small.pdf", pdf("small"))
		w.save("To client", "company.qbb", large)
		w.until("it is kept", func() bool { return sink.has("company.qbb") == large })
		w.save("To client", "company.qbb", large+"more")
		w.until("it is kept anew", func() bool { return sink.has("company.qbb") == large+"more" })
		w.save("For signature", "part.pdf", pdf(large))
		w.until("it is offered", func() bool { return len(w.sink.AllOffered()) == 1 })
		w.save("To client", "return.pdf", pdf(large))
		w.until("it is kept", func() bool { return sink.has("return.pdf") == pdf(large) })
		w.save("To client", "return.pdf", encrypted(1)+large)
		w.until("what became something else waits", func() bool { return w.state(folder.ToClient, "return.pdf").State == folder.StateHeld })
		w.quiet()
		sink.mu.Lock()
		want, begun := map[bool]int{true: 3}[room < 1<<20], len(sink.begun)
		if sink.again != want || begun != 3+want || sink.open != 0 || sink.kept["return.pdf"] != pdf(large) {
			t.Errorf("room for %d: begun %v, %d again, %d left open", room, sink.begun, sink.again, sink.open)
		}
		sink.mu.Unlock()
	}
}

// FM06, FM15: nothing is kept of a file that somebody writes while it is taken, and what cannot be taken says so
// and is taken later.
func TestNothingIsKeptOfAFileThatIsNotFinished(t *testing.T) {
	large := strings.Repeat("x", 8*folder.SmallFile)
	sink := newTakingSink(1 << 30)
	base := t.TempDir()
	w := worldAt(t, base, sink.instead, amid(base, os.O_APPEND, "more"))
	w.save("To client", "company.qbb", large)
	w.until("the finished one is kept", func() bool { return sink.has("company.qbb") != "" })
	if sink.has("company.qbb") != large+"more" {
		t.Error("what was kept is none of its finished states")
	}
	sink.mu.Lock()
	if len(sink.begun) < 2 {
		t.Errorf("it was begun %d times: the story did not happen", len(sink.begun))
	}
	sink.mu.Unlock()
	sink.refuses(errors.New("the engagement is not here yet"))
	w.save("To client", "other.qbb", large)
	w.until("it says so", func() bool { return w.state(folder.ToClient, "other.qbb").State == folder.StateRefused })
	sink.refuses(nil)
	w.until("it is kept", func() bool { return sink.has("other.qbb") == large })
}

// FM06, FM15: of a file that somebody replaces with as many other bytes between two pieces of the copy, nothing
// is kept that is half of each.
func TestALargeFileThatIsReplacedWhileItIsTakenIsNotKeptMixed(t *testing.T) {
	before, after := strings.Repeat("x", 8*folder.SmallFile), strings.Repeat("y", 8*folder.SmallFile)
	sink := newTakingSink(1 << 30)
	base := t.TempDir()
	w := worldAt(t, base, sink.instead, amid(base, 0, after))
	w.save("To client", "company.qbb", before)
	w.until("the new one is kept", func() bool { return sink.has("company.qbb") == after })
	sink.mu.Lock()
	defer sink.mu.Unlock()
	for _, state := range sink.states {
		if state != before && state != after {
			t.Errorf("%d bytes were kept that nobody left there", len(state))
		}
	}
	if len(sink.begun) < 2 {
		t.Errorf("it was begun %d times: the story did not happen", len(sink.begun))
	}
}
