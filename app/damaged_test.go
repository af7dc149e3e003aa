package app_test

import (
	"os"
	"path/filepath"
	"testing"
)

// The bytes that a save is sent from are damaged on this computer's disk while it is offline. The file on the
// share is not: it is read again, and nothing else waits for that.
func TestASaveWhoseKeptBytesAreDamagedIsReadFromTheShareAgain(t *testing.T) {
	o := newOffice(t)
	dana := o.desk(o.admin)
	j := o.acme(dana, o.admin)
	dana.level()
	dana.offline()
	o.write(filepath.Join(j.dir, "To client", "return.txt"), "what the client is to see")
	dana.until("the save waits", func() bool { return len(dana.status().Waiting) == 1 })
	spoiled := 0
	kept := filepath.Join(dana.dir, "documents", "objects")
	for _, rel := range under(t, kept) {
		file := filepath.Join(kept, rel)
		raw, err := os.ReadFile(file)
		must(t, err)
		for i := len(raw) / 2; i < len(raw); i++ {
			raw[i] ^= 0x5a
		}
		must(t, os.WriteFile(file, raw, 0o600))
		spoiled++
	}
	if spoiled == 0 {
		t.Fatal("there is nothing to damage: where are the bytes kept?")
	}
	_, err := dana.PostNote(j.id, "Nothing waits for that file.")
	must(t, err)
	dana.online()
	dana.until("the file is out all the same", func() bool { return o.versions(j, "return.txt") == 1 })
	dana.level()
	if s := dana.status(); len(s.Refused) > 0 {
		t.Errorf("the person is asked about %+v", s.Refused)
	}
}
