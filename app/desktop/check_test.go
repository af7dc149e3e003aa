package desktop_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/app/desktop"
)

func write(t *testing.T, path string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDocumentsOpenAndProgramsDoNot(t *testing.T) {
	dir := t.TempDir()
	for name, opens := range map[string]bool{
		"2025 return.pdf": true, "TB.xlsx": true, "Miller & Søn – 1120-S.PDF": true, "notes": true, "scan.jpeg": true, "backup.QBW": true,
		"invoice.pdf.exe": false, "INVOICE.EXE": false, "macro.js": false, "link.url": false, "link.LNK": false, "note.desktop": false,
		"trailing.exe.": false, "trailing.exe ": false, "trailing.exe. .": false, "install.msi": false, "x.settingcontent-ms": false,
		"run.sh": false, "disk.iso": false, "page.hta": false, "add-in.xll": false,
	} {
		path := write(t, filepath.Join(dir, name))
		err := desktop.CheckDocument(path)
		if (err == nil) != opens {
			t.Errorf("CheckDocument(%q) = %v", name, err)
		}
		if err != nil && !strings.Contains(err.Error(), "It was not started") {
			t.Errorf("%q: the error does not say what is safe: %v", name, err)
		}
		if err := desktop.CheckPath(path); err != nil {
			t.Errorf("%q may be shown in its folder: %v", name, err)
		}
	}
}

func TestAProgramBehindALinkIsAProgram(t *testing.T) {
	dir := t.TempDir()
	program := write(t, filepath.Join(dir, "setup.exe"))
	link := filepath.Join(dir, "return.pdf")
	if err := os.Symlink(program, link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if err := desktop.CheckDocument(link); err == nil {
		t.Error("opened a program through a link")
	}
}

func TestOnlyPlainFullPathsAreOpened(t *testing.T) {
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "a.pdf"))
	for _, path := range []string{
		"", "a.pdf", "./a.pdf", "-version", "https://example.com/a.pdf", "file://" + file,
		dir + "/../" + filepath.Base(dir) + "/a.pdf", dir + "//a.pdf", file + "\x00.exe", file + "\n", filepath.Join(dir, "gone.pdf"),
		filepath.Join(dir, `a".pdf`),
	} {
		if err := desktop.CheckDocument(path); err == nil {
			t.Errorf("CheckDocument(%q) succeeded", path)
		}
		if err := desktop.CheckPath(path); err == nil {
			t.Errorf("CheckPath(%q) succeeded", path)
		}
	}
	if err := desktop.CheckDocument(dir); err == nil || !strings.Contains(err.Error(), "not a file") {
		t.Errorf("a folder as a document: %v", err)
	}
	if err := desktop.CheckFolder(file); err == nil || !strings.Contains(err.Error(), "not a folder") {
		t.Errorf("a document as a folder: %v", err)
	}
	if err := desktop.CheckDocument(filepath.Join(dir, "gone.pdf")); err == nil || !strings.Contains(err.Error(), "not there any more") {
		t.Errorf("a file that is gone: %v", err)
	}
}
