package sync_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A rule of SPEC.md.
type rule struct {
	id    string
	owner string   // the package that builds it, where that is not one of ours
	tests []string // "package.TestName"
}

var (
	ruleLine = regexp.MustCompile(`^- \*\*([A-Z]\d+)\*\* (.+)$`)
	ownerIs  = regexp.MustCompile(`Owner: (\S+?)\.?(?: |$)`)
	testsAre = regexp.MustCompile(`Tests: (.+)$`)
	cited    = regexp.MustCompile(`^([A-Z]\d+(?:, [A-Z]\d+)*)(?:[:. ]|$)`)
	inCode   = regexp.MustCompile(`SPEC ([A-Z]\d+)`)
)

// ours are the packages whose tests are held to cite what they are named for.
var ours = []string{"engagement", "proof"}

func readSpec(t *testing.T) map[string]rule {
	t.Helper()
	raw, err := os.ReadFile("SPEC.md")
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]rule{}
	for line := range strings.Lines(string(raw)) {
		m := ruleLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		r := rule{id: m[1]}
		if o := ownerIs.FindStringSubmatch(m[2]); o != nil {
			r.owner = o[1]
		}
		if names := testsAre.FindStringSubmatch(m[2]); names != nil {
			r.tests = strings.Split(names[1], ", ")
		}
		if _, twice := rules[r.id]; twice {
			t.Errorf("%s is two rules", r.id)
		}
		rules[r.id] = r
	}
	if len(rules) < 60 {
		t.Fatalf("only %d rules can be read in SPEC.md", len(rules))
	}
	return rules
}

// readTests maps the tests of a package to the rules that their comments cite.
func readTests(t *testing.T, pkg string) map[string][]string {
	t.Helper()
	dir := pkg
	if pkg == "app" {
		dir = filepath.Join("..", pkg)
	} else if _, err := os.Stat(dir); err != nil {
		dir = filepath.Join("..", "app", pkg)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string][]string{}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Test") && !strings.HasPrefix(fn.Name.Name, "Fuzz") {
				continue
			}
			tests[fn.Name.Name] = nil
			if m := cited.FindStringSubmatch(strings.TrimSpace(fn.Doc.Text())); m != nil {
				tests[fn.Name.Name] = strings.Split(m[1], ", ")
			}
		}
	}
	return tests
}

func TestEveryRuleIsHeldByTests(t *testing.T) {
	packages := map[string]map[string][]string{}
	for _, r := range readSpec(t) {
		if r.owner == "" && len(r.tests) == 0 {
			t.Errorf("%s: no test holds it and no package owns it", r.id)
		}
		if r.owner != "" {
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(r.owner))); err != nil {
				t.Errorf("%s: its owner %s is not there", r.id, r.owner)
			}
		}
		for _, name := range r.tests {
			pkg, test, ok := strings.Cut(name, ".")
			if packages[pkg] == nil {
				packages[pkg] = readTests(t, pkg)
			}
			cites, found := packages[pkg][test]
			switch {
			case !ok || !found:
				t.Errorf("%s: there is no test %s", r.id, name)
			case r.owner == "" && !slices.Contains(cites, r.id):
				t.Errorf("%s: %s does not cite it", r.id, name)
			}
		}
	}
}

func TestEveryCitationIsOfARule(t *testing.T) {
	rules := readSpec(t)
	for _, pkg := range ours {
		for test, cites := range readTests(t, pkg) {
			for _, id := range cites {
				r, ok := rules[id]
				if !ok {
					t.Errorf("%s.%s cites %s, which is no rule", pkg, test, id)
				} else if !slices.Contains(r.tests, pkg+"."+test) {
					t.Errorf("%s.%s cites %s, which does not name it", pkg, test, id)
				}
			}
		}
	}
	for _, top := range []string{".", "../app", "../frontend/src"} {
		eachLine(t, top, func(file, text string) {
			for _, m := range inCode.FindAllStringSubmatch(text, -1) {
				if _, ok := rules[m[1]]; !ok {
					t.Errorf("%s cites SPEC %s, which is no rule", file, m[1])
				}
			}
		})
	}
}

// eachLine hands over the text of every source file below a folder.
func eachLine(t *testing.T, top string, fn func(file, text string)) {
	t.Helper()
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if ext := filepath.Ext(name); ext != ".go" && ext != ".ts" && ext != ".tsx" {
			return nil
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		fn(name, string(raw))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
