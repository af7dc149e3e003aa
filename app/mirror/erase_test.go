package mirror

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tieout/app/folder"
)

func TestWhatWasTakenBackMovesAndWhatWasErasedGoes(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a.pdf", "b.pdf", "c.pdf"} {
		w.put(name, "To client/"+name, "text of "+name)
	}
	w.write("Withdrawn/To client/a.pdf", "an older one")
	b := doc("b.pdf", "To client/b.pdf", "text of b.pdf")
	w.must(w.copy.Withdraw("a.pdf", "Withdrawn"), w.copy.Withdraw("a.pdf", "Withdrawn"), w.copy.Erase(b, "Withdrawn"), w.copy.Erase(b, "Withdrawn"))
	w.holds(map[string]string{
		"Withdrawn/To client/a.pdf": "an older one", "Withdrawn/To client/a (2).pdf": "text of a.pdf", "To client/c.pdf": "text of c.pdf",
	})
}

// H9: whatever became of a document before it was erased, its bytes leave the copy,
// and nothing else does.
func TestAnErasureReachesWhatWasTakenBackBefore(t *testing.T) {
	for name, before := range map[string]func(w *world){
		"at once":              func(*world) {},
		"after a restart":      func(w *world) { w.restart() },
		"the index was lost":   func(w *world) { w.index = folder.NewMemoryIndex(); w.restart() },
		"its times were reset": func(w *world) { w.must(os.Chtimes(filepath.Join(w.dir, "Withdrawn/a.pdf"), noon, noon)) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.put("a", "a.pdf", "personal data")
			w.put("b", "b.pdf", "another thing")
			w.must(w.copy.Withdraw("a", "Withdrawn"), w.copy.Withdraw("b", "Withdrawn"))
			w.holds(map[string]string{"Withdrawn/a.pdf": "personal data", "Withdrawn/b.pdf": "another thing"})
			before(w)
			w.must(w.copy.Erase(doc("a", "a.pdf", "personal data"), "Withdrawn"))
			w.holds(map[string]string{"Withdrawn/b.pdf": "another thing"})
		})
	}
}

func TestAnErasureReachesAnInterruptedDownload(t *testing.T) {
	w := newWorld(t)
	d := doc("a", "a.pdf", "personal data")
	broken := errors.New("the line broke")
	err := w.copy.Put(t.Context(), d, func(_ context.Context, _ int64, to io.Writer) error {
		_, err := io.WriteString(to, "personal")
		return errors.Join(broken, err)
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	w.must(w.copy.Erase(d, "Withdrawn"))
	w.holds(nil)
}

// A document that comes back to the client leaves Withdrawn, by a rename where its
// bytes are the same.
func TestADocumentComesBackFromWithdrawn(t *testing.T) {
	w := newWorld(t)
	w.put("a", "a.pdf", "one")
	w.must(w.copy.Withdraw("a", "Withdrawn"))
	w.put("a", "a.pdf", "one")
	w.holds(map[string]string{"a.pdf": "one"})
	w.must(w.copy.Withdraw("a", "Withdrawn"))
	w.put("a", "a.pdf", "two")
	w.holds(map[string]string{"a.pdf": "two"})
	if len(w.asked) != 2 {
		t.Errorf("fetched %d times, want 2", len(w.asked))
	}
}

// What was changed by hand is the person's, also when the document is erased; a
// touched file with the same bytes is not.
func TestAnErasureLeavesWhatPeopleWrote(t *testing.T) {
	w := newWorld(t)
	d := doc("a", "a.pdf", "personal data")
	w.put("a", "a.pdf", "personal data")
	w.write("a.pdf", "my own notes")
	w.must(w.copy.Erase(d, "Withdrawn"))
	w.holds(map[string]string{"a.pdf": "my own notes"})
	w.write("a.pdf", "personal data")
	w.must(os.Chtimes(filepath.Join(w.dir, "a.pdf"), time.Now(), noon), w.copy.Erase(d, "Withdrawn"))
	w.holds(nil)
}
