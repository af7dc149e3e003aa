package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// FetchMany reads blobs of one client from the relay, many to a call, and hands
// each to take once its bytes fit its name, in the order of refs. take may keep
// them; its error ends the call. Blobs over 1 MiB and those that the relay
// cannot give are answered in rest: Fetch each of them, which says what the
// matter is. A broken connection is picked up after the last whole blob.
func (l *Link) FetchMany(
	ctx context.Context, of engagement.ClientID, refs []engagement.BlobRef, take func(engagement.BlobRef, blob.Checked) error,
) (rest []engagement.BlobRef, err error) {
	m := &manyDownload{l: l, ctx: ctx, path: BlobKey{Client: of}.path() + "/batch-get", take: take}
	for breaks := 0; len(refs) > 0; {
		answered, err := m.ask(refs[:min(len(refs), wire.MaxAsk)])
		if remote := new(wire.Error); errors.As(err, &remote) && remote.Code == wire.CodeNotFound {
			return append(m.rest, refs...), nil // this relay may only know single ones
		}
		refs = refs[answered:]
		if answered > 0 {
			breaks = 0
		}
		if err == nil {
			continue
		}
		if breaks++; !errors.Is(err, ErrUnreachable) || breaks > maxBreaks || ctx.Err() != nil {
			return m.rest, err
		}
	}
	return m.rest, nil
}

type manyDownload struct {
	l    *Link
	ctx  context.Context
	path string
	take func(engagement.BlobRef, blob.Checked) error
	rest []engagement.BlobRef
}

// ask makes one call and says of how many of refs nothing more is to be asked.
func (m *manyDownload) ask(refs []engagement.BlobRef) (answered int, err error) {
	raw, err := json.Marshal(wire.BatchGet{Blobs: refs})
	if err != nil {
		return 0, fmt.Errorf("desk: %w", err)
	}
	err = m.l.authorised(m.ctx, func(token string) error {
		resp, err := m.l.caller().send(m.ctx, http.MethodPost, m.path, token, bytes.NewReader(raw), "application/json")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		answered, err = m.read(refs, &pacedBody{m, resp.Body})
		return err
	})
	return answered, err
}

func (m *manyDownload) read(refs []engagement.BlobRef, body io.Reader) (answered int, err error) {
	for _, ref := range refs {
		data, err := readFrame(body, ref)
		switch {
		case errors.Is(err, io.EOF) && answered > 0:
			return answered, nil // the relay ended its answer here
		case errors.Is(err, io.EOF):
			return 0, fmt.Errorf("%w: its answer is empty", ErrUnreachable)
		case errors.Is(err, errNotInBatch):
			m.rest = append(m.rest, ref)
		case err != nil:
			return answered, err
		default:
			if err := m.take(ref, data); err != nil {
				return answered, err
			}
		}
		answered++
	}
	_, _ = io.CopyN(io.Discard, body, 1) // to the end, so that the connection is used again
	return answered, nil
}

var errNotInBatch = errors.New("desk: the relay does not give this file together with others")

// readFrame reads the bytes of one blob. io.EOF says that there is no further
// one.
func readFrame(body io.Reader, ref engagement.BlobRef) (is blob.Checked, err error) {
	var head [wire.FrameHead]byte
	if _, err := io.ReadFull(body, head[:]); errors.Is(err, io.ErrUnexpectedEOF) {
		return is, fmt.Errorf("%w: the download broke off: %w", ErrUnreachable, err)
	} else if err != nil {
		return is, err
	}
	sum, size := wire.ReadHead(head)
	switch {
	case blob.Hash(sum).String() != string(ref):
		return is, errors.New("desk: the relay answers with another file than was asked for")
	case size == wire.NotInBatch:
		return is, errNotInBatch
	case size > blob.PartSize:
		return is, errors.New("desk: the relay answers with a file of parts among small ones")
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(body, data); err != nil {
		return is, fmt.Errorf("%w: the download broke off: %w", ErrUnreachable, noEnd(err))
	}
	if is, err = blob.Check(sum, data); err != nil {
		return is, fmt.Errorf("desk: %w", err)
	}
	return is, nil
}

// noEnd keeps an end inside a blob from being taken for the end of an answer.
func noEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// pacedBody reads at the pace of getting. An error of the line is
// ErrUnreachable.
type pacedBody struct {
	m    *manyDownload
	from io.Reader
}

// Read implements io.Reader.
func (b *pacedBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p[:min(len(p), readSize)])
	if n > 0 {
		return n, b.m.l.pace.down(b.m.ctx, n)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: the download broke off: %w", ErrUnreachable, err)
	}
	return n, err
}
