package desktop

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Files opens files and folders in the programs of the operating system. It is
// the file half of a Desktop, for implementations to embed.
type Files struct{}

// OpenFile implements Desktop.
func (Files) OpenFile(path string) error {
	if err := CheckDocument(path); err != nil {
		return err
	}
	return start(openFile, path)
}

// OpenFolder implements Desktop.
func (Files) OpenFolder(path string) error {
	if err := CheckFolder(path); err != nil {
		return err
	}
	return start(openFolder, path)
}

// Reveal implements Desktop.
func (Files) Reveal(path string) error {
	if err := CheckPath(path); err != nil {
		return err
	}
	if showItem(path) {
		return nil
	}
	return start(reveal, path)
}

type action int

const (
	openFile action = iota
	openFolder
	reveal
)

// launch is a program to start, without a shell in between.
type launch struct {
	program string
	args    []string
	// line replaces the arguments where the program reads its command line
	// in its own way (Windows Explorer).
	line string
	// judge says that the exit code means something.
	judge bool
}

// launchOn returns what shows path on an operating system. windir is the
// Windows folder, by full path, so that no other explorer.exe is found.
func launchOn(system, windir string, act action, path string) launch {
	switch system {
	case "windows":
		explorer := windir + `\explorer.exe`
		switch act {
		case openFolder:
			return launch{program: explorer, line: `explorer.exe "` + path + `"`}
		case reveal:
			return launch{program: explorer, line: `explorer.exe /select,"` + path + `"`}
		}
		return launch{program: windir + `\System32\rundll32.exe`, args: []string{"url.dll,FileProtocolHandler", path}}
	case "darwin":
		if act == reveal {
			return launch{program: "/usr/bin/open", args: []string{"-R", path}, judge: true}
		}
		return launch{program: "/usr/bin/open", args: []string{path}, judge: true}
	}
	if act == reveal {
		path = filepath.Dir(path)
	}
	return launch{program: "xdg-open", args: []string{path}, judge: true}
}

// settle is how long a started program may take to say that it failed. Some
// keep running as long as the document is open, so there is no waiting for
// the end.
const settle = time.Second

func (l launch) run() error {
	name := filepath.Base(l.program)
	program, err := exec.LookPath(l.program)
	if err != nil {
		return fmt.Errorf("%s is not installed on this computer, so nothing could be opened.", name)
	}
	cmd := exec.Command(program, l.args...)
	cmd.Dir = os.TempDir()
	cmd.Env = childEnv(os.Environ())
	l.prepare(cmd)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s could not be started: %w", name, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if !l.judge {
		return nil
	}
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("no program on this computer opens that (%s: %w).", name, err)
		}
	case <-time.After(settle):
	}
	return nil
}

// OwnEnv lists, separated by commas, the variables the program set for its own
// window. What it starts must not inherit them: a theme forced on our window
// is not forced on the user's spreadsheet.
const OwnEnv = "TIEOUT_OWN_ENV"

func childEnv(env []string) []string {
	own := newSet(append(strings.Split(os.Getenv(OwnEnv), ","), OwnEnv)...)
	kept := make([]string, 0, len(env))
	for _, entry := range env {
		if name, _, _ := strings.Cut(entry, "="); !own[name] {
			kept = append(kept, entry)
		}
	}
	return kept
}
