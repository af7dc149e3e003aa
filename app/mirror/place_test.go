package mirror

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tieout/app/folder"
	"tieout/sync/blob"
)

func (w *world) must(errs ...error) {
	w.t.Helper()
	if err := errors.Join(errs...); err != nil {
		w.t.Fatal(err)
	}
}

func whole(id, path, text string) Whole { return Whole{doc(id, path, text), checked(text)} }

func checked(text string) blob.Checked {
	is, err := blob.Check(blob.Sum([]byte(text)), []byte(text))
	if err != nil {
		panic(err)
	}
	return is
}

// Many small documents are put at once, and one that is damaged holds up no other.
func TestManyArePutTogether(t *testing.T) {
	for _, n := range []int{few - 1, few + 2, 300} {
		w := newWorld(t)
		var all []Whole
		want := map[string]string{}
		for i := range n {
			at, text := fmt.Sprintf("f%d/a%d.pdf", i%7, i), fmt.Sprintf("text %d", i/2) // each text twice
			all = append(all, whole(fmt.Sprint(i), at, text))
			want[at] = text
		}
		all[3].Data = checked("other!") // as long as what it should be
		delete(want, all[3].Path)
		for i, err := range w.copy.PutAll(all) {
			if i == 3 != errors.Is(err, ErrWrongBytes) || i != 3 && err != nil {
				t.Errorf("%d: %v", i, err)
			}
		}
		w.must(w.copy.Sync())
		w.holds(want)
		w.restart()
		for i := range all {
			if has, err := w.copy.Has(all[i].Doc); err != nil || has != (i != 3) {
				t.Errorf("%d: %v %v", i, has, err)
			}
		}
	}
}

func TestManyTakeTheOldOnesPlaces(t *testing.T) {
	w := newWorld(t)
	w.put("1", "a.pdf", "one")
	w.put("2", "b.pdf", "two")
	w.write("b.pdf", "changed by hand")
	w.must(w.copy.PutAll([]Whole{whole("1", "a.pdf", "one, again"), whole("2", "b.pdf", "two, again"), whole("3", "c.pdf", "")})...)
	w.holds(map[string]string{"a.pdf": "one, again", "b.pdf": "two, again", "b (changed here).pdf": "changed by hand", "c.pdf": ""})
}

