package app_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"tieout/app"
)

// A call that panics is never answered by the window, so every bound method guards itself.
func TestEveryBoundMethodIsGuarded(t *testing.T) {
	fset := token.NewFileSet()
	pkgs, err := parser.ParseDir(fset, ".", func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, 0)
	must(t, err)
	bound := reflect.TypeFor[*app.App]()
	found := 0
	for _, file := range pkgs["app"].Files {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || !f.Name.IsExported() || receiver(f) != "App" {
				continue
			}
			found++
			first, ok := f.Body.List[0].(*ast.DeferStmt)
			if !ok || fmt.Sprint(first.Call.Fun) != "guard" || len(first.Call.Args) != 2 {
				t.Errorf("%s: %s does not begin with defer guard(…, &err)", fset.Position(f.Pos()), f.Name)
				continue
			}
			if name, ok := first.Call.Args[0].(*ast.BasicLit); !ok || name.Value != `"`+f.Name.Name+`"` {
				t.Errorf("%s guards itself under another name", f.Name)
			}
		}
	}
	if found != bound.NumMethod() || found < 80 {
		t.Errorf("%d methods were read, %d are bound", found, bound.NumMethod())
	}
}

func receiver(f *ast.FuncDecl) string {
	star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return ""
	}
	return fmt.Sprint(star.X)
}

// The window tells the page types that are wrong for times, bytes, contexts and null lists.
func TestBoundMethodsSpeakPlainJSON(t *testing.T) {
	bound := reflect.TypeFor[*app.App]()
	for i := range bound.NumMethod() {
		m := bound.Method(i)
		results := m.Type.NumOut()
		if results < 1 || results > 2 || m.Type.Out(results-1) != reflect.TypeFor[error]() {
			t.Errorf("%s does not answer (T, error)", m.Name)
		}
		for j := 1; j < m.Type.NumIn(); j++ {
			plain(t, m.Name, m.Type.In(j), map[reflect.Type]bool{})
		}
		if results == 2 {
			plain(t, m.Name, m.Type.Out(0), map[reflect.Type]bool{})
		}
	}
}

func plain(t *testing.T, where string, typ reflect.Type, seen map[reflect.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	switch typ.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Float64:
	case reflect.Slice:
		if typ.Elem().Kind() == reflect.Uint8 {
			t.Errorf("%s: bytes cross the border", where)
		}
		plain(t, where, typ.Elem(), seen)
	case reflect.Struct:
		if typ.PkgPath() != "tieout/app" || strings.Contains(typ.Name(), "[") {
			t.Errorf("%s: %s is not a view of this package", where, typ)
		}
		for i := range typ.NumField() {
			f := typ.Field(i)
			if f.Tag.Get("json") == "" && !f.Anonymous {
				t.Errorf("%s: %s.%s has no name for the page", where, typ, f.Name)
			}
			plain(t, where, f.Type, seen)
		}
	default:
		t.Errorf("%s: a %s crosses the border", where, typ)
	}
}

// reads calls every method that only looks, for an engagement that has everything.
func reads(c *computer, j job, draft string) map[string]func() (any, error) {
	return map[string]func() (any, error){
		"Session": func() (any, error) { return c.Session() }, "SyncStatus": func() (any, error) { return c.SyncStatus() },
		"Today":       func() (any, error) { return c.Today() },
		"Arrival":     func() (any, error) { return c.Arrival(j.id, string(j.request)) },
		"Engagements": func() (any, error) { return c.Engagements(app.EngagementQuery{View: "all"}) },
		"Engagement":  func() (any, error) { return c.Engagement(j.id) }, "Files": func() (any, error) { return c.Files(j.id) },
		"NewEngagementOptions": func() (any, error) { return c.NewEngagementOptions() },
		"SuggestEngagement":    func() (any, error) { return c.SuggestEngagement(j.client, "1120-S", "2026") },
		"Clients":              func() (any, error) { return c.Clients("") }, "Client": func() (any, error) { return c.Client(j.client) },
		"Staff":         func() (any, error) { return c.Staff() },
		"Threads":       func() (any, error) { return c.Threads("clients") },
		"Thread":        func() (any, error) { return c.Thread(j.id) },
		"AssembleSheet": func() (any, error) { return c.AssembleSheet(j.id) },
		"CheckPart":     func() (any, error) { return c.CheckPart(j.id, "Workpapers/return.png", "") },
		"ReviewQueue":   func() (any, error) { return c.ReviewQueue() }, "PublishQueue": func() (any, error) { return c.PublishQueue() },
		"Draft":        func() (any, error) { return c.Draft(j.id, draft) },
		"PublishSheet": func() (any, error) { return c.PublishSheet(j.id, draft) },
		"Settings":     func() (any, error) { return c.Settings() }, "MapSheet": func() (any, error) { return c.MapSheet(j.root) },
		"Search": func() (any, error) { return c.Search("acme") },
	}
}

