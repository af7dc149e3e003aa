package folder_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// encrypted is what no client can open.
func encrypted(i int) string { return fmt.Sprintf("\x8f\x01\x02\x9c\x00\x07 nobody reads this %d", i) }

// known saves n PDFs and waits until they were taken.
func known(w *world, n int) {
	for i := range n {
		w.save("To client", fmt.Sprint(i, ".pdf"), pdf(fmt.Sprint("return ", i)))
	}
	w.until("all are saved", func() bool { return len(w.sink.AllSaved()) == n })
	w.quiet()
}

// FM03: files that become something else in numbers are held, in place or under a name with something
// behind it; other saves go on, what is put back needs no answer, and the rest is sent if a person wants it.
func TestManyFilesThatBecomeSomethingElseAreHeld(t *testing.T) {
	for _, renamed := range []bool{false, true} {
		t.Run(fmt.Sprint("renamed ", renamed), func(t *testing.T) {
			w := newWorld(t)
			known(w, 5)
			name := func(i int) string { return fmt.Sprint(i, ".pdf", map[bool]string{true: ".locked"}[renamed]) }
			for i := range 5 {
				w.save("To client", name(i), encrypted(i))
			}
			w.until("all are held", func() bool { return len(w.sink.Hold(acme).Changed) == 5 })
			if s := w.state(folder.ToClient, name(3)); s.State != folder.StateHeld || s.Detail == "" {
				t.Errorf("it is said to be %+v", s)
			}
			w.save("To client", "letter.pdf", pdf("letter"))
			w.untilSaved("letter.pdf", pdf("letter"))
			if renamed {
				w.must(os.Remove(w.path("To client", name(0))))
			} else {
				w.save("To client", name(0), pdf("return 0"))
			}
			w.until("what is as it was is not held", func() bool { return len(w.sink.Hold(acme).Changed) == 4 })
			w.quiet()
			if n := len(w.sink.AllSaved()); n != 6 {
				t.Fatalf("%d versions were reported, want the 5 of the beginning and the letter", n)
			}
			asked := w.sink.Hold(acme)
			other := asked
			other.Changed = slices.Clone(asked.Changed[:3]) // as if the others had come after the question
			other.Changed[2].SHA256 = strings.Repeat("0", 64)
			w.must(w.folders.SendChanged(other))
			w.until("what was asked about is sent", func() bool { return w.saved(name(1)) == encrypted(1) && w.saved(name(2)) == encrypted(2) })
			w.quiet()
			if n := len(w.sink.AllSaved()); n != 8 {
				t.Errorf("%d versions were reported, want two more", n)
			}
			w.must(w.folders.SendChanged(asked))
			for i := 1; i < 5; i++ {
				w.untilSaved(name(i), encrypted(i))
			}
			w.until("nothing is held", func() bool { return len(w.sink.Hold(acme).Changed) == 0 })
		})
	}
}

// One such file is an accident: it is sent as it is after some minutes, and nobody is asked.
func TestOneFileThatBecomesSomethingElseOnlyWaits(t *testing.T) {
	clock := foldertest.NewClock()
	w := newWorld(t, func(c *folder.Config) { c.Clock = clock })
	run := func(what string, ok func() bool) {
		t.Helper()
		w.until(what, func() bool { clock.Advance(20 * time.Millisecond); return ok() })
	}
	w.save("To client", "a.pdf", pdf("a"))
	run("it is saved", func() bool { return w.saved("a.pdf") == pdf("a") })
	w.save("To client", "a.pdf", encrypted(1))
	run("it waits", func() bool { return w.state(folder.ToClient, "a.pdf").State == folder.StateHeld })
	if h := w.sink.Hold(acme); len(h.Changed) != 0 || w.saved("a.pdf") != pdf("a") {
		t.Errorf("held %+v, sent %q", h, w.saved("a.pdf"))
	}
	clock.Advance(11 * time.Minute)
	run("it is sent", func() bool { return w.saved("a.pdf") == encrypted(1) })
}

// A year's end: everything is saved anew, and as what its name says; a first sync may be of anything.
func TestManySavesAtOnceAreNoMishap(t *testing.T) {
	w := newWorld(t)
	known(w, 40)
	for i := range 40 {
		w.save("To client", fmt.Sprint(i, ".pdf"), pdf(fmt.Sprint("rolled forward ", i)))
		w.save("To client", fmt.Sprint("new ", i, ".pdf"), encrypted(i))
	}
	w.until("all are saved", func() bool { return len(w.sink.AllSaved()) == 120 })
	if h := w.sink.Hold(acme); len(h.Changed) != 0 {
		t.Errorf("held %+v", h)
	}
}
