package app

import (
	"errors"
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

// A file that was never kept and is gone, or was decided about, is nobody's trouble any more.
func TestASaveThatCouldNotBeKeptIsForgottenWithItsFile(t *testing.T) {
	a := large(t, 1)
	file := func(rel string) folder.Gone {
		return folder.Gone{MappingID: "E0", Lane: folder.ToClient, Rel: rel, Key: "to-client/" + rel}
	}
	for _, rel := range []string{"gone", "decided", "there"} {
		a.share.noteTaken(folder.Version{MappingID: "E0", Lane: folder.ToClient, Rel: rel, Key: "to-client/" + rel}, blob.ErrFull)
	}
	if err := a.share.Gone(file("gone")); err != nil && !errors.Is(err, errNotHereYet) {
		t.Fatal(err)
	}
	a.share.decided("E0", folder.Hold{MappingID: "E0", Missing: []folder.Gone{file("decided")}})
	a.mu.Lock()
	defer a.mu.Unlock()
	if left := a.failing(); len(left) != 1 || left[0].Words != "Send there" {
		t.Errorf("the list has %+v", left)
	}
}
