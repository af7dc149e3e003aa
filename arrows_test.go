// Package main_test holds the house rules of the repository: which package may
// import which and why, what lies at the top level, and that every package says
// what it owns. Conventions that nothing executes are forgotten.
package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "tieout"

// arrow says what a package, and all below it, must not import. A pattern ends
// in "/..." to mean a package and all below it; "!" before one allows it again.
type arrow struct {
	pkg       string
	forbidden []string
	why       string
}

// arrows is the table of the house. The longest row that fits a package counts.
var arrows = []arrow{
	{"", ours("sync/..."), "the program is app.App and its pages; sync is app's affair"},
	{"app", ours("frontend/...", "sync/relay/...", "sync/portal/...", "sync/synctest/..."), "a desk must run without a server in it, and without its pages in tests"},
	{"app/cmd", ours("frontend/...", "sync/relay/...", "sync/portal/...", "sync/synctest/..."), "an agent is a desk without a window"},
	{"app/folder", []string{module + "/...", "!" + module + "/app/folder/...", "net", "net/..."}, "it knows paths, and neither the history nor the network"},
	{"app/store", ours("sync/...", "app/...", "!app/store/...", "!app/folder/..."), "it stores events and does not interpret them"},
	{"app/desktop", ours("...", "!app/desktop/..."), "the operating system knows nothing of the trade"},
	{"frontend", ours("..."), "it carries the built pages and nothing else"},
	{"build", nil, "tools that make, fill and test the product may use all of it"},

	{"sync", ours("..."), "nothing is importable at this level"},
	{"sync/engagement", append(ours("..."), impure...), "the rules give the same answer at every end: no I/O, no clock, no randomness"},
	{"sync/proof", append(ours("...", "!sync/engagement"), impure...), "a proof is checked offline from what is given"},
	{"sync/wire", append(ours("...", "!sync/engagement"), impure...), "shapes and codes: no I/O, no rules"},
	{"sync/blob", ours("...", "!sync/blob/..."), "bytes by hash do not know what a file is for"},
	{"sync/pdf", ours("...", "!sync/pdf/..."), "PDF is PDF: it stores nothing and knows no engagement"},
	{"sync/command", ours("..."), "a command line is run the same way whatever its commands do"},
	{"sync/lull", append(ours("..."), impure...), "when to rest follows from how much was done"},
	{"sync/verify", ours("...", "!sync/engagement", "!sync/pdf", "!sync/proof"), "anybody checks a sealed file, without a desk, a relay or an account"},
	{"sync/desk", ours("app/...", "frontend/...", "sync/relay/...", "sync/portal/...", "sync/pdf/..."), "it moves events and blobs, and decides nothing"},
	{"sync/relay", ours("app/...", "frontend/...", "sync/desk/...", "sync/portal/..."), "the relay must run without a desk, and without the portal's pages"},
	{"sync/portal", append(ours("app/...", "frontend/...", "sync/desk/...", "sync/relay/store/..."), "database/..."), "it sees shared kinds through the relay, and writes no SQL"},
	{"sync/synctest", ours("frontend/..."), "alone in sync it may import app: its desks are real ones"},
	{"sync/cmd", ours("app/...", "sync/desk/...", "sync/synctest/..."), "the server is configuration"},
}

func ours(patterns ...string) []string {
	for i, p := range patterns {
		if not, ok := strings.CutPrefix(p, "!"); ok {
			patterns[i] = "!" + module + "/" + not
		} else {
			patterns[i] = module + "/" + p
		}
	}
	return patterns
}

// impure is the standard library's way out of pure code.
var impure = []string{
	"os", "os/...", "net", "net/...", "io/ioutil", "syscall", "syscall/...", "math/rand", "math/rand/...", "crypto/rand", "database/...",
	"log", "log/...", "runtime", "runtime/...", "unsafe", "C",
}

// homes says where alone a dependency may be used.
var homes = []struct {
	dependency string
	in         []string
	why        string
}{
	{"github.com/pdfcpu/...", []string{"sync/pdf"}, "pdfcpu's types, panics and global state stay behind a handful of functions"},
	{"github.com/fxamacker/...", []string{"sync/wire"}, "one package knows the forms in which desks and relay speak"},
	{"go.etcd.io/bbolt", []string{"app/store"}, "one package knows how a desk's data lies on disk"},
	{"github.com/fsnotify/...", []string{"app/folder"}, "watching is a hint; one package knows how little it is worth"},
	{"github.com/wailsapp/...", []string{"", "app/desktop/window", "build"}, "no use case and no test needs a window"},
	{"github.com/zalando/...", []string{"app/desktop"}, "secrets go through one door"},
	{"github.com/uptrace/...", []string{"sync/relay/store"}, "one package writes SQL"},
	{"database/sql", []string{"sync/relay/store"}, "one package writes SQL"},
	{module + "/frontend", []string{"", "sync/cmd"}, "pages are handed to those who serve them as an fs.FS"},
	{module + "/sync/synctest", []string{"sync/synctest"}, "a world for tests is in no program"},
	{module + "/sync/proof", []string{"app", "sync/relay", "sync/desk", "sync/portal", "sync/verify", "sync/cmd", "sync/synctest", "build"}, "proofs are for the ends that hold or check them"},
	{module + "/sync/relay/...", []string{"sync/relay", "sync/portal", "sync/cmd", "sync/synctest", "build"}, "only programs and worlds have a relay in them"},
}

