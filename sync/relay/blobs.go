package relay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// firmSegment stands for the firm's own scope in the paths of blobs.
const firmSegment = "firm"

// maxManifest bounds the JSON of a manifest of blob.MaxParts parts.
const maxManifest = 8 << 20

// reach answers the scope of a client for a caller who may see the client. A
// client that is not there yet may be written to, because bytes go before the
// events that speak of them (SPEC H2), and so before the client's own creation.
func (c *caller) reach(client engagement.ClientID, write bool) (blob.Scope, error) {
	if client == "" || client == firmSegment {
		return scope{firm: c.t.id}.blobs(), nil
	}
	stream := engagement.ClientStream(client)
	var known, sees bool
	c.t.view(func(w *engagement.World) {
		known, sees = w.C[client] != nil, c.sees(w, stream)
	})
	if !sees || !known && !write || !validStream(stream) {
		return "", errNotFound
	}
	return scope{c.t.id, client}.blobs(), nil
}

// missing answers POST /v1/blobs/missing.
func (r *Relay) missing(ctx context.Context, c *caller, in *wire.MissingRequest) (*wire.MissingReply, error) {
	if len(in.Blobs)+len(in.Parts) > wire.MaxAsk {
		return nil, errTooLarge
	}
	sc, err := c.reach(in.Client, true)
	if err != nil {
		return nil, err
	}
	out := &wire.MissingReply{State: c.t.state()}
	if out.Blobs, err = absent(ctx, sc, in.Blobs, r.blobs.Missing); err != nil {
		return nil, err
	}
	of, err := readRun(in.Run)
	if err != nil {
		return nil, err
	}
	out.Parts, err = absent(ctx, sc, in.Parts, func(ctx context.Context, sc blob.Scope, hashes []blob.Hash) ([]blob.Hash, error) {
		return r.blobs.PartsOf(ctx, sc, of, hashes)
	})
	return out, err
}

func absent(
	ctx context.Context, sc blob.Scope, refs []engagement.BlobRef,
	ask func(context.Context, blob.Scope, []blob.Hash) ([]blob.Hash, error),
) ([]engagement.BlobRef, error) {
	hashes, err := parseHashes(refs)
	if err != nil {
		return nil, malformedRequest("A file is not named by its sha256.")
	}
	gone, err := ask(ctx, sc, hashes)
	out := make([]engagement.BlobRef, len(gone))
	for i, h := range gone {
		out[i] = engagement.BlobRef(h.String())
	}
	return out, err
}

// Whether a call of the blob endpoints is for somebody to read or to write.
const (
	reading = false
	writing = true
)

// blobCall is what the blob endpoints have in common: scope, name and time.
func (r *Relay) blobCall(w http.ResponseWriter, req *http.Request, write bool) (sc blob.Scope, hash blob.Hash, err error) {
	if err := within(w, wire.BlobTime); err != nil {
		return sc, hash, err
	}
	if sc, err = callerOf(req.Context()).reach(engagement.ClientID(req.PathValue("client")), write); err != nil {
		return sc, hash, err
	}
	if name := req.PathValue("sha256"); name != "" {
		if hash, err = blob.Parse(name); err != nil {
			return sc, hash, malformedRequest("A file is named by its sha256 in lower-case hexadecimal.")
		}
	}
	return sc, hash, nil
}

// within gives a call so much time from now on to be read and answered.
func within(w http.ResponseWriter, d time.Duration) error {
	limit := time.Now().Add(d) // deadlines of connections go by the system's clock
	rc := http.NewResponseController(w)
	err := errors.Join(rc.SetReadDeadline(limit), rc.SetWriteDeadline(limit))
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}

