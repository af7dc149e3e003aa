package folder_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// failureModes are the ways in which programs that keep folders level have lost people's files, in the
// order in which they are numbered (FM01 is the first), each with the function that guards against it.
var failureModes = []struct{ what, guard string }{
	{"an empty mount looks like everything deleted", "app/folder/root.go:withoutMarker"},
	{"a marker made by hand arms an empty share", "app/folder/root.go:same"},
	{"many are deleted by mistake", "app/folder/gone.go:tooMany"},
	{"a relay restored from an old backup deletes newer files", "app/share.go:Gone"},
	{"half a file is sent", "app/folder/shape.go:decide"},
	{"a save by temporary file and rename is taken for a deletion", "app/folder/gone.go:weighed"},
	{"lock files are sent, or documents ignored", "app/folder/ignore.go:isIgnored"},
	{"the target is open in another program", "app/folder/place.go:freeName"},
	{"a power failure leaves a file without its bytes", "app/folder/place.go:write"},
	{"the disk is full", "app/folder/place.go:removePart"},
	{"a crash leaves half a file under its name", "app/folder/place.go:nameAs"},
	{"what was done and not answered is done again", "app/folder/note.go:find"},
	{"the last of two editors wins in silence", "app/folder/place.go:freeName"},
	{"copies of a clash are removed", "app/folder/safename.go:numbered"},
	{"the same bytes are taken for a change", "app/folder/settle.go:take"},
	{"two programs keep one folder", "app/folder/place.go:Place"},
	{"a rename in capitals deletes the file", "app/folder/key.go:PathKey"},
	{"two spellings of an accent are two files, or one", "app/folder/walk.go:findTwins"},
	{"paths are too long", "app/folder/safename.go:shorten"},
	{"names that Windows refuses", "app/folder/safename.go:SafeName"},
	{"a change does not show in the file's times", "app/folder/plan.go:planSample"},
	{"times of files are impossible", "app/folder/fs.go:Same"},
	{"a computer's clock is wrong", "app/folder/note.go:sweep"},
	{"change notices overflow", "app/folder/hints.go:takeHints"},
	{"files in new folders are never told of", "app/folder/walk.go:list"},
	{"notices from a network share are incomplete", "app/folder/hints.go:quickPass"},
	{"a scanner holds the temporary file", "app/folder/place.go:run"},
	{"a file made elsewhere has the wrong rights", "app/folder/place.go:temp"},
	{"a renamed folder is taken for deletions", "app/folder/plan.go:planAbsent"},
	{"links lead out of the share", "app/folder/tree_linux.go:dir"},
}

// Every one of them has a test that says so, and a guard that is where the list has it.
func TestEveryKnownFailureModeIsTested(t *testing.T) {
	repo := filepath.Join("..", "..")
	cited := citedModes(t, repo)
	for i, mode := range failureModes {
		if id := fmt.Sprintf("FM%02d", i+1); !cited[id] {
			t.Errorf("no test cites %s: %s", id, mode.what)
		}
		file, function, _ := strings.Cut(mode.guard, ":")
		if !declares(t, filepath.Join(repo, file), function) {
			t.Errorf("%s is not there: it guards against FM%02d", mode.guard, i+1)
		}
	}
}

var modeID = regexp.MustCompile(`FM\d\d`)

// citedModes reads the comments of all tests.
func citedModes(t *testing.T, repo string) map[string]bool {
	t.Helper()
	cited := map[string]bool{}
	for _, top := range []string{"app", "sync"} {
		err := filepath.WalkDir(filepath.Join(repo, top), func(at string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(at, "_test.go") || d.Name() == "failuremodes_test.go" {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), at, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") {
					for _, id := range modeID.FindAllString(f.Doc.Text(), -1) {
						cited[id] = true
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return cited
}

func declares(t *testing.T, at, function string) bool {
	t.Helper()
	source, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), at, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == function {
			return true
		}
	}
	return false
}
