//go:build linux

package sambatest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// server is one smbd with one share that everybody may write.
type server struct {
	program, conf string
	cmd           *exec.Cmd
	port          int
	share         string // the share's folder, for a look that no client is asked for
	log           string
}

const shareName = "office"

func smbd() (string, error) {
	if at, err := exec.LookPath("smbd"); err == nil {
		return at, nil
	}
	return exec.LookPath("/usr/sbin/smbd")
}

// startServer runs smbd in a folder of its own, as whoever runs the test, and returns when it answers.
func startServer(dir string) (*server, error) {
	s := &server{share: filepath.Join(dir, "share"), log: filepath.Join(dir, "log")}
	var err error
	if s.program, err = smbd(); err != nil {
		return nil, err
	}
	if s.port, err = freePort(); err != nil {
		return nil, err
	}
	if s.conf, err = s.configure(dir); err != nil {
		return nil, err
	}
	return s, s.start()
}

// start runs smbd, for the first time or again, with all that it kept.
func (s *server) start() error {
	log, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = exec.Command(s.program, "--foreground", "--no-process-group", "--debug-stdout", "--configfile="+s.conf)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	return s.await()
}

// configure writes smb.conf and makes the folders it names.
func (s *server) configure(dir string) (string, error) {
	me, err := user.Current()
	if err != nil {
		return "", err
	}
	conf := fmt.Sprintf(`[global]
server role = standalone server
interfaces = lo
bind interfaces only = yes
smb ports = %d
disable netbios = yes
server min protocol = SMB2
map to guest = bad user
guest account = %s
load printers = no
disable spoolss = yes
log level = 1
`, s.port, me.Username)
	for _, kept := range []string{"state directory", "lock directory", "cache directory", "private dir", "pid directory", "ncalrpc dir"} {
		at := filepath.Join(dir, strings.ReplaceAll(kept, " ", "-"))
		if err := os.Mkdir(at, 0o755); err != nil {
			return "", err
		}
		conf += kept + " = " + at + "\n"
	}
	conf += fmt.Sprintf("[%s]\npath = %s\nread only = no\nguest ok = yes\n", shareName, s.share)
	at := filepath.Join(dir, "smb.conf")
	return at, errors.Join(os.Mkdir(s.share, 0o755), os.WriteFile(at, []byte(conf), 0o644))
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func (s *server) await() error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); <-tick.C {
		conn, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", s.port))
		if err == nil {
			return conn.Close()
		}
	}
	said, _ := os.ReadFile(s.log)
	s.stop()
	return fmt.Errorf("it does not answer:\n%s", said)
}

// stop ends smbd with the processes that serve its clients.
func (s *server) stop() {
	_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
	_ = s.cmd.Wait() // killed, as it was told
}