// readBody reads a body of at most limit bytes, which may have come packed, with
// the help of buf.
func (r *Relay) readBody(w http.ResponseWriter, req *http.Request, buf *bytes.Buffer, limit int) ([]byte, error) {
	if announced := req.ContentLength; announced > 0 && announced <= int64(limit) {
		buf.Grow(int(announced) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(http.MaxBytesReader(w, req.Body, int64(limit))); err != nil {
		return nil, err
	}
	data := buf.Bytes()
	switch req.Header.Get("Content-Encoding") {
	case "":
		return data, nil
	case wire.ZstdEncoding:
		data, err := r.packer.Unpack(data, limit)
		if errors.Is(err, blob.ErrDamaged) {
			return nil, malformedRequest("The body does not unpack.")
		}
		return data, err
	}
	return nil, malformedRequest("The body is packed in a way that is not known here.")
}

// takeBody reads a body of at most limit bytes into a buffer that is lent until
// done.
func (r *Relay) takeBody(w http.ResponseWriter, req *http.Request, limit int) (data []byte, done func(), err error) {
	buf := r.bodies.Get().(*bytes.Buffer)
	buf.Reset()
	data, err = r.readBody(w, req, buf, limit)
	return data, func() { r.bodies.Put(buf) }, err
}

// putBatch answers POST /v1/blobs/{client}/batch: many small blobs, each
// verified and answered by itself, durable together.
func (r *Relay) putBatch(w http.ResponseWriter, req *http.Request) error {
	sc, _, err := r.blobCall(w, req, writing)
	if err != nil {
		return err
	}
	body, done, err := r.takeBody(w, req, int(wire.BatchSize(wire.MaxBatchBlobs, wire.MaxBatch)))
	defer done()
	if err != nil {
		return err
	}
	frames, err := wire.ReadFrames(body)
	if err != nil {
		return malformedRequest("This is not a batch of files.")
	}
	out := wire.BatchReply{Blobs: make([]wire.BatchResult, len(frames))}
	size, err := r.putFrames(req.Context(), sc, frames, out.Blobs)
	if err != nil {
		return err
	}
	r.metrics.blobBytes.Add(float64(size))
	out.State = callerOf(req.Context()).t.state()
	return reply(w, http.StatusOK, out)
}

// putFrames stores the blobs of a batch that are what they claim, answers each
// in results, and says how many bytes it stored.
func (r *Relay) putFrames(ctx context.Context, sc blob.Scope, frames []wire.Frame, results []wire.BatchResult) (size int, err error) {
	var names []blob.Hash
	var blobs [][]byte
	var at []int
	for i, f := range frames {
		results[i].Blob = engagement.BlobRef(blob.Hash(f.Sum).String())
		if len(f.Data) > blob.PartSize {
			results[i].Code = wire.CodeTooLarge
			continue
		}
		names, blobs, at = append(names, f.Sum), append(blobs, f.Data), append(at, i)
	}
	fits, err := r.blobs.PutNamed(ctx, sc, names, blobs)
	if err != nil {
		return 0, err
	}
	for k, i := range at {
		if fits[k] {
			size += len(blobs[k])
		} else {
			results[i].Code = wire.CodeMalformed
		}
	}
	return size, nil
}

// putBlob answers PUT /v1/blobs/{client}/{sha256}.
func (r *Relay) putBlob(w http.ResponseWriter, req *http.Request) error {
	sc, hash, err := r.blobCall(w, req, writing)
	if err != nil {
		return err
	}
	data, done, err := r.takeBody(w, req, blob.PartSize)
	defer done()
	if err != nil {
		return err
	}
	fits, err := r.blobs.PutNamed(req.Context(), sc, []blob.Hash{hash}, [][]byte{data})
	if err == nil && !fits[0] {
		err = blob.ErrMismatch
	}
	if err != nil {
		return err
	}
	return r.stored(w, req, len(data))
}

// putPart answers PUT /v1/blobs/{client}/parts/{sha256}, with the part's place in
// its run if the sender tells it. What is stored is durable with the commit.
func (r *Relay) putPart(w http.ResponseWriter, req *http.Request) error {
	sc, hash, err := r.blobCall(w, req, writing)
	if err != nil {
		return err
	}
	of, err := readRun(req.Header.Get(wire.RunHeader))
	if err != nil {
		return err
	}
	data, done, err := r.takeBody(w, req, blob.PartSize)
	defer done()
	if err != nil {
		return err
	}
	if err := r.blobs.PutPartOf(req.Context(), sc, of, hash, data); err != nil {
		return err
	}
	return r.stored(w, req, len(data))
}

// commitBlob answers POST /v1/blobs/{client}/commit. Parts that are not there
// are named in a reply of status 409.
func (r *Relay) commitBlob(w http.ResponseWriter, req *http.Request) error {
	sc, _, err := r.blobCall(w, req, writing)
	if err != nil {
		return err
	}
	var m blob.Manifest
	if err := json.NewDecoder(http.MaxBytesReader(w, req.Body, maxManifest)).Decode(&m); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return errTooLarge
		}
		return malformedRequest("The list of parts cannot be read.")
	}
	if err := within(w, wire.BlobTime+wire.CommitTime(m.Size)); err != nil {
		return err
	}
	err = r.blobs.Commit(req.Context(), sc, m)
	var lacks *blob.MissingPartsError
	if errors.As(err, &lacks) {
		out := wire.MissingReply{State: callerOf(req.Context()).t.state(), Blobs: []engagement.BlobRef{}}
		for _, h := range lacks.Parts {
			out.Parts = append(out.Parts, engagement.BlobRef(h.String()))
		}
		return reply(w, http.StatusConflict, out)
	}
	if err != nil {
		return err
	}
	return r.stored(w, req, 0)
}

// readRun reads where a part is in its run.
func readRun(text string) (of blob.Run, err error) {
	if text == "" {
		return of, nil
	}
	id, at, _ := strings.Cut(text, " ")
	of = blob.Run{ID: id}
	of.At, err = strconv.Atoi(at)
	if err != nil || of.At < 0 || of.At >= blob.MaxParts || len(id) < 1 || len(id) > 64 {
		return blob.Run{}, malformedRequest("The place of the part in its run cannot be read.")
	}
	return of, nil
}

func (r *Relay) stored(w http.ResponseWriter, req *http.Request, size int) error {
	r.metrics.blobBytes.Add(float64(size))
	return reply(w, http.StatusOK, callerOf(req.Context()).t.state())
}

// getBlob answers GET /v1/blobs/{client}/{sha256}, with Range.
func (r *Relay) getBlob(w http.ResponseWriter, req *http.Request) error {
	sc, hash, err := r.blobCall(w, req, reading)
	if err != nil {
		return err
	}
	b, err := r.blobs.Open(req.Context(), sc, hash)
	if err != nil {
		return err
	}
	defer b.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("ETag", `"`+hash.String()+`"`)
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(wide{w}, req, "", time.Time{}, b)
	return nil
}

// wide is a reply that is copied to in larger pieces than io.Copy takes: each goes
// through several hands.
type wide struct{ http.ResponseWriter }

// ReadFrom implements io.ReaderFrom.
func (w wide) ReadFrom(from io.Reader) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{w.ResponseWriter}, from, make([]byte, 256<<10))
}

func reply(w http.ResponseWriter, status int, body any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(body)
}
