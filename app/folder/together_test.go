package folder_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// slowSink takes many saves at once, and none while the gate is shut.
type slowSink struct {
	*foldertest.Sink
	gate chan struct{}
	mu   sync.Mutex
	most int // saves that came in one call
}

func (s *slowSink) Saved(v folder.Saved) error { return s.SavedAll([]folder.Saved{v})[0] }

func (s *slowSink) SavedAll(all []folder.Saved) []error {
	<-s.gate
	s.mu.Lock()
	s.most = max(s.most, len(all))
	s.mu.Unlock()
	errs := make([]error, len(all))
	for i, v := range all {
		if errs[i] = s.Sink.Saved(v); strings.HasPrefix(v.Rel, "bad") {
			errs[i] = errors.New("not this one")
		}
	}
	return errs
}

func (s *slowSink) mostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// What is found while a report is under way is reported in one go after it, and each save has an answer of
// its own.
func TestSavesThatWaitAreReportedTogether(t *testing.T) {
	sink := &slowSink{gate: make(chan struct{})}
	w := newWorld(t, func(c *folder.Config) { sink.Sink, c.Sink = c.Sink.(*foldertest.Sink), sink })
	for i := range 40 {
		w.save("To client", fmt.Sprintf("%02d.pdf", i), fmt.Sprint("save ", i))
	}
	w.save("To client", "bad.pdf", "refused")
	read := map[string]bool{}
	w.until("all were read and wait for the receiver", func() bool {
		for _, rel := range w.disk.reads() {
			read[rel] = true
		}
		return len(read) == 41
	})
	close(sink.gate)
	for i := range 40 {
		w.untilSaved(fmt.Sprintf("%02d.pdf", i), fmt.Sprint("save ", i))
	}
	w.until("the one that is refused says so", func() bool {
		return w.state(folder.ToClient, "bad.pdf").State == folder.StateRefused
	})
	if most := sink.mostAtOnce(); most < 10 {
		t.Errorf("at most %d saves came together", most)
	}
	if torn := w.sink.Torn(); len(torn) > 0 {
		t.Errorf("torn: %v", torn)
	}
}

// FM26, of one file: a read that does not come back takes its reader with it and nothing else. That goes
// for large files too, of which several at once leave room for a small one, also when they were small as
// they were seen first: a file that is being copied grows.
func TestAFileThatHangsHoldsUpNoOther(t *testing.T) {
	for name, grows := range map[string]bool{"large": false, "grown since it was listed": true} {
		t.Run(name, func(t *testing.T) {
			gate := make(chan struct{})
			defer close(gate)
			large := strings.Repeat("x", folder.SmallFile+1)
			var w *world
			ready := make(chan struct{})
			w = newWorld(t, func(c *folder.Config) {
				c.FS.(*disk).fails = func(what, rel string) error {
					switch {
					case !strings.Contains(rel, "stuck"):
					case what == "open" && grows:
						<-ready
						return os.WriteFile(filepath.Join(w.share, rel), []byte(large), 0o600)
					case what == "read":
						<-gate
						return io.ErrUnexpectedEOF
					}
					return nil
				}
			})
			close(ready)
			for i := range 5 {
				if grows {
					w.save("To client", fmt.Sprintf("stuck %d.bin", i), "x")
				} else {
					w.save("To client", fmt.Sprintf("stuck %d.bin", i), large)
				}
			}
			for i := range 20 {
				w.save("To client", fmt.Sprintf("%02d.pdf", i), fmt.Sprint("save ", i))
			}
			for i := range 20 {
				w.untilSaved(fmt.Sprintf("%02d.pdf", i), fmt.Sprint("save ", i))
			}
		})
	}
}
