package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Fetch reads a blob from the relay and hands it to take, which must check the
// hash. A broken connection is picked up where it broke.
func (l *Link) Fetch(ctx context.Context, key BlobKey, take func(io.Reader) error) error {
	r := &download{l: l, ctx: ctx, path: key.path() + "/" + string(key.Blob)}
	defer r.close()
	return take(r)
}

// WriteTo implements io.WriterTo with larger pieces than io.Copy takes.
func (d *download) WriteTo(to io.Writer) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{d}, make([]byte, readSize))
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
		n, err := d.body.Read(p[:min(len(p), readSize)])
		if n > 0 {
			d.at += int64(n)
			d.breaks = 0
			return n, d.l.pace.down(d.ctx, n)
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
