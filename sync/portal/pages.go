package portal

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
)

// pagePolicy lets the pages use nothing but this origin. Workers, fonts and
// images made from the page's own bytes are blob: and data:; WebAssembly
// decodes the images of scanned PDFs; style attributes are how a PDF page is
// laid out.
const pagePolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// page serves the one page at /portal/ and the files under assets/, whose
// names change with their content.
func (p *Portal) page(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/portal/")
	if name == "" {
		name = "portal.html"
	}
	asset := strings.HasPrefix(name, "assets/")
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	if p.pages == nil || !reads || !asset && name != "portal.html" && name != "favicon.svg" {
		writeProblem(w, notFound())
		return
	}
	info, err := fs.Stat(p.pages, name)
	if err != nil || info.IsDir() {
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
			p.log.ErrorContext(r.Context(), "portal: a page cannot be read")
		}
		writeProblem(w, notFound())
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Cache-Control", "no-cache")
	if asset {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeFileFS(w, r, p.pages, name)
}
