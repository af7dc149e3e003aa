package app

import (
	"strings"
	"testing"

	"tieout/app/folder"
	"tieout/sync/blob"
)

func TestASaveThatCouldNotBeKeptIsListedUntilItIs(t *testing.T) {
	a := large(t, 1)
	v := folder.Version{MappingID: "E0", Lane: folder.ToClient, Rel: "Scans.pdf", Key: "to-client/scans.pdf"}
	a.share.noteTaken(v, blob.ErrFull)
	a.mu.Lock()
	failing := a.failing()
	a.mu.Unlock()
	if len(failing) != 1 || failing[0].Words != "Send Scans.pdf" || failing[0].Engagement != "E0" ||
		!strings.Contains(failing[0].Why, "disk of this computer is full") || !strings.Contains(failing[0].Why, "tried again") {
		t.Errorf("the list has %+v", failing)
	}
	a.share.noteTaken(v, nil)
	a.mu.Lock()
	defer a.mu.Unlock()
	if left := a.failing(); len(left) != 0 {
		t.Errorf("after it was kept: %+v", left)
	}
}
