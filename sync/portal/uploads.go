package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// UploadLife is how long an upload may take, and how long a finished one waits
// for the answer it belongs to.
const UploadLife = 7 * 24 * time.Hour

const (
	uploadKey       = "portal/upload/"
	uploadsByPerson = 400 // in one limit window
	doingUpload     = "upload"
)

// upload is one file on its way. Its id becomes the document's.
type upload struct {
	ID     string              `json:"id"`
	Email  string              `json:"email"`
	Client engagement.ClientID `json:"client"`
	Name   string              `json:"name"`
	Size   int64               `json:"size"`
	Until  time.Time           `json:"until"`
	Sum    string              `json:"sum,omitempty"` // set once the whole file is there
	Media  string              `json:"media,omitempty"`
}

func (u *upload) parts() int { return int((u.Size + blob.PartSize - 1) / blob.PartSize) }

// partSize is how many bytes part n must have.
func (u *upload) partSize(n int) int64 { return min(blob.PartSize, u.Size-int64(n)*blob.PartSize) }

// NewUpload announces a file.
type NewUpload struct {
	Name string `json:"name" minLength:"1" maxLength:"1000"`
	Size int64  `json:"size" minimum:"0"`
}

// Upload is where an upload stands.
type Upload struct {
	ID       string `json:"id"`
	Name     string `json:"name" doc:"As everybody will see it."`
	Size     int64  `json:"size"`
	PartSize int64  `json:"partSize" doc:"Bytes of every part but the last."`
	Parts    int    `json:"parts"`
	Received []Part `json:"received" nullable:"false" doc:"Parts that need not be sent again."`
	Done     bool   `json:"done"`
}

// Part is one part that arrived.
type Part struct {
	Number int    `json:"number" doc:"From 0."`
	SHA256 string `json:"sha256"`
}

func (p *Portal) uploadRoutes() {
	const one = "/clients/{client}/uploads/{upload}"
	register(p, http.MethodPost, "/clients/{client}/uploads", "beginUpload", "Announce a file.", p.beginUpload)
	register(p, http.MethodGet, one, "upload", "Which parts have arrived.", p.uploadNow)
	register(p, http.MethodPut, one+"/parts/{number}", "putPart", "Send one part. Sending it again is harmless.", p.putPart,
		status(http.StatusNoContent), partBody)
	register(p, http.MethodPost, one+"/commit", "commitUpload", "All parts are sent.", p.commitUpload)
}

// partBody lets a slow telephone take five minutes over one mebibyte.
func partBody(o *huma.Operation) {
	o.MaxBodyBytes, o.BodyReadTimeout = blob.PartSize+1, 5*time.Minute
}

func (p *Portal) beginUpload(ctx context.Context, in *struct {
	AtClient
	Body NewUpload
}) (*body[Upload], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	if err := p.limit(ctx, doingUpload, v.email, uploadsByPerson); err != nil {
		return nil, err
	}
	name := displayName(in.Body.Name)
	if refused := p.refuse(name, in.Body.Size); refused != nil {
		return nil, refused
	}
	id, err := p.newID(p.now())
	if err != nil {
		return nil, p.fault(ctx, doingUpload, err)
	}
	u := upload{ID: id, Email: v.email, Client: v.at.Client, Name: name, Size: in.Body.Size, Until: p.now().Add(UploadLife)}
	if err := p.keepUpload(ctx, u); err != nil {
		return nil, p.fault(ctx, doingUpload, err)
	}
	return answer(u.view(nil)), nil
}

func (p *Portal) refuse(name string, size int64) *Problem {
	switch {
	case size == 0:
		return problem(http.StatusUnprocessableEntity, codeEmpty, "“"+name+"” is empty.", "Open it on your device to see whether it was saved, then choose it again.")
	case size > p.maxFile:
		return problem(http.StatusRequestEntityTooLarge, wire.CodeTooLarge, "“"+name+"” is larger than "+gigabytes(p.maxFile)+".", "Write to us, and we will find another way.")
	}
	return refusedName(name)
}

