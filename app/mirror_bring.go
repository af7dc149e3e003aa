package app

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"sync"

	"golang.org/x/sync/errgroup"

	"tieout/app/mirror"
	"tieout/sync/blob"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

const (
	// smallDoc is up to what size documents are fetched and written together.
	smallDoc = blob.PartSize
	// requestBytes is how much of them one request asks for.
	requestBytes = 4 << 20
	// requestDocs is how many one request asks for.
	requestDocs = 400
	// togetherBytes is how much of them shares one flush of the disk. All of it is in memory, and each is
	// an open file.
	togetherBytes = 2 * requestBytes
	// mirrorRequests is how many requests for documents are under way at once.
	mirrorRequests = 2
)

// bringAll brings documents: small ones many at a time, beside large ones.
func (m *mirroring) bringAll(ctx context.Context, todo []wantedDoc) {
	small, large := m.missing(ctx, todo)
	var both sync.WaitGroup
	both.Go(func() { m.bringSmall(ctx, small) })
	var work errgroup.Group
	work.SetLimit(mirrorRequests)
	for _, d := range large {
		work.Go(func() error {
			m.done(ctx, d, m.bringLarge(ctx, d))
			return nil
		})
	}
	_ = work.Wait() // each has its own error
	both.Wait()
}

// missing does what needs no bytes and answers what does.
func (m *mirroring) missing(ctx context.Context, todo []wantedDoc) (small, large []wantedDoc) {
	for _, d := range todo {
		if ctx.Err() != nil {
			return nil, nil
		}
		has, err := true, error(nil)
		switch d.gone {
		case "":
			has, err = m.copy.Has(d.Doc)
		case erasedDoc:
			err = m.copy.Erase(d.Doc, withdrawnFolder)
		default:
			err = m.copy.Withdraw(d.ID, d.gone)
		}
		switch {
		case has || err != nil:
			m.done(ctx, d, err)
		case d.Size <= smallDoc:
			small = append(small, d)
		default:
			large = append(large, d)
		}
	}
	return small, large
}

// done notes what became of a document.
func (m *mirroring) done(ctx context.Context, d wantedDoc, err error) {
	switch {
	case err == nil:
		m.mu.Lock()
		m.there[numberOf(d.ID)] = numberOf(lying{d.Doc, d.gone})
		m.mu.Unlock()
	case ctx.Err() == nil:
		m.failed(err)
	}
}

func (m *mirroring) failed(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state.Failed++
	m.state.Problem = err
}

func (m *mirroring) bringLarge(ctx context.Context, d wantedDoc) error {
	err := m.copy.Put(ctx, d.Doc, func(ctx context.Context, from int64, to io.Writer) error {
		link := m.a.theLink()
		if link == nil {
			return desk.ErrUnreachable
		}
		return link.FetchFrom(ctx, d.key(), from, func(r io.Reader) error {
			_, err := io.Copy(to, r)
			return err
		})
	})
	if err == nil {
		m.wrote(1)
	}
	return err
}

func (m *mirroring) wrote(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state.Written += n
}

// brought is documents with their bytes.
type brought struct {
	docs  []wantedDoc
	whole []mirror.Whole
	size  int64
}

// bringSmall fetches documents a request at a time while those that came are written. What comes while
// the disk is flushed shares the next flush, and nothing further is asked for before it was taken.
func (m *mirroring) bringSmall(ctx context.Context, small []wantedDoc) {
	come := make(chan brought)
	var fetching errgroup.Group
	fetching.SetLimit(mirrorRequests)
	var writing sync.WaitGroup
	writing.Go(func() {
		for next := range come {
			for next.size < togetherBytes && len(next.docs) < requestDocs && next.more(come) {
			}
			m.write(ctx, next)
		}
	})
	for len(small) > 0 && ctx.Err() == nil {
		n := oneRequest(small)
		ask := small[:n]
		small = small[n:]
		fetching.Go(func() error {
			if b := m.fetchSmall(ctx, ask); len(b.docs) > 0 {
				come <- b
			}
			return nil
		})
	}
	_ = fetching.Wait() // each has its own error
	close(come)
	writing.Wait()
}

// more takes what came as well, if anything did.
func (b *brought) more(come <-chan brought) bool {
	select {
	case next, open := <-come:
		b.docs, b.whole, b.size = append(b.docs, next.docs...), append(b.whole, next.whole...), b.size+next.size
		return open
	default:
		return false
	}
}

// oneRequest is how many documents one request asks for.
func oneRequest(small []wantedDoc) int {
	size := int64(0)
	for i, d := range small {
		size += d.Size
		if i == requestDocs || i > 0 && size > requestBytes {
			return i
		}
	}
	return len(small)
}

func (m *mirroring) write(ctx context.Context, b brought) {
	written := 0
	for i, err := range m.copy.PutAll(b.whole) {
		if err == nil {
			written++
		}
		m.done(ctx, b.docs[i], err)
	}
	m.wrote(written)
}

// fetchSmall fetches documents of one client. One that cannot be fetched holds up no other.
func (m *mirroring) fetchSmall(ctx context.Context, ask []wantedDoc) (b brought) {
	link := m.a.theLink()
	wanted := map[engagement.BlobRef][]wantedDoc{}
	var refs []engagement.BlobRef
	for _, d := range ask {
		ref := d.key().Blob
		if wanted[ref] == nil {
			refs = append(refs, ref)
		}
		wanted[ref] = append(wanted[ref], d)
	}
	take := func(ref engagement.BlobRef, data blob.Checked) error {
		for _, d := range wanted[ref] {
			b.add(d, data)
		}
		delete(wanted, ref)
		return nil
	}
	err := error(desk.ErrUnreachable)
	var rest []engagement.BlobRef
	if link != nil {
		rest, err = link.FetchMany(ctx, ask[0].client, refs, take)
	}
	for _, ref := range rest {
		if data, err := fetchOne(ctx, link, wanted[ref][0].key()); err == nil {
			_ = take(ref, data) // it cannot fail
		} else {
			m.doneAll(ctx, wanted[ref], err)
			delete(wanted, ref)
		}
	}
	for _, docs := range wanted {
		m.doneAll(ctx, docs, cmp.Or(err, error(desk.ErrUnreachable)))
	}
	return b
}

func (b *brought) add(d wantedDoc, data blob.Checked) {
	b.docs, b.whole, b.size = append(b.docs, d), append(b.whole, mirror.Whole{Doc: d.Doc, Data: data}), b.size+d.Size
}

func (m *mirroring) doneAll(ctx context.Context, docs []wantedDoc, err error) {
	for _, d := range docs {
		m.done(ctx, d, err)
	}
}

func fetchOne(ctx context.Context, link *desk.Link, key desk.BlobKey) (is blob.Checked, err error) {
	name, err := blob.Parse(string(key.Blob))
	if err != nil {
		return is, err
	}
	var data bytes.Buffer
	err = link.Fetch(ctx, key, func(r io.Reader) error {
		_, err := data.ReadFrom(io.LimitReader(r, smallDoc+1))
		return err
	})
	if err != nil {
		return is, err
	}
	if is, err = blob.Check(name, data.Bytes()); err != nil {
		return is, mirror.ErrWrongBytes
	}
	return is, nil
}
