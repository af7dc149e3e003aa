package engagement

import (
	"strings"
	"time"
)

// Kinds about documents.
const (
	DocumentUploaded  Kind = "document.uploaded"  // by a contact, in the portal
	DocumentAssigned  Kind = "document.assigned"  // staff gave an upload to a request
	DocumentShared    Kind = "document.shared"    // a save in `To client/`
	DocumentWithdrawn Kind = "document.withdrawn" // taken back from the client
	DocumentViewed    Kind = "document.viewed"    // a contact opened it
	DocumentPlaced    Kind = "document.placed"    // the receipt for placing it on the share
)

// Lane is one of the two directions a document travels, or the signed copies.
type Lane string

// The lanes.
const (
	FromClient Lane = "from-client"
	ToClient   Lane = "to-client"
	SignedLane Lane = "signed"
)

// Document is one file of the client's or the office's, with its versions.
type Document struct {
	ID   DocumentID `json:"id"`
	Lane Lane       `json:"lane"`
	Name string     `json:"name"`
	// Rel is the path inside `To client/` as spelled on disk, and Key its path
	// key (SPEC H5). Uploads have neither.
	Rel      string     `json:"rel,omitempty"`
	Key      string     `json:"key,omitempty"`
	Request  RequestID  `json:"request,omitempty"`
	Versions []*Version `json:"versions"`
	// Tip is the last save or withdrawal: what the next save must name as base.
	Tip       EventID    `json:"tip"`
	Withdrawn *time.Time `json:"withdrawn,omitempty"`
	// Gone says that it was withdrawn because it was gone from the share, not by
	// a person who wanted the client not to see it.
	Gone bool `json:"gone,omitempty"`
	// Careful says that a version was pulled back, or the document taken back by
	// a person, and none released since: the next save waits for a person,
	// whatever the firm's policy.
	Careful bool `json:"careful,omitempty"`
}

// Version is one state of a document's bytes.
type Version struct {
	ID     EventID   `json:"id"`
	Blob   BlobRef   `json:"blob"`
	Size   int64     `json:"size"`
	Media  string    `json:"media,omitempty"`
	By     Actor     `json:"by"`
	At     time.Time `json:"at"`
	Seq    uint64    `json:"seq,omitempty"` // 0 while the relay has not confirmed it
	Views  []View    `json:"views,omitempty"`
	Placed *Placed   `json:"placed,omitempty"`
	Erased bool      `json:"erased,omitempty"`
	// Kept is when somebody decided that the client goes on seeing what was gone
	// from the share.
	Kept *time.Time `json:"kept,omitempty"`

	// The outbound policy, see [Document.Standing].
	Held       *Held       `json:"held,omitempty"`
	Released   *Released   `json:"released,omitempty"`
	PulledBack *PulledBack `json:"pulledBack,omitempty"`
	// Anew says that the document had been withdrawn when this was saved. It is
	// known of versions that were held or pulled back.
	Anew bool `json:"anew,omitempty"`
	// Past says that the document was withdrawn after this version: what is
	// saved anew does not bring it back, nor tell of it.
	Past bool `json:"past,omitempty"`
	// Was is the document's name until this version, where that differs.
	Was string `json:"was,omitempty"`
}

// View says that a contact opened a version.
type View struct {
	By Actor     `json:"by"`
	At time.Time `json:"at"`
}

// Placed is the receipt: where on the share it was filed.
type Placed struct {
	Path string    `json:"path"` // inside the work file
	Sum  Digest    `json:"sum"`
	At   time.Time `json:"at"`
	By   Actor     `json:"by"`
}

// Latest is the newest version. What the client sees is in Shown.
func (d *Document) Latest() *Version { return d.Versions[len(d.Versions)-1] }

// Document finds a document by id, or nil.
func (e *Engagement) Document(id DocumentID) *Document {
	return e.find(byID, string(id), func(d *Document) bool { return d.ID == id })
}

// DocumentByKey finds the document of a path key in `To client/`, or nil.
func (e *Engagement) DocumentByKey(key string) *Document {
	if key == "" {
		return nil // documents whose key was erased are not one document
	}
	return e.find(byKey, key, func(d *Document) bool { return d.Lane == ToClient && d.Key == key })
}

// Version finds a version and its document, or nil.
func (e *Engagement) Version(id EventID) (*Document, *Version) {
	d := e.find(byVersion, string(id), func(d *Document) bool { return d.version(id) != nil })
	if d == nil {
		return nil, nil
	}
	return d, d.version(id)
}

