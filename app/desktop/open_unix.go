//go:build unix

package desktop

import (
	"os/exec"
	"runtime"
	"syscall"
)

func start(act action, path string) error {
	return launchOn(runtime.GOOS, "", act, path).run()
}

// prepare lets the started program outlive ours.
func (launch) prepare(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
