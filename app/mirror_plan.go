package app

import (
	"hash/maphash"
	"path"
	"strings"

	"tieout/app/folder"
	"tieout/app/mirror"
	"tieout/sync/desk"
	"tieout/sync/engagement"
)

// wantedDoc is a document with what is needed to bring it.
type wantedDoc struct {
	mirror.Doc
	client engagement.ClientID
	gone   string // the folder it moves to, or erasedDoc
}

const erasedDoc = "-"

func (d *wantedDoc) key() desk.BlobKey {
	return desk.BlobKey{Client: d.client, Blob: engagement.BlobRef(d.SHA256)}
}

// mirrorPlan is what belongs into a copy.
type mirrorPlan struct {
	m      *mirroring
	lanes  folder.LaneNames
	only   folder.Lane
	client engagement.ClientID
	total  int
	todo   []wantedDoc // what is not known to lie in the copy as it should
}

// spot is where a document belongs, and which name of another would be the same one.
type spot struct{ at, key string }

// inCopy answers which version of a document of To client the copy has, and where: what the client sees. gone
// is the folder to which goes what the copy had of it, or erasedDoc.
func inCopy(d *engagement.Document) (v *engagement.Version, rel, gone string) {
	switch v = d.Latest(); {
	case v.Erased:
		return v, d.Rel, erasedDoc
	case d.ShownLatest() == nil:
		return v, d.Rel, withdrawnFolder
	}
	return d.ShownLatest(), strings.TrimSuffix(d.Rel, d.Name) + d.ShownName(), ""
}

// numberOfDoc stands for all of a document of To client that decides how it lies in the copy. It is asked for
// with every pass.
func numberOfDoc(d *engagement.Document) uint64 {
	v, rel, gone := inCopy(d)
	n := uint64(len(d.Versions))
	for _, part := range []string{string(d.ID), rel, string(v.Blob), gone} {
		n = n*31 + maphash.String(mirrorSeed, part)
	}
	return max(n, 1)
}

func (p *mirrorPlan) documents(e *engagement.Engagement) {
	for len(p.m.settled) < e.Documents.Len() {
		p.m.settled = append(p.m.settled, 0)
	}
	for at, d := range e.Documents.All() {
		if d.Lane == engagement.ToClient {
			p.document(&p.m.settled[at], d)
			continue
		}
		for _, v := range d.Versions {
			gone := ""
			if v.Erased {
				gone = erasedDoc
			}
			p.add(folder.FromClient, string(v.ID), p.uploaded(e, d, v), v.Blob, v.Size, gone)
		}
	}
}

// document plans one document of To client. Most have not changed since the last pass, which is quick to
// see.
func (p *mirrorPlan) document(before *uint64, d *engagement.Document) {
	v, rel, gone := inCopy(d)
	now := numberOfDoc(d)
	if *before == now {
		if gone == "" && (p.only == "" || p.only == folder.ToClient) {
			p.total++
		}
		return
	}
	if p.add(folder.ToClient, string(d.ID), rel, v.Blob, v.Size, gone) {
		*before = now
	}
}

// uploaded is where an upload is on the share, or will be.
func (p *mirrorPlan) uploaded(e *engagement.Engagement, d *engagement.Document, v *engagement.Version) string {
	if v.Placed != nil {
		if _, rel, ok := strings.Cut(v.Placed.Path, "/"); ok {
			return rel
		}
	}
	if r := e.Request(d.Request); r != nil {
		return path.Join(strings.ReplaceAll(r.Title, "/", "-"), d.Name)
	}
	return d.Name
}

func (p *mirrorPlan) sealed(e *engagement.Engagement) {
	for _, d := range e.Deliverables {
		if d.Seal != nil {
			p.add(folder.Signed, string(d.ID), fileName(d.Title, "signed.pdf"), d.Seal.Blob, d.Seal.Size, "")
		}
	}
}

// add plans one document, and says whether it lies in the copy as it should; of two that would have one
// name the later gets a number.
func (p *mirrorPlan) add(lane folder.Lane, id, rel string, ref engagement.BlobRef, size int64, gone string) bool {
	if p.only != "" && p.only != lane {
		return true
	}
	dir := p.lanes[lane]
	if p.only != "" {
		dir = ""
	}
	at := spotOf(dir, rel)
	if gone == "" {
		p.total++
		at = p.m.free(at, id)
	} else if p.m.taken[numberOf(at.key)] == numberOf(id) {
		delete(p.m.taken, numberOf(at.key))
	}
	d := wantedDoc{mirror.Doc{ID: id, Path: at.at, SHA256: string(ref), Size: size}, p.client, gone}
	if p.m.there[numberOf(id)] == numberOf(lying{d.Doc, gone}) {
		return true
	}
	p.todo = append(p.todo, d)
	return false
}

func spotOf(dir, rel string) spot {
	at := mirror.SafePath(dir, rel)
	return spot{at, folder.PathKey("", at)}
}

// free answers a name that no other document of the copy has.
func (m *mirroring) free(s spot, id string) spot {
	if of := m.taken[numberOf(s.key)]; of != 0 && of != numberOf(id) {
		ext := path.Ext(s.at)
		s.at = strings.TrimSuffix(s.at, ext) + " (" + id[max(0, len(id)-6):] + ")" + ext
		s.key = folder.PathKey("", s.at)
	}
	m.taken[numberOf(s.key)] = numberOf(id)
	return s
}