// The same bytes under two names of one folder are two downloads that do not meet.
func TestTheSameBytesTwiceInOneFolder(t *testing.T) {
	w := newWorld(t)
	text := strings.Repeat("0123456789", 1000)
	var both, done sync.WaitGroup
	both.Add(2)
	for _, id := range []string{"1", "2"} {
		done.Go(func() {
			err := w.copy.Put(t.Context(), doc(id, id+".pdf", text), func(_ context.Context, from int64, to io.Writer) error {
				_, err := io.WriteString(to, text[from:5000])
				both.Done()
				both.Wait() // both are half there
				_, rest := io.WriteString(to, text[5000:])
				return errors.Join(err, rest)
			})
			if err != nil {
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	done.Wait()
	w.holds(map[string]string{"1.pdf": text, "2.pdf": text})
}

// Documents that trade their names, or follow each other, are renamed: none of them
// is taken for something that somebody put there, and none is fetched again.
func TestDocumentsTradeTheirNames(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"1", "2", "3"} {
		w.put(id, id+".pdf", "text of "+id)
	}
	w.put("1", "2.pdf", "text of 1")
	w.restart() // while 2 has no name
	w.put("2", "3.pdf", "text of 2")
	w.put("3", "1.pdf", "text of 3")
	w.holds(map[string]string{"2.pdf": "text of 1", "3.pdf": "text of 2", "1.pdf": "text of 3"})
	if len(w.asked) != 3 {
		t.Errorf("fetched %d times, want 3", len(w.asked))
	}
}

// A whole version that an interruption left on its way does not stand in the way
// of the next try.
func TestALeftVersionOnItsWayIsNoObstacle(t *testing.T) {
	for name, left := range map[string]string{"the version itself": "two", "something else": "what somebody wrote"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.put("1", "a.pdf", "one")
			w.write(staged(doc("1", "a.pdf", "two"), freshSuffix), left)
			w.put("1", "a.pdf", "two")
			want := map[string]string{"a.pdf": "two"}
			if left != "two" {
				want["a (changed here).pdf"] = left
			}
			w.holds(want)
		})
	}
}

// noExchange is a file system without an exchange of two names.
func noExchange(string, string) error { return errors.ErrUnsupported }

// failing is a folder in which the nth rename fails.
type failing struct {
	folder.Tree
	at, renames int
}

var errPulled = errors.New("the disk was pulled")

func (f *failing) RenameNew(from, to string) error {
	if f.renames++; f.renames == f.at {
		return errPulled
	}
	return f.Tree.RenameNew(from, to)
}

func TestWithoutAnExchangeTheNameChangesInTwoSteps(t *testing.T) {
	w := newWorld(t)
	w.copy.swap = noExchange
	w.put("1", "a.pdf", "one")
	w.put("1", "a.pdf", "two")
	w.write("a.pdf", "changed by hand")
	w.put("1", "a.pdf", "three")
	w.holds(map[string]string{"a.pdf": "three", "a (changed here).pdf": "changed by hand"})
}

// Whichever step fails, the name has a whole version, and the next try mends it.
func TestAStepThatFailsWithoutAnExchangeIsUndone(t *testing.T) {
	for at := 1; at <= 5; at++ {
		for _, restarted := range []bool{false, true} {
			w := newWorld(t)
			w.put("1", "a.pdf", "one")
			w.copy.swap = noExchange
			tree := w.copy.tree
			w.copy.tree = &failing{tree, at, 0}
			err := w.copy.Put(t.Context(), doc("1", "a.pdf", "two"), w.fetch("two"))
			if err != nil && !errors.Is(err, errPulled) {
				t.Fatal(err)
			}
			want := "two"
			if err != nil {
				want = "one"
			}
			if got, err := os.ReadFile(filepath.Join(w.dir, "a.pdf")); string(got) != want {
				t.Errorf("after step %d failed it is %q, %v", at, got, err)
			}
			w.copy.tree = tree
			if restarted {
				w.restart()
			}
			w.put("1", "a.pdf", "two")
			if len(w.asked) != 2 {
				t.Errorf("after step %d failed it was fetched %d times", at, len(w.asked)-1)
			}
			w.put("1", "a.pdf", "three")
			w.holds(map[string]string{"a.pdf": "three"})
		}
	}
}

// A crash between the two steps leaves the old version under a hidden name: it gets
// its name back at once, and not only when the new one was fetched again.
func TestACrashBetweenTheTwoStepsKeepsTheOldVersion(t *testing.T) {
	w := newWorld(t)
	w.put("1", "a.pdf", "one")
	one, two := doc("1", "a.pdf", "one"), doc("1", "a.pdf", "two")
	w.write(staged(two, freshSuffix), "two")
	w.must(w.copy.tree.RenameNew("a.pdf", staged(one, wasSuffix)))
	w.restart()
	w.holds(map[string]string{"a.pdf": "one"})
}

// The old name stays until the new one has the bytes.
func TestADocumentThatMovesAndChangesIsAlwaysThere(t *testing.T) {
	w := newWorld(t)
	w.put("1", "old.pdf", "one")
	broken := errors.New("the line broke")
	err := w.copy.Put(t.Context(), doc("1", "new.pdf", "two"), func(context.Context, int64, io.Writer) error { return broken })
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	w.holds(map[string]string{"old.pdf": "one", staged(doc("1", "", "two"), partSuffix): ""})
	w.put("1", "new.pdf", "two")
	w.holds(map[string]string{"new.pdf": "two"})
}

// A folder that was written before is not made anew: its disk is away.
func TestAFolderThatIsAwayIsNotMade(t *testing.T) {
	w := newWorld(t)
	w.put("1", "a.pdf", "one")
	w.must(os.Rename(w.dir, w.dir+".away"))
	if err := w.copy.Here(); !errors.Is(err, ErrGone) {
		t.Errorf("it is there: %v", err)
	}
	w.must(w.copy.Close())
	if _, err := w.again("engagement"); !errors.Is(err, ErrGone) {
		t.Errorf("it was opened: %v", err)
	}
	if _, err := os.Lstat(w.dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it was made: %v", err)
	}
}
