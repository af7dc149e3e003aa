package synctest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"tieout/sync/relay"
)

// Backup copies the relay's data while it serves, and answers where to.
func (w *World) Backup() string {
	w.t.Helper()
	to := filepath.Join(w.dir, fmt.Sprintf("backup %d", time.Now().UnixNano()))
	w.ok("make a backup", w.server.relay.Backup(context.Background(), to))
	return to
}

// LoseRelay loses the relay's disk, all but the master key, and puts a backup in its place. The relay is
// left down.
func (w *World) LoseRelay(backup string) {
	w.t.Helper()
	w.RelayDown()
	dir := filepath.Join(w.dir, "relay")
	w.ok("lose the disk", os.RemoveAll(dir))
	for _, c := range w.people {
		c.in = false // sessions are not restored
	}
	w.ok("restore the backup", relay.Restore(context.Background(), backup, relay.Options{Dir: dir, Now: w.Clock.Now}))
}

// Settled waits until the relay has back what its desks had, and lets the time go by in which it waits
// for computers that never come.
func (w *World) Settled() {
	w.t.Helper()
	for _, name := range w.deskNames() {
		d := w.Desk(name)
		w.until(name+" has given back what it had", func() error {
			s, err := d.App.SyncStatus()
			if err == nil && s.State != "tied" && s.State != "to-settle" && s.State != "restored" {
				err = fmt.Errorf("%s: %s", s.State, s.Banner)
			}
			return err
		})
	}
	w.Pass(2 * time.Hour)
}
