package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Which way is taken depends on the share; each is a rename that never replaces.
func TestEveryWayToRenameReplacesNothing(t *testing.T) {
	for name, way := range map[string]renameWay{"with the flag": renameFlagged, "by a second name": renameByLink} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range []string{"a", "b"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			held, err := os.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer held.Close()
			fd := int(held.Fd())
			if err := way(fd, "a", fd, "b"); !errors.Is(err, fs.ErrExist) {
				t.Errorf("over another: %v", err)
			}
			if err := way(fd, "a", fd, "c"); err != nil {
				t.Error(err)
			}
			if err := way(fd, "a", fd, "d"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("what is not there: %v", err)
			}
			for name, want := range map[string]string{"b": "b", "c": "a"} {
				if body, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(body) != want {
					t.Errorf("%s reads %q (%v)", name, body, err)
				}
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
				t.Errorf("left: %v (%v)", left, err)
			}
		})
	}
}
