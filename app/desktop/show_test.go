//go:build linux

package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"

	"tieout/app/desktop/internal/bustest"
)

// fileManager is a peer on a real bus that does what a file manager does.
type fileManager chan []string

func (f fileManager) ShowItems(uris []string, _ string) *dbus.Error {
	f <- uris
	return nil
}

func TestRevealSelectsTheFileWhereTheFileManagerCan(t *testing.T) {
	opener(t, "exit 9") // falling back would be an error
	shown := make(fileManager, 1)
	bustest.Serve(t, bustest.Start(t), "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", shown)
	path := document(t)
	if err := (Files{}).Reveal(path); err != nil {
		t.Fatal(err)
	}
	uris := <-shown
	want := "file://" + filepath.Dir(path) + "/$%28reboot%29%20&%20%27return%27%202025.pdf"
	if len(uris) != 1 || uris[0] != want {
		t.Errorf("ShowItems(%q), want %q", uris, want)
	}
}

func TestAnOpenerThatStaysIsNotWaitedFor(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pid")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	opener(t, "echo $$ > "+pipe+"; exec sleep 600")
	if err := (Files{}).OpenFile(document(t)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(pipe) // waits for the viewer to write
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscan(string(text), &pid); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("the viewer was not running any more: %v", err)
	}
}
