//go:build linux

// Package sambatest runs the engine against a real SMB server: Samba's smbd of this computer, started for
// the tests on a port of its own, without rights and without a name on the network. Every desk, and the
// staff beside them, has a session of its own through impacket, an SMB client library, in a process of its
// own. The opens are those that app/folder makes on Windows, flag by flag.
//
// There is nothing here but tests. They say how Samba answers; what a Windows server answers, or the
// kernel's own client of a mounted share, they do not say.
package sambatest

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// samba is the server of all tests here, nil when the computer has none.
var samba *server

func TestMain(m *testing.M) {
	runtime.LockOSThread() // the server ends with the thread that began it
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "tieout-samba-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if missing() == "" {
		if samba, err = startServer(dir); err != nil {
			fmt.Fprintln(os.Stderr, "smbd does not start:", err)
			return 1
		}
		defer samba.stop()
	}
	return m.Run()
}

// python is Debian's own: it has the client library.
const python = "/usr/bin/python3"

// missing names what has to be installed for these tests.
func missing() string {
	if _, err := smbd(); err != nil {
		return "samba"
	}
	if exec.Command(python, "-c", "import impacket.smb3").Run() != nil {
		return "python3-impacket"
	}
	return ""
}

// need skips a test on a computer without Samba, and fails it where everything has to run.
func need(t *testing.T) {
	t.Helper()
	if samba != nil {
		return
	}
	words := "nothing was tried against a real SMB server: " + missing() + " is not installed"
	if os.Getenv("CI") == "true" {
		t.Fatal(words)
	}
	t.Skip("SKIPPED: " + words)
}
