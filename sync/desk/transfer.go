package desk

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// maxParts is how many parts travel at once.
const maxParts = 4

func (b BlobKey) path() string {
	scope := string(b.Client)
	if scope == "" {
		scope = "firm"
	}
	return "/v1/blobs/" + scope
}

func (b BlobKey) partPath(part blob.Hash) string { return b.path() + "/parts/" + part.String() }

// Cut is a [Blob] that knows how it is cut and hands out its parts verified, so
// that nobody has to read it twice.
type Cut interface {
	Parts() []blob.Part
	// Part may be called concurrently.
	Part(i int) ([]byte, error)
}

// ErrYielded ends an upload that made way for another. What arrived stays.
var ErrYielded = errors.New("desk: the upload made way for another")

// Upload sends bytes ahead of the act that will speak of them. They give way to
// everything that a round sends. What is there already is not sent again, so an
// upload goes on where it was interrupted. It waits while sending is paused.
// Before each part it asks yields, if there is one, and ends with ErrYielded once
// that is true and the parts under way are there.
func (l *Link) Upload(ctx context.Context, key BlobKey, yields func() bool) error {
	if err := l.pace.resumed(ctx); err != nil {
		return err
	}
	missing, err := l.missing(ctx, []BlobKey{key})
	if err != nil || !missing[key] {
		return err
	}
	return l.sendOne(ctx, key, behind, yields)
}

// upload sends one blob that the relay lacks, or ends with errPaused between two
// of its parts.
func (l *Link) upload(ctx context.Context, key BlobKey) error {
	return l.sendOne(ctx, key, urgent, nil)
}

func (l *Link) sendOne(ctx context.Context, key BlobKey, c class, yields func() bool) error {
	b, err := l.cfg.Home.OpenBlob(ctx, key)
	if err != nil {
		return err
	}
	defer b.Close()
	t := l.begin(key, b.Size(), c)
	defer l.finish(key)
	if b.Size() <= blob.PartSize {
		data, err := readWhole(b)
		if err != nil {
			return err
		}
		return l.put(ctx, key.path()+"/"+string(key.Blob), body{kind: bytesType, data: data}, t)
	}
	return l.uploadParts(ctx, key, b, t, yields)
}

func (l *Link) uploadParts(ctx context.Context, key BlobKey, b Blob, t *transfer, yields func() bool) error {
	manifest, err := cut(ctx, key, b)
	if err != nil {
		return err
	}
	for range commits {
		if err = l.sendParts(ctx, key, b, manifest, t, yields); err != nil {
			return err
		}
		if err = l.commit(ctx, key.Client, manifest); !errors.Is(err, errLacksParts) {
			return err
		}
	}
	return err
}

// commit has the relay make a blob of its parts, which it may have to read for that.
func (l *Link) commit(ctx context.Context, client engagement.ClientID, m blob.Manifest) error {
	return l.callWithin(ctx, l.cfg.Timing.Call+wire.CommitTime(m.Size), http.MethodPost, BlobKey{Client: client}.path()+"/commit", m, nil)
}

// errLacksParts is the answer to a commit when some parts were found damaged: they
// are to be sent again.
var errLacksParts = errors.New("desk: the relay lacks parts of the file")

// commits is how often a commit is tried in a row.
const commits = 3

// sendParts sends the parts that the relay lacks.
func (l *Link) sendParts(ctx context.Context, key BlobKey, b Blob, m blob.Manifest, t *transfer, yields func() bool) error {
	todo, err := l.missingParts(ctx, key, m)
	if err != nil {
		return err
	}
	t.again(todo.already)
	run := ""
	if len(todo.parts) == len(m.Parts) { // otherwise the relay would read what it has to hash it
		run = rand.Text()
	}
	sending, each := errgroup.WithContext(ctx)
	var stopped error
	for _, p := range todo.parts {
		if stopped = l.nextPart(each, t.class, yields); stopped != nil {
			break
		}
		sending.Go(func() error {
			defer l.pace.leave(t.class)
			data, err := p.read(b)
			if err != nil {
				return err
			}
			return l.put(each, key.partPath(p.hash), body{kind: bytesType, data: data, run: place(run, p.at)}, t)
		})
	}
	return cmp.Or(sending.Wait(), ctx.Err(), stopped)
}

// nextPart waits until another part may go.
func (l *Link) nextPart(ctx context.Context, c class, yields func() bool) error {
	if err := l.pace.enter(ctx, c); err != nil {
		return err
	}
	if yields != nil && yields() {
		l.pace.leave(c)
		return ErrYielded
	}
	return nil
}

// piece is a part of a blob and where it is found.
type piece struct {
	hash blob.Hash
	at   int
	from int64
	size int64
}

func (p piece) read(b Blob) ([]byte, error) {
	if known, ok := b.(Cut); ok {
		return known.Part(p.at)
	}
	return readAt(b, p.from, p.size)
}

