package app

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"tieout/sync/blob"
)

// Of a large save that was not finished when it was read nothing stays here. What is being read stays, and what
// was kept.
func TestNothingIsLeftOfASaveThatWasNotFinished(t *testing.T) {
	a := large(t, 1)
	a.mu.Lock()
	var in blob.Scope
	for _, c := range a.cards.engagements {
		in = scope(c.Client)
	}
	a.mu.Unlock()
	begin := func(fill byte) *blob.Writer {
		w, err := a.bytes.Create(t.Context(), in)
		if err == nil {
			_, err = w.Write(bytes.Repeat([]byte{fill, 1, 2}, blob.PartSize))
		}
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	kept, reading := begin('k'), begin('r')
	defer reading.Close()
	_, _, err := kept.Commit()
	torn := bytes.Repeat([]byte("t"), blob.PartSize)
	if err := errors.Join(err, kept.Close(), a.bytes.PutPart(t.Context(), in, blob.Sum(torn), torn)); err != nil {
		t.Fatal(err)
	}
	a.kept.sweep(t.Context())
	if _, _, err := reading.Commit(); err != nil {
		t.Error(err)
	}
	if n := partsIn(t, a); n != 6 {
		t.Errorf("there are %d parts", n)
	}
}

// partsIn counts the parts of files that lie on this computer.
func partsIn(t *testing.T, a *App) (n int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(a.cfg.DataDir, "documents", "objects"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Base(filepath.Dir(path)) == "p" {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
