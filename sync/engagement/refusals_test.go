package engagement

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// refusal is one way in which an event is turned away.
type refusal struct {
	name string
	want string
	try  func(b *bench) Refusal
}

// refusals is every noun's table.
var refusals = map[string][]refusal{
	"firm": firmRefusals, "staff": staffRefusals, "client": clientRefusals, "engagement": engagementRefusals,
	"request": requestRefusals, "document": documentRefusals, "outbound": outboundRefusals, "message": messageRefusals,
	"draft": draftRefusals, "deliverable": deliverableRefusals, "signature": signatureRefusals,
	"envelope": envelopeRefusals,
}

// E2, E3, E5, H5, A2, A3, D11: each case is a story that ends in a refusal with its
// code. The bench holds Check against Apply on every step of it.
func TestRefusals(t *testing.T) {
	reached := map[string]bool{}
	for noun, table := range refusals {
		for _, c := range table {
			t.Run(noun+"/"+c.name, func(t *testing.T) {
				got := c.try(newBench(t))
				reached[got.Message], reached[got.Code] = true, true
				if got.Code != c.want {
					t.Fatalf("got %q (%v), want %q", got.Code, got, c.want)
				}
				if got.Message == "" || !strings.HasSuffix(strings.TrimRight(got.Error(), " "), ".") {
					t.Fatalf("a person reads this: %q", got.Error())
				}
			})
		}
	}
	t.Run("every refusal in the source is reached", func(t *testing.T) {
		for where, literal := range refusalLiterals(t) {
			if !slices.ContainsFunc(keys(reached), func(m string) bool { return strings.Contains(m, literal) }) {
				t.Errorf("%s: no case reaches %q", where, literal)
			}
		}
	})
	t.Run("every code is reached", func(t *testing.T) {
		ofTheRelay := []string{CodeAfterRefused, CodeOutOfOrder, CodeNoBlob, CodeBadSignature}
		for _, code := range allCodes(t) {
			if !reached[code] && !slices.Contains(ofTheRelay, code) {
				t.Errorf("no case ends in %q", code)
			}
		}
	})
}

func keys(m map[string]bool) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	return all
}

// refusalLiterals finds the words of every refusal in the package's source.
func refusalLiterals(t *testing.T) map[string]string {
	found := map[string]string{}
	builders := map[string]bool{"malformed": true, "missing": true, "exists": true, "notOpen": true, "forbidden": true, "forbiddenToClient": true}
	eachFile(t, func(fset *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			var words ast.Expr
			switch n := n.(type) {
			case *ast.CallExpr:
				if fn, ok := n.Fun.(*ast.Ident); ok && builders[fn.Name] && len(n.Args) == 1 {
					words = n.Args[0]
				}
			case *ast.CompositeLit:
				if typ, ok := n.Type.(*ast.Ident); ok && typ.Name == "Refusal" && len(n.Elts) == 3 {
					words = n.Elts[1]
				}
			}
			if s := firstString(words); s != "" {
				found[fset.Position(n.Pos()).String()] = s
			}
			return true
		})
	})
	if len(found) < 100 {
		t.Fatalf("only %d refusals found in the source", len(found))
	}
	return found
}

// firstString is the first literal of an expression of strings.
func firstString(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return firstString(e.X)
	}
	return ""
}

func allCodes(t *testing.T) []string {
	var codes []string
	eachFile(t, func(_ *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if ok && strings.HasPrefix(v.Names[0].Name, "Code") && len(v.Values) == 1 {
				codes = append(codes, firstString(v.Values[0]))
			}
			return true
		})
	})
	if len(codes) < 15 {
		t.Fatalf("only %d codes found in the source", len(codes))
	}
	return codes
}

func eachFile(t *testing.T, fn func(*token.FileSet, *ast.File)) {
	t.Helper()
	fset := token.NewFileSet()
	pkgs, err := parser.ParseDir(fset, ".", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range pkgs["engagement"].Files {
		if !strings.HasSuffix(fset.Position(f.Pos()).Filename, "_test.go") {
			fn(fset, f)
		}
	}
}
