package desktop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"
)

// lockName is the lock's file in a data folder. It stays when the lock is
// released: removing it would let two holders in.
const lockName = "tieout.lock"

// Holder says who holds a data folder.
type Holder struct {
	PID  int       `json:"pid"`
	User string    `json:"user"`
	Host string    `json:"host"`
	At   time.Time `json:"at"` // since when
}

// HeldError is returned by LockFolder when another process holds the folder.
// The holder is zero when it has not written its name yet.
type HeldError struct {
	Dir    string
	Holder Holder
}

func (e *HeldError) Error() string {
	who := "another Tieout"
	if h := e.Holder; h.PID != 0 {
		who = fmt.Sprintf("Tieout of %s on %s, process %d, since %s", h.User, h.Host, h.PID, h.At.Local().Format("Jan 2, 3:04 PM"))
	}
	return fmt.Sprintf("The data folder %s is in use by %s. Nothing was changed. Use that window, or close it and try again.", e.Dir, who)
}

// Lock is a data folder held by this process alone.
type Lock struct{ file *os.File }

// LockFolder takes dir, which it makes (mode 0700) if need be, for this process
// alone, or returns *HeldError at once. The operating system releases the lock
// when the process ends, however it ends. The lock is the guard against two
// desks writing one store; the session's single-instance message is only a
// courtesy that brings the first window to the front.
func LockFolder(dir string) (*Lock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder cannot be used: %w", err)
	}
	if err := tryLock(file); err != nil {
		defer file.Close()
		if errors.Is(err, errHeld) {
			return nil, &HeldError{dir, readHolder(file)}
		}
		return nil, fmt.Errorf("the data folder %s cannot be locked: %w", dir, err)
	}
	if err := writeHolder(file); err != nil {
		file.Close()
		return nil, fmt.Errorf("the data folder %s cannot be locked: %w", dir, err)
	}
	return &Lock{file}, nil
}

// Release gives the folder back. Releasing twice is fine.
func (l *Lock) Release() error {
	if l.file == nil {
		return nil
	}
	file := l.file
	l.file = nil
	return errors.Join(file.Truncate(0), file.Close())
}

var errHeld = errors.New("held by another process")

func writeHolder(file *os.File) error {
	holder := Holder{PID: os.Getpid(), User: userName(), Host: "this computer", At: time.Now().UTC().Truncate(time.Second)}
	if host, err := os.Hostname(); err == nil {
		holder.Host = host
	}
	text, err := json.Marshal(holder)
	if err != nil {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err = file.WriteAt(append(text, '\n'), 0)
	return err
}

func readHolder(file *os.File) Holder {
	var holder Holder
	text, err := io.ReadAll(io.NewSectionReader(file, 0, 4096))
	if err != nil || json.Unmarshal(text, &holder) != nil {
		return Holder{}
	}
	return holder
}

func userName() string {
	current, err := user.Current()
	if err != nil {
		return "somebody"
	}
	return current.Username[strings.LastIndex(current.Username, `\`)+1:]
}
