package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spoilsItsState damages what the computer knows, so that nothing of it can be read.
func (c *computer) spoilsItsState() {
	c.o.Helper()
	path := filepath.Join(c.dir, "state.db")
	raw, err := os.ReadFile(path)
	must(c.o, err)
	clear(raw[:8192])
	must(c.o, os.WriteFile(path, raw, 0o600))
}

// Nothing of what a computer knew can be read any more. What only it knew is there again beside the history: what it
// is called, how much of the line it may use, and where the share is, which it watches and files on as before.
func TestAComputerWhoseStateIsGoneGoesOnWatching(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	must(t, dana.SetLineLimits(640_000, 0))
	o.write(j.at("To client/Letter.pdf"), "a letter")
	dana.explains(j, "Letter.pdf", "tied")
	before, err := dana.Session()
	must(t, err)
	dana.stop()
	dana.spoilsItsState()
	dana.start()
	o.write(j.at("To client/Letter.pdf"), "a later letter")
	dana.until("the save goes out", func() bool { return o.versions(j, "Letter.pdf") == 2 })
	o.upload(j, "statement.txt", "a statement")
	dana.explains(j, "statement.txt", "filed")
	dana.level()
	s, err := dana.Session()
	must(t, err)
	if s.Computer == "" || s.Computer != before.Computer || !strings.Contains(strings.Join(s.Warnings, " "), "A file of this computer's data was damaged") {
		t.Errorf("the computer is called %q, and warns of %q", s.Computer, s.Warnings)
	}
	if line := dana.status().Line; line.Up != 640_000 {
		t.Errorf("the limit is %+v", line)
	}
	if lost := dana.prog.LostShares(); len(lost) > 0 {
		t.Errorf("it asks for %q", lost)
	}
}

// What only the computer knew is gone for good. It says so, asks for the folder again, and no more once it is chosen,
// or once somebody says that the share is none of this computer's.
func TestAComputerThatLostWhereTheShareIsAsksForIt(t *testing.T) {
	for name, answer := range map[string]func(*computer, job) error{
		"it is chosen":  func(c *computer, j job) error { return c.BindRoot(j.root, c.o.share) },
		"it is forgone": func(c *computer, j job) error { return c.UnbindRoot(j.root) },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			dana := o.desk(o.admin)
			j := o.acme(dana, o.admin)
			dana.level()
			dana.stop()
			dana.spoilsItsState()
			must(t, os.Remove(filepath.Join(dana.dir, "settings.sealed")))
			asks := func() bool {
				s, err := dana.Session()
				must(t, err)
				asked := strings.Contains(strings.Join(s.Warnings, " "), "Choose the folder again")
				if (len(dana.prog.LostShares()) == 1) != asked {
					t.Fatalf("lost %q, and warns of %q", dana.prog.LostShares(), s.Warnings)
				}
				return asked
			}
			for range 2 { // it is not forgotten by the next start
				dana.start()
				dana.until("it asks", asks)
				if s, err := dana.Session(); err != nil || s.Computer == "" {
					t.Errorf("the computer is called %q, %v", s.Computer, err)
				}
				dana.level()
				dana.stop()
			}
			dana.start()
			dana.level()
			must(t, answer(dana, j))
			if asks() {
				t.Error("it asks again")
			}
			dana.stop()
			dana.start()
			dana.level()
			if asks() {
				t.Error("it asks again after the next start")
			}
		})
	}
}
