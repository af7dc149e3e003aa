package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Only the agent watches, and many files go missing at once: it can be asked
// which, and told that they were removed on purpose. Then all is tied out again.
func TestWhatIsHeldIsAnsweredWhereOnlyTheAgentWatches(t *testing.T) {
	f := newFirm(t)
	a := f.enrolled("files")
	work := a.mapped()
	a.says(3, "no agent is running", "holds")
	r := a.run()
	a.says(0, "Nothing is held.", "holds")
	for i := range 12 {
		f.save(fmt.Sprintf("schedule %d.txt", i), fmt.Sprint("schedule ", i))
	}
	a.says(0, "Level with the relay", "sync")
	a.says(1, "Nothing is held here any more", "holds", "keep", work)
	for i := range 12 {
		if err := os.Remove(filepath.Join(f.share, workFile, "To client", fmt.Sprintf("schedule %d.txt", i))); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "they are held", func() error {
		s, err := a.status()
		if err == nil && s.Missing != 12 {
			err = fmt.Errorf("%d are held", s.Missing)
		}
		return err
	})
	a.says(1, "tieout-agent holds", "status", "--check")
	out := a.says(0, "12 files went missing", "holds")
	for _, want := range []string{"Acme Ltd, 2025 Form 1120-S", "schedule 0.txt", "… and 2 more", "holds keep " + work, "holds withdraw " + work} {
		if !strings.Contains(out, want) {
			t.Errorf("holds does not say %q:\n%s", want, out)
		}
	}
	a.says(1, "Nothing is held here any more", "holds", "send", work)
	a.says(0, "A note for the office says so", "holds", "withdraw", work)
	until(t, "everything is tied out", func() error {
		_, err := a.tries("status", "--check")
		return err
	})
	a.says(0, "Nothing is held.", "holds")
	if strings.Contains(r.said.String(), "schedule") {
		t.Errorf("the log names a client's file:\n%s", r.said)
	}
}
