package foldersim

import (
	"testing"
	"time"

	"tieout/app/folder/foldertest"
)

// What lives are lived on is as good as this computer's files and a real server's, whatever its traits.
func TestTheSimulatedServerKeepsTheContract(t *testing.T) {
	for name, traits := range map[string]Traits{
		"like a Windows server": {Folds: true, IDs: true, Tick: 100},
		"like Samba":            {Folds: true, IDs: true, Tick: 1, TwoSteps: true},
		"like NFS":              {IDs: true, Tick: time.Microsecond, Unable: true},
	} {
		t.Run(name, func(t *testing.T) {
			foldertest.Contract(t, func(t *testing.T) foldertest.Ground { return groundOf(t, traits) })
		})
	}
}

// groundOf is a world before life begins: everything is done at once, and nothing fails.
func groundOf(t *testing.T, traits Traits) foldertest.Ground {
	w := &World{clocks: &clocks{}, relay: &relay{}, mapping: true}
	w.server = newServer(w, traits)
	t.Cleanup(func() {
		for _, wrong := range w.wrongs {
			t.Error(wrong)
		}
	})
	desk := func(id int) deskFS {
		d := &Desk{ID: id, world: w}
		d.session = &session{desk: d}
		return deskFS{w.server, d}
	}
	return foldertest.Ground{FS: desk(1), Other: desk(2), Path: sharePath, Unable: traits.Unable, Edit: func(t *testing.T, rel string) func() {
		t.Helper()
		n, err := w.server.find(rel)
		if err != nil {
			t.Fatal(err)
		}
		n.writers++
		return func() { n.writers-- }
	}}
}
