package synctest

import (
	"os"
	"strings"
	"testing"
)

// TestWhatIsWrongIsNoticed spoils a world that is at rest, one way after the other, and asks the
// invariants.
func TestWhatIsWrongIsNoticed(t *testing.T) {
	w := office(t, 60)
	tom, ruth := w.Desk("tom"), w.Client("ruth")
	tom.Save("To client/letter.pdf", Return("letter", 1))
	tom.Save("Working papers/own.pdf", Return("own", 1))
	ruth.Uploads("Bank statements", "bank.pdf", Return("bank", 1))
	upload := tom.path(tom.SeesFiled("bank.pdf"))
	f, x := w.firms[0], w.Rest()[0]
	letter := tom.path("To client/letter.pdf")
	for _, wrong := range []struct {
		path    string
		content []byte // nil: it is removed
		want    string
	}{
		{upload, nil, "the upload bank.pdf lies at"},
		{upload, []byte("half"), "the upload bank.pdf lies at"},
		{tom.path("From client/bank (2).pdf"), Return("bank", 1), "the upload bank.pdf lies at"},
		{tom.path("From client/part"), []byte("half"), "nobody knows what"},
		{tom.path("Working papers/own.pdf"), Return("bank", 2), "as its owner left it"},
		{letter, Return("newer", 1), "is not the file"},
		{letter, nil, "is not the file"},
	} {
		mend := spoil(t, wrong.path, wrong.content)
		if got := f.shareIsRight(x); got == nil || !strings.Contains(got.Error(), wrong.want) {
			t.Errorf("%s: %v", wrong.path, got)
		}
		mend()
	}
	if err := f.shareIsRight(x); err != nil {
		t.Errorf("after all was mended: %v", err)
	}
	f.saves[letter] = nil
	if got := f.shareIsRight(x); got == nil || !strings.Contains(got.Error(), "nobody left") {
		t.Errorf("a version that was never a file: %v", got)
	}
	x.events = append(x.events, x.events[len(x.events)-1])
	if x.onceEach() == nil {
		t.Error("an event that is there twice is not noticed")
	}
}

// spoil writes or removes a file, and answers how to put it back.
func spoil(t *testing.T, path string, content []byte) (mend func()) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	before, missing := os.ReadFile(path)
	if content == nil {
		must(os.Remove(path))
	} else {
		must(os.WriteFile(path, content, 0o644))
	}
	return func() {
		if missing != nil {
			must(os.Remove(path))
			return
		}
		must(os.WriteFile(path, before, 0o644))
	}
}
