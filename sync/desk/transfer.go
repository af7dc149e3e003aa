package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

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

// upload sends one blob. What is there already is not sent again, so it goes
// on where it was interrupted.
func (l *Link) upload(ctx context.Context, key BlobKey) error {
	b, err := l.cfg.Home.OpenBlob(ctx, key)
	if err != nil {
		return err
	}
	defer b.Close()
	defer l.update(func(s *Status) { delete(s.Sending, key.Blob) })
	l.update(func(s *Status) { s.Sending[key.Blob] = 0 })
	if b.Size() <= blob.PartSize {
		data, err := readAt(b, 0, b.Size())
		if err != nil {
			return err
		}
		return l.put(ctx, key.path()+"/"+string(key.Blob), data)
	}
	return l.uploadParts(ctx, key, b)
}

func (l *Link) uploadParts(ctx context.Context, key BlobKey, b Blob) error {
	manifest, at, err := cut(ctx, key, b)
	if err != nil {
		return err
	}
	todo, err := l.missingParts(ctx, key, manifest)
	if err != nil {
		return err
	}
	sent := int64(len(manifest.Parts) - len(todo))
	var mu sync.Mutex
	err = each(ctx, todo, func(ctx context.Context, h blob.Hash) error {
		where := at[h]
		data, err := readAt(b, where.from, where.size)
		if err != nil {
			return err
		}
		if err := l.put(ctx, key.path()+"/parts/"+h.String(), data); err != nil {
			return err
		}
		mu.Lock()
		sent++
		fraction := float64(sent) / float64(len(manifest.Parts))
		mu.Unlock()
		l.update(func(s *Status) { s.Sending[key.Blob] = fraction })
		return nil
	})
	if err != nil {
		return err
	}
	return l.call(ctx, http.MethodPost, key.path()+"/commit", manifest, nil)
}

type span struct{ from, size int64 }

// cut names the parts of a blob and says where each is found.
func cut(ctx context.Context, key BlobKey, b Blob) (blob.Manifest, map[blob.Hash]span, error) {
	name, err := blob.Parse(string(key.Blob))
	if err != nil {
		return blob.Manifest{}, nil, err
	}
	m := blob.Manifest{V: 1, Size: b.Size(), SHA256: name}
	at := map[blob.Hash]span{}
	for from := int64(0); from < b.Size(); from += blob.PartSize {
		if err := ctx.Err(); err != nil {
			return m, nil, err
		}
		data, err := readAt(b, from, min(blob.PartSize, b.Size()-from))
		if err != nil {
			return m, nil, err
		}
		h := blob.Sum(data)
		at[h] = span{from, int64(len(data))}
		m.Parts = append(m.Parts, blob.Part{Len: int64(len(data)), SHA256: h})
	}
	return m, at, nil
}

func (l *Link) missingParts(ctx context.Context, key BlobKey, m blob.Manifest) ([]blob.Hash, error) {
	var parts []engagement.BlobRef
	for _, p := range m.Parts {
		parts = append(parts, engagement.BlobRef(p.SHA256.String()))
	}
	var todo []blob.Hash
	for len(parts) > 0 {
		n := min(len(parts), wire.MaxAsk)
		var reply wire.MissingReply
		if err := l.call(ctx, http.MethodPost, "/v1/blobs/missing", wire.MissingRequest{Client: key.Client, Parts: parts[:n]}, &reply); err != nil {
			return nil, err
		}
		for _, p := range reply.Parts {
			h, err := blob.Parse(string(p))
			if err != nil {
				return nil, err
			}
			todo = append(todo, h)
		}
		parts = parts[n:]
	}
	return todo, nil
}

// each does the work of all, a few at a time, and stops at the first error.
func each(ctx context.Context, all []blob.Hash, do func(context.Context, blob.Hash) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan blob.Hash)
	var workers sync.WaitGroup
	for range min(maxParts, len(all)) {
		workers.Go(func() {
			for h := range work {
				if err := do(ctx, h); err != nil {
					cancel(err)
				}
			}
		})
	}
	for _, h := range all {
		select {
		case work <- h:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(work)
	workers.Wait()
	return context.Cause(ctx)
}

func (l *Link) put(ctx context.Context, path string, data []byte) error {
	return l.authorised(ctx, func(token string) error {
		resp, err := l.caller().send(ctx, http.MethodPut, path, token, bytes.NewReader(data), "application/octet-stream")
		if err != nil {
			return err
		}
		return resp.Body.Close()
	})
}

func readAt(b io.ReaderAt, from, size int64) ([]byte, error) {
	data := make([]byte, size)
	if _, err := b.ReadAt(data, from); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return data, nil
}

// Fetch reads a blob from the relay and hands it to take, which must check the
// hash. A broken connection is picked up where it broke.
func (l *Link) Fetch(ctx context.Context, key BlobKey, take func(io.Reader) error) error {
	r := &download{l: l, ctx: ctx, path: key.path() + "/" + string(key.Blob)}
	defer r.close()
	return take(r)
}

// maxBreaks is how often a download is picked up without a byte in between.
const maxBreaks = 3

// download reads a blob, opening it again from where it broke.
type download struct {
	l      *Link
	ctx    context.Context
	path   string
	body   io.ReadCloser
	at     int64
	size   int64 // -1 until known
	breaks int
}

func (d *download) Read(p []byte) (int, error) {
	for {
		if d.body == nil {
			if err := d.open(); err != nil {
				return 0, err
			}
		}
		n, err := d.body.Read(p)
		if n > 0 {
			d.at += int64(n)
			d.breaks = 0
			return n, nil
		}
		if err == nil {
			continue
		}
		if errors.Is(err, io.EOF) && (d.size < 0 || d.at == d.size) {
			return 0, io.EOF
		}
		d.close()
		if d.breaks++; d.breaks > maxBreaks || d.ctx.Err() != nil {
			return 0, fmt.Errorf("%w: the download broke off: %w", ErrUnreachable, err)
		}
	}
}

func (d *download) open() error {
	return d.l.authorised(d.ctx, func(token string) error {
		req, err := http.NewRequestWithContext(d.ctx, http.MethodGet, d.l.base.String()+d.path, nil)
		if err != nil {
			return err
		}
		if d.at > 0 {
			req.Header.Set("Range", "bytes="+strconv.FormatInt(d.at, 10)+"-")
		}
		resp, err := d.l.caller().do(req, token, "")
		if err != nil {
			return err
		}
		if d.at > 0 && !strings.HasPrefix(resp.Header.Get("Content-Range"), "bytes "+strconv.FormatInt(d.at, 10)+"-") {
			resp.Body.Close()
			return errors.New("desk: the relay does not continue a download")
		}
		if d.at == 0 {
			d.size = resp.ContentLength
		}
		d.body = resp.Body
		return nil
	})
}

func (d *download) close() {
	if d.body != nil {
		d.body.Close()
		d.body = nil
	}
}
