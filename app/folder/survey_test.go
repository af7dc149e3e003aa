package folder

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// askedIndex notes what it is asked, and how much it answered at once.
type askedIndex struct {
	*MemoryIndex
	folders []string
	most    int
	whole   int
}

func (x *askedIndex) Folder(mapping, at string) (map[string]Observation, []string, error) {
	files, below, err := x.MemoryIndex.Folder(mapping, at)
	x.folders, x.most = append(x.folders, at), max(x.most, len(files))
	return files, below, err
}

func (x *askedIndex) Each(mapping string, visit func(string, Observation) error) error {
	x.whole++
	return x.MemoryIndex.Each(mapping, visit)
}

// newLarge is a patient with some folders of files, and the index that it asks.
func newLarge(t *testing.T) (*patient, *askedIndex) {
	p := newPatient(t, false)
	index := &askedIndex{MemoryIndex: p.cfg.Index.(*MemoryIndex)}
	p.cfg.Index = index
	for d := range 4 {
		check(t, os.MkdirAll(filepath.Join(p.lane, fmt.Sprint("year ", d), "more"), 0o755))
		for f := range 10 {
			p.save(fmt.Sprint("year ", d, "/", f, ".pdf"), "one")
			p.save(fmt.Sprint("year ", d, "/more/", f, ".pdf"), "one")
		}
	}
	p.quiet()
	p.settleSample()
	*index = askedIndex{MemoryIndex: index.MemoryIndex}
	return p, index
}

// settleSample puts off what is read again for no reason.
func (p *patient) settleSample() {
	for _, wf := range p.order {
		wf.sample = p.clock.now.Add(time.Hour)
	}
	p.scanEverything()
}

func TestAnUnchangedFolderIsNotComparedAgain(t *testing.T) {
	p, index := newLarge(t)
	p.scanEverything()
	if len(index.folders) > 0 {
		t.Errorf("nothing changed, and the index was asked for %q", index.folders)
	}
	p.save("year 2/new.pdf", "two")
	p.scanEverything()
	if want := []string{"to-client/year 2/"}; !slices.Equal(index.folders, want) {
		t.Errorf("asked for %q, want %q", index.folders, want)
	}
	if len(p.pending) != 1 {
		t.Errorf("%d files are to be read, want the new one", len(p.pending))
	}
}

// However large a work file is, what is compared at once is one folder of it.
func TestALargeWorkFileIsComparedAFolderAtATime(t *testing.T) {
	p, index := newLarge(t)
	p.doubtViews()
	p.scanEverything()
	if len(index.folders) != 9 || index.whole > 0 || index.most > 10 {
		t.Errorf("asked for %q, %d times for everything, and got %d at once", index.folders, index.whole, index.most)
	}
}

func TestAFileThatIsAnObstacleDoesNotHaveTheOthersCompared(t *testing.T) {
	p, index := newLarge(t)
	p.save("year 0/more/empty.pdf", "")
	p.scanEverything()
	index.folders = nil
	p.scanEverything()
	if want := []string{"to-client/year 0/more/"}; !slices.Equal(index.folders, want) {
		t.Errorf("asked for %q, want %q", index.folders, want)
	}
	if got := p.files["acme"].board.get("to-client/year 0/more/empty.pdf").State; got != StateEmpty {
		t.Errorf("it is shown as %q", got)
	}
}

// A folder that went with all that is below it, and another that became a file.
func TestWhatWentWithItsFolderIsMissed(t *testing.T) {
	p, index := newLarge(t)
	check(t, os.RemoveAll(filepath.Join(p.lane, "year 1")))
	check(t, os.RemoveAll(filepath.Join(p.lane, "year 3", "more")))
	p.save("year 3/more", "a file by now")
	p.scanEverything()
	if got := len(p.files["acme"].absence.since); got != 30 {
		t.Errorf("%d files are missed, want 30", got)
	}
	if index.whole != 1 {
		t.Errorf("%d times all that is known was counted", index.whole)
	}
	p.clock.now = p.clock.now.Add(p.cfg.Timing.Gone)
	p.scanEverything()
	if h := p.files["acme"].absence.hold; h == nil || len(h.Missing) != 30 {
		t.Errorf("held is %+v", h)
	}
}
