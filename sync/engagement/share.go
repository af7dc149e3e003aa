package engagement

import "slices"

// Share lets the fork hold the documents that are the same in from as from
// holds them: what a fold of another audience has in common with this one is in
// memory once. It is called before the fork is committed, and from is of the
// same history up to the same event; nobody changes a document of from in place
// any more.
func (f *Fork) Share(from States) {
	for id, e := range f.e {
		if other := from.Engagement(id); other != nil {
			e.share(other)
		}
	}
}

func (e *Engagement) share(other *Engagement) {
	if other.finder != nil && e.finder != other.finder {
		for at, d := range e.Documents.All() {
			other.finder.add(d, at)
		}
		e.finder = other.finder
	}
	if e.line == nil {
		for at, d := range e.Documents.All() {
			*e.Documents.slot(at) = other.same(d)
		}
		return
	}
	e.line.mu.Lock()
	defer e.line.mu.Unlock()
	for d := range e.line.mine {
		if o := other.same(d); o != d {
			*e.Documents.slot(e.position(d)) = o
			delete(e.line.mine, d)
		}
	}
}

// same is the document as the engagement holds it, or d where it holds another.
func (e *Engagement) same(d *Document) *Document {
	if o := e.Document(d.ID); o != nil && o.equal(d) {
		return o
	}
	return d
}

func (d *Document) equal(o *Document) bool {
	return d == o || d.ID == o.ID && d.Lane == o.Lane && d.Name == o.Name && d.Rel == o.Rel && d.Key == o.Key &&
		d.Request == o.Request && d.Tip == o.Tip && d.Careful == o.Careful && d.Gone == o.Gone && alike(d.Withdrawn, o.Withdrawn) &&
		slices.EqualFunc(d.Versions, o.Versions, (*Version).equal)
}

func (v *Version) equal(o *Version) bool {
	return v == o || v.ID == o.ID && v.Blob == o.Blob && v.Size == o.Size && v.Media == o.Media && v.By == o.By &&
		v.At == o.At && v.Seq == o.Seq && v.Erased == o.Erased && alike(v.Kept, o.Kept) && v.Anew == o.Anew && v.Past == o.Past && v.Was == o.Was &&
		slices.Equal(v.Views, o.Views) && alike(v.Placed, o.Placed) && (v.Held == nil) == (o.Held == nil) &&
		(v.Held == nil || alike(v.Held.Until, o.Held.Until)) && alike(v.Released, o.Released) && alike(v.PulledBack, o.PulledBack)
}

// alike says whether both are nil, or neither and equal.
func alike[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }
