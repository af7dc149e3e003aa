package relay

import (
	"context"

	"tieout/sync/blob"
	"tieout/sync/engagement"
	"tieout/sync/relay/store"
)

// stepErase deletes the bytes that new erasures name (SPEC H9). Private parts
// were forgotten with the event itself, unless all deletions were held then: by
// a restore (SPEC H11), or by a clock that could not be right.
func (r *Relay) stepErase(ctx context.Context) error {
	erased := follower{"erase", map[engagement.Kind]bool{engagement.Erased: true}}
	return r.eachNew(ctx, erased, func(t *tenant, events []engagement.Event) (func(*store.Tx) error, error) {
		for i := range events {
			if t.holds() {
				return nil, errNotNow
			}
			if err := t.erasePrivate(ctx, &events[i]); err != nil {
				return nil, err
			}
			if err := r.eraseBlobs(ctx, t, &events[i]); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
}

// erasePrivate forgets the private parts of an erasure that may have been held.
// Doing it again changes nothing.
func (t *tenant) erasePrivate(ctx context.Context, e *engagement.Event) error {
	return t.do(ctx, func(b *batch) error { return b.erase(e) })
}

func (r *Relay) eraseBlobs(ctx context.Context, t *tenant, e *engagement.Event) error {
	named := read[engagement.ErasedBody](e).Blobs
	var sc scope
	held := map[engagement.BlobRef]bool{}
	t.view(func(w *engagement.World) {
		sc, _ = scopeOf(t.id, w, e.Stream)
		for _, id := range t.work[sc.client] {
			holds(w.E[id], held)
		}
	})
	for _, d := range named {
		hash, err := blob.Parse(string(d))
		if err != nil || held[engagement.BlobRef(d)] || sc.client == "" {
			continue
		}
		if err := r.blobs.Delete(ctx, sc.blobs(), hash); err != nil {
			return err
		}
		err = r.db.Write(ctx, func(tx *store.Tx) error {
			return tx.DropWanted(ctx, store.Wanted{Firm: string(t.id), Client: string(sc.client), Blob: string(d)})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// holds adds the bytes that an engagement still speaks of: the same file may
// have been sent twice.
func holds(eng *engagement.Engagement, held map[engagement.BlobRef]bool) {
	if eng == nil {
		return
	}
	for _, d := range eng.Documents.All() {
		for _, v := range d.Versions {
			held[v.Blob] = held[v.Blob] || !v.Erased
		}
	}
	for _, d := range eng.Drafts {
		held[d.Blob] = true
	}
	for _, d := range eng.Deliverables {
		held[d.Blob] = true
		if d.Seal != nil {
			held[d.Seal.Blob] = true
		}
	}
}
