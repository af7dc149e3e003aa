package mirror

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tieout/app/folder"
)

// world is a folder with the copy of something.
type world struct {
	t     *testing.T
	dir   string
	index folder.Index
	copy  *Copy
	asked []int64 // offsets that were fetched from
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, dir: filepath.Join(t.TempDir(), "copy"), index: folder.NewMemoryIndex()}
	w.open()
	return w
}

func (w *world) open() {
	w.t.Helper()
	c, err := w.again("engagement")
	if err != nil {
		w.t.Fatal(err)
	}
	w.copy = c
	w.t.Cleanup(func() { _ = c.Close() }) // a second close after a restart
}

// noon is the time in the names of what is set aside.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func (w *world) again(about string) (*Copy, error) {
	return Open(w.dir, about, w.index, func() time.Time { return noon })
}

func (w *world) restart() {
	w.t.Helper()
	if err := w.copy.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open()
}

func doc(id, path, text string) Doc {
	sum := sha256.Sum256([]byte(text))
	return Doc{ID: id, Path: path, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(text))}
}

func (w *world) fetch(text string) Fetch {
	return func(_ context.Context, from int64, to io.Writer) error {
		w.asked = append(w.asked, from)
		_, err := io.WriteString(to, text[from:])
		return err
	}
}

func (w *world) put(id, path, text string) {
	w.t.Helper()
	if err := w.copy.Put(w.t.Context(), doc(id, path, text), w.fetch(text)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) write(path, text string) {
	w.t.Helper()
	at := filepath.Join(w.dir, path)
	if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.RemoveAll(at), os.WriteFile(at, []byte(text), 0o644)); err != nil {
		w.t.Fatal(err)
	}
}

// holds says exactly which files the folder has, and what is in them; the time
// in the names of what was set aside is left out.
func (w *world) holds(want map[string]string) {
	w.t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == markerName {
			return err
		}
		raw, err := os.ReadFile(path)
		rel, _ := filepath.Rel(w.dir, path) // it is below
		rel = strings.Replace(rel, " (changed here 2026-03-02 12.00)", " (changed here)", 1)
		got[filepath.ToSlash(rel)] = string(raw)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for name, text := range want {
		if have, ok := got[name]; !ok || have != text {
			w.t.Errorf("%s has %q, want %q", name, have, text)
		}
		delete(got, name)
	}
	for name := range got {
		w.t.Errorf("%s should not be there", name)
	}
}

func TestVersionsTakeTheOldOnesPlace(t *testing.T) {
	w := newWorld(t)
	w.put("1", "To client/letter.pdf", "one")
	w.put("1", "To client/letter.pdf", "two")
	w.put("2", "To client/2025/return.pdf", "return")
	w.restart()
	w.put("1", "To client/letter.pdf", "three")
	w.put("1", "To client/letter.pdf", "three")
	w.holds(map[string]string{"To client/letter.pdf": "three", "To client/2025/return.pdf": "return"})
	if len(w.asked) != 4 {
		t.Errorf("fetched %d times, want 4", len(w.asked))
	}
}

func TestADocumentThatMovesLeavesNothingBehind(t *testing.T) {
	w := newWorld(t)
	w.put("1", "From client/W-2.pdf", "w2")
	w.put("1", "From client/Payroll/W-2.pdf", "w2")
	w.holds(map[string]string{"From client/Payroll/W-2.pdf": "w2"})
}

// What somebody changed or put there is never overwritten and never removed.
func TestWhatPeopleDidIsSetAside(t *testing.T) {
	w := newWorld(t)
	w.write("a.pdf", "was there before")
	w.put("a", "a.pdf", "document a")
	w.put("b", "b.pdf", "document b")
	w.write("b.pdf", "changed by hand")
	w.put("b", "b.pdf", "document b, again")
	w.put("c", "c.pdf", "document c")
	w.write("c.pdf", "changed too")
	if err := w.copy.Withdraw("c", "Withdrawn"); err != nil {
		t.Fatal(err)
	}
	w.put("d", "d.pdf", "document d")
	w.write("d.pdf", "changed as well")
	if err := w.copy.Erase(doc("d", "d.pdf", "document d"), "Withdrawn"); err != nil {
		t.Fatal(err)
	}
	w.write("mine/notes.txt", "not the copy's")
	w.holds(map[string]string{
		"a.pdf": "document a", "a (changed here).pdf": "was there before",
		"b.pdf": "document b, again", "b (changed here).pdf": "changed by hand",
		"c.pdf": "changed too", "d.pdf": "changed as well", "mine/notes.txt": "not the copy's",
	})
}

// An index that was lost costs reading, not fetching.
func TestACopyIsAdoptedByItsBytes(t *testing.T) {
	w := newWorld(t)
	w.put("1", "a.pdf", "text")
	w.index = folder.NewMemoryIndex()
	w.restart()
	w.put("1", "a.pdf", "text")
	w.put("1", "a.pdf", "newer")
	w.holds(map[string]string{"a.pdf": "newer"})
	if len(w.asked) != 2 {
		t.Errorf("fetched %d times, want 2", len(w.asked))
	}
}

