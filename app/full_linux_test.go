package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tieout/app"
)

// small puts a computer's data on a disk of its own.
func (c *computer) small() {
	c.o.Helper()
	disk := c.o.TempDir()
	if err := syscall.Mount("tieout-test", disk, "tmpfs", 0, "size=24m"); err != nil {
		c.o.Skip("SKIPPED: no tmpfs can be mounted here; the full-disk rules are not tested in this run: ", err)
	}
	c.dir = filepath.Join(disk, "desk")
	c.o.Cleanup(func() {
		c.stop()
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			c.o.Error(err)
		}
	})
}

// fills leaves no room on the computer's disk, and answers how to make some.
func (c *computer) fills() (room func()) {
	c.o.Helper()
	filler, err := os.Create(filepath.Join(filepath.Dir(c.dir), "filler"))
	must(c.o, err)
	for _, step := range []int{1 << 20, 4096, 1} {
		for err = nil; err == nil; {
			_, err = filler.Write(make([]byte, step))
		}
	}
	must(c.o, filler.Close())
	return func() { must(c.o, os.Remove(filler.Name())) }
}

// The disk of a computer is full. The pill, the banner, the file and whoever does something say so, and where to make
// room. With room it goes on by itself.
func TestAFullDiskOfThisComputerIsSaid(t *testing.T) {
	o := newOffice(t)
	dana := o.newComputer()
	dana.small()
	dana.start()
	o.enrol(dana, o.admin)
	j := o.acme(dana, o.admin)
	room := dana.fills()
	o.write(j.at("To client/letter.txt"), "Dear Ruth")
	o.write(j.at("To client/ledger.csv"), noise(3<<20))
	for _, name := range []string{"letter.txt", "ledger.csv"} {
		x := dana.explains(j, name, "disk-full")
		if x.Next != "Make room on "+dana.dir+"; it is tried again by itself." || !strings.Contains(x.Why, "The disk of this computer is full") {
			t.Errorf("%s: %q %q", name, x.Why, x.Next)
		}
	}
	dana.until("the pill says it", func() bool { s := dana.status(); return s.State == "to-settle" && s.Label == "Disk full" })
	if s := dana.status(); !strings.Contains(s.Banner, "All that is here is safe. Make room on "+dana.dir) || dana.prog.Trouble() != s.Banner {
		t.Errorf("the banner says %q, an agent %q", s.Banner, dana.prog.Trouble())
	}
	if _, err := dana.PostNote(j.id, strings.Repeat("a note ", 4000)); codeOf(err) != app.CodeNoRoom {
		t.Errorf("whoever writes a note hears %v", err)
	}
	room()
	dana.until("both are out", func() bool { return o.versions(j, "letter.txt") == 1 && o.versions(j, "ledger.csv") == 1 })
	dana.level()
	if s := dana.status(); s.Banner != "" || s.Label != "Tied out" {
		t.Errorf("afterwards: %s, %q", s.Label, s.Banner)
	}
}