func (d *Document) version(id EventID) *Version {
	for _, v := range d.Versions {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// Base is what a save of a path key must name: the last save or withdrawal of
// that path, or "".
func (e *Engagement) Base(key string) EventID {
	if d := e.DocumentByKey(key); d != nil {
		return d.Tip
	}
	return ""
}

// DocumentBody is the body of document.uploaded and document.shared.
type DocumentBody struct {
	Document DocumentID `json:"document"`
	Base     EventID    `json:"base,omitempty"` // document.shared only
	Blob     BlobRef    `json:"blob"`
	Size     int64      `json:"size"`
	Media    string     `json:"media,omitempty"`
	// Careful has this save wait for a person: it may have come back from a
	// backup. document.shared only.
	Careful bool `json:"careful,omitempty"`
}

// UploadPrivate is the private part of document.uploaded.
type UploadPrivate struct {
	Name string `json:"name"`
	Via  *Via   `json:"via,omitempty"`
}

func documentUploaded(a *act, b *DocumentBody, p *UploadPrivate) Refusal {
	switch {
	case b.Document == "" || !b.Blob.valid() || b.Size <= 0:
		return malformed("a file needs an id and its bytes")
	case a.eng.Document(b.Document) != nil:
		return exists("This file")
	case b.Base != "" || a.blank(p.Name):
		return malformed("an upload has a name and replaces nothing")
	}
	a.eng.addDocument(&Document{
		ID: b.Document, Lane: FromClient, Name: p.Name, Tip: a.ID, Versions: []*Version{a.version(b)},
	})
	a.note(string(b.Document))
	return accepted
}

func (a *act) version(b *DocumentBody) *Version {
	return &Version{ID: a.ID, Blob: b.Blob, Size: b.Size, Media: once(b.Media), By: once(a.By), At: a.When(), Seq: a.Seq}
}

// SharedPrivate is the private part of document.shared.
type SharedPrivate struct {
	Rel string `json:"rel"`
	Key string `json:"key"`
}

func documentShared(a *act, b *DocumentBody, p *SharedPrivate) Refusal {
	d := a.eng.Document(b.Document)
	switch {
	case b.Document == "" || !b.Blob.valid() || b.Size <= 0 || a.blank(p.Rel):
		return malformed("a file needs an id, a name and its bytes")
	case d != nil && d.Lane != ToClient:
		return exists("A file of the client's with this id")
	case d != nil && p.Key != "" && d.Key != "" && p.Key != d.Key:
		return malformed("the save is of another file than its document")
	case !a.gone() && (p.Key != "" || strings.HasPrefix(string(a.ID), "save-")) &&
		!a.derived(SaveID(a.eng.Salt, a.eng.ID, p.Key, b.Base, Digest(b.Blob))):
		return malformed("the save does not have the id of its identity")
	}
	if d == nil {
		if b.Base != "" {
			return Refusal{CodeStaleBase, "The version this save replaces is not there.", ""}
		}
		if same := a.eng.DocumentByKey(p.Key); same != nil {
			return a.stale(same, b)
		}
		d = &Document{ID: b.Document, Lane: ToClient, Name: baseName(p.Rel)}
		d.spell(p.Rel, p.Key)
		a.eng.addDocument(d)
	} else if d.Tip != b.Base {
		return a.stale(d, b)
	}
	d = a.eng.change(d)
	v := a.version(b)
	if p.Rel != "" && len(d.Versions) > 0 && d.Name != baseName(p.Rel) {
		v.Was = d.Name
	}
	a.eng.letGo(d)
	d.Versions = append(d.Versions, v)
	if a.eng.finder != nil {
		a.eng.finder.version(a.ID, d.ID)
	}
	d.Tip, d.Withdrawn, d.Gone, d.Careful = a.ID, nil, false, d.Careful || b.Careful
	if p.Rel != "" {
		d.Name = baseName(p.Rel)
		d.spell(p.Rel, d.Key)
	}
	a.note(string(d.ID))
	return accepted
}

// stale tells a save over an old version apart: the same bytes as the latest
// are dropped in silence, others must be planned again on the latest.
func (a *act) stale(d *Document, b *DocumentBody) Refusal {
	if d.Withdrawn == nil && d.Latest().Blob == b.Blob {
		return Refusal{CodeSameBytes, "These bytes are the newest version already.", ""}
	}
	return Refusal{CodeStaleBase, "A colleague's save of this file arrived first.", "Both are kept; yours becomes the next version."}
}

// derived says whether the event has the id of its identity (SPEC H5). It
// cannot be told any more once the engagement's salt is erased.
func (a *act) derived(want EventID) bool { return len(a.eng.Salt) == 0 || a.ID == want }

func baseName(rel string) string {
	for i := len(rel) - 1; i >= 0; i-- {
		if rel[i] == '/' {
			return rel[i+1:]
		}
	}
	return rel
}

// AssignedBody is the body of document.assigned.
type AssignedBody struct {
	Document DocumentID `json:"document"`
	Request  RequestID  `json:"request"`
}

func documentAssigned(a *act, b *AssignedBody, _ *none) Refusal {
	d, r := a.eng.Document(b.Document), a.eng.Request(b.Request)
	switch {
	case d == nil || d.Lane != FromClient:
		return missing("This upload")
	case r == nil || r.State == Cancelled:
		return missing("This request")
	case d.Request != "":
		return notOpen("This upload belongs to a request already.")
	}
	by := d.Latest().By
	r.answer(a, &RequestAnsweredBody{Request: r.ID, Answer: WithFiles, Documents: []DocumentID{d.ID}}, "")
	r.By = by
	a.eng.finish(string(d.ID), a.When())
	a.note(string(b.Document))
	return accepted
}

// DocumentRef is the body of document.viewed and others about one version.
type DocumentRef struct {
	Document DocumentID `json:"document"`
	Version  EventID    `json:"version,omitempty"`
}

// WithdrawnBody is the body of document.withdrawn.
type WithdrawnBody struct {
	Document DocumentID `json:"document"`
	Version  EventID    `json:"version,omitempty"` // the newest that is known, or "" for whichever is
	Gone     bool       `json:"gone,omitempty"`    // from the share, which is why
	// Final has no version of before come back with what is saved after. After
	// a withdrawal that does not say so, they do.
	Final bool `json:"final,omitempty"`
	// Careful is Final, and has the next save wait for a person: whatever lies
	// on the share was not meant to be seen.
	Careful bool `json:"careful,omitempty"`
}

func documentWithdrawn(a *act, b *WithdrawnBody, _ *WhyPrivate) Refusal {
	d := a.eng.Document(b.Document)
	switch {
	case d == nil || d.Lane != ToClient:
		return missing("This document")
	case d.Withdrawn != nil:
		return notOpen("This document was withdrawn already.")
	case b.Version != "" && d.Tip != b.Version:
		return Refusal{CodeStaleBase, "A newer version of this document arrived meanwhile.", ""}
	}
	if len(d.Shown()) == 0 {
		a.eng.Veiled++
	}
	at := a.When()
	d = a.eng.change(d)
	a.eng.letGo(d)
	for _, v := range d.Versions {
		v.Past = v.Past || b.Final || b.Careful
	}
	d.Withdrawn, d.Gone, d.Careful, d.Tip = &at, b.Gone, d.Careful || b.Careful, a.ID
	a.note(string(d.ID))
	return accepted
}

// ViaPrivate is the private part of contacts' acts that carry no words.
type ViaPrivate struct {
	Via *Via `json:"via,omitempty"`
}

func documentViewed(a *act, b *DocumentRef, _ *ViaPrivate) Refusal {
	d, v := a.eng.Version(b.Version)
	switch {
	case d == nil || d.ID != b.Document || v.Erased:
		return missing("This version")
	case d.Withdrawn != nil:
		return notOpen("Your accountant took this document back.")
	case !v.Out():
		return missing("This version")
	}
	for _, seen := range v.Views {
		if seen.By == a.By {
			return notOpen("This was opened before.")
		}
	}
	v = a.eng.change(d).version(b.Version)
	v.Views = append(v.Views, View{By: a.By, At: a.When()})
	a.note(string(d.ID))
	return accepted
}

// PlacedBody is the body of document.placed, whose id is a [PlacedID].
type PlacedBody struct {
	Version EventID `json:"version"` // or the id of deliverable.sealed
	Sum     Digest  `json:"sum"`
}

// PlacedPrivate is the private part of document.placed.
type PlacedPrivate struct {
	Path string `json:"path"`
}

func documentPlaced(a *act, b *PlacedBody, p *PlacedPrivate) Refusal {
	about, blob, receipt := a.eng.filed(b.Version)
	switch {
	case receipt == nil:
		return missing("The file that was filed")
	case *receipt != nil:
		return exists("The receipt")
	case !b.Sum.Names(blob):
		return malformed("the bytes that were filed are not the bytes that were sent")
	case !a.derived(PlacedID(a.eng.Salt, a.eng.ID, b.Version)) || a.blank(p.Path):
		return malformed("the receipt does not have the id of its identity, or no path")
	}
	*receipt = &Placed{Path: p.Path, Sum: b.Sum, At: a.When(), By: a.By}
	a.note(about)
	return accepted
}

// filed finds what the relay hands out to be placed on the share: a version of
// an upload, or a sealed deliverable by the id of its seal event. The receipt is
// nil where there is nothing of that id to place.
func (e *Engagement) filed(version EventID) (about string, blob BlobRef, receipt **Placed) {
	for _, d := range e.Deliverables {
		if d.Seal != nil && d.Seal.Event == version {
			return string(d.ID), d.Seal.Blob, &d.Placed
		}
	}
	if d, v := e.Version(version); d != nil && d.Lane == FromClient {
		if v.Placed == nil {
			v = e.change(d).version(version)
		}
		return string(d.ID), v.Blob, &v.Placed
	}
	return "", "", nil
}
