package portal

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
)

// pagePolicy lets the pages use nothing but this origin. Workers, fonts and
// images made from the page's own bytes are blob: and data:; WebAssembly
// decodes the images of scanned PDFs; style attributes are how a PDF page is
// laid out.
const pagePolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// page serves the one page. What it shows is behind "#" and never reaches a
// server.
func (p *Portal) page(w http.ResponseWriter, r *http.Request) {
	p.serveFile(w, r, "portal.html", "no-cache")
}

// asset serves the files of the page, whose names change with their content.
func (p *Portal) asset(w http.ResponseWriter, r *http.Request) {
	p.serveFile(w, r, strings.TrimPrefix(r.URL.Path, "/"), "public, max-age=31536000, immutable")
}

func (p *Portal) serveFile(w http.ResponseWriter, r *http.Request, name, cache string) {
	if p.pages == nil {
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
	h.Set("Cache-Control", cache)
	http.ServeFileFS(w, r, p.pages, name)
}

// doorOf leads the address that a firm hands out to its page.
func (p *Portal) doorOf(w http.ResponseWriter, r *http.Request) {
	at := r.PathValue("at")
	if at == "" || at == "portal" {
		http.Redirect(w, r, "/portal/", http.StatusFound)
		return
	}
	host, err := p.relay.Host(r.Context(), at)
	if err != nil || host.Firm == "" {
		writeProblem(w, notFound())
		return
	}
	http.Redirect(w, r, "/portal/?at="+url.QueryEscape(at), http.StatusFound)
}
