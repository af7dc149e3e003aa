package app

import (
	"strings"

	"tieout/app/folder"
	"tieout/sync/blob"
)

// CodeNoRoom: the disk of this computer is full. That of the relay is wire.CodeFull.
const CodeNoRoom = "no-room"

// minRoom is how much free room a disk has that counts as full: less than the next file may need.
const minRoom = 4 << 20

// diskFull says that the disk of this computer's data is full. The caller holds the lock.
func (a *App) diskFull() bool {
	if a.link != nil && blob.IsFull(a.link.Status().Err) {
		return true
	}
	free, err := freeAt(a.cfg.DataDir)
	return err == nil && free < minRoom
}

// DiskFull says that the disk of this program's data is full.
func (p *Program) DiskFull() bool {
	p.App.mu.Lock()
	defer p.App.mu.Unlock()
	return p.App.diskFull()
}

// fullWords say that the disk of this computer is full, and what helps; they are empty while it is not. The caller
// holds the lock.
func (a *App) fullWords() string {
	if !a.diskFull() {
		return ""
	}
	return fullDisk + ": what you do and what arrives may not be kept. All that is here is safe. Make room on " +
		a.cfg.DataDir + "; it goes on by itself."
}

const fullDisk = "The disk of this computer is full"

// noRoom is what an act fails with that could not be kept.
var noRoom = &Failure{CodeNoRoom, fullDisk + ", so this could not be kept.", "All that is here is safe. Make room, and try again."}

// alsoFull puts a full disk before everything that would go on by itself or that a person has to decide.
func (a *App) alsoFull(s *SyncStatus) {
	if words := a.fullWords(); words != "" {
		s.State, s.Label, s.Detail, s.Banner = "to-settle", "Disk full", "nothing new is kept", words
	}
}

// alsoFull says of a file that could not be taken over because the disk is full what helps.
func (c comparison) alsoFull(s *standing, f folder.ListedFile) {
	switch {
	case s.code == "disk-full", strings.HasPrefix(f.Detail, fullDisk):
	case s.code == "not-taken" && c.a.diskFull():
		s.why = fullDisk + ", so the file cannot be kept for sending."
	default:
		return
	}
	s.code, s.next = "disk-full", "Make room on "+c.a.cfg.DataDir+"; it is tried again by itself."
}
