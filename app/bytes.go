package app

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// media are the types that the interface is given as what they are; everything else is a download.
var media = map[string]string{
	".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".webp": "image/webp", ".gif": "image/gif",
}

func mediaType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if m := media[ext]; m != "" {
		return m
	}
	return mime.TypeByExtension(ext)
}

func (a *App) keepBytes(ctx context.Context, in blob.Scope, r io.Reader, sum string) error {
	want, err := blob.Parse(sum)
	if err != nil {
		return err
	}
	got, _, err := a.bytes.Put(ctx, in, r)
	if err != nil {
		return err
	}
	if got != want {
		return errors.Join(blob.ErrMismatch, a.bytes.Delete(ctx, in, got))
	}
	return nil
}

// here says whether bytes are on this computer, and not known to be damaged.
func (a *App) here(client engagement.ClientID, ref engagement.BlobRef) bool {
	hash, err := blob.Parse(string(ref))
	if err != nil || a.spoilt.has(desk.BlobKey{Client: client, Blob: ref}) {
		return false
	}
	has, err := a.bytes.Has(a.ctx, scope(client), hash)
	return err == nil && has
}

// fetch sees to it that bytes are on this computer.
func (a *App) fetch(ctx context.Context, client engagement.ClientID, ref engagement.BlobRef) error {
	return a.fetchMakingWay(ctx, client, ref, nil)
}

// fetchMakingWay is fetch that calls makeWay, if there is one, now and then while a large file comes.
func (a *App) fetchMakingWay(ctx context.Context, client engagement.ClientID, ref engagement.BlobRef, makeWay func()) error {
	a.kept.use(client, ref)
	if a.here(client, ref) {
		return nil
	}
	link := a.theLink()
	if link == nil {
		return errNotHere
	}
	key := desk.BlobKey{Client: client, Blob: ref}
	err := a.bring(ctx, link, key, makeWay)
	switch {
	case err == nil:
		a.spoilt.mended(key)
	case errors.Is(err, desk.ErrUnreachable):
		return errors.Join(errNotHere, err)
	}
	return err
}

var errNotHere = failure(CodeNotHere, "This file is not on this computer yet.", "It is fetched when the relay can be reached.")

// theLink answers the line to the relay, or nil before this computer is connected.
func (a *App) theLink() *desk.Link {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.link
}

// FilesPath is where the interface finds bytes, with Range:
//
//	/files/draft/{engagement}/{draft}            an assembled package
//	/files/document/{engagement}/{version}       one version of a document
//	/files/deliverable/{engagement}/{id}         a published package: sealed once it is
//	/files/part/{engagement}/{path…}             a file of the work file on the share
const FilesPath = "/files/"

// Files serves bytes to the interface. It fetches what is not here from the relay first; 503 says that
// it cannot now.
func (p *Program) Files() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /files/draft/{engagement}/{id}", p.App.serveBlob(draftBytes))
	mux.HandleFunc("GET /files/document/{engagement}/{id}", p.App.serveBlob(documentBytes))
	mux.HandleFunc("GET /files/deliverable/{engagement}/{id}", p.App.serveBlob(deliverableBytes))
	mux.HandleFunc("GET /files/part/{engagement}/{path...}", p.App.servePart)
	return mux
}

// stored names bytes and what they are called.
type stored struct {
	blob engagement.BlobRef
	name string
}

func draftBytes(e *engagement.Engagement, id string) (stored, bool) {
	d := e.Draft(engagement.DraftID(id))
	if d == nil {
		return stored{}, false
	}
	return stored{d.Blob, d.Title + ".pdf"}, true
}

func documentBytes(e *engagement.Engagement, id string) (stored, bool) {
	d, v := e.Version(engagement.EventID(id))
	if d == nil || v.Erased {
		return stored{}, false
	}
	return stored{v.Blob, d.Name}, true
}

func deliverableBytes(e *engagement.Engagement, id string) (stored, bool) {
	d := e.Deliverable(engagement.DeliverableID(id))
	switch {
	case d == nil:
		return stored{}, false
	case d.Seal != nil:
		return stored{d.Seal.Blob, d.Title + ".pdf"}, true
	}
	return stored{d.Blob, d.Title + ".pdf"}, true
}

func (a *App) serveBlob(find func(*engagement.Engagement, string) (stored, bool)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		e, err := a.engagement(r.PathValue("engagement"))
		var file stored
		found := false
		if err == nil {
			file, found = find(e, r.PathValue("id"))
		}
		a.mu.Unlock()
		if !found {
			http.NotFound(w, r)
			return
		}
		b, err := a.openHere(r.Context(), e.Client, file.blob)
		if err != nil {
			http.Error(w, asFailure(err).Error(), http.StatusServiceUnavailable)
			return
		}
		defer b.Close()
		setFileHeaders(w, file.name)
		w.Header().Set("ETag", `"`+string(file.blob)+`"`)
		http.ServeContent(w, r, "", time.Time{}, b)
	}
}

// setFileHeaders keeps a client's file from being taken for a page of the program.
func setFileHeaders(w http.ResponseWriter, name string) {
	h := w.Header()
	kind, shown := media[strings.ToLower(path.Ext(name))], "inline"
	if kind == "" {
		kind, shown = "application/octet-stream", "attachment"
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(shown, map[string]string{"filename": name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-cache")
}

func (a *App) servePart(w http.ResponseWriter, r *http.Request) {
	file, err := a.openPart(r.PathValue("engagement"), r.PathValue("path"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	setFileHeaders(w, file.Name())
	http.ServeContent(w, r, "", time.Time{}, file)
}

// workPath is where something of a work file lies on this computer. rel is inside the work file; it
// cannot lead out of it.
func (a *App) workPath(id, rel string) (string, error) {
	folders, err := a.share.showing(id)
	if err != nil {
		return "", err
	}
	rel = filepath.ToSlash(rel)
	if rel != "" && !filepath.IsLocal(filepath.FromSlash(rel)) {
		return "", failure(CodeInput, "This is not a file of the work file.", "")
	}
	where, err := folders.Path(id, "", rel)
	if err != nil {
		return "", failure(CodeShare, shareWords(err), "")
	}
	return where, nil
}

// openPart opens a plain file of the work file, through no link that leads out of it.
func (a *App) openPart(id, rel string) (*os.File, error) {
	dir, err := a.workPath(id, "")
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, failure(CodeShare, "The work file cannot be reached.", "Is the share connected?")
	}
	defer root.Close()
	if !filepath.IsLocal(filepath.FromSlash(rel)) {
		return nil, failure(CodeInput, "This is not a file of the work file.", "")
	}
	file, err := root.Open(filepath.FromSlash(rel))
	if err != nil {
		return nil, failure(CodeShare, "The file “"+path.Base(rel)+"” cannot be opened.", "Was it moved or renamed?")
	}
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		file.Close()
		return nil, failure(CodeInput, "“"+path.Base(rel)+"” is not a plain file.", "")
	}
	return file, nil
}

// fileURL is where the interface reads bytes.
func fileURL(kind, engagement, id string) string {
	return FilesPath + kind + "/" + url.PathEscape(engagement) + "/" + url.PathEscape(id)
}
