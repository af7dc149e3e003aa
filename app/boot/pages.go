package boot

import (
	"html/template"
	"io/fs"
	"net/http"
)

// Pages serves the interface: the desktop's page at the root, its assets, and
// the program's bytes under app.FilesPath.
func Pages(pages fs.FS, files http.Handler) http.Handler {
	assets := http.FileServerFS(pages)
	mux := http.NewServeMux()
	mux.Handle("/files/", files)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.URL.Path == "/" || r.URL.Path == "/index.html" {
			page(w, pages)
			return
		}
		assets.ServeHTTP(w, r)
	})
	return mux
}

// page writes the desktop's page. Wails puts its scripts into it.
func page(w http.ResponseWriter, pages fs.FS) {
	html, err := fs.ReadFile(pages, "desktop.html")
	if err != nil {
		http.Error(w, "The pages of this program were not built.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if _, err := w.Write(html); err != nil {
		return // the window has gone
	}
}

// Sorry is the page of a program that could not open.
func Sorry(err error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		happened, next := Explain(err)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := sorry.Execute(w, struct{ Happened, Next string }{happened, next}); err != nil {
			return // the window has gone
		}
	})
}

var sorry = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en-US"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Tieout</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:20px}</style></head>
<body><main><h1>Tieout did not open</h1><p>{{.Happened}}</p><p>{{.Next}}</p></main></body></html>
`))
