package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// A write costs a sync of an old office PC's disk, which is not paid when there is nothing to write.
func TestNothingIsNotWritten(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	defer s.Close()
	file := func() []byte {
		raw, err := os.ReadFile(filepath.Join(dir, "state.db"))
		try(t, err)
		return raw
	}
	try(t, s.Intents.Put("a", []byte("1")))
	before := file()
	try(t, s.Intents.PutAll(nil))
	try(t, s.Intents.Delete())
	if !bytes.Equal(file(), before) {
		t.Error("nothing was written to the disk")
	}
	try(t, s.Intents.Delete("a"))
	if bytes.Equal(file(), before) {
		t.Error("a deletion does not show in the file, so this test says nothing")
	}
}
