//go:build linux

package sambatest

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// What the engine takes a server's word for: of two that claim at once one holds, and of two that ask for
// one second name one gets it. That is not so of a rename without replacing, by which a file is lost now and
// then; how often is told.
func TestWhatTheServerGivesToOneOnly(t *testing.T) {
	at := folderOf(t)
	var desks []*tree
	for range 2 {
		opened, err := desktop{connect(t)}.Open(at)
		must(t, err)
		desks = append(desks, opened.(*tree))
	}
	both := 0
	for i := range rounds {
		if n := race(desks, func(d int) error { return holdClaim(desks[d], fmt.Sprintf(".tieout-%d.claim", i)) }); n != 1 {
			t.Errorf("claim %d: held by %d", i, n)
		}
		for _, way := range []string{"link", "rename"} {
			name := fmt.Sprint(way, "-", i)
			for d := range desks {
				newFile(t, desks[d], own(name, d))
			}
			n := race(desks, func(d int) error { return desks[d].name(own(name, d), howRename, way, name) })
			if n == 2 && way == "rename" {
				both++
			} else if n != 1 {
				t.Errorf("%s: given to %d", name, n)
			}
			body, err := os.ReadFile(filepath.Join(samba.share, strings.TrimPrefix(path.Join(at, name), mount)))
			if err != nil || !strings.HasPrefix(string(body), ".tieout-"+name) {
				t.Errorf("%s reads %q (%v)", name, body, err)
			}
		}
	}
	t.Logf("a rename that must not replace was done for both in %d of %d rounds", both, rounds)
}

func own(name string, desk int) string { return fmt.Sprintf(".tieout-%s-%d.part", name, desk) }

func newFile(t *testing.T, d *tree, name string) {
	t.Helper()
	file, err := d.Create(name)
	must(t, err)
	_, err = file.Write([]byte(name))
	must(t, errors.Join(err, file.Close()))
}

// holdClaim keeps what it gets until the session ends.
func holdClaim(d *tree, name string) error {
	_, err := d.Claim(name)
	return err
}

// race has both do something in the same moment and counts who was let.
func race(desks []*tree, do func(desk int) error) (let int) {
	for _, err := range atOnce(len(desks), do) {
		if err == nil {
			let++
		}
	}
	return let
}
