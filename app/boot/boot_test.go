package boot

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tieout/app/desktop"
	"tieout/app/store"
)

func TestTheDataFolderIsWhereItWasSaid(t *testing.T) {
	t.Setenv("TIEOUT_DATA", "/from/env")
	t.Setenv("XDG_DATA_HOME", "/home/dana/.share")
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "/from/env"}, {[]string{"--data", "/from/flag"}, "/from/flag"}, {[]string{"--safe-graphics"}, "/from/env"},
	} {
		s, err := Read(c.args)
		if err != nil || s.Data != filepath.Clean(c.want) || s.SafeGraphics != (len(c.args) == 1) {
			t.Errorf("%v: %+v, %v", c.args, s, err)
		}
	}
	t.Setenv("TIEOUT_DATA", "")
	if s, err := Read(nil); err != nil || !strings.HasPrefix(s.Data, "/home/dana/.share") {
		t.Errorf("by default: %+v, %v", s, err)
	}
	a, b := Settings{Data: "/a"}, Settings{Data: "/b"}
	if a.ID() == b.ID() {
		t.Error("two data folders have one name")
	}
}

func TestAProgramThatDoesNotOpenSaysWhy(t *testing.T) {
	for err, want := range map[error]string{
		&desktop.HeldError{Dir: "/data"}:           "is in use",
		fmt.Errorf("open: %w", store.ErrKey):       "Restore the keyring",
		fmt.Errorf("open: %w", desktop.ErrKeyring): "unlock it",
		fmt.Errorf("open: %w", os.ErrPermission):   "may not write",
		errors.New("a <b>bug</b>"):                 "a &lt;b&gt;bug&lt;/b&gt;",
	} {
		w := httptest.NewRecorder()
		Sorry(err).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%v: the page says %s", err, w.Body)
		}
	}
}

func TestThePageIsAtTheRoot(t *testing.T) {
	pages := fstest.MapFS{
		"desktop.html":  {Data: []byte("<title>Tieout</title>")},
		"assets/app.js": {Data: []byte("run()")},
	}
	files := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "bytes of "+r.URL.Path) })
	h := Pages(pages, files)
	for path, want := range map[string]string{
		"/": "<title>", "/index.html": "<title>", "/assets/app.js": "run()", "/files/draft/a/b": "bytes of /files/draft/a/b",
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestTheHostsFolderIsTheOneThatWasSaid(t *testing.T) {
	t.Setenv("TIEOUT_HOST_DIR", "/srv/tieout")
	if got := HostDir(); got != "/srv/tieout" {
		t.Errorf("HostDir() = %q", got)
	}
}