// topLevel is everything that may lie at the root, besides dot-files.
var topLevel = strings.Fields("app frontend sync build main.go arrows_test.go wails.json go.mod go.sum README.md Makefile LICENSE")

// goFolders are the top-level folders that may hold Go.
var goFolders = []string{"app", "frontend", "sync", "build"}

// source is one Go file of the repository.
type source struct {
	file, pkg string // slash-separated, relative to the root
	test      bool
	ast       *ast.File
	fset      *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".") && name != "."
		if d.IsDir() && (hidden || d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "dist") {
			return filepath.SkipDir
		}
		if d.IsDir() || hidden || filepath.Ext(name) != ".go" {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		slash := filepath.ToSlash(name)
		dir := path.Dir(slash)
		if dir == "." {
			dir = ""
		}
		all = append(all, source{slash, dir, strings.HasSuffix(name, "_test.go"), f, fset})
		return nil
	})
	if err != nil || len(all) < 100 {
		t.Fatalf("%d Go files found: %v", len(all), err)
	}
	return all
}

func (s *source) imports() []string {
	var all []string
	for _, spec := range s.ast.Imports {
		name, _ := strconv.Unquote(spec.Path.Value) // the parser took it
		all = append(all, name)
	}
	return all
}

// matches says whether an import path is what the pattern means.
func matches(pattern, name string) bool {
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == below || strings.HasPrefix(name, below+"/")
	}
	return name == pattern
}

// within says whether a package is another or below it.
func within(pkg, top string) bool {
	return pkg == top || top != "" && strings.HasPrefix(pkg, top+"/")
}

func (a *arrow) forbids(name string) bool {
	bad := false
	for _, p := range a.forbidden {
		if not, ok := strings.CutPrefix(p, "!"); ok {
			bad = bad && !matches(not, name)
		} else {
			bad = bad || matches(p, name)
		}
	}
	return bad
}

func arrowOf(pkg string) *arrow {
	var best *arrow
	for i := range arrows {
		a := &arrows[i]
		if within(pkg, a.pkg) && (best == nil || len(a.pkg) > len(best.pkg)) {
			best = a
		}
	}
	return best
}

func TestArrows(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		a := arrowOf(s.pkg)
		if a == nil {
			t.Errorf("%s: package %q is not in the table of arrows", s.file, s.pkg)
			continue
		}
		for _, name := range s.imports() {
			if a.forbids(name) {
				t.Errorf("%s imports %s: %s", s.file, name, a.why)
			}
			for _, h := range homes {
				if matches(h.dependency, name) && !slices.ContainsFunc(h.in, func(top string) bool { return within(s.pkg, top) }) {
					t.Errorf("%s imports %s: %s", s.file, name, h.why)
				}
			}
		}
	}
}

// The table is only as good as its reading.
func TestArrowsCatch(t *testing.T) {
	for _, c := range []struct {
		pkg, name string
		want      bool
	}{
		{"sync/engagement", module + "/sync/wire", true}, {"sync/engagement", "os", true}, {"sync/engagement", "math/rand/v2", true},
		{"sync/engagement", "encoding/json", false}, {"sync/proof", module + "/sync/engagement", false}, {"sync/proof", module + "/sync/wire", true},
		{"sync/relay/store", module + "/sync/desk", true}, {"sync/relay/store", module + "/sync/blob", false},
		{"app", module + "/sync/relay", true}, {"app/folder", module + "/app/store", true}, {"app/folder/foldertest", module + "/app/folder", false},
		{"app/folder", "net/http", true}, {"app/store", module + "/sync/engagement", true}, {"app/store", module + "/app/folder", false},
		{"", module + "/sync/desk", true}, {"", module + "/app", false}, {"frontend", module + "/app", true},
	} {
		if got := arrowOf(c.pkg).forbids(c.name); got != c.want {
			t.Errorf("%q may not import %q: %v, want %v", c.pkg, c.name, got, c.want)
		}
	}
	if arrowOf("tools") != nil {
		t.Error("a new top-level folder has no row")
	}
}

// sync/engagement and sync/proof read no clock: time arrives in the events.
func TestRulesReadNoClock(t *testing.T) {
	clocks := []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep", "LoadLocation", "Local"}
	for _, s := range sources(t) {
		if s.test || !within(s.pkg, "sync/engagement") && !within(s.pkg, "sync/proof") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.FromSlash(s.file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && x.Obj == nil && slices.Contains(clocks, sel.Sel.Name) {
				t.Errorf("%s: time.%s", fset.Position(n.Pos()), sel.Sel.Name)
			}
			return true
		})
	}
}

func TestEveryPackageSaysWhatItOwns(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		said[s.pkg] = said[s.pkg] || s.ast.Doc != nil && len(s.ast.Doc.Text()) > 40
	}
	for pkg, ok := range said {
		if !ok {
			t.Errorf("package %q has no doc comment that says what it owns", pkg)
		}
	}
}

func TestTopLevelIsFixed(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(topLevel, e.Name()) {
			t.Errorf("%s has no place at the top level", e.Name())
		}
	}
	for _, s := range sources(t) {
		top, _, nested := strings.Cut(s.file, "/")
		if nested && !slices.Contains(goFolders, top) || !nested && !slices.Contains(topLevel, top) {
			t.Errorf("%s: Go does not belong here", s.file)
		}
		if within(s.pkg, "frontend") && s.file != "frontend/embed.go" {
			t.Errorf("%s: the only Go in frontend is embed.go", s.file)
		}
	}
}
