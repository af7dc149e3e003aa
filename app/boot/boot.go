// Package boot finds the data folder of this desk, takes it for this process
// alone and opens the program over it.
//
// It must never know how the program is shown: a desktop is handed to it. Under
// the build tag "bindings", in which the program is started only to be looked
// at, it opens nothing and touches no disk.
package boot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"tieout/app"
	"tieout/app/desktop"
	"tieout/app/store"
	"tieout/sync/blob"
	"tieout/sync/pdf"
)

// Version is the program's, as the release sets it.
var Version = "dev"

// Settings are what the command line and the environment say.
type Settings struct {
	// Data is the folder of this desk's data: --data, TIEOUT_DATA, or a folder
	// of the user's own on the local disk.
	Data string
	// SafeGraphics draws without the graphics card: --safe-graphics.
	SafeGraphics bool
}

// Read reads the command line. What it does not know is left to the window
// system.
func Read(args []string) (Settings, error) {
	s := Settings{Data: os.Getenv("TIEOUT_DATA")}
	flags := flag.NewFlagSet("tieout", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.Data, "data", s.Data, "folder of this desk's data, on a local disk")
	flags.BoolVar(&s.SafeGraphics, "safe-graphics", false, "draw without the graphics card")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		flags.SetOutput(os.Stderr)
		flags.PrintDefaults()
		return s, err
	}
	if s.Data == "" {
		dir, err := DataDir("tieout")
		if err != nil {
			return s, err
		}
		s.Data = dir
	}
	data, err := filepath.Abs(s.Data)
	if err != nil {
		return s, fmt.Errorf("the data folder %q cannot be used: %w", s.Data, err)
	}
	s.Data = data
	return s, nil
}

// DataDir is where a program of this name keeps its data unless it is told
// otherwise. It is local to this computer and user: it must not roam, because
// the data is locked and memory-mapped.
func DataDir(program string) (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" && runtime.GOOS != "windows" {
		return filepath.Join(dir, program), nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		dir, err := os.UserCacheDir() // %LocalAppData% on Windows
		return filepath.Join(dir, strings.ToUpper(program[:1])+program[1:]), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share", program), err
}

// HostDir is the folder in which the desks of all users of this machine settle
// which one watches and files: TIEOUT_HOST_DIR, or the usual place where an
// administrator made it. Without one it is empty, and each desk does so for
// itself.
func HostDir() string {
	if dir := os.Getenv("TIEOUT_HOST_DIR"); dir != "" {
		return dir
	}
	dir := "/var/lib/tieout-host"
	if runtime.GOOS == "windows" {
		dir = filepath.Join(os.Getenv("ProgramData"), "Tieout", "host")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}

// RunWorkerIfAsked opens an untrusted PDF when this process was started for
// that, and then does not return. Call it first.
func RunWorkerIfAsked() { pdf.RunWorkerIfAsked() }

// ID names the data folder, so that two desks with data of their own can run
// side by side.
func (s Settings) ID() string {
	sum := sha256.Sum256([]byte(s.Data))
	return "tieout-" + hex.EncodeToString(sum[:8])
}

// File is a file in the data folder.
func (s Settings) File(name string) string { return filepath.Join(s.Data, name) }

// Explain says in sentences why the program did not open, and what to do.
func Explain(err error) (happened, next string) {
	var held *desktop.HeldError
	switch {
	case errors.As(err, &held):
		return sentence(err), ""
	case errors.Is(err, store.ErrKey):
		return "The data on this computer is sealed with a key that is not in its keyring any more.",
			"Nothing was changed. Restore the keyring, or ask an administrator of your firm for a new code and start with an empty data folder."
	case errors.Is(err, desktop.ErrKeyring):
		return sentence(err), "Nothing was changed."
	case blob.IsFull(err):
		return NoRoom(err)
	case errors.Is(err, os.ErrPermission):
		return "Tieout may not write in its data folder.", "Check the rights of the folder, and start again."
	}
	return "Tieout could not open its data: " + err.Error() + ".", "Nothing was changed. Start again, or send this sentence to support."
}

// NoRoom says in sentences that the disk of this computer is full, which an error means.
func NoRoom(err error) (happened, next string) {
	where := "it"
	var at *fs.PathError
	if errors.As(err, &at) {
		where = filepath.Dir(at.Path)
	}
	return "The disk of this computer is full, so what has to be written there could not be.",
		"All that is here is safe. Make room on " + where + ", and try again."
}

func sentence(err error) string {
	s := strings.TrimSuffix(err.Error(), ".")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// Opened is the running program.
type Opened struct {
	*app.Program
	lock *desktop.Lock
}

// Close ends the program and gives the data folder back.
func (o *Opened) Close() error {
	if o.lock == nil {
		return nil
	}
	return errors.Join(o.Program.Close(), o.lock.Release())
}
