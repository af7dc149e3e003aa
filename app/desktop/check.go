package desktop

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// runnable lists the endings that some operating system runs, installs or
// follows when such a file is opened. It is one list for all: a share is seen
// from many machines.
var runnable = newSet(
	// Windows: PATHEXT, shell verbs that execute, installers
	"exe", "com", "bat", "cmd", "pif", "scr", "cpl", "msc", "msi", "msp", "mst", "msix", "appx", "appinstaller", "application", "gadget",
	"ps1", "psm1", "psd1", "vbs", "vbe", "vb", "js", "jse", "ws", "wsf", "wsc", "wsh", "sct", "hta", "chm", "hlp", "inf", "reg", "jar", "jnlp",
	"dll", "ocx", "sys", "drv", "ade", "adp", "mde", "diagcab", "settingcontent-ms", "theme", "themepack", "search-ms", "searchconnector-ms", "library-ms",
	// shortcuts, which lead anywhere
	"lnk", "url", "website", "scf", "desktop", "webloc", "inetloc", "fileloc",
	// disk images and add-ins that open without the mark of the web
	"iso", "img", "vhd", "vhdx", "xll", "xlam", "wll",
	// Unix and macOS
	"sh", "bash", "csh", "ksh", "zsh", "run", "bin", "appimage", "deb", "rpm", "flatpakref", "py", "pyc", "pyw", "pl", "rb", "php",
	"app", "command", "tool", "workflow", "action", "pkg", "mpkg", "dmg", "scpt", "applescript", "terminal",
)

func newSet(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}

// CheckDocument returns nil when path is absolute, plainly spelled, a regular
// file that is there, and not of a kind that runs when it is opened. Otherwise
// the error says what is wrong and what to do.
func CheckDocument(path string) error {
	info, err := stat(path)
	if err != nil {
		return err
	}
	name := filepath.Base(path)
	if !info.Mode().IsRegular() {
		return fmt.Errorf("“%s” is not a file. Nothing was opened.", name)
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return unreachable(name, err)
	}
	if runs(name) || runs(filepath.Base(target)) {
		return fmt.Errorf("“%s” is a program or a shortcut, and Tieout opens documents only. It was not started. Show it in its folder to look at it first.", name)
	}
	return nil
}

// CheckFolder returns nil when path is absolute, plainly spelled and a folder
// that is there.
func CheckFolder(path string) error {
	info, err := stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("“%s” is not a folder. Nothing was opened.", filepath.Base(path))
	}
	return nil
}

// CheckPath returns nil when path is absolute, plainly spelled and there.
func CheckPath(path string) error {
	_, err := stat(path)
	return err
}

func stat(path string) (fs.FileInfo, error) {
	if err := spelledPlainly(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreachable(filepath.Base(path), err)
	}
	return info, nil
}

func unreachable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("“%s” is not there any more; it may have been moved or renamed.", name)
	}
	return fmt.Errorf("“%s” cannot be reached: %w", name, err)
}

// spelledPlainly refuses paths that an operating system reads as something
// else than they look like.
func spelledPlainly(path string) error {
	base := filepath.Base(path)
	switch {
	case !filepath.IsAbs(path) || filepath.Clean(path) != path:
		return fmt.Errorf("“%s” is not a full path. Nothing was opened.", path)
	case strings.ContainsAny(path, "\x00\n\r\"") || hasStream(path) || isDevice(path):
		return fmt.Errorf("“%s” has a name that cannot be opened safely. Rename it and try again.", base)
	}
	return nil
}

// hasStream finds a colon behind the drive letter: on NTFS it names a stream
// hidden behind a file.
func hasStream(path string) bool {
	return filepath.VolumeName(path) != "" && strings.Contains(path[len(filepath.VolumeName(path)):], ":")
}

// isDevice finds the \\.\ and \\?\ prefixes, behind which Windows skips its
// own checks.
func isDevice(path string) bool {
	return strings.HasPrefix(path, `\\.\`) || strings.HasPrefix(path, `\\?\`) || strings.HasPrefix(path, `\??\`)
}

// runs reports whether opening a file of this name may run something. Windows
// drops trailing dots and spaces from a name, so they do not hide an ending.
func runs(name string) bool {
	ending := strings.TrimPrefix(filepath.Ext(strings.TrimRight(name, ". ")), ".")
	return runnable[strings.ToLower(ending)]
}
