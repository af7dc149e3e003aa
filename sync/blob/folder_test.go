package blob_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tieout/sync/blob"
)

const scope = blob.Scope("firm/1/client/2")

// openAt opens the store a restart would find at dir.
func openAt(dir string) (*blob.Store, error) {
	folder, err := blob.OpenFolder(filepath.Join(dir, "blobs"))
	if err != nil {
		return nil, err
	}
	ring, err := blob.OpenKeyring(filepath.Join(dir, "master.key"), true)
	if err != nil {
		return nil, err
	}
	return blob.New(folder, blob.FolderKeys{Root: filepath.Join(dir, "keys")}, ring)
}

func mustOpenAt(t *testing.T, dir string) *blob.Store {
	t.Helper()
	store, err := openAt(dir)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// files lists the regular files below dir.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFolderIsForItsOwnerOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists instead of modes")
	}
	dir := t.TempDir()
	store := mustOpenAt(t, dir)
	if _, _, err := store.Put(t.Context(), scope, strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenFolderSweepsWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	store := mustOpenAt(t, dir)
	hash, _, err := store.Put(t.Context(), scope, strings.NewReader("kept"))
	if err != nil {
		t.Fatal(err)
	}
	beside := filepath.Dir(files(t, filepath.Join(dir, "blobs"))[0])
	old, young := filepath.Join(beside, ".tmp-1"), filepath.Join(beside, ".tmp-2")
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	store = mustOpenAt(t, dir)
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old temporary file: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("a temporary file that may be in use: %v", err)
	}
	seen := 0
	if err := store.Walk(t.Context(), scope, func(e blob.Entry) error { seen++; return e.Err }); err != nil || seen != 1 {
		t.Errorf("Walk saw %d, %v", seen, err)
	}
	if has, err := store.Has(t.Context(), scope, hash); !has || err != nil {
		t.Errorf("Has = %v, %v", has, err)
	}
}

const crashDir = "BLOB_TEST_CRASH_DIR"

// TestCrashWriter is not a test of its own: TestAKilledWriterLeavesNoHalfBlob
// runs it in a process that it kills.
func TestCrashWriter(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("runs only as the child of TestAKilledWriterLeavesNoHalfBlob")
	}
	store := mustOpenAt(t, dir)
	for i := 0; ; i++ {
		data := bytes.Repeat([]byte(fmt.Sprintf("%d of a run, ", i)), 120_000)
		hash, _, err := store.Put(context.Background(), scope, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("stored", hash)
		small := make([][]byte, 20)
		for n := range small {
			small[n] = bytes.Repeat([]byte(fmt.Sprintf("%d of %d, ", n, i)), 500)
		}
		hashes, err := store.PutAll(context.Background(), scope, small)
		if err != nil {
			t.Fatal(err)
		}
		for _, hash := range hashes {
			fmt.Println("stored", hash)
		}
	}
}

func TestAKilledWriterLeavesNoHalfBlob(t *testing.T) {
	dir := t.TempDir()
	promised := map[blob.Hash]bool{}
	for run := range 4 {
		child := exec.Command(os.Args[0], "-test.run=^TestCrashWriter$", "-test.v")
		child.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		stored := 0
		for lines := bufio.NewScanner(out); lines.Scan(); {
			text, found := strings.CutPrefix(lines.Text(), "stored ")
			if !found {
				continue
			}
			hash, err := blob.Parse(text)
			if err != nil {
				break // the kill cut the line
			}
			promised[hash] = true
			if stored++; stored == 25+run {
				child.Process.Kill() // lines already written are read on
			}
		}
		child.Wait()
	}
	store := mustOpenAt(t, dir)
	err := store.Walk(t.Context(), scope, func(e blob.Entry) error {
		delete(promised, e.Hash)
		return e.Err
	})
	if err != nil {
		t.Errorf("a blob is there but not whole: %v", err)
	}
	if len(promised) != 0 {
		t.Errorf("%d blobs were promised and are gone", len(promised))
	}
}
