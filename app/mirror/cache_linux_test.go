package mirror

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A long document goes to the disk while it comes, and does not stay in memory.
func TestALongDocumentDoesNotFillTheCache(t *testing.T) {
	w := newWorld(t)
	const size = 64 << 20
	text := strings.Repeat("0123456789abcdef", size/16)
	err := w.copy.Put(t.Context(), doc("1", "backup.qbb", text), func(_ context.Context, from int64, to io.Writer) error {
		_, err := io.Copy(struct{ io.Writer }{to}, struct{ io.Reader }{strings.NewReader(text[from:])}) // as it comes, in pieces
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(w.dir, "backup.qbb"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var of unix.Cachestat_t
	if err := unix.Cachestat(uint(file.Fd()), &unix.CachestatRange{}, &of, 0); err != nil {
		t.Skipf("SKIPPED, WHAT STAYS IN MEMORY IS NOT TESTED: the system does not tell: %v", err)
	}
	if kept := of.Cache * uint64(os.Getpagesize()); kept > size/2 {
		t.Errorf("%d of %d bytes stay in memory", kept, size)
	}
}

// What the disk says of a step that it was asked to write is said: a flush at the end says it only of what comes
// after that.
func TestAStepThatTheDiskRefusesIsNotLost(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s := &steady{file: file, last: 5} // before the beginning of the file, which the system refuses
	if _, err := s.Write(make([]byte, steadyStep)); !errors.Is(err, unix.EINVAL) {
		t.Errorf("it says %v", err)
	}
}
