package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// onSmallDisk is an agent that watches the firm's share, whose data is on a disk of its own.
func onSmallDisk(t *testing.T, f *firm) *agent {
	t.Helper()
	disk := filepath.Join(f.dir, "small")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tieout-test", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skip("SKIPPED: no tmpfs can be mounted here; the full-disk rules are not tested in this run: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	a := f.enrolled(filepath.Join("small", "agent"))
	a.mapped()
	return a
}

// fills leaves no room on the agent's disk, and answers how to make some.
func (a *agent) fills() (room func()) {
	a.f.t.Helper()
	filler, err := os.Create(filepath.Join(filepath.Dir(a.data), "filler"))
	if err != nil {
		a.f.t.Fatal(err)
	}
	for _, step := range []int{1 << 20, 4096, 1} {
		for err = nil; err == nil; {
			_, err = filler.Write(make([]byte, step))
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		a.f.t.Fatal(err)
	}
	filler.Close()
	return func() {
		if err := os.Remove(filler.Name()); err != nil {
			a.f.t.Error(err)
		}
	}
}

// The disk of an agent's data is full. Doctor and status say which, and that making room helps, and neither blames
// the relay, which answers. With room it goes on by itself.
func TestAFullDiskOfTheAgentIsSaid(t *testing.T) {
	f := newFirm(t)
	a := onSmallDisk(t, f)
	a.run()
	until(t, "everything is tied out", func() error { _, err := a.tries("status", "--check"); return err })
	room := a.fills()
	f.enrolled("other") // which is something that arrives
	until(t, "both say it", func() error {
		doctor, status := a.says(1, "fail", "doctor"), a.says(1, "", "status", "--check")
		for _, want := range []string{a.data + " has no room left", "Make room on " + a.data} {
			if !strings.Contains(doctor, want) {
				return errors.New(doctor)
			}
		}
		if strings.Contains(doctor, "fail   relay") || strings.Contains(doctor, "Check the address") || strings.Contains(doctor, "no space left") {
			t.Fatal(doctor)
		}
		if !strings.Contains(doctor, "warn  relay") {
			return errors.New(doctor)
		}
		if !strings.Contains(status, "Disk full") || !strings.Contains(status, "Make room on "+a.data) {
			return errors.New(status)
		}
		return nil
	})
	if out, err := a.tries("line", "--up", "100"); err != nil && !strings.Contains(out, "The disk of this computer is full") {
		t.Errorf("a command says %s", out)
	}
	room()
	f.save("letter.txt", "Dear Ruth")
	until(t, "everything is tied out", func() error { _, err := a.tries("status", "--check"); return err })
	if out := a.says(0, "held by the running agent", "doctor"); strings.Contains(out, "room") {
		t.Errorf("the doctor says %s", out)
	}
}

// Killed with a full disk, the agent starts again. Where there is no room for that, it says so in plain words: what
// happened, that nothing is lost, and what to do. It starts once there is room.
func TestAKilledAgentOnAFullDiskStartsAgain(t *testing.T) {
	f := newFirm(t)
	a := onSmallDisk(t, f)
	r := a.run()
	room := a.fills()
	r.kill()
	r = a.run()
	a.says(0, "Make room on "+a.data, "status")
	r.kill()
	if err := os.Remove(filepath.Join(a.data, doorFile)); err != nil {
		t.Fatal(err)
	}
	room()
	room = a.fills()
	for range 2 {
		out := a.says(1, "All that is here is safe. Make room on "+a.data+", and try again.", "run")
		if strings.Contains(out, "no space left") {
			t.Error(out)
		}
	}
	room()
	a.run()
	f.save("letter.txt", "Dear Ruth")
	until(t, "everything is tied out", func() error { _, err := a.tries("status", "--check"); return err })
}
