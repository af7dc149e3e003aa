package pdf

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The test binary is its own worker, and, called by one of these names, a
// worker that a hostile file has got the better of.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "overflowing":
		limitSelf(1 << 30)
		overflow(0)
	case "hoarding":
		limitSelf(256 << 20)
		hoard()
	case "hanging":
		select {}
	}
	RunWorkerIfAsked()
	os.Exit(m.Run())
}

func overflow(n int) int {
	var room [1024]byte
	room[n%1024] = 1
	return overflow(n+1) + int(room[0])
}

func hoard() {
	var all [][]byte
	for {
		b := bytes.Repeat([]byte{1}, 16<<20)
		all = append(all, b)
		_ = all
	}
}

// noon is the clock of all tests.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.FixedZone("", -6*3600))

// corpusFolder finds the real PDFs, which are not part of the repository.
func corpusFolder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("TIEOUT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		absent(t, "the corpus of real PDFs is absent; set TIEOUT_CORPUS")
	}
	return dir
}

// absent skips loudly, and fails where nothing may be skipped.
func absent(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal("NOT TESTED: " + what)
	}
	t.Skip("NOT TESTED: " + what)
}

func corpus(t *testing.T, name string) Source {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(corpusFolder(t), name))
	if err != nil {
		absent(t, err.Error())
	}
	return BytesSource(b)
}

// corpusAll visits every file of the corpus, several at a time.
func corpusAll(t *testing.T, visit func(t *testing.T, name string, src Source)) {
	names, err := filepath.Glob(filepath.Join(corpusFolder(t), "*.pdf"))
	if err != nil || len(names) < 40 {
		t.Fatalf("the corpus has %d files (%v)", len(names), err)
	}
	t.Run("corpus", func(t *testing.T) {
		for _, n := range names {
			name := filepath.Base(n)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				visit(t, name, corpus(t, name))
			})
		}
	})
}

// saved writes bytes where another program can read them.
func saved(t *testing.T, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// witness runs an independent program and returns what it says.
func witness(t *testing.T, program string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		absent(t, "the witness "+program+" is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
	return string(out), err
}

func qpdfClean(t *testing.T, path string) {
	t.Helper()
	if out, err := witness(t, "qpdf", "--check", path); err != nil {
		t.Errorf("qpdf --check: %v\n%s", err, out)
	}
}

func pageText(t *testing.T, path string) string {
	t.Helper()
	out, err := witness(t, "pdftotext", "-layout", path, "-")
	if err != nil {
		t.Fatalf("pdftotext: %v\n%s", err, out)
	}
	return out
}

func assembled(t *testing.T, p Package) ([]byte, Assembly) {
	t.Helper()
	var b bytes.Buffer
	a, err := Assemble(t.Context(), &b, p)
	if err != nil {
		t.Fatalf("assemble: %v", err)
	}
	return b.Bytes(), a
}

// simplePDF is a one-page document that shows a text; extra objects follow
// from number 6 and the page dictionary takes entries.
func simplePDF(text, pageEntries string, extra ...string) []byte {
	content := "BT /F1 18 Tf 72 700 Td (" + text + ") Tj ET"
	objects := append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R" + pageEntries + ">>",
		"<</Length " + num(float64(len(content))) + ">>stream\n" + content + "\nendstream",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}, extra...)
	return handmade(objects)
}

// handmade writes objects 1… with a classic cross-reference table.
func handmade(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	rows := "0000000000 65535 f \n"
	for i, o := range objects {
		rows += strings.Repeat("0", 10-len(num(float64(b.Len())))) + num(float64(b.Len())) + " 00000 n \n"
		b.WriteString(num(float64(i+1)) + " 0 obj\n" + o + "\nendobj\n")
	}
	at, size := num(float64(b.Len())), num(float64(len(objects)+1))
	b.WriteString("xref\n0 " + size + "\n" + rows + "trailer\n<</Size " + size + "/Root 1 0 R>>\nstartxref\n" + at + "\n%%EOF\n")
	return b.Bytes()
}
