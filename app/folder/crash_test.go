//go:build linux

package folder_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tieout/app/folder"
	"tieout/app/folder/foldertest"
)

// TestMain runs the test program a second time as one of its children: a desk that is killed, or a
// user with fewer rights.
func TestMain(m *testing.M) {
	switch os.Getenv("TIEOUT_TEST_CHILD") {
	case "":
		os.Exit(m.Run())
	case "place":
		placeAndDie()
	case "barred":
		lookWithoutRights()
	case "watch":
		watchForOne()
	}
}

// doomed is what a child is told.
type doomed struct {
	Root  folder.Root
	Spool string
	Die   int // before this step
	Edge  string
}

// placeAndDie places one upload and is killed before the given step.
func placeAndDie() {
	var d doomed
	fatal(json.Unmarshal([]byte(os.Getenv("TIEOUT_TEST_ARGS")), &d))
	steps := 0
	die := func(string, string) error {
		if steps++; steps == d.Die {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return nil
	}
	f, err := folder.Open(folder.Config{
		Spool: d.Spool, Index: folder.NewMemoryIndex(), Sink: foldertest.NewSink(), FS: &disk{FS: folder.OS(), step: die},
	})
	fatal(err)
	fatal(f.Follow(folder.Mapping{ID: acme, RootID: d.Root.ID, Path: acmePath}))
	fatal(f.Attach(d.Root))
	r := crashUpload()
	r.Receipt = func(context.Context, folder.Placed) error { return die("receipt", "") }
	_, err = f.Place(context.Background(), r)
	fatal(err)
	fatal(f.Close())
}

func crashUpload() folder.PlaceRequest {
	r := upload("u1", "W-2.pdf", strings.Repeat("the client's bytes ", 50_000))
	r.Dir = "Income"
	return r
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// child is this test program run as something else.
func child(program, what string, args any) *exec.Cmd {
	body, err := json.Marshal(args)
	fatal(err)
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "TIEOUT_TEST_CHILD="+what, "TIEOUT_TEST_ARGS="+string(body))
	return cmd
}

// A desk is killed before every single step of placing, and another attempt is made: the final name is
// never torn, the upload is there exactly once, and nothing of ours stays. FM09, FM11, FM12.
func TestADeskKilledAtAnyStepOfPlacing(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for step := 1; ; step++ {
		w := newWorld(t)
		out, err := child(program, "place", doomed{Root: w.root, Spool: t.TempDir(), Die: step}).CombinedOutput()
		var exit *exec.ExitError
		killed := errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
		if err != nil && !killed {
			t.Fatalf("step %d: %v: %s", step, err, out)
		}
		want := crashUpload()
		at := w.path("From client", "Income", "W-2.pdf")
		if body, err := os.ReadFile(at); err == nil && int64(len(body)) != want.Size {
			t.Errorf("step %d: the final name had %d of %d bytes", step, len(body), want.Size)
		}
		if killed {
			if got := w.place(want); got != "Income/W-2.pdf" {
				t.Errorf("step %d: placed as %q", step, got)
			}
		}
		if got := w.names("From client", "Income"); got != "W-2.pdf" {
			t.Errorf("step %d: the folder holds %s", step, got)
		}
		if body, err := os.ReadFile(at); err != nil || int64(len(body)) != want.Size {
			t.Errorf("step %d: %d bytes, %v", step, len(body), err)
		}
		w.stop()
		if !killed {
			if step < 10 {
				t.Errorf("placing has only %d steps", step)
			}
			t.Logf("killed before each of %d steps", step-1)
			return
		}
	}
}

func TestAClaimOfALivingDeskIsRespected(t *testing.T) {
	w := newWorld(t)
	tree, err := folder.OS().Open(filepath.Join(w.path("From client")))
	w.must(err)
	defer tree.Close()
	claim, err := tree.Claim(".tieout-u1.claim")
	w.must(err)
	if _, err := w.folders.Place(context.Background(), upload("u1", "a.pdf", "bytes")); !errors.Is(err, folder.ErrClaimed) {
		t.Errorf("got %v", err)
	}
	w.must(claim.Leave())
	if got := w.place(upload("u1", "a.pdf", "bytes")); got != "a.pdf" {
		t.Errorf("placed as %q", got)
	}
}
