package app

import (
	"tieout/sync/engagement"
)

// held is a file that the confirmed history names.
type held struct {
	ref  engagement.BlobRef
	size int64
	day  int64 // it was saved, arrived or was last used
	// needed says that an act that waits speaks of it, or that it is promised without a connection.
	needed bool
}

// droppable lists a client's files that are here, that nothing here needs and that were not used after a
// day.
func (r *retention) droppable(c holder, last int64) []held {
	named := r.named(c)
	r.mu.Lock()
	for ref, h := range named {
		h.day = max(h.day, r.lastUse(c.id, ref))
		named[ref] = h
	}
	r.mu.Unlock()
	var all []held
	for ref, h := range named {
		if !h.needed && h.day <= last && r.a.here(c.id, ref) {
			all = append(all, h)
		}
	}
	return all
}

// named collects what the confirmed history of a client's work says of files. Bytes that two speak of are
// one file: as young as the younger, and needed if one needs them.
func (r *retention) named(c holder) map[engagement.BlobRef]held {
	all := map[engagement.BlobRef]held{}
	add := func(h held) {
		if was, twice := all[h.ref]; twice {
			h.day, h.needed = max(h.day, was.day), h.needed || was.needed
		}
		all[h.ref] = h
	}
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	for _, id := range c.work {
		if e := r.a.states.Engagement(id); e != nil {
			heldDocuments(e, add)
			heldPackages(e, add)
		}
	}
	r.a.states.trim()
	r.needPending(all)
	return all
}

// needPending: an act that waits, or a save that is recorded later, may speak of bytes that the history names
// already, such as those of an earlier version. The caller holds the App's lock.
func (r *retention) needPending(all map[engagement.BlobRef]held) {
	need := func(ref engagement.BlobRef) {
		if h, known := all[ref]; known {
			h.needed = true
			all[ref] = h
		}
	}
	for _, t := range r.a.pending.acts {
		for i := range t.events {
			for _, ref := range engagement.Blobs(&t.events[i]) {
				need(ref)
			}
		}
	}
	for _, u := range r.a.ahead.all {
		need(u.Save.Blob)
	}
}

func heldDocuments(e *engagement.Engagement, add func(held)) {
	for _, d := range e.Documents.All() {
		for _, v := range d.Versions {
			if !v.Erased {
				add(held{v.Blob, v.Size, dayOf(v.At), false})
			}
		}
	}
}

// heldPackages: a draft is needed until it is published or replaced, so that it can be decided on a train.
func heldPackages(e *engagement.Engagement, add func(held)) {
	for _, d := range e.Drafts {
		over := d.State == engagement.DraftIsPublished || d.State == engagement.DraftIsSuperseded
		add(held{d.Blob, d.Size, dayOf(d.At), !over})
	}
	for _, d := range e.Deliverables {
		add(held{d.Blob, d.Size, dayOf(d.At), false})
		if d.Seal != nil {
			add(held{d.Seal.Blob, d.Seal.Size, dayOf(d.Seal.At), false})
		}
	}
}
