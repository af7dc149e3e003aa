package synctest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// process is a program that runs, and what it said.
type process struct {
	cmd   *exec.Cmd
	stdin io.Closer
	out   *log
	errs  *log
	ended chan struct{}
}

// startProcess starts a program. It ends with its standard input, should nobody kill it. What it says
// is kept in a file of dir as well.
func startProcess(dir, name string, env []string, program string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(program, args...), out: &log{}, errs: &log{}, ended: make(chan struct{})}
	file, err := os.OpenFile(filepath.Join(dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = io.MultiWriter(p.out, file), io.MultiWriter(p.errs, file)
	stdin, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	p.stdin = stdin
	if err := p.cmd.Start(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	go func() {
		defer close(p.ended)
		defer file.Close()
		_ = p.cmd.Wait() // how it ended is in its state
	}()
	return p, nil
}

// running fails with what the process said when it has ended.
func (p *process) running() error {
	select {
	case <-p.ended:
		return fmt.Errorf("%s: %s", p.cmd.ProcessState, p.errs)
	default:
		return nil
	}
}

// said says whether the process has said this.
func (p *process) said(text string) error {
	if strings.Contains(p.out.String(), text) {
		return nil
	}
	return errors.Join(errNotYet, p.running())
}

// kill ends the process as a power cut does. One that ended by itself before is an error.
func (p *process) kill() error {
	if err := p.running(); err != nil {
		return err
	}
	err := p.cmd.Process.Kill()
	<-p.ended
	if said := p.errs.String(); strings.Contains(said, "panic") || strings.Contains(said, "DATA RACE") {
		err = errors.Join(err, errors.New(said))
	}
	return errors.Join(err, closed(p.stdin))
}

func closed(c io.Closer) error {
	if err := c.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// buildRelay builds the relay's command.
func buildRelay(dir string) (string, error) {
	program := filepath.Join(dir, "tieout-relay")
	var said bytes.Buffer
	build := exec.Command("go", "build", "-o", program, "tieout/sync/cmd/tieout-relay")
	build.Stdout, build.Stderr = &said, &said
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build the relay: %w\n%s", err, said.String())
	}
	return program, nil
}