func TestNoViewHasANullList(t *testing.T) {
	o := newOffice(t)
	c := o.newComputer()
	c.start()
	for name, read := range reads(c, job{}, "") {
		check(t, "before a firm: "+name, read)
	}
	o.enrol(c, o.admin)
	j := o.acme(c, o.admin)
	draft := c.assemble(j, "")
	o.upload(j, "October 2025.pdf", "a statement")
	c.until("it is filed", func() bool {
		a, err := c.Arrival(j.id, string(j.request))
		return err == nil && len(a.Files) == 1 && a.Files[0].Filed
	})
	for name, read := range reads(c, j, draft) {
		if !check(t, name, read) {
			t.Errorf("%s failed for an engagement that has everything", name)
		}
	}
}

// check says whether the method answered. A failure must be one that the page can read.
func check(t *testing.T, name string, read func() (any, error)) bool {
	t.Helper()
	v, err := read()
	if err != nil {
		if code := codeOf(err); code == "" || code == app.CodeUnexpected || code == "unreadable" {
			t.Errorf("%s: %v", name, app.FormatError(err))
		}
		return false
	}
	raw, err := json.Marshal(v)
	must(t, err)
	if strings.Contains(string(raw), "null") {
		t.Errorf("%s has a null: %s", name, raw)
	}
	return true
}

func TestBytesAreServedInRangesAndClientsFilesAreNoPages(t *testing.T) {
	o := newOffice(t)
	c := o.desk(o.admin)
	j := o.acme(c, o.admin)
	draft := c.assemble(j, "")
	o.upload(j, "page.html", "<script>window.go.app.App.RemoveStaff('x')</script>")
	c.until("it is filed", func() bool {
		a, err := c.Arrival(j.id, string(j.request))
		return err == nil && len(a.Files) == 1 && a.Files[0].Filed
	})
	page, err := c.Draft(j.id, draft)
	must(t, err)
	arrival, err := c.Arrival(j.id, string(j.request))
	must(t, err)
	get := func(url, bytes string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", url, nil)
		if bytes != "" {
			r.Header.Set("Range", "bytes="+bytes)
		}
		w := httptest.NewRecorder()
		c.prog.Files().ServeHTTP(w, r)
		return w
	}
	if w := get(page.URL, "0-7"); w.Code != http.StatusPartialContent || !strings.HasPrefix(w.Body.String(), "%PDF-") || w.Header().Get("Content-Type") != "application/pdf" {
		t.Errorf("a range of the draft: %d %q %v", w.Code, w.Body, w.Header())
	}
	w := get("/files/document/"+j.id+"/"+arrival.Files[0].Version, "")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("a client's page: %d %v", w.Code, w.Header())
	}
	if w := get("/files/part/"+j.id+"/Workpapers/return.png", ""); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("a file of the work file: %d %v", w.Code, w.Header())
	}
	for _, url := range []string{
		"/files/draft/" + j.id + "/none", "/files/draft/none/none", "/files/part/" + j.id + "/..%2f..%2fsecret", "/files/part/" + j.id + "/Workpapers", "/files/",
	} {
		if w := get(url, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", url, w.Code)
		}
	}
}
