package pdf

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"
	"time"
)

// Both engines keep one contract: the same answers, the same bytes, the same
// refusals, in one process as in another and so at any time.
func TestTheWorkerAnswersAsTheProcessDoes(t *testing.T) {
	here, there := Engine(InProcess{}), Engine(Worker{TempDir: t.TempDir()})
	corpusAll(t, func(t *testing.T, name string, src Source) {
		want, wantErr := here.Preflight(t.Context(), src, PreflightOptions{})
		got, gotErr := there.Preflight(t.Context(), src, PreflightOptions{})
		if wantErr != nil || gotErr != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("preflight:\n%+v %v\n%+v %v", got, gotErr, want, wantErr)
		}
	})
	doc, _, marks := signing(t)
	o := sealOptions(t, ecdsaKey(t))
	p := Package{At: noon, PageNumbers: true, Parts: []Part{{Name: "A", Source: BytesSource(simplePDF("A", ""))}},
		Attachments: []Attachment{{Name: "a.txt", Source: BytesSource([]byte("hello"))}}}
	var wantDoc, gotDoc, wantMarked, gotMarked, sealed bytes.Buffer
	wantA, err1 := here.Assemble(t.Context(), &wantDoc, p)
	gotA, err2 := there.Assemble(t.Context(), &gotDoc, p)
	if err1 != nil || err2 != nil || !reflect.DeepEqual(gotA, wantA) || !bytes.Equal(gotDoc.Bytes(), wantDoc.Bytes()) {
		t.Errorf("assemble: %v %v", err1, err2)
	}
	if font, err := os.ReadFile("/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"); err == nil {
		marks.Fonts, marks.Certificate.Firm = [][]byte{font}, "王 CPAs"
	}
	wantM, err1 := here.AppendMarks(t.Context(), &wantMarked, BytesSource(doc), marks)
	gotM, err2 := there.AppendMarks(t.Context(), &gotMarked, BytesSource(doc), marks)
	if err1 != nil || err2 != nil || !reflect.DeepEqual(gotM, wantM) || !bytes.Equal(gotMarked.Bytes(), wantMarked.Bytes()) {
		t.Errorf("marks: %v %v", err1, err2)
	}
	for name, want := range map[string][]byte{marks.EvidenceName: marks.Evidence, "another name": nil} {
		for _, engine := range []Engine{here, there} {
			var got bytes.Buffer
			found, err := engine.Attached(t.Context(), &got, BytesSource(gotMarked.Bytes()), name)
			if err != nil || found != (want != nil) || !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%T gives %q as the attached file %q (%v, %v)", engine, got.Bytes(), name, found, err)
			}
		}
	}
	if _, err := there.Seal(t.Context(), &sealed, BytesSource(gotMarked.Bytes()), o); err != nil {
		t.Fatal(err)
	}
	if r, err := Verify(t.Context(), BytesSource(sealed.Bytes()), VerifyOptions{}); err != nil || !r.Intact {
		t.Errorf("sealed through the worker: %+v (%v)", r, err)
	}
	p.Parts = append(p.Parts, Part{Source: BytesSource([]byte("no PDF"))})
	_, wantErr := here.Assemble(t.Context(), &bytes.Buffer{}, p)
	_, gotErr := there.Assemble(t.Context(), &bytes.Buffer{}, p)
	if CodeOf(gotErr) != CodeNotPDF || gotErr.Error() != wantErr.Error() {
		t.Errorf("refusals differ: %v / %v", gotErr, wantErr)
	}
}

// called is this test binary under a name that TestMain makes misbehave.
func called(t *testing.T, name string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs symbolic links")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), name)
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	return link
}

func TestAFileThatKillsTheWorkerIsOnlyAnError(t *testing.T) {
	src := BytesSource(simplePDF("x", ""))
	for name, want := range map[string]Code{"overflowing": CodeWorker, "hoarding": CodeWorker, "hanging": CodeTime} {
		t.Run(name, func(t *testing.T) {
			k := Worker{Executable: called(t, name), TempDir: t.TempDir()}
			if name == "hanging" {
				k.Timeout = 300 * time.Millisecond
			}
			_, err := k.Preflight(t.Context(), src, PreflightOptions{})
			if CodeOf(err) != want || err.Error() == "" {
				t.Errorf("%v", err)
			}
			left, _ := os.ReadDir(k.TempDir)
			if len(left) > 0 {
				t.Errorf("temporary files remain: %v", left)
			}
		})
	}
}

func TestTheWorkerStopsWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Worker{TempDir: t.TempDir()}.Preflight(ctx, BytesSource(simplePDF("x", "")), PreflightOptions{})
	if CodeOf(err) != CodeTime {
		t.Errorf("%v", err)
	}
}

func TestAFileOnDiskIsReadWhereItIs(t *testing.T) {
	path := saved(t, simplePDF("x", ""))
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	src, err := FileSource(f)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := spool(src, filepath.Join(t.TempDir(), "copy")); err != nil || got != path {
		t.Errorf("%s (%v)", got, err)
	}
}