func TestADownloadGoesOnWhereItBrokeOff(t *testing.T) {
	w := newWorld(t)
	text := strings.Repeat("0123456789", 1000)
	broken := errors.New("the line broke")
	err := w.copy.Put(t.Context(), doc("1", "a.pdf", text), func(_ context.Context, _ int64, to io.Writer) error {
		_, err := io.WriteString(to, text[:4321])
		return errors.Join(broken, err)
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	w.restart()
	w.put("1", "a.pdf", text)
	if len(w.asked) != 1 || w.asked[0] != 4321 {
		t.Errorf("it was fetched from %v", w.asked)
	}
	w.holds(map[string]string{"a.pdf": text})
}

// What a power cut made of a part, or a relay that sends something else, never
// gets a document's name.
func TestWrongBytesGetNoName(t *testing.T) {
	w := newWorld(t)
	d := doc("1", "a.pdf", "the right text")
	part := staged(d, partSuffix)
	w.write(part, "\x00\x00\x00\x00")
	w.put("1", "a.pdf", "the right text")
	if len(w.asked) != 2 || w.asked[1] != 0 {
		t.Errorf("a spoilt part was fetched from %v", w.asked)
	}
	for _, sent := range []string{"the wrong text", "short", "something much longer than it was said to be"} {
		err := w.copy.Put(t.Context(), doc("2", "b.pdf", "what was promised"), func(_ context.Context, _ int64, to io.Writer) error {
			_, err := io.Copy(to, bytes.NewReader([]byte(sent)))
			return err
		})
		if !errors.Is(err, ErrWrongBytes) {
			t.Errorf("%q: %v", sent, err)
		}
	}
	w.holds(map[string]string{"a.pdf": "the right text"})
}

// A crash between the exchange of two names and what follows leaves the old
// version under a hidden name: ours is removed, what somebody wrote is kept.
func TestACrashAtTheExchangeLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.put("1", "a.pdf", "one")
	two := doc("1", "a.pdf", "two")
	fresh := staged(two, freshSuffix)
	w.write("a.pdf", "two")
	w.write(fresh, "one")
	w.restart()
	w.holds(map[string]string{"a.pdf": "two"})
	w.write(fresh, "what somebody wrote")
	w.restart()
	w.put("1", "a.pdf", "two")
	w.holds(map[string]string{"a.pdf": "two", "a (changed here).pdf": "what somebody wrote"})
}

func TestTheFolderIsHeldAndKnown(t *testing.T) {
	w := newWorld(t)
	if _, err := w.again("engagement"); !errors.Is(err, ErrInUse) {
		t.Errorf("a second copy in the folder: %v", err)
	}
	w.put("1", "a.pdf", "one")
	if err := w.copy.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.again("another"); !errors.Is(err, ErrOther) {
		t.Errorf("the copy of another engagement: %v", err)
	}
	if err := os.Rename(w.dir, w.dir+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.again("engagement"); !errors.Is(err, ErrGone) {
		t.Errorf("an empty folder in its place: %v", err)
	}
}

// A copy that came to nothing is in nobody's way. One that has files, or had some, is.
func TestAFolderWithNothingButAMarkerIsTaken(t *testing.T) {
	w := newWorld(t)
	take := func(about string) {
		t.Helper()
		if err := w.copy.Close(); err != nil {
			t.Fatal(err)
		}
		var err error
		if w.copy, err = w.again(about); err != nil {
			t.Fatal(err)
		}
	}
	take("another")
	take("engagement")
	if _, err := w.again("another"); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is kept: %v", err)
	}
	w.put("1", "a.pdf", "one")
	if err := errors.Join(w.copy.Close(), os.Remove(filepath.Join(w.dir, "a.pdf"))); err != nil {
		t.Fatal(err)
	}
	if _, err := w.again("another"); !errors.Is(err, ErrOther) {
		t.Errorf("with a copy that somebody emptied: %v", err)
	}
	fresh := newWorld(t)
	if err := errors.Join(fresh.copy.Close(), os.WriteFile(filepath.Join(fresh.dir, "notes.txt"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.again("another"); !errors.Is(err, ErrOther) {
		t.Errorf("with a file of somebody's: %v", err)
	}
}

func TestADiskThatGoesAwayIsNoticed(t *testing.T) {
	w := newWorld(t)
	if err := w.copy.Here(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Rename(w.dir, w.dir+".away"), os.Mkdir(w.dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	if err := w.copy.Here(); !errors.Is(err, ErrGone) {
		t.Errorf("another folder in its place: %v", err)
	}
}

func TestSafePaths(t *testing.T) {
	for want, parts := range map[string][]string{
		"To client/a b.pdf":     {"To client", "a b.pdf"},
		"x/y.pdf":               {"", "x//y.pdf"},
		"file/file/passwd":      {"..", "../passwd"},
		"file.tieout-root.json": {".tieout-root.json"},
		"tab.pdf":               {"tab\x01.pdf"},
		"b.pdf":                 {`a\b.pdf`},
	} {
		if got := SafePath(parts...); got != want {
			t.Errorf("%q: %q, want %q", parts, got, want)
		}
	}
	w := newWorld(t)
	for _, path := range []string{"../a.pdf", "/a.pdf", "", markerName, "a/../../b"} {
		if err := w.copy.Put(t.Context(), doc("1", path, "x"), w.fetch("x")); err == nil {
			t.Errorf("%q was written", path)
		}
	}
	if err := os.Symlink(t.TempDir(), filepath.Join(w.dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := w.copy.Put(t.Context(), doc("1", "link/a.pdf", "x"), w.fetch("x")); !errors.Is(err, folder.ErrNotPlain) {
		t.Errorf("a document was written through a link: %v", err)
	}
}
