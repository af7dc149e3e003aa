package engagement

import (
	"strings"
	"unique"
)

// An engagement may have a hundred thousand documents, and a firm many such
// engagements: what is the same text is kept once.

// once is the text, held once however often it is said.
func once[T ~string](text T) T { return T(unique.Make(string(text)).Value()) }

// compact lets the document's texts be held once. What they say stays.
func (d *Document) compact() {
	d.Lane, d.Request = once(d.Lane), once(d.Request)
	d.spell(d.Rel, d.Key)
	for _, v := range d.Versions {
		v.Media, v.By = once(v.Media), once(v.By)
		if v.ID == d.Tip {
			d.Tip = v.ID
		}
		for i := range v.Views {
			v.Views[i].By = once(v.Views[i].By)
		}
		if v.Placed != nil && v.Placed.Sum.Names(v.Blob) {
			v.Placed.Sum, v.Placed.By = Digest(v.Blob), once(v.Placed.By)
		}
	}
}

// spell sets path and key of the document; its name is the end of its path.
func (d *Document) spell(rel, key string) {
	if key == rel {
		key = rel
	}
	d.Rel, d.Key = rel, key
	if rel != "" && strings.HasSuffix(rel, d.Name) {
		d.Name = rel[len(rel)-len(d.Name):]
	}
}

// compact lets the moment's texts be those of the document that it is about.
func (e *Engagement) compact(m *Moment) {
	m.Kind, m.By = once(m.Kind), once(m.By)
	d, v := e.Version(m.ID)
	if v != nil {
		m.ID = v.ID
	} else {
		d = e.Document(DocumentID(m.Subject))
	}
	if d != nil && m.Subject == string(d.ID) {
		m.Subject = string(d.ID)
	}
}