// cut names the parts of a blob.
func cut(ctx context.Context, key BlobKey, b Blob) (blob.Manifest, error) {
	name, err := blob.Parse(string(key.Blob))
	if err != nil {
		return blob.Manifest{}, err
	}
	m := blob.Manifest{V: 1, Size: b.Size(), SHA256: name}
	if known, ok := b.(Cut); ok {
		m.Parts = known.Parts()
		return m, nil
	}
	for from := int64(0); from < b.Size(); from += blob.PartSize {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		data, err := readAt(b, from, min(blob.PartSize, b.Size()-from))
		if err != nil {
			return m, err
		}
		m.Parts = append(m.Parts, blob.Part{Len: int64(len(data)), SHA256: blob.Sum(data)})
	}
	return m, nil
}

// missingPieces is what has to be sent of a blob, and how many of its bytes do
// not.
type missingPieces struct {
	parts   []piece
	already int64
}

func (l *Link) missingParts(ctx context.Context, key BlobKey, m blob.Manifest) (todo missingPieces, err error) {
	first := map[engagement.BlobRef]piece{}
	var ask []engagement.BlobRef
	from := int64(0)
	for i, p := range m.Parts {
		ref := engagement.BlobRef(p.SHA256.String())
		if _, again := first[ref]; again {
			todo.already += p.Len
		} else {
			first[ref] = piece{p.SHA256, i, from, p.Len}
			ask = append(ask, ref)
		}
		from += p.Len
	}
	lacks, err := l.lackingParts(ctx, key.Client, ask, "")
	if err != nil {
		return todo, err
	}
	for _, ref := range ask {
		if lacks[ref] {
			todo.parts = append(todo.parts, first[ref])
		} else {
			todo.already += first[ref].size
		}
	}
	return todo, nil
}

// lackingParts asks which of a client's parts the relay does not have. run is the
// place of the first, or "".
func (l *Link) lackingParts(ctx context.Context, client engagement.ClientID, ask []engagement.BlobRef, run string) (map[engagement.BlobRef]bool, error) {
	lacks := map[engagement.BlobRef]bool{}
	for some := range slices.Chunk(ask, wire.MaxAsk) {
		var reply wire.MissingReply
		if err := l.call(ctx, http.MethodPost, "/v1/blobs/missing", wire.MissingRequest{Client: client, Parts: some, Run: run}, &reply); err != nil {
			return nil, err
		}
		for _, p := range reply.Parts {
			lacks[p] = true
		}
	}
	return lacks, nil
}

// put sends bytes of a transfer that is followed.
func (l *Link) put(ctx context.Context, path string, b body, t *transfer) error {
	err := l.sendBody(ctx, http.MethodPut, path, b, nil)
	if err == nil {
		t.sent(int64(len(b.data)))
	}
	return err
}

// bytesType is of bytes that are what they are.
const bytesType = "application/octet-stream"

// body is bytes that are sent.
type body struct {
	kind string
	data []byte
	run  string // see wire.RunHeader
}

// place is where a part is in a run, as the relay is told.
func place(run string, at int) string {
	if run == "" {
		return ""
	}
	return run + " " + strconv.Itoa(at)
}

// sendBody sends bytes as they are or packed, whichever is shorter, at the pace
// that was set, and reads a reply into out. A relay that does not answer when it
// should have long given up is not waited for.
func (l *Link) sendBody(ctx context.Context, method, path string, b body, out any) error {
	ctx, cancel := context.WithTimeout(ctx, wire.BlobTime+l.cfg.Timing.Call)
	defer cancel()
	raw, packed := l.packer.Pack(b.data)
	if !packed {
		raw = b.data
	}
	return l.authorised(ctx, func(token string) error {
		req, err := http.NewRequestWithContext(ctx, method, l.base.String()+path, l.pace.upward(ctx, bytes.NewReader(raw)))
		if err != nil {
			return err
		}
		req.ContentLength = int64(len(raw))
		if packed {
			req.Header.Set("Content-Encoding", wire.ZstdEncoding)
		}
		if b.run != "" {
			req.Header.Set(wire.RunHeader, b.run)
		}
		resp, err := l.caller().do(req, token, b.kind)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if out == nil {
			_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, wire.MaxReply)) // so that the connection is used again
			return err
		}
		return readReply(resp, out)
	})
}

// readWhole reads what is of one part at most.
func readWhole(b Blob) ([]byte, error) {
	if known, ok := b.(Cut); ok && len(known.Parts()) == 1 {
		return known.Part(0)
	}
	return readAt(b, 0, b.Size())
}

func readAt(b io.ReaderAt, from, size int64) ([]byte, error) {
	data := make([]byte, size)
	if _, err := b.ReadAt(data, from); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return data, nil
}