func gigabytes(n int64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d GB", n>>30)
}

func (u *upload) view(received []Part) Upload {
	if received == nil {
		received = []Part{}
	}
	return Upload{ID: u.ID, Name: u.Name, Size: u.Size, PartSize: blob.PartSize, Parts: u.parts(), Received: received, Done: u.Sum != ""}
}

func (p *Portal) keepUpload(ctx context.Context, u upload) error {
	raw, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return p.short.Put(ctx, uploadKey+u.ID, raw, u.Until)
}

// upload finds an upload of this person for this client; anybody else's is not
// there.
func (p *Portal) upload(ctx context.Context, v *visit, id string) (upload, error) {
	var u upload
	raw, found, err := p.short.Get(ctx, uploadKey+id)
	if err == nil && found {
		err = json.Unmarshal(raw, &u)
	}
	if err != nil {
		return u, p.fault(ctx, doingUpload, err)
	}
	if !found || u.Email != v.email || u.Client != v.at.Client || !p.now().Before(u.Until) {
		return u, problem(http.StatusNotFound, wire.CodeNotFound, "This upload is not known any more.", "Choose the file again.")
	}
	return u, nil
}

// AtUpload is the part of a path that names an upload.
type AtUpload struct {
	AtClient
	Upload string `path:"upload"`
}

func (p *Portal) uploadNow(ctx context.Context, in *AtUpload) (*body[Upload], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	u, err := p.upload(ctx, v, in.Upload)
	if err != nil {
		return nil, err
	}
	received, err := p.receivedParts(ctx, &u)
	if err != nil {
		return nil, p.fault(ctx, doingUpload, err)
	}
	return answer(u.view(received)), nil
}

func partKey(u *upload, n int) string { return fmt.Sprintf("%s%s/%d", uploadKey, u.ID, n) }

func (p *Portal) receivedParts(ctx context.Context, u *upload) ([]Part, error) {
	var received []Part
	for n := range u.parts() {
		sum, found, err := p.short.Get(ctx, partKey(u, n))
		if err != nil {
			return nil, err
		}
		if found {
			received = append(received, Part{n, string(sum)})
		}
	}
	return received, nil
}

// putPart keeps one part. The upload remembers which parts were sent to it, so
// that nobody can make a file of bytes they have not got.
func (p *Portal) putPart(ctx context.Context, in *struct {
	AtUpload
	Number  int    `path:"number" minimum:"0" maximum:"65535"`
	SHA256  string `query:"sha256" required:"true" minLength:"64" maxLength:"64"`
	RawBody []byte `contentType:"application/octet-stream"`
}) (*struct{}, error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	u, err := p.upload(ctx, v, in.Upload)
	if err != nil {
		return nil, err
	}
	sum := blob.Sum(in.RawBody)
	if in.Number >= u.parts() || int64(len(in.RawBody)) != u.partSize(in.Number) || sum.String() != in.SHA256 {
		return nil, problem(http.StatusUnprocessableEntity, codeMismatch, "A part of this file changed on the way.", "It is sent again by itself.")
	}
	if in.Number == 0 {
		if refused := refusedBytes(in.RawBody); refused != nil {
			return nil, refused
		}
	}
	if err := p.blobs.PutPart(ctx, p.relay.Scope(v.Firm.ID, v.at.Client), sum, in.RawBody); err != nil {
		return nil, p.fault(ctx, "part", err)
	}
	if err := p.short.Put(ctx, partKey(&u, in.Number), []byte(sum.String()), u.Until); err != nil {
		return nil, p.fault(ctx, "part", err)
	}
	return nil, nil
}

// CommitBody names the whole file.
type CommitBody struct {
	SHA256 string `json:"sha256" minLength:"64" maxLength:"64" doc:"Of the whole file, in lower-case hex."`
}

