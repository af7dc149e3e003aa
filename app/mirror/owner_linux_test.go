package mirror

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tieout/app/folder"
)

// envCopy makes this test program keep a copy in a folder, as a user of its own.
const envCopy = "TIEOUT_TEST_COPY"

func TestMain(m *testing.M) {
	if dir := os.Getenv(envCopy); dir != "" {
		if err := copyLetter(dir); err != nil {
			os.Stdout.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func copyLetter(dir string) error {
	c, err := Open(dir, "engagement", folder.NewMemoryIndex(), time.Now)
	if err != nil {
		return err
	}
	t := new(testing.T)
	return errors.Join(c.Put(t.Context(), doc("1", "a.pdf", "the whole text"), (&world{t: t}).fetch("the whole text")), c.Sync(), c.Close())
}

// A download that was whole and read-only when the program was killed is gone on
// with by an ordinary user, whom rights bind.
func TestAReadOnlyPartIsGoneOnWith(t *testing.T) {
	for _, text := range []string{"the whole text", "the who", "\x00\x00\x00"} {
		base := world{t: t}
		dir, err := os.MkdirTemp("", "tieout-copy") // which another user can reach
		base.must(err)
		t.Cleanup(func() { base.must(os.RemoveAll(dir)) })
		part := filepath.Join(dir, staged(doc("1", "a.pdf", "the whole text"), partSuffix))
		base.must(os.Chmod(dir, 0o755), os.Mkdir(filepath.Dir(part), 0o755), os.WriteFile(part, []byte(text), 0o444))
		self, err := os.Executable()
		base.must(err)
		program := filepath.Join(dir, "copy.test")
		base.must(copyFile(self, program))
		cmd := exec.Command(program)
		cmd.Env = []string{envCopy + "=" + dir}
		if os.Getuid() == 0 {
			const nobody = 65534
			for _, at := range []string{dir, filepath.Dir(part), part, program} {
				base.must(os.Chown(at, nobody, nobody))
			}
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("a part of %q: %v %s", text, err, out)
		}
		got, err := os.ReadFile(filepath.Join(dir, "a.pdf"))
		if err != nil || string(got) != "the whole text" {
			t.Errorf("a part of %q became %q, %v", text, got, err)
		}
		if info, err := os.Stat(filepath.Join(dir, "a.pdf")); err != nil || info.Mode().Perm() != readOnly {
			t.Errorf("it is %v, %v", info.Mode(), err)
		}
	}
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// What a path of the copy leads to is never followed out of it.
func TestTheStageIsNoLink(t *testing.T) {
	w := newWorld(t)
	outside := t.TempDir()
	w.must(os.Symlink(outside, filepath.Join(w.dir, stageDir)))
	err := w.copy.Put(t.Context(), doc("1", "a.pdf", "text"), w.fetch("text"))
	if !errors.Is(err, folder.ErrNotPlain) {
		t.Errorf("written through a link: %v", err)
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
		t.Errorf("outside lies %v, %v", left, err)
	}
	if !strings.HasPrefix(stageDir, ".tieout") {
		t.Error("a document can have the stage's name")
	}
}

// A volume that says that a flush failed is not trusted: each file is flushed by
// itself, and the one that fails has the error.
func TestAVolumeWhoseFlushFailsIsNotTrusted(t *testing.T) {
	w := newWorld(t)
	root, err := w.copy.staging()
	w.must(err)
	for _, fails := range []bool{false, true} {
		on := openVolume(root)
		if on == nil {
			t.Skip("the folder of temporary files is on a file system that is not flushed whole")
		}
		if fails {
			w.must(on.dir.Close())
		}
		sound, err := os.CreateTemp(t.TempDir(), "")
		w.must(err)
		out, unsound, err := os.Pipe() // cannot be flushed
		w.must(err)
		failed := make([]error, 2)
		flush([]*os.File{sound, unsound}, failed, on)
		on.close()
		w.must(out.Close())
		if failed[0] != nil || fails != errors.Is(failed[1], syscall.EINVAL) {
			t.Errorf("the volume fails: %v, the files: %v", fails, failed)
		}
	}
}
