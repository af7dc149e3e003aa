package app_test

import (
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tieout/app/folder"
)

// hungPlacing is the file system of this machine, but for new files, whose making does not come back once
// it is shut, until the gate is closed.
type hungPlacing struct {
	folder.FS
	shut     atomic.Bool
	at, gate chan struct{}
}

func (h *hungPlacing) Open(path string) (folder.Tree, error) {
	tree, err := h.FS.Open(path)
	return &hungTree{tree, h}, err
}

type hungTree struct {
	folder.Tree
	hung *hungPlacing
}

func (t *hungTree) Create(rel string) (folder.NewFile, error) {
	if h := t.hung; strings.Contains(rel, "From client") && h.shut.CompareAndSwap(true, false) {
		close(h.at)
		<-h.gate
	}
	return t.Tree.Create(rel)
}

// A share that does not answer while an upload is filed keeps nobody from closing the program, and from
// starting it again: the upload is filed then.
func TestTheProgramClosesBesideAShareThatHangs(t *testing.T) {
	o := newOffice(t)
	hung := &hungPlacing{FS: folder.OS(), at: make(chan struct{}), gate: make(chan struct{})}
	dana := o.newComputer()
	dana.fs, dana.hang = hung, 500*time.Millisecond
	dana.start()
	o.enrol(dana, o.admin)
	j := o.acme(dana, o.admin)
	hung.shut.Store(true)
	o.upload(j, "October 2025.pdf", "a statement")
	select {
	case <-hung.at:
	case <-time.After(20 * time.Second):
		t.Fatal("nobody files the upload")
	}
	closed := make(chan struct{})
	go func() { dana.stop(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(20 * time.Second):
		t.Error("it does not close")
	}
	close(hung.gate)
	<-closed
	dana.start()
	dana.level()
	dana.until("it is filed", func() bool {
		a, err := dana.Arrival(j.id, string(j.request))
		must(t, err)
		return len(a.Files) == 1 && a.Files[0].Filed
	})
	if got := under(t, filepath.Join(j.dir, "From client")); len(got) != 1 {
		t.Errorf("From client has %q", got)
	}
}
