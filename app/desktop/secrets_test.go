package desktop

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tieout/app/desktop/internal/bustest"
)

func mustOpen(t *testing.T, dir string) *Secrets {
	t.Helper()
	s, err := OpenSecrets(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantSecret(t *testing.T, s *Secrets, name, want string) {
	t.Helper()
	if got, err := s.Get(name); err != nil || got != want {
		t.Errorf("Get(%q) = %q, %v; want %q", name, got, err, want)
	}
}

func mustSet(t *testing.T, s *Secrets, name, value string) {
	t.Helper()
	if err := s.Set(name, value); err != nil {
		t.Fatalf("Set(%q): %v", name, err)
	}
}

func secretsFile(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "secrets.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// noKeyring points the session bus at nothing. Windows and macOS always have
// a keyring, so the file is not used there.
func noKeyring(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("this operating system always has a keyring")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "no-bus"))
}

func TestWithoutAKeyringSecretsGoToAFileAndTheUserIsTold(t *testing.T) {
	noKeyring(t)
	dir := filepath.Join(t.TempDir(), "data")
	s := mustOpen(t, dir)
	if _, err := s.Get("device key"); !errors.Is(err, ErrNoSecret) {
		t.Fatalf("Get of a secret never set: %v", err)
	}
	if s.Warning() != "" {
		t.Errorf("a warning before there is anything to warn of: %s", s.Warning())
	}
	mustSet(t, s, "device key", "first")
	mustSet(t, s, "device key", "second")
	mustSet(t, s, "token", "")
	wantSecret(t, s, "device key", "second")

	s = mustOpen(t, dir) // a restart
	wantSecret(t, s, "device key", "second")
	wantSecret(t, s, "token", "")
	if w := s.Warning(); !strings.Contains(w, "not encrypted") || !strings.Contains(w, dir) {
		t.Errorf("Warning = %q", w)
	}
	if info, err := os.Stat(filepath.Join(dir, "secrets.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
	for range 2 {
		if err := s.Delete("device key"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := mustOpen(t, dir).Get("device key"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("Get after Delete: %v", err)
	}
	if err := s.Delete("token"); err != nil || s.Warning() != "" {
		t.Errorf("Delete = %v, Warning = %q", err, s.Warning())
	}
}

func TestAFileOthersCouldReadIsTightened(t *testing.T) {
	noKeyring(t)
	dir := t.TempDir()
	mustSet(t, mustOpen(t, dir), "token", "x")
	path := filepath.Join(dir, "secrets.json")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, dir)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestADamagedFileIsNotTakenForAFreshStart(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "{", "[]", "{}"} {
		if err := os.WriteFile(filepath.Join(dir, "secrets.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenSecrets(dir); err == nil {
			t.Errorf("content %q was accepted", text)
		}
	}
}

func TestASecretTooLongForAKeyringIsRefusedEverywhere(t *testing.T) {
	noKeyring(t)
	s := mustOpen(t, t.TempDir())
	mustSet(t, s, "x", strings.Repeat("x", 1024))
	if err := s.Set("x", strings.Repeat("x", 1025)); err == nil {
		t.Error("1025 bytes were accepted")
	}
}

const (
	sessionTest = "DESKTOP_TEST_IN_SESSION"
	sessionDir  = "DESKTOP_TEST_SESSION_DIR"
)

// inChild runs one of the tests below in a process of its own: the keyring
// library connects once per process.
func inChild(t *testing.T, test string, command []string, env ...string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), command[0], append(command[1:], "-test.run=^"+test+"$", "-test.v")...)
	child.Env = append(append(os.Environ(), sessionTest+"="+test), env...)
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+test) {
		t.Fatalf("%s: %v\n%s", test, err, out)
	}
}

func onlyInChild(t *testing.T) {
	t.Helper()
	if os.Getenv(sessionTest) != t.Name() {
		t.Skip("runs only as a child of another test")
	}
}

func TestAKeyringThatHangsDoesNotHangUs(t *testing.T) {
	noKeyring(t)
	inChild(t, "TestHungKeyring", []string{os.Args[0]})
}

func TestHungKeyring(t *testing.T) {
	onlyInChild(t)
	path := filepath.Join(t.TempDir(), "bus")
	hung, err := net.Listen("unix", path) // takes connections and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer hung.Close()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
	s := mustOpen(t, t.TempDir())
	s.limit = 50 * time.Millisecond
	mustSet(t, s, "token", "x")
	wantSecret(t, s, "token", "x")
	if s.Warning() == "" {
		t.Error("no warning")
	}
	s.limit = time.Hour // a question is pending, so the next one is not even asked
	mustSet(t, s, "token", "y")
	wantSecret(t, s, "token", "y")
}

// TestTheRealKeyring runs gnome-keyring on a session bus of its own, with its
// files in a folder of the test.
func TestTheRealKeyring(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("gnome-keyring is for Linux")
	}
	bustest.Need(t, "dbus-run-session", "gnome-keyring-daemon")
	home, data := t.TempDir(), t.TempDir()
	const script = `printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && exec "$@"`
	session := []string{"dbus-run-session", "--", "sh", "-c", script, "sh", os.Args[0]}
	env := []string{"HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_RUNTIME_DIR=" + home, "XDG_CONFIG_HOME=" + home, sessionDir + "=" + data}
	inChild(t, "TestKeyringSession", session, env...)

	// The session is over: its keyring is locked away, and not empty.
	noKeyring(t)
	s := mustOpen(t, data)
	if _, err := s.Get("device key"); !errors.Is(err, ErrKeyring) {
		t.Errorf("Get without the keyring that has it: %v", err)
	}
	if err := s.Delete("device key"); !errors.Is(err, ErrKeyring) {
		t.Errorf("Delete without the keyring that has it: %v", err)
	}
	inChild(t, "TestKeyringSessionAgain", session, env...)
}

func TestKeyringSession(t *testing.T) {
	onlyInChild(t)
	dir := os.Getenv(sessionDir)
	bus := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	s := mustOpen(t, dir)

	// First without the bus, then with it: the file is left for the keyring.
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "autolaunch:")
	mustSet(t, s, "device key", "canary-from-file")
	if s.Warning() == "" || !strings.Contains(secretsFile(t, dir), "canary-from-file") {
		t.Fatal("the file fallback was not used")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus)
	mustSet(t, s, "device key", "canary-from-keyring")
	wantSecret(t, s, "device key", "canary-from-keyring")
	if s.Warning() != "" || strings.Contains(secretsFile(t, dir), "canary") {
		t.Fatal("the secret stayed in the file")
	}

	other := mustOpen(t, t.TempDir())
	mustSet(t, other, "device key", "of another data folder")
	wantSecret(t, s, "device key", "canary-from-keyring")
	if err := other.Delete("device key"); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, mustOpen(t, dir), "device key", "canary-from-keyring")
}

func TestKeyringSessionAgain(t *testing.T) {
	onlyInChild(t)
	s := mustOpen(t, os.Getenv(sessionDir))
	wantSecret(t, s, "device key", "canary-from-keyring")
	if err := s.Delete("device key"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get("device key"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("Get after Delete: %v", err)
	}
}
