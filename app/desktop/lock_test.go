package desktop_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app/desktop"
)

const lockDir = "DESKTOP_TEST_LOCK_DIR"

// TestLockHolder is not a test of its own: it is the other process of
// TestTheLockNamesWhoHoldsIt.
func TestLockHolder(t *testing.T) {
	dir := os.Getenv(lockDir)
	if dir == "" {
		t.Skip("runs only as the child of TestTheLockNamesWhoHoldsIt")
	}
	if _, err := desktop.LockFolder(dir); err != nil {
		t.Fatal(err)
	}
	fmt.Println("locked")
	bufio.NewReader(os.Stdin).ReadString('\n') // until the parent is done
}

func TestTheLockNamesWhoHoldsIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	child := exec.Command(os.Args[0], "-test.run=^TestLockHolder$")
	child.Env = append(os.Environ(), lockDir+"="+dir)
	if _, err := child.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	defer child.Process.Kill()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("the other process said %q, %v", line, err)
	}

	_, err = desktop.LockFolder(dir)
	var held *desktop.HeldError
	if !errors.As(err, &held) {
		t.Fatalf("LockFolder of a held folder: %v", err)
	}
	if held.Holder.PID != child.Process.Pid || held.Holder.User == "" || held.Holder.Host == "" || held.Holder.At.IsZero() {
		t.Errorf("holder = %+v, want process %d", held.Holder, child.Process.Pid)
	}
	for _, part := range []string{dir, fmt.Sprint("process ", child.Process.Pid), "Nothing was changed"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q: %v", part, err)
		}
	}

	child.Process.Kill() // a crash must not leave the folder locked
	child.Wait()
	lock, err := desktop.LockFolder(dir)
	if err != nil {
		t.Fatalf("after the holder crashed: %v", err)
	}
	defer lock.Release()
}

func TestALockIsHeldUntilReleased(t *testing.T) {
	dir := t.TempDir()
	lock, err := desktop.LockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	var held *desktop.HeldError
	if _, err := desktop.LockFolder(dir); !errors.As(err, &held) || held.Holder.PID != os.Getpid() {
		t.Fatalf("a second lock: %v", err)
	}
	for range 2 {
		if err := lock.Release(); err != nil {
			t.Fatal(err)
		}
	}
	lock, err = desktop.LockFolder(dir)
	if err != nil {
		t.Fatalf("after Release: %v", err)
	}
	lock.Release()
}

func TestAHolderThatHasNotSignedYetIsStillAHolder(t *testing.T) {
	dir := t.TempDir()
	lock, err := desktop.LockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	if err := os.WriteFile(filepath.Join(dir, "tieout.lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := desktop.LockFolder(dir); err == nil || !strings.Contains(err.Error(), "another Tieout") {
		t.Errorf("LockFolder: %v", err)
	}
}
