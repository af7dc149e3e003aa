package portal

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
)

// documentFile serves the bytes of one version, with Range. The first byte that
// leaves records that this person opened it.
func (p *Portal) documentFile(w http.ResponseWriter, r *http.Request) {
	v, e, ok := p.fileVisit(w, r)
	if !ok {
		return
	}
	d := e.Document(engagement.DocumentID(r.PathValue("document")))
	ver := version(d, engagement.EventID(r.PathValue("version")))
	if ver == nil {
		p.refuseFile(w, r, notFound())
		return
	}
	p.serve(w, r, v, ver.Blob, d.ShownName(), ver.Media, func(ctx context.Context) error {
		if d.Lane != engagement.ToClient || viewedBy(ver.Views, v.at.Contact) != nil {
			return nil
		}
		return p.view(ctx, v, string(ver.ID), Fact{
			Stream: engagement.EngagementStream(e.ID), Kind: engagement.DocumentViewed,
			Body: engagement.DocumentRef{Document: d.ID, Version: ver.ID},
		})
	})
}

// version finds a version among those that the client can open.
func version(d *engagement.Document, id engagement.EventID) *engagement.Version {
	if d == nil {
		return nil
	}
	for _, ver := range d.Shown() {
		if ver.ID == id {
			return ver
		}
	}
	return nil
}

// deliverableFile serves a deliverable: "document" is what was published,
// "signed" the sealed file, "evidence" the record beside it.
func (p *Portal) deliverableFile(w http.ResponseWriter, r *http.Request) {
	v, e, ok := p.fileVisit(w, r)
	if !ok {
		return
	}
	d := e.Deliverable(engagement.DeliverableID(r.PathValue("deliverable")))
	if d == nil || !v.reaches(d) || d.State == engagement.IsTakenBack {
		p.refuseFile(w, r, notFound())
		return
	}
	which := r.PathValue("copy")
	switch {
	case which == "document":
		p.serve(w, r, v, d.Blob, d.Title+".pdf", "application/pdf", func(ctx context.Context) error {
			return p.viewDeliverable(ctx, v, e, d)
		})
	case which == "signed" && d.Seal != nil:
		p.serve(w, r, v, d.Seal.Blob, d.Title+" (signed).pdf", "application/pdf", nil)
	case which == "evidence" && d.Seal != nil:
		p.serveEvidence(w, r, v, e, d)
	default:
		p.refuseFile(w, r, notFound())
	}
}

func (p *Portal) viewDeliverable(ctx context.Context, v *visit, e *engagement.Engagement, d *engagement.Deliverable) error {
	if !d.Live() || viewedBy(d.Views, v.at.Contact) != nil {
		return nil
	}
	return p.view(ctx, v, string(d.ID), Fact{
		Stream: engagement.EngagementStream(e.ID), Kind: engagement.DeliverableViewed,
		Body: engagement.DeliverableRef{Deliverable: d.ID, Sum: engagement.Digest(d.Blob)},
	})
}

// view records that something was opened. Two tabs may race to be first; the
// rules refuse the second, and that is fine.
func (p *Portal) view(ctx context.Context, v *visit, key string, fact Fact) error {
	_, err := p.append(ctx, v, "viewed/"+key, fact)
	var refusal engagement.Refusal
	if errors.As(err, &refusal) && refusal.Code == engagement.CodeNotOpen {
		return nil
	}
	return err
}

func (p *Portal) fileVisit(w http.ResponseWriter, r *http.Request) (*visit, *engagement.Engagement, bool) {
	v, err := p.enter(r.Context(), engagement.ClientID(r.PathValue("client")))
	if err != nil {
		p.refuseFile(w, r, err)
		return nil, nil, false
	}
	e, err := v.engagement(engagement.EngagementID(r.PathValue("engagement")))
	if err != nil {
		p.refuseFile(w, r, err)
		return nil, nil, false
	}
	return v, e, true
}

func (p *Portal) refuseFile(w http.ResponseWriter, r *http.Request, err error) {
	var known *Problem
	if !errors.As(p.fault(r.Context(), "file", err), &known) {
		known = notFound()
	}
	writeProblem(w, known)
}

// serve sends bytes. The store verifies every part before a byte of it leaves.
func (p *Portal) serve(w http.ResponseWriter, r *http.Request, v *visit, ref engagement.BlobRef, name, media string, first func(context.Context) error) {
	hash, err := blob.Parse(string(ref))
	if err != nil {
		p.refuseFile(w, r, err)
		return
	}
	content, err := p.blobs.Open(r.Context(), p.relay.Scope(v.Firm.ID, v.at.Client), hash)
	if errors.Is(err, blob.ErrNotFound) {
		err = lostFile() // its record is here, and was not without its bytes once
	}
	if err != nil {
		p.refuseFile(w, r, err)
		return
	}
	defer content.Close()
	if first != nil && r.Method == http.MethodGet {
		if err := first(r.Context()); err != nil {
			p.refuseFile(w, r, err)
			return
		}
	}
	fileHeaders(w.Header(), name, media, r.URL.Query().Has("download"))
	w.Header().Set("ETag", `"`+string(ref)+`"`)
	http.ServeContent(w, r, "", time.Time{}, content)
}

// fileHeaders keep a client's file from ever running as a page of the portal.
func fileHeaders(h http.Header, name, media string, download bool) {
	how := "attachment"
	if shownInline(media) && !download {
		how = "inline"
	}
	if media == "" || !shownInline(media) && strings.HasPrefix(media, "text/html") {
		media = "application/octet-stream"
	}
	if media == "text/plain" {
		media += "; charset=utf-8"
	}
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", disposition(how, name))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
}

// disposition spells a file name in the form RFC 6266 asks for.
func disposition(how, name string) string {
	if s := mime.FormatMediaType(how, map[string]string{"filename": name}); s != "" {
		return s
	}
	return mime.FormatMediaType(how, map[string]string{"filename": "file" + path.Ext(name)})
}

func (p *Portal) serveEvidence(w http.ResponseWriter, r *http.Request, v *visit, e *engagement.Engagement, d *engagement.Deliverable) {
	record, err := p.relay.Evidence(r.Context(), v.Firm.ID, e.ID, d.ID)
	if err != nil {
		p.refuseFile(w, r, err)
		return
	}
	fileHeaders(w.Header(), d.Title+".evidence.json", "application/json", true)
	_, _ = w.Write(record) // the connection is the only thing that can fail
}
