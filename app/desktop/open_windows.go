package desktop

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

func start(act action, path string) error {
	windir, err := windows.GetSystemWindowsDirectory()
	if err != nil {
		return err
	}
	return launchOn("windows", windir, act, path).run()
}

func (l launch) prepare(cmd *exec.Cmd) {
	if l.line != "" {
		cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: l.line}
	}
}

// showItem: Explorer selects by its command line.
func showItem(string) bool { return false }
