package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// On one machine one process watches and files for everybody: one that can. When
// it dies, or cannot any more, the next one takes over, with what was saved
// meanwhile.
func TestOneProcessOfAMachineWatchesAndTheNextTakesOver(t *testing.T) {
	f := newFirm(t)
	place := filepath.Join(f.dir, "host")
	if err := os.Mkdir(place, 0o770); err != nil {
		t.Fatal(err)
	}
	env := []string{"TIEOUT_HOST_DIR=" + place}
	first, second := f.enrolled("first"), f.enrolled("second")
	first.mapped()
	blind := f.enrolled("blind") // it has no share here, and holds up nobody
	blind.runIn(env)
	hostSays(t, blind, "", "No share can be watched")
	root := strings.Fields(second.says(0, "not bound here", "roots"))[0]
	second.says(0, "Bound to", "roots", "bind", root, f.share)
	holding := first.runIn(env)
	hostSays(t, first, "Filing: this computer", "This process watches and files")
	resting := second.runIn(env)
	hostSays(t, second, "Filing: first", fmt.Sprintf("Process %d of", holding.cmd.Process.Pid))
	second.says(0, fmt.Sprintf("Process %d of", holding.cmd.Process.Pid), "holds") // it is asked there
	if n := watches(t, resting.cmd.Process.Pid); n != 0 {
		t.Errorf("the process that rests watches %d folders", n)
	}
	if n := watches(t, holding.cmd.Process.Pid); n == 0 {
		t.Error("the process that holds the place watches nothing")
	}
	holding.kill()
	f.save("letter.txt", "saved while nobody looked")
	hostSays(t, second, "this computer", "This process watches and files")
	again := first.runIn(env)
	hostSays(t, first, "Filing: second", fmt.Sprintf("Process %d of", resting.cmd.Process.Pid))
	second.says(0, "", "roots", "unbind", root) // it goes on, and can watch no more
	hostSays(t, first, "Filing: this computer", "This process watches and files")
	if n := watches(t, again.cmd.Process.Pid); n == 0 {
		t.Error("the process that was given the place watches nothing")
	}
	second.says(0, "Bound to", "roots", "bind", root, f.share)
	copy := f.enrolled("copy")
	until(t, "the save is in a copy", func() error {
		if _, err := copy.tries("mirror", engagementOf(t, second, root), "--to", filepath.Join(f.dir, "copy-of"), "--once"); err != nil {
			return err
		}
		_, err := os.ReadFile(filepath.Join(f.dir, "copy-of", "To client", "letter.txt"))
		return err
	})
}

// hostSays waits until an agent says who watches for its machine, and who files.
func hostSays(t *testing.T, a *agent, filing, host string) {
	t.Helper()
	until(t, host, func() error {
		s, err := a.status()
		if err == nil && (!strings.HasPrefix(s.Host, host) || !strings.HasSuffix(s.Filing, filing)) {
			err = errors.New(s.Host + "; " + s.Filing)
		}
		return err
	})
}

func engagementOf(t *testing.T, a *agent, root string) string {
	t.Helper()
	for _, word := range strings.Fields(a.says(0, "mapped", "map", root)) {
		if len(word) == 26 {
			return word
		}
	}
	t.Fatal("no engagement is mapped")
	return ""
}

// watches counts the folders that a process watches, by what the kernel says.
func watches(t *testing.T, pid int) int {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d/fdinfo", pid)
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Skip("this system does not tell: ", err)
	}
	n := 0
	for _, e := range all {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err == nil {
			n += strings.Count(string(raw), "inotify wd:")
		}
	}
	return n
}
