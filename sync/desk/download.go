package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"tieout/sync/blob"
)

// Fetch reads a blob from the relay and hands it to take, which must check the
// hash. A broken connection is picked up where it broke.
func (l *Link) Fetch(ctx context.Context, key BlobKey, take func(io.Reader) error) error {
	r := &download{l: l, ctx: ctx, key: key, size: -1}
	defer r.close()
	return take(r)
}

// WriteTo implements io.WriterTo with larger pieces than io.Copy takes.
func (d *download) WriteTo(to io.Writer) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{d}, make([]byte, readSize))
}

// errNoMore is the answer to who asks for what is behind the end of a blob.
var errNoMore = errors.New("desk: the file has no more bytes")

// maxBreaks is how often a download is picked up without a byte in between.
const maxBreaks = 3

// download reads a blob, opening it again from where it broke.
type download struct {
	l      *Link
	ctx    context.Context
	key    BlobKey
	body   io.ReadCloser
	at     int64
	size   int64 // -1 until known
	breaks int
	// shown is how far it is said to have come, once that is known to take a while.
	shown   *transfer
	shownAt int64
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
			d.show(int64(n))
			return n, d.l.pace.down(d.ctx, n)
		}
		if err == nil {
			continue
		}
		if errors.Is(err, io.EOF) && (d.size < 0 || d.at == d.size) {
			return 0, io.EOF
		}
		d.stop()
		if d.breaks++; d.breaks > maxBreaks || d.ctx.Err() != nil {
			return 0, fmt.Errorf("%w: the download broke off: %w", ErrUnreachable, err)
		}
	}
}

func (d *download) open() error {
	return d.l.authorised(d.ctx, func(token string) error {
		req, err := http.NewRequestWithContext(d.ctx, http.MethodGet, d.l.base.String()+d.key.path()+"/"+string(d.key.Blob), nil)
		if err != nil {
			return err
		}
		if d.at > 0 {
			req.Header.Set("Range", "bytes="+strconv.FormatInt(d.at, 10)+"-")
		}
		resp, err := d.l.caller().do(req, token, "")
		if errors.Is(err, errNoMore) { // all of it is here, if it is this blob
			d.size, d.body = d.at, http.NoBody
			return nil
		}
		if err != nil {
			return err
		}
		if d.at > 0 && !strings.HasPrefix(resp.Header.Get("Content-Range"), "bytes "+strconv.FormatInt(d.at, 10)+"-") {
			resp.Body.Close()
			return errors.New("desk: the relay does not continue a download")
		}
		if d.size < 0 && resp.ContentLength >= 0 {
			d.size = d.at + resp.ContentLength
		}
		if d.shown == nil && d.size > blob.PartSize {
			d.shown, d.shownAt = d.l.begin(d.key, d.size, inward), d.at
			d.shown.has(d.at)
		}
		d.body = resp.Body
		return nil
	})
}

// show notes bytes that came. That it changed is said a part at a time.
func (d *download) show(n int64) {
	if d.shown == nil {
		return
	}
	d.shown.add(n)
	if d.at-d.shownAt >= blob.PartSize {
		d.shownAt = d.at
		d.l.update(func(*Status) {})
	}
}

// stop closes what a broken connection left.
func (d *download) stop() {
	if d.body != nil {
		d.body.Close()
		d.body = nil
	}
}

func (d *download) close() {
	d.stop()
	if d.shown != nil {
		d.shown.end()
	}
}