// commitUpload makes one file of the parts and holds it against the hash the
// sender took of the whole.
func (p *Portal) commitUpload(ctx context.Context, in *struct {
	AtUpload
	Body CommitBody
}) (*body[Upload], error) {
	v, err := p.enter(ctx, in.Client)
	if err != nil {
		return nil, err
	}
	u, err := p.upload(ctx, v, in.Upload)
	if err != nil {
		return nil, err
	}
	if u.Sum == "" {
		if err := p.assemble(ctx, v, &u, in.Body.SHA256); err != nil {
			return nil, p.fault(ctx, "commit", err)
		}
	}
	return answer(u.view(nil)), nil
}

func (p *Portal) assemble(ctx context.Context, v *visit, u *upload, whole string) error {
	m := blob.Manifest{V: 1, Size: u.Size}
	var err error
	if m.SHA256, err = blob.Parse(whole); err != nil {
		return problem(http.StatusUnprocessableEntity, wire.CodeMalformed, "This is not a SHA-256.", "Choose the file again.")
	}
	received, err := p.receivedParts(ctx, u)
	if err != nil {
		return err
	}
	if len(received) != u.parts() {
		return problem(http.StatusConflict, codeParts, "Not all of this file has arrived.", "The rest is sent by itself.")
	}
	for _, part := range received {
		sum, err := blob.Parse(part.SHA256)
		if err != nil {
			return err
		}
		m.Parts = append(m.Parts, blob.Part{Len: u.partSize(part.Number), SHA256: sum})
	}
	scope := p.relay.Scope(v.Firm.ID, v.at.Client)
	if err := p.commitBlob(ctx, scope, u, m); err != nil {
		return err
	}
	start, err := p.start(ctx, scope, m.SHA256)
	if err != nil {
		return err
	}
	u.Sum, u.Media = whole, mediaOf(u.Name, start)
	return p.keepUpload(ctx, *u)
}

// commitBlob commits, and forgets parts that the store has lost so that they
// are sent again.
func (p *Portal) commitBlob(ctx context.Context, scope blob.Scope, u *upload, m blob.Manifest) error {
	err := p.blobs.Commit(ctx, scope, m)
	var missing *blob.MissingPartsError
	switch {
	case errors.As(err, &missing):
		if err := p.forgetParts(ctx, u, m, missing.Parts); err != nil {
			return err
		}
		return problem(http.StatusConflict, codeParts, "Not all of this file has arrived.", "The rest is sent by itself.")
	case errors.Is(err, blob.ErrMismatch):
		return problem(http.StatusUnprocessableEntity, codeMismatch, "“"+u.Name+"” changed while it was being sent.", "Choose it again.")
	}
	return err
}

func (p *Portal) forgetParts(ctx context.Context, u *upload, m blob.Manifest, gone []blob.Hash) error {
	for n, part := range m.Parts {
		if slices.Contains(gone, part.SHA256) {
			if err := p.short.Delete(ctx, partKey(u, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// start reads the first bytes of a blob, enough to tell its kind.
func (p *Portal) start(ctx context.Context, scope blob.Scope, hash blob.Hash) ([]byte, error) {
	r, err := p.blobs.Open(ctx, scope, hash)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b := make([]byte, 512)
	n, err := io.ReadFull(r, b)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return b[:n], nil
}

// finished finds uploads that are ready to be part of an answer.
func (p *Portal) finished(ctx context.Context, v *visit, ids []string) ([]upload, error) {
	all := make([]upload, 0, len(ids))
	for _, id := range ids {
		u, err := p.upload(ctx, v, id)
		if err != nil {
			return nil, err
		}
		if u.Sum == "" {
			return nil, problem(http.StatusConflict, codeParts, "“"+u.Name+"” has not arrived whole yet.", "Wait until it is ready, then send.")
		}
		all = append(all, u)
	}
	return all, nil
}
