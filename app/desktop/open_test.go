package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What each operating system is told, as a table: the Windows rows are what
// Explorer and the protocol handler document, not what this machine ran.
func TestLaunch(t *testing.T) {
	const win = `S:\Clients\Acme, Ltd\2025 1120-S\TB & notes.xlsx`
	for _, tc := range []struct {
		system string
		act    action
		path   string
		want   string
	}{
		{"windows", openFile, win, `C:\Windows\System32\rundll32.exe [url.dll,FileProtocolHandler ` + win + `]`},
		{"windows", openFolder, `\\nas\clients`, `C:\Windows\explorer.exe explorer.exe "\\nas\clients"`},
		{"windows", reveal, win, `C:\Windows\explorer.exe explorer.exe /select,"` + win + `"`},
		{"linux", openFile, "/srv/a b.pdf", "xdg-open [/srv/a b.pdf]"},
		{"linux", openFolder, "/srv/a b", "xdg-open [/srv/a b]"},
		{"linux", reveal, "/srv/a b/c.pdf", "xdg-open [/srv/a b]"},
		{"darwin", openFile, "/Volumes/c/a.pdf", "/usr/bin/open [/Volumes/c/a.pdf]"},
		{"darwin", reveal, "/Volumes/c/a.pdf", "/usr/bin/open [-R /Volumes/c/a.pdf]"},
	} {
		l := launchOn(tc.system, `C:\Windows`, tc.act, tc.path)
		got := l.program + " " + l.line
		if l.line == "" {
			got = fmt.Sprint(l.program, " ", l.args)
		}
		if got != tc.want {
			t.Errorf("%s, action %d: %s, want %s", tc.system, tc.act, got, tc.want)
		}
		if l.judge != (tc.system != "windows") {
			t.Errorf("%s: judge = %v, but Explorer's exit code means nothing", tc.system, l.judge)
		}
	}
}

// opener puts a program of our own in the place of xdg-open. It writes its
// arguments and its environment to files.
func opener(t *testing.T, script string) (seen func(string) string) {
	t.Helper()
	if os.PathSeparator != '/' {
		t.Skip("xdg-open is for Unix desktops")
	}
	dir := t.TempDir()
	text := "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > " + dir + "/args\nenv > " + dir + "/env\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+dir+"/no-bus")
	return func(file string) string {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}

func document(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "$(reboot) & 'return' 2025.pdf")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenFileHandsThePathOverAsItIs(t *testing.T) {
	seen := opener(t, "exit 0")
	path := document(t)
	if err := (Files{}).OpenFile(path); err != nil {
		t.Fatal(err)
	}
	if got, want := seen("args"), "1\n"+path+"\n"; got != want {
		t.Errorf("xdg-open got %q, want %q", got, want)
	}
	if err := (Files{}).OpenFolder(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if got, want := seen("args"), "1\n"+filepath.Dir(path)+"\n"; got != want {
		t.Errorf("xdg-open got %q, want %q", got, want)
	}
}

func TestRevealFallsBackToTheFolder(t *testing.T) {
	seen := opener(t, "exit 0")
	path := document(t)
	if err := (Files{}).Reveal(path); err != nil {
		t.Fatal(err)
	}
	if got, want := seen("args"), "1\n"+filepath.Dir(path)+"\n"; got != want {
		t.Errorf("xdg-open got %q, want %q", got, want)
	}
}

func TestAnOpenerThatFailsSaysSo(t *testing.T) {
	opener(t, "exit 3")
	if err := (Files{}).OpenFile(document(t)); err == nil || !strings.Contains(err.Error(), "no program on this computer opens that") {
		t.Errorf("OpenFile: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := (Files{}).OpenFile(document(t)); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("OpenFile without xdg-open: %v", err)
	}
}

func TestWhatWeSetForOurWindowIsNotInherited(t *testing.T) {
	t.Setenv("GTK_THEME", "Adwaita:dark")
	t.Setenv("LC_PAPER", "en_US")
	t.Setenv(OwnEnv, "GTK_THEME,OTHER")
	seen := opener(t, "exit 0")
	if err := (Files{}).OpenFile(document(t)); err != nil {
		t.Fatal(err)
	}
	env := strings.Split(seen("env"), "\n")
	if slices.ContainsFunc(env, func(s string) bool { return strings.HasPrefix(s, "GTK_THEME=") || strings.HasPrefix(s, OwnEnv) }) {
		t.Error("the viewer inherits the theme of our window")
	}
	if !slices.Contains(env, "LC_PAPER=en_US") {
		t.Error("the viewer does not inherit the user's settings")
	}
}
