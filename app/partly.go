package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
	"tieout/sync/wire"
)

// partly knows which files have come in part. A download that broke off goes on where it was, also after a
// restart: the parts are kept, and their names as a fact that may be lost.
type partly struct {
	a *App

	mu   sync.Mutex
	last map[desk.BlobKey]time.Time // when it was last tried
}

const (
	factPartly = "partly/" // + client / sha256: names of the parts, 32 bytes each
	// notedEvery is after how many bytes the names of the parts are noted while a file comes.
	notedEvery = 8 * blob.PartSize
	// keptPartly is how long parts of a file are kept that nobody tries to fetch any more.
	keptPartly = 24 * time.Hour
)

func factPartlyOf(key desk.BlobKey) string {
	return factPartly + string(key.Client) + "/" + string(key.Blob)
}

// has answers the parts that are here of a file.
func (p *partly) has(key desk.BlobKey) (parts []blob.Hash) {
	raw, err := p.a.store.Seen.Fact(factPartlyOf(key))
	if err != nil {
		return nil
	}
	for ; len(raw) >= sha256.Size; raw = raw[sha256.Size:] {
		parts = append(parts, blob.Hash(raw))
	}
	return parts
}

func (p *partly) note(key desk.BlobKey, parts []blob.Hash) {
	raw := make([]byte, 0, len(parts)*sha256.Size)
	for _, part := range parts {
		raw = append(raw, part[:]...)
	}
	if err := p.a.store.Seen.SetFact(factPartlyOf(key), raw); err != nil {
		slog.Info("app: how far a file came is not remembered", "error", err)
	}
}

// tries remembers that somebody is at a file, so that its parts are not swept.
func (p *partly) tries(key desk.BlobKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == nil {
		p.last = map[desk.BlobKey]time.Time{}
	}
	p.last[key] = p.a.now()
}

// ends forgets a file that is here, and what was noted of it.
func (p *partly) ends(key desk.BlobKey, wasNoted bool) {
	if wasNoted {
		p.note(key, nil)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.last, key)
}

// needs says whether parts of a client's files may be gone on with.
func (p *partly) needs(client engagement.ClientID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, last := range p.last {
		if key.Client == client && p.a.now().Sub(last) < keptPartly {
			return true
		}
	}
	return false
}

// bring fetches a file from the relay and keeps it, from where an earlier try left it.
func (a *App) bring(ctx context.Context, link *desk.Link, key desk.BlobKey, makeWay func()) error {
	want, err := blob.Parse(string(key.Blob))
	if err != nil {
		return err
	}
	a.partly.tries(key)
	before := a.partly.has(key)
	if len(before) > 0 && !link.MayAnswer() {
		return desk.ErrUnreachable // to look through what is here takes a while
	}
	w, from, err := a.bytes.Continue(ctx, scope(key.Client), before)
	if err != nil {
		return err
	}
	defer w.Close()
	come := &noted{Writer: w, partly: &a.partly, key: key, makeWay: makeWay}
	err = link.FetchFrom(ctx, key, from, func(r io.Reader) error {
		_, err := io.Copy(come, r)
		return err
	})
	broken := errors.Is(err, desk.ErrUnreachable) || ctx.Err() != nil
	if err == nil {
		err = a.complete(ctx, w, key, want)
	}
	switch {
	case err == nil:
		a.partly.ends(key, len(before) > 0 || come.last > 0)
	case errors.Is(err, blob.ErrMismatch) || come.came == 0 && !broken && !passes(err):
		a.partly.note(key, nil) // from the beginning then
	default:
		come.note(w.Leave())
	}
	return err
}

// passes says of an error that it has nothing to do with the file: the relay is busy or in trouble, or a disk is full.
func passes(err error) bool {
	var said *wire.Error
	return errors.As(err, &said) && said.Code != wire.CodeNotFound || errors.Is(err, blob.ErrFull)
}

// complete keeps what came, if it is what was asked for.
func (a *App) complete(ctx context.Context, w *blob.Writer, key desk.BlobKey, want blob.Hash) error {
	got, _, err := w.Commit()
	if err == nil && got != want {
		err = errors.Join(blob.ErrMismatch, a.bytes.Delete(ctx, scope(key.Client), got))
	}
	return err
}

// noted notes now and then how far a file has come.
type noted struct {
	*blob.Writer
	partly     *partly
	key        desk.BlobKey
	came, last int64
	makeWay    func() // or nil
}

// Write implements io.Writer.
func (n *noted) Write(p []byte) (int, error) {
	done, err := n.Writer.Write(p)
	if n.came += int64(done); n.came-n.last >= notedEvery {
		n.note(n.SoFar())
		if n.makeWay != nil {
			n.makeWay()
		}
	}
	return done, err
}

func (n *noted) note(parts []blob.Hash) {
	if len(parts) > 0 {
		n.last = n.came
		n.partly.note(n.key, parts)
	}
}
